"""What flows between nodes: states, statuses, item codes and lanes of values.

An item is a column of small unsigned codes: the first five are states, the others
the values of its domain in order. A node is a lane: one integer per visit (a number
is that integer over the denominator of its signature) and one status.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Codes = NDArray[np.unsignedinteger]
Ints = NDArray[np.int64]
Statuses = NDArray[np.uint8]
Bools = NDArray[np.bool_]


class State(IntEnum):
    """The state of an item that has no answer; codes from `FIRST` on are values."""

    MISSING = 0
    REFUSED = 1
    UNKNOWN = 2
    NOT_APPLICABLE = 3
    INVALID = 4


FIRST = 5
SOLE = 8
"""Added to the status of the only score that an operation reads: it is taken over."""
_NONE = 255


class Status(IntEnum):
    """The status of a score; without a value the smaller number takes precedence."""

    OK = 0
    PRORATED = 1
    NO_VERSION = 2
    INVALID_INPUT = 3
    NOT_APPLICABLE = 4
    OUT_OF_POPULATION = 5
    TOO_FEW_ANSWERS = 6
    DEPENDS_ON_UNKNOWN = 7

    @property
    def label(self) -> str:
        """The name printed in results, in lower case."""
        return self.name.lower()

    @property
    def has_value(self) -> bool:
        """Whether a score with this status has a value."""
        return self <= Status.PRORATED


# As arrays hold them: numpy takes five times as long to compare with a member of an
# enumeration, which is what most of one visit alone would be.
OK = np.uint8(Status.OK)
PRORATED = np.uint8(Status.PRORATED)
INVALID_INPUT = np.uint8(Status.INVALID_INPUT)
NOT_APPLICABLE = np.uint8(Status.NOT_APPLICABLE)
OUT_OF_POPULATION = np.uint8(Status.OUT_OF_POPULATION)
TOO_FEW_ANSWERS = np.uint8(Status.TOO_FEW_ANSWERS)
DEPENDS_ON_UNKNOWN = np.uint8(Status.DEPENDS_ON_UNKNOWN)


class ItemType(StrEnum):
    """The six types of item."""

    CHOICE = "choice"
    MULTIPLE = "multiple"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Domain:
    """The codes of an item: which value stands behind each.

    Parameters
    ----------
    kind
        The type of the item.
    size
        How many values there are; their codes are ``FIRST .. FIRST + size - 1``.
    options
        The option codes of a `choice` or `multiple` item, in order. A `multiple`
        value is the bit mask of its chosen options (bit i = option i).
    low, scale
        A numeric value is ``(low + code - FIRST) / scale``; a date is the ordinal
        ``low + code - FIRST`` of the proleptic Gregorian calendar.
    """

    kind: ItemType
    size: int
    options: tuple[str, ...] = ()
    low: int = 0
    scale: int = 1

    @property
    def dtype(self) -> np.dtype[np.unsignedinteger]:
        """The narrowest unsigned type that holds every code."""
        return np.min_scalar_type(FIRST + self.size - 1)

    @property
    def most(self) -> int:
        """The greatest size that can be listed; subsets and dates never are."""
        return 2**52 if self.kind is ItemType.MULTIPLE else 10_000_000

    @property
    def numeric(self) -> bool:
        """Whether every value reads as a number without a table of points."""
        if self.kind is ItemType.CHOICE:
            return all(is_integer(o) for o in self.options)
        return self.kind in {ItemType.INTEGER, ItemType.DECIMAL, ItemType.BOOLEAN}

    def number(self, code: int) -> Fraction:
        """Return the number that `code` reads as (`numeric` domains only).

        Examples
        --------
        >>> Domain(ItemType.DECIMAL, 31, low=0, scale=10).number(FIRST + 25)
        Fraction(5, 2)
        """
        rank = code - FIRST
        if self.kind is ItemType.CHOICE:
            return Fraction(int(self.options[rank]))
        return Fraction(self.low + rank, self.scale)

    def code_of_option(self, option: str) -> int:
        """Return the code of an option of a `choice` item."""
        return FIRST + self.options.index(option)


class Kind(StrEnum):
    """What a node gives."""

    NUMBER = "number"
    TRUTH = "truth"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Signature:
    """What is known of a node before any visit is read.

    Parameters
    ----------
    kind
        Number, truth or category.
    scale
        The denominator of a number: its value is ``lane.values / scale``.
    low, high
        The least and greatest integer that the node can take.
    labels
        The ids of a category, in order; ``lane.values`` indexes them.
    exact
        Whether the number is exact before any declared rounding.
    tight
        Whether `low` and `high` are proved to be attained.
    may_skip
        Whether the node can be not_applicable.
    declared
        The range its author declares, in values.
    """

    kind: Kind
    scale: int = 1
    low: int = 0
    high: int = 0
    labels: tuple[str, ...] = ()
    exact: bool = True
    tight: bool = False
    may_skip: bool = False
    declared: tuple[Fraction, Fraction] | None = None


TRUTH = Signature(Kind.TRUTH, low=0, high=1)


class Lane(NamedTuple):
    """The values of a node over visits, and their statuses.

    ``values`` are int64 (0 where there is no value), or Python ints in an object
    array where a number could pass 2^52; ``status`` is uint8, a `Status` each.
    """

    values: Ints
    status: Statuses


Env = "Mapping[str, Codes | Lane]"
"""What a node reads: the codes of each item and the lane of each score above it."""


def blind(status: Statuses) -> Statuses:
    """Return the status of a score as an input: its gap is the gap of a score.

    A status with a value, not_applicable, and one that is to be taken over stay.

    Examples
    --------
    >>> import numpy as np
    >>> blind(np.array([1, 4, 5, 6, 6 + SOLE], np.uint8)).tolist()
    [1, 4, 7, 7, 14]
    """
    gap = (status > PRORATED) & (status < SOLE)
    gap &= status != NOT_APPLICABLE
    return np.where(gap, DEPENDS_ON_UNKNOWN, status)


def lacking(statuses: Sequence[Statuses]) -> Statuses:
    """Return the status of what needs every one of its inputs.

    Where all have a value: `OK`. Else `NOT_APPLICABLE` if everything that lacks is
    so, else the status of highest precedence among the others that lack.

    Examples
    --------
    >>> import numpy as np
    >>> a = np.array([0, 4, 4], np.uint8)
    >>> b = np.array([1, 0, 7], np.uint8)
    >>> lacking([a, b]).tolist()
    [0, 4, 7]
    """
    worst = np.full_like(statuses[0], _NONE)
    skipped = np.zeros(statuses[0].shape, np.bool_)
    for status in statuses:
        skip = status == NOT_APPLICABLE
        skipped |= skip
        gap = (status > PRORATED) & ~skip
        np.minimum(worst, np.where(gap, status, np.uint8(_NONE)), out=worst)
    out = np.where(skipped, NOT_APPLICABLE, OK)
    return np.where(worst < _NONE, worst, out)


def is_integer(text: str) -> bool:
    """Return whether an option code is an integer in plain decimal digits."""
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit()
