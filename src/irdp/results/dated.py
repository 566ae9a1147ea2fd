"""Results of visits that were each scored by the version in force on their day."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import UnknownOutputError
from irdp.messages import diagnose
from irdp.ops.lanes import Status
from irdp.results.frames import plain, to_native
from irdp.visits.issues import Issues

if TYPE_CHECKING:
    from irdp.ops.lanes import Bools
    from irdp.results.table import ScoreTable

NONE = -1


@dataclass(frozen=True, repr=False, eq=False)
class DatedTable:
    """Scores, statuses and proposals, each row by the version in force at its visit.

    Parameters
    ----------
    id
        The scoring or the policy.
    tables
        By version: all the visits as that version scores them.
    versions
        The versions, in order.
    chosen
        By visit: the rank of its version, -1 where none is in force.
    """

    id: str
    tables: Mapping[str, ScoreTable]
    versions: tuple[str, ...]
    chosen: Any
    backend: str
    index: object = None

    def __len__(self) -> int:
        return len(self.chosen)

    def __repr__(self) -> str:
        return (
            f"DatedTable({self.id}, {len(self)} visits, "
            f"{len(self.tables)} versions, {int(self.rejected.sum())} rejected)"
        )

    @property
    def version(self) -> Any:
        """The version of each visit, None where none is in force; dtype object."""
        names = np.array([*self.versions, None], dtype=object)
        return names.take(self.chosen)

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """The scores that one of the versions reports."""
        return tuple(
            dict.fromkeys(n for v in self.versions for n in self.tables[v].outputs)
        )

    @cached_property
    def _decisions(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(n for v in self.versions for n in self.tables[v].verdicts)
        )

    @cached_property
    def rejected(self) -> Bools:
        """Which visits were rejected by their version, bool, shape (n_visits,)."""
        out = np.zeros(len(self), np.bool_)
        for rank, version in enumerate(self.versions):
            out |= self.tables[version].rejected & (self.chosen == rank)
        return out

    @cached_property
    def issues(self) -> Issues:
        """What is wrong with single answers, by the version of each visit."""
        parts = []
        for rank, version in enumerate(self.versions):
            found = self.tables[version].issues
            keep = self.chosen[found.row] == rank
            parts.append(
                Issues(
                    found.items,
                    found.row[keep],
                    found.item[keep],
                    found.code[keep],
                    found.severity[keep],
                )
            )
        return Issues.concat(parts, [0] * len(parts))

    def values(self, name: str) -> Any:
        """Return the values of a score: float64 with NaN, or objects with None."""
        return self._merge(name, lambda t: t.values(name))

    def status(self, name: str) -> Any:
        """Return the status of a score for each visit; `no_version` where none is."""
        return self._merge(name, lambda t: t.status(name), Status.NO_VERSION.label)

    def bands(self, name: str) -> Any:
        """Return the band id of a score for each visit, None where there is none."""
        return self._merge(name, lambda t: t.bands(name))

    def completeness(self, name: str) -> Any:
        """Return answered ÷ expected for each visit, float64."""
        return self._merge(name, lambda t: t.completeness(name))

    def decisions(self, name: str) -> Any:
        """Return the proposal of a decision for each visit, dtype object."""
        return self._merge(name, lambda t: t.decisions(name))

    def provisional(self, name: str) -> Any:
        """Return where an unknown rule could change a decision."""
        return self._merge(name, lambda t: t.provisional(name), default=False)

    def reasons(self, name: str) -> Any:
        """Return the ids of the true rules for each visit."""
        return self._merge(name, lambda t: t.reasons(name))

    def take(self, rows: Any) -> DatedTable:
        """Return the results of some visits, in the order given."""
        rows = np.asarray(rows)
        if rows.dtype == np.bool_:
            rows = np.flatnonzero(rows)
        index = None if self.index is None else self.index[rows]  # type: ignore[index]
        return replace(
            self,
            tables={v: t.take(rows) for v, t in self.tables.items()},
            chosen=self.chosen[rows],
            index=index,
        )

    def split(self) -> tuple[DatedTable, DatedTable]:
        """Return the visits that were scored, and those that were rejected."""
        return self.take(~self.rejected), self.take(self.rejected)

    def columns(self) -> dict[str, Any]:
        """Return the columns of `to_dict` as arrays."""
        out: dict[str, Any] = {"version": self.version}
        for name in self.outputs:
            out[name] = self.values(name)
            out[f"{name}.band"] = self.bands(name)
            out[f"{name}.status"] = self.status(name)
        for name in self._decisions:
            out[name] = self.decisions(name)
            out[f"{name}.provisional"] = self.provisional(name)
            out[f"{name}.reasons"] = self.reasons(name)
        return out

    def to_dict(self) -> dict[str, list[Any]]:
        """Return plain values by output, with the `version` of each visit."""
        return {name: plain(column) for name, column in self.columns().items()}

    def to_json(self) -> str:
        """Return provenance by version and columns, as JSON."""
        origins = {v: t.provenance.to_dict() for v, t in self.tables.items()}
        columns = self.to_dict()
        return json.dumps(
            {"provenance": origins, "columns": columns}, ensure_ascii=False
        )

    def to_frame(self) -> Any:
        """Return the columns of `to_dict` as a table of the library they came from."""
        return to_native(self.to_dict(), self.backend, self.index)

    def _repr_html_(self) -> str:
        return f"<p>{self!r}</p>"

    def _merge(
        self, name: str, read: Callable[[ScoreTable], Any], default: Any = None
    ) -> Any:
        out: Any = None
        for rank, version in enumerate(self.versions):
            table = self.tables[version]
            if name not in table.lanes and name not in table.verdicts:
                continue
            column = read(table)
            if out is None:
                kind = np.float64 if column.dtype == np.float64 else object
                blank = np.nan if kind is np.float64 else default
                out = np.full(len(self), blank, dtype=kind)
            mine = self.chosen == rank
            if out.dtype not in {column.dtype, np.dtype(object)}:
                out = out.astype(object)
            out[mine] = column[mine]
        if out is None:
            known = [*self.outputs, *self._decisions]
            raise UnknownOutputError(diagnose("IRDP-C004", name=name, known=known))
        return out
