"""Terms: a name, at most one reading of it as points, and a weight."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from irdp.ops.grammar import Frozen, Name, Number, Quotient, Ref, SourceId, fault


class Interval(Frozen):
    """One entry of `recode_intervals`: from this bound on, this value."""

    from_: Number = Field(alias="from")
    value: Number


class Term(Frozen):
    """A name with at most one reading and an optional weight."""

    name: Ref | None = None
    item: Name | None = None
    score: Ref | None = None
    points: dict[str, Number] | None = None
    reverse: Literal[True] | None = None
    recode: dict[str, Number] | None = None
    recode_intervals: tuple[Interval, ...] | None = None
    weight: Quotient = Fraction(1)
    source: SourceId | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> Term:
        names = [self.name, self.item, self.score]
        if sum(n is not None for n in names) != 1:
            raise fault("IRDP-Q035")
        readings = [self.points, self.reverse, self.recode, self.recode_intervals]
        if sum(r is not None for r in readings) > 1:
            raise fault("IRDP-Q036")
        return self

    @property
    def target(self) -> str:
        """The name that is read."""
        return self.item or self.score or self.name or ""

    @property
    def plain(self) -> bool:
        """Whether the term says nothing but a name."""
        return self.model_fields_set <= {"name", "item", "score", "source"}


def _term(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


AnyTerm = Annotated[Term, BeforeValidator(_term)]
"""A term; a bare name is a term without options."""
