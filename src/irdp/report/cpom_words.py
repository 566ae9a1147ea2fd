"""Numbers of the CPOM sheet as French text: a hidden one says so, none is blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.indicators.row import SUPPRESSED, Row, Shown
from irdp.report.numbers import NOTHING, decimal, percent, typeset

if TYPE_CHECKING:
    from irdp.indicators import Definitions

HIDDEN = "supprimé"


def number(shown: Shown) -> str:
    """Return a count as text.

    Examples
    --------
    >>> number("supprime"), number(None), number(12.0), number(2.5)
    ('supprimé', '–', '12', '2,50')
    """
    if shown is None:
        return NOTHING
    if isinstance(shown, str):
        return HIDDEN
    return decimal(shown, "fr", digits=0 if float(shown).is_integer() else 2)


def value(row: Row) -> str:
    """Return the value of a row as text, with the reason where there is none."""
    if row.value == SUPPRESSED:
        return HIDDEN
    if row.value is None:
        return typeset(row.display("fr"), "fr")
    found = float(row.value)
    if row.kind == "share" or row.variant == "taux":
        return percent(found, "fr")
    if row.kind in {"ratio", "expected"}:
        return decimal(found, "fr")
    if row.kind == "median":
        return decimal(found, "fr", digits=0 if found.is_integer() else 1) + " jours"
    return number(found)


def interval(row: Row) -> str:
    """Return the interval of a share as text."""
    if row.low is None or row.high is None:
        return HIDDEN if row.value == SUPPRESSED else NOTHING
    low, high = percent(row.low, "fr"), percent(row.high, "fr")
    return f"{low} à {high}"


def excluded(row: Row, definitions: Definitions) -> str:
    """Return how many are left out and why, as text."""
    if not row.excluded:
        return NOTHING
    return " ; ".join(
        f"{definitions.label('raison', why).fr} {number(n)}"
        for why, n in row.excluded.items()
    )
