"""What became of a file of visits: counts, and remarks that quote no answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from irdp.errors import Diagnostic
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.text import Lang

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """How many visits answered an item, and what the others have instead."""

    answered: int = 0
    missing: int = 0
    refused: int = 0
    unknown: int = 0
    not_applicable: int = 0
    invalid: int = 0

    @property
    def total(self) -> int:
        """The number of visits whose row fits the header."""
        return sum(self.to_dict().values())

    def to_dict(self) -> dict[str, int]:
        """Return plain values."""
        names = type(self).__slots__
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What `score_file` did.

    Parameters
    ----------
    read, scored, rejected, blank
        Rows of the inputs; ``read = scored + rejected``. Blank lines are no rows.
    statuses, bands, proposals
        Scored visits per output and status, band or proposal.
    items
        What each item has, over the rows that fit the header, rejected ones included.
    faults, remarks
        How many rows have each pair of column and code: what rejects, what does not.
    notes
        What is said once for the whole file.
    output, rejects
        The files written.
    skipped
        Whether nothing was done because the output was there, of this very job.
    """

    read: int
    scored: int
    rejected: int
    blank: int = 0
    statuses: Counts = field(default_factory=dict)
    bands: Counts = field(default_factory=dict)
    proposals: Counts = field(default_factory=dict)
    items: Mapping[str, ItemCounts] = field(default_factory=dict)
    faults: Mapping[tuple[str, str], int] = field(default_factory=dict)
    remarks: Mapping[tuple[str, str], int] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()
    output: str = ""
    rejects: str | None = None
    skipped: bool = False

    def __repr__(self) -> str:
        return (
            f"Report({self.read} read = {self.scored} scored + "
            f"{self.rejected} rejected{', nothing to do' if self.skipped else ''})"
        )

    @property
    def balance(self) -> Text:
        """The line that closes every run: what was read is scored or rejected."""
        return Text(
            f"lues {_fr(self.read)} = notées {_fr(self.scored)} "
            f"+ rejetées {_fr(self.rejected)}",
            f"read {self.read:,} = scored {self.scored:,} + rejected {self.rejected:,}",
        )

    def render(self, lang: Lang = "fr") -> str:
        """Return the report as lines of text."""
        from irdp.io.summary import summary  # noqa: PLC0415 - words only when asked for

        return summary(self, lang)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "schema": "irdp/report/1",
            "read": self.read,
            "scored": self.scored,
            "rejected": self.rejected,
            "blank": self.blank,
            "statuses": _nested(self.statuses),
            "bands": _nested(self.bands),
            "proposals": _nested(self.proposals),
            "items": {n: c.to_dict() for n, c in self.items.items()},
            "faults": _pairs(self.faults),
            "remarks": _pairs(self.remarks),
            "notes": [note.to_dict() for note in self.notes],
            "output": self.output or None,
            "rejects": self.rejects,
            "skipped": self.skipped,
        }

    def to_json(self) -> str:
        """Return `to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.render('fr'))}</pre>"


def _nested(counts: Counts) -> dict[str, dict[str, int]]:
    return {name: dict(found) for name, found in counts.items()}


def _pairs(counts: Mapping[tuple[str, str], int]) -> list[dict[str, object]]:
    return [
        {"column": column or None, "code": code, "rows": n}
        for (column, code), n in counts.items()
    ]


def _fr(n: int) -> str:
    return f"{n:,}".replace(",", "\u202f")
