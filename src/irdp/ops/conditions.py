"""Conditions: what `shown_if`, `applies_if`, `case`, `count`, `population`, rules say.

The grammar only; `irdp.ops.truth` compiles it. A condition is true, false, unknown or
not_applicable.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from irdp.ops.grammar import Frozen, Name, Ref, fault, is_ref, one_or_many


def _label(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


Words = Annotated[tuple[str, ...], BeforeValidator(one_or_many)]
"""States or statuses; one alone stands for a list of one."""
Label = Annotated[str, BeforeValidator(_label)]
Labels = Annotated[tuple[Label, ...], BeforeValidator(one_or_many)]
"""Labels of a category, as they are listed."""
COMPARATORS = ("eq", "ne", "lt", "le", "gt", "ge", "in_", "between")


class Operand(Frozen):
    """The right side of a comparison where it is another name."""

    item: Name | None = None
    score: Ref | None = None
    date: Name | None = None

    @model_validator(mode="after")
    def _one(self) -> Operand:
        if sum(n is not None for n in (self.item, self.score, self.date)) != 1:
            raise fault("IRDP-Q035")
        return self


def _value(value: Any) -> Any:
    """Read the right side: a name, a number, a day, a truth or the code of an option."""
    if isinstance(value, dict):
        return Operand.model_validate(value)
    if isinstance(value, (Fraction, Operand, dt.date, bool)):
        return value
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, (int, Decimal)):
        return Fraction(value)
    raise fault("IRDP-Q074")


Value = Annotated[Any, BeforeValidator(_value)]


class Comparison(Frozen):
    """Exactly one comparator and what it compares with."""

    eq: Value = None
    ne: Value = None
    lt: Value = None
    le: Value = None
    gt: Value = None
    ge: Value = None
    in_: tuple[Value, ...] | None = Field(default=None, alias="in")
    between: tuple[Value, Value] | None = None

    @property
    def comparator(self) -> tuple[str, Any]:
        """The comparator and its right side."""
        for key in COMPARATORS:
            value = getattr(self, key)
            if value is not None:
                return key, value
        raise fault("IRDP-Q037")

    def count_comparators(self) -> int:
        """Return how many comparators are written."""
        return sum(getattr(self, key) is not None for key in COMPARATORS)


class ItemCondition(Comparison):
    """An item compared, or its state."""

    item: Name
    state: Words | None = None

    @model_validator(mode="after")
    def _one(self) -> ItemCondition:
        if self.count_comparators() + (self.state is not None) != 1:
            raise fault("IRDP-Q037")
        return self


class ScoreCondition(Comparison):
    """A score compared, or its status."""

    score: Ref
    status: Words | None = None

    @model_validator(mode="after")
    def _one(self) -> ScoreCondition:
        if self.count_comparators() + (self.status is not None) != 1:
            raise fault("IRDP-Q037")
        return self


class DateCondition(Comparison):
    """A date compared with a day or another date, or its state."""

    date: Name
    state: Words | None = None

    @model_validator(mode="after")
    def _one(self) -> DateCondition:
        if self.count_comparators() + (self.state is not None) != 1:
            raise fault("IRDP-Q037")
        return self


class BandCondition(Frozen):
    """A band score whose value is one of some bands."""

    band: Ref
    is_: Labels = Field(alias="is")


class TruthCondition(Frozen):
    """A truth as it stands."""

    truth: Ref


class AllCondition(Frozen):
    """True where every member is."""

    all: tuple[Condition, ...]


class AnyCondition(Frozen):
    """True where one member is."""

    any: tuple[Condition, ...]


class NotCondition(Frozen):
    """True where its member is false."""

    not_: Condition = Field(alias="not")


_KINDS = ("item", "score", "band", "truth", "date", "all", "any", "not")


def _kind(value: Any) -> str | None:
    if isinstance(value, dict):
        found = [key for key in _KINDS if key in value]
        return found[0] if len(found) == 1 else None
    for cls, kind in _CLASSES:
        if isinstance(value, cls):
            return kind
    return None


def _condition(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not is_ref(value):
        raise fault("IRDP-Q038")
    return {"truth": value}


Condition = Annotated[
    Annotated[ItemCondition, Tag("item")]
    | Annotated[ScoreCondition, Tag("score")]
    | Annotated[BandCondition, Tag("band")]
    | Annotated[TruthCondition, Tag("truth")]
    | Annotated[DateCondition, Tag("date")]
    | Annotated[AllCondition, Tag("all")]
    | Annotated[AnyCondition, Tag("any")]
    | Annotated[NotCondition, Tag("not")],
    Discriminator(_kind, custom_error_type="IRDP-Q038", custom_error_message="-"),
    BeforeValidator(_condition),
]
"""A condition; a bare name is a truth."""

_CLASSES = (
    (ItemCondition, "item"),
    (ScoreCondition, "score"),
    (BandCondition, "band"),
    (TruthCondition, "truth"),
    (DateCondition, "date"),
    (AllCondition, "all"),
    (AnyCondition, "any"),
    (NotCondition, "not"),
)
for _model in (AllCondition, AnyCondition, NotCondition):
    _model.model_rebuild()
