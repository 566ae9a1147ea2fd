"""Columns that seem to hold what identifies persons, or ids that lost their digits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.errors import Diagnostic

SAMPLE = 2_000
"""How many rows of a file are looked at."""

_LEAST = 3  # cells before a column is suspected
_NIR = re.compile(
    r"[12][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}[ .]?\d{2}"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?:0|\+33 ?)[1-9](?:[ .-]?\d{2}){4}")
_FLOAT_ID = re.compile(r"\d[.,]\d+[eE]\+\d+|\d{6,}[.,]0")


def suspect_columns(
    columns: Mapping[str, Any], *, key: str, known: Collection[str]
) -> list[Diagnostic]:
    """Return a remark on each column that seems to hold identifiers.

    Parameters
    ----------
    columns
        Some rows of a file.
    key
        The column that tells rows apart, looked at for ids that went through
        floating-point numbers.
    known
        Items: their values are checked elsewhere.

    Examples
    --------
    >>> columns = {"nir": ["255081416802538"] * 3, "q1": ["1"] * 3}
    >>> [d.code for d in suspect_columns(columns, key="ligne", known={"q1"})]
    ['IRDP-D036']
    """
    found = []
    for name, column in columns.items():
        if name in known:
            continue
        cells = [c.strip() for c in column[:SAMPLE] if isinstance(c, str)]
        if sum(map(_identifies, cells)) >= _LEAST:
            found.append(diagnose("IRDP-D036", column=name))
        if name == key and sum(map(_went_through_floats, cells)) >= _LEAST:
            found.append(diagnose("IRDP-D037", column=name))
    return found


def _identifies(cell: str) -> bool:
    if _MAIL.fullmatch(cell) or _PHONE.fullmatch(cell):
        return True
    return bool(_NIR.fullmatch(cell)) and _has_its_key(cell)


def _has_its_key(cell: str) -> bool:
    """Tell whether the last two digits are the key of a NIR: 97 less the rest."""
    text = re.sub(r"[ .]", "", cell).replace("2A", "19").replace("2B", "18")
    return int(text[13:]) == 97 - int(text[:13]) % 97


def _went_through_floats(cell: str) -> bool:
    return _FLOAT_ID.fullmatch(cell) is not None
