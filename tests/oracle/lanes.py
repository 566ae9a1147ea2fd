"""What the strategies know of a name while they draw a definition around it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from math import lcm

from hypothesis import strategies as st

WIDEST = 2**40
FINEST = 10**6


@dataclasses.dataclass(frozen=True)
class Lane:
    """A name: its kind, a bound of its absolute value, its denominator, its labels.

    `kind` is number, truth, category, date or multiple; `keys` are the texts of all
    its values where they are few; `skips` whether it can be not_applicable.
    """

    name: str
    kind: str
    item: dict | None = None
    size: Fraction = Fraction(1)
    scale: int = 1
    places: int | None = None
    keys: tuple[str, ...] = ()
    skips: bool = False
    ranged: bool = False
    states: tuple[str, ...] = ()

    @property
    def is_item(self) -> bool:
        return self.item is not None

    @property
    def reads_as_number(self) -> bool:
        return self.kind in ("number", "truth")

    @property
    def role(self) -> str:
        return "item" if self.is_item else "score"


@dataclasses.dataclass(frozen=True)
class Part:
    """A drawn term and what it can give."""

    tree: object
    size: Fraction
    scale: int
    skips: bool


def text(value: Fraction | int) -> str:
    """Write a decimal fraction as YAML has it."""
    value = Fraction(value)
    for places in range(20):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).zfill(places + 1)
            whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
            return ("-" if value < 0 else "") + whole + ("." + rest if rest else "")
    raise ValueError(str(value))


def decimals(low: int, high: int, places: int = 1):
    """Draw a decimal between two integers."""
    return st.integers(low * 10**places, high * 10**places).map(
        lambda k: Fraction(k, 10**places)
    )


def scale_of(*values: Fraction) -> int:
    return lcm(*(Fraction(v).denominator for v in values))
