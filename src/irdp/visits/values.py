"""One raw value, whatever library it came from, as one of a few plain shapes.

Only methods of the built-in and numpy types are called, never those of a subclass:
reading a value runs no code of the caller and cannot raise.
"""

from __future__ import annotations

import datetime as dt
import sys
import unicodedata
from decimal import Decimal
from enum import Enum, auto
from math import isinf, isnan
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

_MOST_DIGITS = 40
_EPOCH = dt.date(1970, 1, 1).toordinal()
_MIDNIGHT = dt.time(0)
_DAY_UNITS = {"D", "h", "m", "s", "ms", "us", "ns"}


class Shape(Enum):
    """What a raw value is, before any item is considered."""

    MISSING = auto()
    TRUTH = auto()
    WHOLE = auto()
    FRACTION = auto()
    TOO_LONG = auto()
    INFINITE = auto()
    TEXT = auto()
    DAY = auto()
    MOMENT = auto()
    MANY = auto()
    OTHER = auto()


class Atom(NamedTuple):
    """A raw value: `number` is a truth, an integer, a mantissa or a date's ordinal.

    A fraction is ``number / 10**places``, exactly; `text` is NFC without outer
    spaces; `parts` are the raw elements of a list.
    """

    shape: Shape
    number: int = 0
    places: int = 0
    text: str = ""
    parts: tuple[object, ...] = ()


MISSING = Atom(Shape.MISSING)
OTHER = Atom(Shape.OTHER)


def read(value: object) -> Atom:
    """Return the shape of a raw value.

    A float that is no whole number is read as the shortest decimal that gives it
    back: 0.1 is one tenth.

    Examples
    --------
    >>> read(2.50)[:3], read(" NSP ").text, read(float("nan")).shape.name
    ((<Shape.FRACTION: 4>, 25, 1), 'NSP', 'MISSING')
    """
    if value is None:
        return MISSING
    if _is(value, bool):
        return Atom(Shape.TRUTH, int(value))
    if _is(value, str):
        text = clean(str.__str__(value))
        return Atom(Shape.TEXT, text=text) if text else MISSING
    if _is(value, int):
        return Atom(Shape.WHOLE, int.__int__(value))
    if _is(value, float):
        return _float(float.__float__(value))
    return _rarer(value)


def clean(text: str) -> str:
    """Return a text composed (NFC) and without outer spaces."""
    return unicodedata.normalize("NFC", text).strip()


def has_days(dtype: np.dtype[np.datetime64]) -> bool:
    """Whether a datetime64 type tells days: its unit is a day to a nanosecond."""
    return np.datetime_data(dtype)[0] in _DAY_UNITS


def decimal_atom(value: Decimal) -> Atom:
    """Return a decimal exactly; trailing zeros do not count as decimals.

    Examples
    --------
    >>> decimal_atom(Decimal("1.50"))[1:3]
    (15, 1)
    """
    sign, digits, exponent = Decimal.as_tuple(value)
    if not isinstance(exponent, int):
        return Atom(Shape.INFINITE) if exponent == "F" else MISSING
    if not any(digits):
        return Atom(Shape.WHOLE, 0)
    figures = "".join(map(str, digits)).lstrip("0")
    kept = figures.rstrip("0")
    exponent += len(figures) - len(kept)
    if len(kept) > _MOST_DIGITS or abs(exponent) > _MOST_DIGITS:
        return Atom(Shape.TOO_LONG)
    number = int(kept) * (-1 if sign else 1)
    if exponent >= 0:
        return Atom(Shape.WHOLE, number * 10**exponent)
    return Atom(Shape.FRACTION, number, -exponent)


def _rarer(value: object) -> Atom:
    if _is_absent(value):
        return MISSING
    if _is(value, Decimal):
        return decimal_atom(value)
    if _is(value, dt.date):
        return _date(value)
    if issubclass(type(value), np.generic):
        return _numpy(value)
    return _many(value)


def _many(value: object) -> Atom:
    if type(value) is np.ndarray:
        return _array(value)
    for kind in (list, tuple, set, frozenset):
        if issubclass(type(value), kind):
            parts: Iterator[object] = kind.__iter__(value)  # type: ignore[arg-type]
            return Atom(Shape.MANY, parts=tuple(parts))
    return OTHER


def _is(value: object, kind: type[T]) -> TypeGuard[T]:
    # isinstance would ask the value's own __class__.
    return issubclass(type(value), kind)


def _is_absent(value: object) -> bool:
    pandas = sys.modules.get("pandas")
    if pandas is not None and (
        value is getattr(pandas, "NA", None) or value is getattr(pandas, "NaT", None)
    ):
        return True
    return value is np.ma.masked


def _float(value: float) -> Atom:
    if value.is_integer():
        return Atom(Shape.WHOLE, int(value))
    if isnan(value):
        return MISSING
    if isinf(value):
        return Atom(Shape.INFINITE)
    return decimal_atom(Decimal(repr(value)))


def _numpy(value: Any) -> Atom:
    if _is(value, np.bool_):
        return Atom(Shape.TRUTH, int(np.generic.item(value)))
    if _is(value, np.datetime64):
        return _datetime64(value)
    if issubclass(type(value), np.integer) and not _is(value, np.timedelta64):
        return Atom(Shape.WHOLE, int(np.generic.item(value)))
    if type(value) in {np.float16, np.float32, np.longdouble}:
        with np.errstate(over="ignore"):
            plain = np.float64(value)
        if (plain == value and plain.is_integer()) or not np.isfinite(plain):
            return _float(float(plain))
        # The shortest decimal of the value's own width: float32 0.1 is one tenth.
        return decimal_atom(Decimal(np.format_float_scientific(value)))
    return OTHER


def _array(value: np.ndarray[Any, Any]) -> Atom:
    if value.ndim == 1:
        return Atom(Shape.MANY, parts=tuple(value))
    if value.ndim == 0 and value.dtype.kind != "O":
        return read(value[()])
    return OTHER


def _date(value: dt.date) -> Atom:
    pandas = sys.modules.get("pandas")
    if issubclass(type(value), getattr(pandas, "Timestamp", ())):
        return _timestamp(value)
    if _is(value, dt.datetime) and (
        dt.datetime.tzinfo.__get__(value) is not None
        or dt.datetime.time(value) != _MIDNIGHT
    ):
        return Atom(Shape.MOMENT)
    return Atom(Shape.DAY, dt.date.toordinal(value))


def _timestamp(value: Any) -> Atom:
    zoned = value.tzinfo is not None
    return Atom(Shape.MOMENT) if zoned else _datetime64(value.to_datetime64())


def _datetime64(value: np.datetime64) -> Atom:
    if np.isnat(value):
        return MISSING
    if not has_days(value.dtype):
        return OTHER
    day = value.astype("M8[D]")
    if day != value:
        return Atom(Shape.MOMENT)
    return Atom(Shape.DAY, _EPOCH + int(day.astype(np.int64)))
