"""One scorer for a definition through time: each visit by the version in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from irdp.errors import CallError, ColumnsError
from irdp.messages import diagnose
from irdp.ops.lanes import FIRST, Status
from irdp.plan.compile import VISIT_DATE
from irdp.plan.verdicts import VerdictRow
from irdp.results.assessment import Assessment
from irdp.results.dated import NONE, DatedTable
from irdp.results.row import Row
from irdp.scorer import Scorer
from irdp.visits.encode import NO_ISSUES, Encoder

if TYPE_CHECKING:
    from irdp.catalogue import Catalog
    from irdp.definition.entry import Entry

BY = "visit_date"


class DatedScorer:
    """Scores each visit by the version in force on its `visit_date`.

    Parameters
    ----------
    id
        The scoring or the policy.
    catalog
        Where its versions are.
    """

    def __init__(self, name: str, catalog: Catalog) -> None:
        self.id = name
        self._catalog = catalog
        self._scorers: dict[str, Scorer] = {}
        if not catalog.versions(name):
            catalog.entry(name)

    def __repr__(self) -> str:
        return f"DatedScorer({self.id}, by visit_date)"

    def __reduce__(self) -> tuple[type[DatedScorer], tuple[str, Catalog]]:
        return DatedScorer, (self.id, self._catalog)

    @cached_property
    def _dates(self) -> Encoder:
        return Encoder([VISIT_DATE], invalid="missing", known=())

    def scorer(self, version: str) -> Scorer:
        """Return the scorer of one version."""
        if version not in self._scorers:
            reference = f"{self.id}@{version}"
            self._scorers[version] = Scorer(self._catalog.load(reference))
        return self._scorers[version]

    def in_force(self, code: int) -> Entry | None:
        """Return the version in force at the code of a `visit_date`, if any."""
        if code < FIRST:
            return None
        day = dt.date.fromordinal(VISIT_DATE.domain.low + code - FIRST)
        return self._catalog.force_of(self.id, day)

    def assess(self, visit: Mapping[str, object]) -> Assessment:
        """Return the assessment of one visit by the version in force on its day.

        Without a `visit_date`, or with none in force, every score has the status
        `no_version` and every decision is undetermined.

        Raises
        ------
        CallError
            If `visit` is no mapping.
        """
        if not isinstance(visit, Mapping):
            raise CallError(diagnose("IRDP-C005", kind=type(visit).__name__))
        (code,), *_ = self._dates.row({BY: visit.get(BY)})
        entry = self.in_force(code)
        if entry is not None:
            return self.scorer(entry.version).assess(visit)
        latest = self.scorer(self._catalog.versions(self.id)[-1].version)
        return _without_version(latest)

    def score(self, data: object, *, absent: Collection[str] = ()) -> DatedTable:
        """Return the results of a table, each visit by the version in force on its day.

        Raises
        ------
        ColumnsError
            If there is no column `visit_date`, or columns lack for a version in use.
        CallError
            If `data` is no table.
        """
        frame = self._dates.table(data)
        if any(d.code == "IRDP-D061" for d in frame.notes):
            raise ColumnsError(diagnose("IRDP-C013"))
        found, back = np.unique(frame.codes[BY], return_inverse=True)
        entries = [self.in_force(int(code)) for code in found]
        versions = sorted({e.number for e in entries if e is not None})
        names = tuple(".".join(map(str, v)) for v in versions)
        if not names:
            names = (self._catalog.versions(self.id)[-1].version,)
        ranks = np.array(
            [NONE if e is None else names.index(e.version) for e in entries], np.int64
        )
        chosen = ranks.take(back.reshape(-1)) if len(ranks) else np.zeros(0, np.int64)
        tables = {v: self.scorer(v).score(data, absent=absent) for v in names}
        return DatedTable(
            self.id, tables, names, chosen, frame.backend, index=frame.index
        )


def _without_version(scorer: Scorer) -> Assessment:
    program = scorer.compiled.program
    lanes = dict.fromkeys(program.nodes, (0, int(Status.NO_VERSION)))
    verdicts = {
        d.id: VerdictRow(1 << d.undetermined, False, 0, 0, 0, ())
        for d in program.decisions
    }
    codes = [0] * len(program.items)
    row = Row(program.items, codes, lanes, verdicts, NO_ISSUES)
    return Assessment(scorer.reader, row, lambda row: scorer.score(scorer.frame(row)))
