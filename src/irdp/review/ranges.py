"""When versions are in force: days without any, and beginnings before a written end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.definition.document import Document
    from irdp.errors import Diagnostic
    from irdp.source import Source

_DAY = dt.timedelta(days=1)


def check_ranges(versions: Sequence[tuple[Document, Source]]) -> list[Diagnostic]:
    """Return the holes and overlaps of the ranges of the versions of one id.

    Drafts are left out. An open range that a later version closes is no overlap.
    """
    rows = sorted(
        (
            (*_range(document), document, source)
            for document, source in versions
            if document.status != "draft"
        ),
        key=lambda row: (row[0], row[2].number),
    )
    found: list[Diagnostic] = []
    covered = dt.date.min
    for i, (first, last, document, source) in enumerate(rows):
        place = source.place(("effective", "from"))
        if i and covered < dt.date.max and first > covered + _DAY:
            found.append(
                diagnose(
                    "IRDP-Q105",
                    place,
                    name=document.id,
                    first=covered + _DAY,
                    last=first - _DAY,
                )
            )
        for _, end, other, _ in rows[:i]:
            if end != dt.date.max and first <= end:
                found.append(
                    diagnose(
                        "IRDP-Q106",
                        place,
                        name=document.reference,
                        first=first,
                        other=other.reference,
                        last=end,
                    )
                )
        covered = max(covered, last)
    return found


def _range(document: Any) -> tuple[dt.date, dt.date]:
    effective = document.effective
    first = effective.from_ if effective else None
    last = effective.until if effective else None
    return first or dt.date.min, last or dt.date.max
