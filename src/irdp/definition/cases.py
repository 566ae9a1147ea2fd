"""Cases: worked examples beside a scoring or a policy, each with its source."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from irdp.ops.grammar import Frozen, Label, Reference, Words


class Case(Frozen):
    """One visit and what must come of it."""

    id: Words
    source: Words
    note: Label | None = None
    answers: dict[str, Any]
    expect: dict[str, Any] = Field(default_factory=dict)
    expect_status: dict[str, str] = Field(default_factory=dict)
    expect_issues: tuple[str, ...] = ()
    row: Words | None = None
    mark: Literal["V", "V2", "D", "R", "U"] | None = None


class Cases(Frozen):
    """The cases of one scoring or policy."""

    format: Literal["irdp/cases/1"]
    for_: Reference = Field(alias="for")
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
