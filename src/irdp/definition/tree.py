"""A document as the plain tree that its file says: the inverse of reading it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from irdp.ops.grammar import Frozen, decimal_text
from irdp.ops.term import Term

FIRST = (
    "format",
    "id",
    "version",
    "questionnaire",
    "derived_from",
    "status",
    "op",
    "title",
    "rule",
    "of",
    "item",
    "score",
    "date",
)
LAST = ("sources", "tables", "scores", "calibration")


def tree(part: Any) -> Any:
    """Return a document, or a part of one, as dict, list, str, Decimal and bool.

    What the author did not write is left out; reading the tree gives an equal document.

    Examples
    --------
    >>> tree(Term(name="WAI1")), tree(Fraction(3017, 100)), tree(Fraction(7, 3))
    ('WAI1', Decimal('30.17'), '7/3')
    """
    if isinstance(part, Term) and part.model_fields_set == {"name"}:
        return part.name
    if isinstance(part, Frozen):
        return _mapping(part)
    if isinstance(part, Mapping):
        return {str(key): tree(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [tree(value) for value in part]
    if isinstance(part, Fraction):
        text = decimal_text(part)
        return text if "/" in text else Decimal(text)
    if isinstance(part, dt.date):
        return part.isoformat()
    if isinstance(part, int) and not isinstance(part, bool):
        return Decimal(part)
    return part


def _mapping(part: Frozen) -> dict[str, Any]:
    fields = type(part).model_fields
    written = [n for n in fields if n in part.model_fields_set]
    ranks = {name: rank for rank, name in enumerate(FIRST)}
    end = len(FIRST) + len(LAST)
    ranks |= {name: end + rank for rank, name in enumerate(LAST)}
    written.sort(key=lambda name: ranks.get(name, len(FIRST)))
    return {
        fields[name].alias or name: tree(value)
        for name in written
        if (value := getattr(part, name)) is not None
    }
