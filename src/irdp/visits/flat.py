"""Texts of a flat file, where numbers and dates are written out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from irdp.visits.issues import IssueCode
from irdp.visits.values import Atom, decimal_atom

_SPACES = "[ \u00a0\u202f]"
_NUMBER = re.compile(
    rf"(-?)([0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+|[0-9]+)(?:[.,]([0-9]+))?"
)
_LIKE_A_NUMBER = re.compile(r"[+-]?[0-9](?:[0-9 \u00a0\u202f.,]*)(?:[eE][+-]?[0-9]+)?")
_POINT_OR_THOUSANDS = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
_WHOLE = re.compile(r"(-?(?:0|[1-9][0-9]*))[.,]0+")
_SPELLED = re.compile(r"([+-]?)0*([0-9]+)(?:[.,]0+)?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9].*", re.DOTALL)
_DAY_FIRST = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Flat:
    """How numbers and dates are written in a flat file.

    Parameters
    ----------
    decimal_comma
        The file writes decimals with a comma: ``1.234`` could then be a thousand
        and is refused. A comma and a point are both read in any case.
    day_first
        Dates are written ``JJ/MM/AAAA``; ISO dates are read in any case.
    """

    decimal_comma: bool = False
    day_first: bool = False


def read_number(text: str, flat: Flat) -> Atom | IssueCode:
    """Return a number written out, exactly, or what is wrong with it.

    Examples
    --------
    >>> read_number("1 234,50", Flat())[1:3], read_number("01", Flat()).name
    ((12345, 1), 'FORM')
    """
    if len(text) > _MOST_CHARACTERS:
        return IssueCode.OUTSIDE
    if flat.decimal_comma and _POINT_OR_THOUSANDS.fullmatch(text):
        return IssueCode.AMBIGUOUS_NUMBER
    found = _NUMBER.fullmatch(text)
    if found is None:
        return IssueCode.FORM if is_number_like(text) else IssueCode.OUTSIDE
    sign, whole, decimals = found.groups()
    digits = re.sub(_SPACES, "", whole)
    if len(digits) > 1 and digits.startswith("0"):
        return IssueCode.FORM
    return decimal_atom(Decimal(f"{sign}{digits}.{decimals or 0}"))


def whole_part(text: str) -> str:
    """Return ``1`` for ``1.0`` and ``1,0``, and an empty text for anything else."""
    if len(text) > _MOST_CHARACTERS:
        return ""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else ""


def meant_number(text: str) -> str:
    """Return the plain decimal text that ``+01``, ``01`` or ``1.0`` seems to mean.

    Examples
    --------
    >>> meant_number("-01,0"), meant_number("1 000")
    ('-1', '')
    """
    found = _SPELLED.fullmatch(text) if len(text) <= _MOST_CHARACTERS else None
    if found is None:
        return ""
    return ("-" if found[1] == "-" else "") + found[2]


def is_number_like(text: str) -> bool:
    """Whether a text looks like a number, in whatever spelling."""
    return len(text) <= _MOST_CHARACTERS and bool(_LIKE_A_NUMBER.fullmatch(text))


def read_day(text: str, flat: Flat | None) -> int | IssueCode:
    """Return the ordinal of a date written out, or what is wrong with it.

    Examples
    --------
    >>> read_day("2024-02-29", None), read_day("2024-02-30", None).name
    (738945, 'DATE')
    """
    if iso := _ISO_DAY.fullmatch(text):
        year, month, day = iso.groups()
    elif flat and flat.day_first and (french := _DAY_FIRST.fullmatch(text)):
        day, month, year = french.groups()
    elif _ISO_MOMENT.fullmatch(text):
        return IssueCode.MOMENT
    else:
        return IssueCode.DATE
    try:
        return dt.date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return IssueCode.DATE
