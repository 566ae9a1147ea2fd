"""How many persons a new set of bands moves, and from where to where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.result import Result, frame
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from irdp.calibration.aggregate import Numbers
    from irdp.calibration.counts import ScoreCounts

    BandList = Sequence[Mapping[str, Any]]

EVERYBODY = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reclassification(Result):
    """Persons by old band (rows) and new band (columns), per service.

    Counts are as they are: they must be suppressed before they are published.

    Parameters
    ----------
    before, after
        Identifiers of the bands, lowest first.
    tables
        By service, shape (len(before), len(after)); the empty name is everybody.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    tables: dict[str, Numbers]

    @property
    def changed(self) -> dict[str, float]:
        """Persons whose band has another identifier now, by service."""
        same = np.array([[a == b for b in self.after] for a in self.before])
        return {name: t[~same].sum().item() for name, t in self.tables.items()}

    @property
    def total(self) -> dict[str, float]:
        """Persons by service."""
        return {name: t.sum().item() for name, t in self.tables.items()}

    def to_frame(self, backend: str = "pandas") -> Any:
        """Return one row per service, old and new band as a frame of `backend`."""
        rows = [
            (name, old, new, table[i, j].item())
            for name, table in self.tables.items()
            for i, old in enumerate(self.before)
            for j, new in enumerate(self.after)
        ]
        names = ("service", "before", "after", "n")
        return frame(
            dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)), backend
        )


def reclassification(
    counts: ScoreCounts, *, before: BandList, after: BandList
) -> Reclassification:
    """Return how many persons of a reference cohort change band.

    Parameters
    ----------
    counts
        Persons by score, per service where known.
    before, after
        Bands as a scoring writes them, ``[{"id": …, "from": …}, …]``, lowest first;
        half-open, on the scale of the counted score.

    Raises
    ------
    CallError
        Where bands do not increase, or a score lies below the first one.

    Examples
    --------
    >>> from irdp.calibration.counts import ScoreCounts
    >>> counts = ScoreCounts.from_counts([0, 5, 9], n=[4, 3, 2], events=[0, 1, 1])
    >>> old = [{"id": "low", "from": 0}, {"id": "high", "from": 5}]
    >>> new = [{"id": "low", "from": 0}, {"id": "high", "from": 9}]
    >>> found = reclassification(counts, before=old, after=new)
    >>> found.changed, found.total
    ({'': 3}, {'': 9})
    """
    old, new = _starts(before, "before"), _starts(after, "after")
    shape = len(old), len(new)
    parts = {EVERYBODY: counts.merge_services(), **counts.services}
    tables = {}
    for name, part in parts.items():
        if part.score[0] < max(old[0], new[0]):
            raise CallError(diagnose("IRDP-K028"))
        i = np.searchsorted(old, part.score, side="right") - 1
        j = np.searchsorted(new, part.score, side="right") - 1
        table = np.zeros(shape, dtype=part.n.dtype)
        for row, column, n in zip(i, j, part.n, strict=True):
            table[row, column] += n
        tables[name] = table
    return Reclassification(
        tuple(str(b["id"]) for b in before), tuple(str(b["id"]) for b in after), tables
    )


def _starts(bands: BandList, name: str) -> Numbers:
    try:
        starts = aggregate.column([b["from"] for b in bands], name)
    except (KeyError, TypeError) as error:
        raise CallError(diagnose("IRDP-K028")) from error
    if not len(starts) or bool((np.diff(starts) <= 0).any()):
        raise CallError(diagnose("IRDP-K028"))
    return aggregate.canonical(starts)
