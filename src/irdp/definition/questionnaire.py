"""The questionnaire: what is asked, or read from the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from irdp.definition.document import Document
from irdp.ops.conditions import Condition
from irdp.ops.grammar import (
    Code,
    Frozen,
    Label,
    Name,
    Number,
    Version,
    Whole,
    Words,
    fault,
    one_or_many,
)
from irdp.ops.item import ItemSpec
from irdp.ops.lanes import FIRST, Domain, ItemType, State

MOST_OPTIONS = 56
MOST_VALUES = 2**31
FIRST_DAY = 1
LAST_DAY = dt.date(9999, 12, 31).toordinal()
_STATE_WORDS = {
    "refused": State.REFUSED,
    "unknown": State.UNKNOWN,
    "not_applicable": State.NOT_APPLICABLE,
}


def _texts(value: Any) -> Any:
    """Read codes and aliases as texts, an integer as its plain decimal text."""
    return [v if isinstance(v, (str, bool)) else str(v) for v in one_or_many(value)]


def _text(value: Any) -> Any:
    """Read a code as text, an integer as its plain decimal text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


Text = Annotated[Words, BeforeValidator(_text)]
Texts = Annotated[tuple[Words, ...], BeforeValidator(_texts)]


class StateCodes(Frozen):
    """The texts that stand for a state instead of an answer."""

    refused: Texts = ()
    unknown: Texts = ()
    not_applicable: Texts = ()


class Option(Frozen):
    """One option of a choice."""

    code: Code
    label: Label
    aliases: Texts = ()
    exclusive: bool = False
    note: Label | None = None


class BooleanAliases(Frozen):
    """The texts that stand for true and for false."""

    true: Texts = ()
    false: Texts = ()


class Item(Frozen):
    """One item: a question, or a variable of the record."""

    id: Name
    type: Literal["choice", "multiple", "integer", "decimal", "boolean", "date"]
    label: Label
    source: Literal["asked", "record", "derived"] = "asked"
    optional: bool = False
    unit: Words | None = None
    shown_if: Condition | None = None
    options: tuple[Option, ...] = ()
    min: Number | None = None
    max: Number | None = None
    decimals: Annotated[Whole, Field(ge=0, le=9)] | None = None
    aliases: BooleanAliases | None = None
    codes: StateCodes = StateCodes()
    dmst: Words | None = None
    note: Label | None = None

    @model_validator(mode="after")
    def _shape(self) -> Item:
        numeric = self.type in {"integer", "decimal"}
        if self.type in {"choice", "multiple"}:
            least = 2 if self.type == "choice" else 1
            if (
                not least
                <= len(self.options)
                <= (255 if self.type == "choice" else MOST_OPTIONS)
            ):
                raise fault("IRDP-Q033", name=self.id, least=least)
        elif self.options:
            raise fault("IRDP-Q030", name="options")
        if numeric and (self.min is None or self.max is None):
            raise fault("IRDP-Q029", name="min" if self.min is None else "max")
        if self.type == "decimal" and self.decimals is None:
            raise fault("IRDP-Q029", name="decimals")
        if numeric and not self._bounded():
            raise fault("IRDP-Q034")
        return self

    def _bounded(self) -> bool:
        low, high = self.min or Fraction(0), self.max or Fraction(0)
        scale = self.scale
        whole = (low * scale).denominator == (high * scale).denominator == 1
        return whole and low <= high and (high - low) * scale < MOST_VALUES

    @property
    def scale(self) -> int:
        """The denominator of a numeric item's values."""
        return 10 ** (self.decimals or 0) if self.type == "decimal" else 1

    @property
    def domain(self) -> Domain:
        """The codes of the item."""
        kind = ItemType(self.type)
        options = tuple(o.code for o in self.options)
        if kind is ItemType.CHOICE:
            return Domain(kind, len(options), options)
        if kind is ItemType.MULTIPLE:
            return Domain(kind, 1 << len(options), options)
        if kind is ItemType.BOOLEAN:
            return Domain(kind, 2)
        if kind is ItemType.DATE:
            return Domain(kind, LAST_DAY - FIRST_DAY + 1, low=FIRST_DAY)
        low = int((self.min or 0) * self.scale)
        high = int((self.max or 0) * self.scale)
        return Domain(kind, high - low + 1, low=low, scale=self.scale)

    def spec(self, codes: StateCodes) -> ItemSpec:
        """Return the item as the engine sees it, with the questionnaire's codes."""
        states: dict[str, State] = {}
        for source in (codes, self.codes):
            for word, state in _STATE_WORDS.items():
                states.update(dict.fromkeys(getattr(source, word), state))
        may_skip = self.shown_if is not None or State.NOT_APPLICABLE in states.values()
        gate = ""
        if may_skip and State.NOT_APPLICABLE not in states.values():
            gate = repr(self.shown_if)
        elif may_skip:
            gate = f"item {self.id}"
        return ItemSpec(
            id=self.id,
            domain=self.domain,
            states=states,
            aliases=dict(self._aliases()),
            exclusive=sum(1 << i for i, o in enumerate(self.options) if o.exclusive),
            optional=self.optional,
            may_skip=may_skip,
            gate=gate,
            asked=self.source == "asked",
        )

    def _aliases(self) -> Mapping[str, int]:
        if self.type == "boolean" and self.aliases is not None:
            return {
                **dict.fromkeys(self.aliases.false, FIRST),
                **dict.fromkeys(self.aliases.true, FIRST + 1),
            }
        if self.type == "multiple":
            return {a: i for i, o in enumerate(self.options) for a in o.aliases}
        return {a: FIRST + i for i, o in enumerate(self.options) for a in o.aliases}


class Check(Frozen):
    """A contradiction between answers that must never be."""

    id: Name
    never: Condition
    as_: Literal["warning", "reject"] = Field(alias="as")
    message: Label | None = None


class Migration(Frozen):
    """How answers to an older version read as answers to this one.

    Parameters
    ----------
    from_
        The older version.
    rename
        Old item to new item.
    recode
        By item, as named in this version: old code to new code.
    drop
        Old items that no longer exist.
    """

    from_: Version = Field(alias="from")
    rename: dict[Name, Name] = Field(default_factory=dict)
    recode: dict[Name, dict[str, Text]] = Field(default_factory=dict)
    drop: tuple[Name, ...] = ()


class Questionnaire(Document):
    """What is asked or read, and what each answer may be."""

    format: Literal["irdp/questionnaire/1"]
    codes: StateCodes = StateCodes()
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    checks: tuple[Check, ...] = ()
    migration: Migration | None = None

    def specs(self) -> dict[str, ItemSpec]:
        """Return its items as the engine sees them, in order."""
        return {item.id: item.spec(self.codes) for item in self.items}
