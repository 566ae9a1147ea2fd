"""Counting while a file is scored: visits, statuses, bands, answers, faults."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.io.report import ItemCounts, Report
from irdp.ops.lanes import FIRST, State, Status
from irdp.visits.issues import ERROR, code_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from irdp.errors import Diagnostic
    from irdp.io.sift import BadRow
    from irdp.ops.lanes import Bools, Codes, Ints
    from irdp.results.coded import Coded, Entries
    from irdp.results.table import ScoreTable
    from irdp.visits.frame import Frame

_STATUSES = [status.label for status in Status]
_EMPTY_COLUMN = "IRDP-D063"
_FEW = 256
"""Columns of so few entries are counted at once; the counts of others are kept."""


class Tally:
    """What a report will say, counted chunk by chunk."""

    def __init__(self) -> None:
        self.scored = 0
        self.rejected = 0
        self._statuses: dict[str, Counts] = {}
        self._bands: dict[str, Counts] = {}
        self._proposals: dict[str, Counts] = {}
        self._items: dict[str, np.ndarray[Any, Any]] = {}
        self._rows: Counter[str] = Counter()
        self._faults: Counter[tuple[str, str]] = Counter()
        self._remarks: Counter[tuple[str, str]] = Counter()
        self._notes: dict[tuple[str, str], Diagnostic] = {}

    def answers(self, codes: dict[str, Codes]) -> None:
        """Count the answers of some visits, item by item."""
        for name, column in codes.items():
            kinds = np.bincount(np.minimum(column, FIRST), minlength=FIRST + 1)
            before = self._items.get(name)
            self._items[name] = kinds if before is None else before + kinds

    def frame(self, frame: Frame) -> None:
        """Count what is wrong with single answers; keep what is said once."""
        issues = frame.issues
        for weight, counter in ((ERROR, self._faults), (ERROR - 1, self._remarks)):
            mine = issues.severity == weight
            pairs = np.stack([issues.item[mine], issues.code[mine].astype(np.int32)])
            found, times = np.unique(pairs, axis=1, return_counts=True)
            for (item, code), n in zip(found.T.tolist(), times.tolist(), strict=True):
                name = issues.items[item] if item >= 0 else ""
                counter[name, code_of(code)] += n
        self.notes(frame.notes)

    def notes(self, notes: Sequence[Diagnostic]) -> None:
        """Keep remarks, each once."""
        for note in notes:
            self._notes.setdefault((note.code, note.message.fr), note)

    def bad(self, rows: Sequence[BadRow]) -> None:
        """Count rows that do not fit the header."""
        self.rejected += len(rows)
        for row in rows:
            self._faults[row.column or "", row.code] += 1

    def fault(self, column: str, code: str, times: int) -> None:
        """Count a fault of some rows that is in no frame."""
        if times:
            self._faults[column, code] += times

    def results(
        self, table: ScoreTable, columns: Mapping[str, Any], prefix: str
    ) -> None:
        """Count statuses, bands and proposals of visits that were scored."""
        for name in table.outputs:
            key = prefix + name
            self._statuses.setdefault(key, Counts()).add(columns[f"{name}.status"])
            self._bands.setdefault(key, Counts()).add(columns[f"{name}.band"])
        for name in table.verdicts:
            self._proposals.setdefault(prefix + name, Counts()).add(columns[name])

    def keep(self, mask: Bools) -> None:
        """Count the rows of a chunk: `mask` says which were rejected."""
        out = int(np.count_nonzero(mask))
        self.rejected += out
        self.scored += len(mask) - out

    def report(self, *, read: int, blank: int) -> Report:
        """Return everything counted."""
        items = {
            name: ItemCounts(
                answered=int(kinds[FIRST]),
                missing=int(kinds[State.MISSING]),
                refused=int(kinds[State.REFUSED]),
                unknown=int(kinds[State.UNKNOWN]),
                not_applicable=int(kinds[State.NOT_APPLICABLE]),
                invalid=int(kinds[State.INVALID]),
            )
            for name, kinds in self._items.items()
        }
        return Report(
            read=read,
            scored=self.scored,
            rejected=self.rejected,
            blank=blank,
            statuses=_plain(self._statuses, _STATUSES),
            bands=_plain(self._bands),
            proposals=_plain(self._proposals),
            items=items,
            faults=dict(sorted(self._faults.items())),
            remarks=dict(sorted(self._remarks.items())),
            notes=tuple(n for n in self._notes.values() if self._holds(n, items)),
        )

    def _holds(self, note: Diagnostic, items: dict[str, ItemCounts]) -> bool:
        """Whether a remark on one chunk holds for the whole file."""
        if note.code != _EMPTY_COLUMN:
            return True
        empty = [n for n, c in items.items() if c.missing == c.total]
        return any(f"« {name} »" in note.message.fr for name in empty)


class Counts:
    """How often each entry of coded columns stands in them."""

    def __init__(self) -> None:
        self._times: dict[Entries, Ints] = {}
        self._labels: Counter[str] = Counter()

    def add(self, column: Coded) -> None:
        """Count the rows of one more column."""
        entries = column.entries
        times = np.bincount(column.index, minlength=len(entries))
        if len(entries) <= _FEW:
            self._resolve(entries, times)
        elif entries in self._times:
            self._times[entries] += times
        else:
            self._times[entries] = times

    def labels(self) -> Counter[str]:
        """Return how often each label stands in the columns; unknown is none."""
        for entries, times in self._times.items():
            self._resolve(entries, times)
        self._times.clear()
        return self._labels

    def _resolve(self, entries: Entries, times: Ints) -> None:
        for i in np.flatnonzero(times).tolist():
            found, n = entries.values[i], int(times[i])
            for label in found if isinstance(found, tuple) else (found,):
                if label is not None:
                    self._labels[label] += n


def _plain(
    counts: dict[str, Counts], order: Sequence[str] = ()
) -> dict[str, dict[str, int]]:
    rank = {label: k for k, label in enumerate(order)}
    out = {}
    for name, found in counts.items():
        labels = found.labels().items()
        if labels:
            by = sorted(labels, key=lambda kv: (rank.get(kv[0], 0), kv[0]))
            out[name] = dict(by)
    return out
