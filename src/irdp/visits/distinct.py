"""A whole column: the scalar parser on its distinct raw values, then a gather."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from irdp.visits.values import has_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from irdp.ops.lanes import Bools, Codes, Ints
    from irdp.visits.parse import Parser

    Encode = Callable[[Any, Parser, Bools | None], "Column"]

_SPAN = 1 << 14
_LARGEST_EXACT = np.float64(2**53)
_PLAIN = frozenset({str, type(None), dt.date})
_NUMBERS = frozenset({int, float, bool})
_LONGEST_KEY = 64

Floats = NDArray[np.floating]


class Faults(NamedTuple):
    """The rows of a column with an issue, in order, and the number of each issue."""

    rows: Ints
    numbers: NDArray[np.int16]

    @classmethod
    def of(cls, rows: Ints, numbers: NDArray[np.int16]) -> Faults | None:
        """Return those with an issue, that is a number above 0; None if there is none."""
        some = np.flatnonzero(numbers)
        return cls(rows[some], numbers[some]) if len(some) else None

    @classmethod
    def joined(cls, parts: Sequence[Faults | None]) -> Faults | None:
        """Return the faults of the parts of a column, whose rows are the column's."""
        found = [part for part in parts if part is not None]
        if not found:
            return None
        rows, numbers = zip(*found, strict=True)
        return cls.of(np.concatenate(rows), np.concatenate(numbers))


class Column(NamedTuple):
    """The codes of a column, its faults (None: none), whether it was read leniently."""

    codes: Codes
    faults: Faults | None
    lenient: bool


def encode_array(
    values: np.ndarray[Any, Any],
    parser: Parser,
    missing: Bools | None = None,
) -> Column:
    """Return the codes of a one-dimensional numpy array.

    Parameters
    ----------
    values
        Shape (n,), any dtype.
    parser
        The item's parser.
    missing
        Shape (n,): rows without a value, beside NaN and NaT.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain, ItemType
    >>> from irdp.visits.parse import Parser
    >>> parser = Parser(ItemSpec("pain", Domain(ItemType.INTEGER, 11)))
    >>> encode_array(np.array([3.0, np.nan, 3.0]), parser).codes
    array([8, 0, 8], dtype=uint8)
    """
    kind = values.dtype.kind
    if kind not in _ENCODERS or (kind == "M" and not has_days(values.dtype)):
        # A list of scalars where tolist() would turn a duration into a number.
        raw = values.tolist() if kind in "OUT" else list(values)
        column = encode_list(raw, parser)
        return column if missing is None else _blank(column, missing)
    if kind in "fM":
        absent = np.isnan(values) if kind == "f" else np.isnat(values)
        missing = absent if missing is None else absent | missing
    if missing is not None:
        if missing.all():
            return gather(parser, [None], np.zeros(len(values), np.int64))
        if missing.any():
            values = np.where(missing, values[np.argmin(missing)], values)
        else:
            missing = None
    if not len(values):
        return gather(parser, [], np.zeros(0, np.int64))
    if not values.dtype.isnative:
        values = values.astype(values.dtype.newbyteorder("="))
    return _ENCODERS[kind](values, parser, missing)


def encode_list(values: Sequence[object], parser: Parser) -> Column:
    """Return the codes of a list of raw values of any types."""
    if parser.met and values and type(values[0]) is str:
        try:  # a file repeats its texts
            codes = map(parser.met.__getitem__, values)  # type: ignore[arg-type]
            found = np.fromiter(codes, parser.spec.domain.dtype, len(values))
        except (KeyError, TypeError):
            pass
        else:
            return Column(found, None, lenient=False)
    kinds = set(map(type, values))
    if kinds <= _PLAIN | _NUMBERS and len(kinds & _NUMBERS) <= 1:
        place: dict[object, int] = {v: k for k, v in enumerate(dict.fromkeys(values))}
        index = np.fromiter(map(place.__getitem__, values), np.int64, len(values))
        return gather(parser, place, index)
    # Equal values of two types (1, True, 1.0) are different answers.
    return _mixed(values, parser)


def gather(
    parser: Parser,
    distinct: Iterable[object],
    index: NDArray[np.integer],
    missing: Bools | None = None,
) -> Column:
    """Parse each distinct value once and spread the codes over the rows.

    Parameters
    ----------
    parser
        The item's parser.
    distinct
        Raw values, in the order that `index` counts.
    index
        Shape (n,): which distinct value each row has.
    missing
        Shape (n,): rows without a value, whatever their index says.
    """
    parsed = parser.parse_all(distinct)
    codes = np.array([p.code for p in parsed] or [0], parser.spec.domain.dtype)
    issues = np.array([p.issue for p in parsed] or [0], np.int16)
    faults = None
    if issues.any():
        faults = Faults.of(np.arange(len(index)), issues.take(index))
    column = Column(codes.take(index), faults, any(p.lenient for p in parsed))
    return column if missing is None else _blank(column, missing)


def _blank(column: Column, missing: Bools) -> Column:
    column.codes[missing] = 0
    if column.faults is None:
        return column
    rows, numbers = column.faults
    return column._replace(faults=Faults.of(rows, np.where(missing[rows], 0, numbers)))


def _spread(
    values: Ints,
    parser: Parser,
    back: Callable[[int], object],
    missing: Bools | None,
) -> Column:
    """Gather integers, each read as the raw value `back` makes of it again."""
    low, high = int(values.min()), int(values.max())
    if high - low >= _SPAN:
        distinct, index = np.unique(values, return_inverse=True)
        return gather(parser, map(back, distinct.tolist()), index, missing)
    # Unsigned differences are exact whatever the width.
    width = values.dtype.itemsize
    offset = (values - values.dtype.type(low)).view("i8" if width > 4 else f"u{width}")  # noqa: PLR2004
    seen = np.zeros(high - low + 1, np.bool_)
    seen[offset] = True
    raw = (back(low + k) if here else None for k, here in enumerate(seen.tolist()))
    return gather(parser, raw, offset, missing)


def _truths(values: Bools, parser: Parser, missing: Bools | None) -> Column:
    return gather(parser, [False, True], values.view(np.uint8), missing)


def _integers(values: Ints, parser: Parser, missing: Bools | None) -> Column:
    return _spread(values, parser, int, missing)


def _floats(values: Floats, parser: Parser, missing: Bools | None) -> Column:
    if np.all(np.abs(values) < _LARGEST_EXACT):
        whole = values.astype(np.int64)
        if np.array_equal(whole, values):
            return _spread(whole, parser, values.dtype.type, missing)
    distinct, index = np.unique(values, return_inverse=True)
    return gather(parser, list(distinct), index, missing)


def _days(
    values: NDArray[np.datetime64], parser: Parser, missing: Bools | None
) -> Column:
    days = values.astype("M8[D]")
    if np.array_equal(days, values):
        return _spread(days.view(np.int64), parser, _from_day, missing)
    distinct, index = np.unique(values, return_inverse=True)
    return gather(parser, list(distinct), index, missing)


def _from_day(day: int) -> np.datetime64:
    return np.datetime64(day, "D")


def _mixed(values: Sequence[object], parser: Parser) -> Column:
    place: dict[object, int] = {}
    distinct: list[object] = []
    index = np.empty(len(values), np.int64)
    for row, value in enumerate(values):
        key = _key(value)
        slot = len(distinct)
        if key is not None:
            slot = place.setdefault(key, slot)
        if slot == len(distinct):
            distinct.append(value)
        index[row] = slot
    return gather(parser, distinct, index)


def _key(value: object) -> object:
    """Return what tells two raw values apart, None where only parsing can.

    Objects of foreign types are never hashed nor compared: that is their own code.
    """
    kind = type(value)
    if kind in _PLAIN or kind in _NUMBERS:
        return kind, value
    if kind is Decimal and Decimal.is_finite(value):  # type: ignore[arg-type]
        return kind, value
    if kind is dt.datetime and value.tzinfo is None:  # type: ignore[attr-defined]
        return kind, value
    if kind is list and len(value) <= _LONGEST_KEY:  # type: ignore[arg-type]
        parts: tuple[object, ...] = tuple(value)  # type: ignore[arg-type]
        inner = set(map(type, parts))
        if inner <= {str} or inner <= {int}:
            return kind, *inner, parts
    return None


_ENCODERS: dict[str, Encode] = {
    "b": _truths,
    "i": _integers,
    "u": _integers,
    "f": _floats,
    "M": _days,
}
