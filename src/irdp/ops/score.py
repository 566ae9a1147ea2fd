"""What every score says, whatever its operation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from irdp.ops.conditions import Condition
from irdp.ops.grammar import (
    Frozen,
    Label,
    Name,
    Number,
    Ref,
    SourceId,
    Whole,
    Words,
    fault,
)
from irdp.ops.rounding import Rounding
from irdp.ops.scope import Scope
from irdp.ops.step import Step
from irdp.text import Text

Decimals = Annotated[Whole, Field(ge=0, le=12)]


_WHY = {
    "integers": Text("trop fin pour rester exact", "too fine to stay exact"),
    "weights": Text("prorata de poids inégaux", "unequal weights, prorated"),
    "real": Text("fonction réelle", "a real function"),
    "quotient": Text("quotient", "a quotient"),
}


class Horizon(Frozen):
    """How far ahead a risk looks."""

    days: Annotated[Whole, Field(gt=0)]


class Score(Frozen):
    """One named node of a scoring; a subclass per operation adds its own words."""

    id: Name
    title: Label | None = None
    direction: Literal["higher_is_worse", "higher_is_better", "none"] | None = None
    level: Literal["individual", "collective"] = "individual"
    range: tuple[Number, Number] | None = None
    unit: Words | None = None
    report: Literal["public", "internal"] = "public"
    decimals: Decimals | None = None
    rounding: Rounding = "half_up"
    applies_if: Condition | None = None
    population: Condition | None = None
    requires: tuple[Ref, ...] = ()
    outcome: Label | None = None
    horizon: Horizon | None = None
    source: SourceId | None = None
    note: Label | None = None

    def build(self, scope: Scope) -> Step:
        """Compile the node; its faults go to the scope."""
        raise NotImplementedError

    def need_decimals(self, scope: Scope, why: str) -> int:
        """Return the declared decimals of an approximate score, or refuse it."""
        if self.decimals is None:
            scope.refuse("IRDP-Q080", why=_WHY[why])
        return self.decimals


class MissingRule(Frozen):
    """How many terms may lack an answer, and what is then done."""

    max_missing: Annotated[Whole, Field(ge=0)] | None = None
    min_answered: Annotated[Whole, Field(ge=1)] | None = None
    then: Literal["unknown", "prorate", "answered_only"]

    @model_validator(mode="after")
    def _one(self) -> MissingRule:
        if (self.max_missing is None) == (self.min_answered is None):
            raise fault("IRDP-Q046")
        return self


Missing = Literal["none_allowed"] | MissingRule
