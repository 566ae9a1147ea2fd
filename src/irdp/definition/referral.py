"""The referral policy: what is proposed, by rules over scores and facts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from irdp.definition.document import Derived, Document
from irdp.definition.questionnaire import Check, Item, StateCodes
from irdp.ops.conditions import Condition
from irdp.ops.grammar import (
    Day,
    DocumentId,
    Frozen,
    Label,
    Name,
    Reference,
    SourceId,
    Words,
)
from irdp.ops.operations import AnyScore
from irdp.ops.tables import Table


class Reading(Frozen):
    """A scoring that a policy reads."""

    ref: Reference
    optional: bool = False


def _reading(value: Any) -> Any:
    return {"ref": value} if isinstance(value, str) else value


AnyReading = Annotated[Reading, BeforeValidator(_reading)]


class Valid(Frozen):
    """When a rule exists, and the date fact that decides."""

    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    fact: Name


class Law(Frozen):
    """The article that a rule rests on."""

    ref: Words
    text_id: Words | None = None
    since: Day | None = None
    until: Day | None = None
    mark: Literal["V", "V2", "D", "R", "U"] | None = None
    note: Label | None = None


class Rule(Frozen):
    """One rule: a condition and what it proposes."""

    id: Name
    when: Condition
    propose: Name
    valid: Valid | None = None
    unknown: Literal["hold", "skip"] = "hold"
    reason: Label | None = None
    basis: Label | None = None
    law: Law | None = None
    source: SourceId | None = None
    note: Label | None = None


class Decision(Frozen):
    """One decision: rules, what they may propose, and what stands without them."""

    id: Name
    title: Label | None = None
    hit: Literal["first", "collect"]
    proposals: dict[Name, Label]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    default: Name
    undetermined: Name
    note: Label | None = None


class Referral(Document):
    """Decisions over the scores of one or several scorings and the visit's facts."""

    format: Literal["irdp/referral/1"]
    scorings: dict[DocumentId, AnyReading] = Field(default_factory=dict)
    codes: StateCodes = StateCodes()
    facts: tuple[Item, ...] = ()
    checks: tuple[Check, ...] = ()
    invalid_answers: Literal["reject", "missing"] = "reject"
    tables: tuple[Table, ...] = ()
    scores: tuple[AnyScore, ...] = ()
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    derived_from: Derived | None = None
