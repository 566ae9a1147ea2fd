"""The results of many visits, row i for visit i, kept as integers until asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import UnknownOutputError
from irdp.messages import diagnose
from irdp.ops.lanes import Status
from irdp.plan.coding import one, take
from irdp.plan.verdicts import take_verdict, verdict_row
from irdp.results import decode
from irdp.results.account import refuse_share
from irdp.results.assessment import Assessment
from irdp.results.coded import array_of
from irdp.results.columns import Columns
from irdp.results.frames import plain, to_native
from irdp.results.outs import (
    check_out,
    proposed,
    rank_types,
    takes_ranks,
    value_type,
)
from irdp.results.row import Row
from irdp.results.validity import validity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.catalogue import Definition
    from irdp.ops.lanes import Bools, Ints, Signature
    from irdp.plan.coding import AnyLane
    from irdp.plan.verdicts import AnyVerdict
    from irdp.reading.contributions import ContributionTable
    from irdp.results.coded import Coded
    from irdp.results.provenance import Provenance
    from irdp.results.reader import Reader
    from irdp.visits.frame import Frame
    from irdp.visits.issues import Issues


@dataclass(frozen=True, repr=False, eq=False)
class ScoreTable:
    """Scores, statuses and proposals of a table of visits.

    Parameters
    ----------
    reader
        What decodes the results of their definition.
    frame
        The encoded visits.
    lanes
        By output: its integers and statuses, shape (n_visits,) each.
    verdicts
        By decision: what it gives.
    taken
        The row of each visit in the table that was scored, int64; None for all of them
        in order.
    """

    reader: Reader
    frame: Frame
    lanes: Mapping[str, AnyLane]
    verdicts: Mapping[str, AnyVerdict]
    taken: Ints | None = None

    def __len__(self) -> int:
        return self.frame.n

    def __repr__(self) -> str:
        return (
            f"ScoreTable({self.definition.document.reference}, {len(self)} visits, "
            f"{int(self.rejected.sum())} rejected)"
        )

    @property
    def definition(self) -> Definition:
        """What scored them."""
        return self.reader.definition

    @property
    def issues(self) -> Issues:
        """What is wrong with single answers."""
        return self.frame.issues

    @property
    def rejected(self) -> Bools:
        """Which visits were rejected, bool, shape (n_visits,)."""
        return self.frame.rejected

    @property
    def rows(self) -> Ints:
        """The row of each visit in the table that was scored, int64, (n_visits,)."""
        return np.arange(len(self)) if self.taken is None else self.taken

    @property
    def provenance(self) -> Provenance:
        """Where the results come from."""
        return self.reader.provenance

    @property
    def outputs(self) -> tuple[str, ...]:
        """The scores that are reported, in written order."""
        return self.reader.outputs

    def signature(self, name: str) -> Signature:
        """Return what is known of an output before any visit is read."""
        self._known(name, self.lanes)
        return self.reader.nodes[name].signature

    def values(self, name: str, *, out: Any | None = None) -> Any:
        """Return the values of a score.

        Parameters
        ----------
        name
            The score.
        out
            Where to write them, for arrays kept over many tables: of the shape and
            type below.

        Returns
        -------
        ndarray of shape (n_visits,)
            float64 with NaN where a number is unknown; object with None where a
            truth, a text or a band is unknown.

        Raises
        ------
        UnknownOutputError
            If there is no such score.
        CallError
            If `out` has another shape or type.
        """
        signature = self.signature(name)
        if out is not None:
            check_out(name, out, [value_type(signature)], len(self))
        return decode.values(self.lanes[name], signature, out)

    def ranks(self, name: str, *, out: Any | None = None) -> Any:
        """Return the rank of a category (or a truth as 0 or 1) for each visit.

        Parameters
        ----------
        name
            The score, or a decision of which the first true rule decides.
        out
            Where to write them, of the shape below and any signed integers that hold
            them.

        Returns
        -------
        ndarray of shape (n_visits,)
            int32 (int64 where it does not hold them), or the type of `out`: an
            index into ``signature(name).labels``, -1 where it is unknown; of a decision,
            into its proposals. Of a number: its integer over the denominator of its
            signature.

        Raises
        ------
        CallError
            If `out` has another shape or type.
        """
        step = self.reader.steps.get(name)
        if step is not None and step.hit != "first":
            step = None
        signature = self.signature(name) if step is None else proposed(step)
        kinds = rank_types(signature)
        if out is None:
            out = np.empty(len(self), max(kinds[0], np.dtype(np.int32)))
        check_out(name, out, kinds, len(self))
        if step is None:
            return decode.ranks(self.lanes[name], out)
        return decode.proposals(self.verdicts[name], step, out)

    def copy_into(self, out: Mapping[str, Any]) -> None:
        """Write results into arrays: see `Scorer.score_into`."""
        for name, array in out.items():
            if takes_ranks(array):
                self.ranks(name, out=array)
            elif name in self.verdicts:
                decode.proposals(self.verdicts[name], self.reader.steps[name], array)
            else:
                self.values(name, out=array)

    def status(self, name: str) -> Any:
        """Return the status of a score for each visit, object array of text."""
        self._known(name, self.lanes)
        return self._columns.statuses(name).plain()

    def bands(self, name: str) -> Any:
        """Return the band id of a score for each visit, None where there is none."""
        self._known(name, self.lanes)
        return self._columns.bands(name).plain()

    def completeness(self, name: str) -> Any:
        """Return answered ÷ expected for each visit, float64, NaN if none expected."""
        self._known(name, self.lanes)
        return self._columns.completeness(name).plain()

    def contributions(self, name: str) -> ContributionTable | None:
        """Return what each item gives to a score, for each visit, as exact integers.

        Integers by item over one denominator per visit; ``[i]`` gives the fractions of
        visit i. None where the score is not additive.
        """
        self._known(name, self.lanes)
        return self.reader.additive.table(name, self.frame.codes, self.lanes)

    def decisions(self, name: str) -> Any:
        """Return the proposal of a decision for each visit, dtype object.

        An id where its hit policy is `first`, a tuple of ids where it is `collect`.
        """
        self._known(name, self.verdicts)
        return self._columns.proposals(name).plain()

    def provisional(self, name: str) -> Bools:
        """Return where an unknown rule could change a decision."""
        self._known(name, self.verdicts)
        return self.verdicts[name].provisional

    def reasons(self, name: str) -> Any:
        """Return the ids of the true rules for each visit, tuples in an object array."""
        self._known(name, self.verdicts)
        return self._columns.reasons(name).plain()

    def __getitem__(self, row: int) -> Assessment:
        """Return the assessment of one visit."""
        i = range(len(self))[row]
        return Assessment(self.reader, self._row(i), lambda row: self.take([row.row]))

    def _row(self, i: int) -> Row:
        return Row(
            self.frame.codes,
            [int(column[i]) for column in self.frame.codes.values()],
            {n: one(lane, i) for n, lane in self.lanes.items()},
            {n: verdict_row(v, i) for n, v in self.verdicts.items()},
            self.issues,
            row=i,
            rejected=bool(self.rejected[i]),
        )

    def take(self, rows: Any) -> ScoreTable:
        """Return the results of some visits, in the order given."""
        rows = np.asarray(rows)
        if rows.dtype == np.bool_:
            rows = np.flatnonzero(rows)
        lanes = {n: take(lane, rows) for n, lane in self.lanes.items()}
        verdicts = {n: take_verdict(v, rows) for n, v in self.verdicts.items()}
        return replace(
            self,
            frame=self.frame.take(rows),
            lanes=lanes,
            verdicts=verdicts,
            taken=self.rows[rows],
        )

    def split(self) -> tuple[ScoreTable, ScoreTable]:
        """Return the visits that were scored, and those that were rejected."""
        return self.take(~self.rejected), self.take(self.rejected)

    def raise_for_issues(self, max_share: float = 0.0) -> None:
        """Raise if more than a share of the visits were rejected.

        Raises
        ------
        IssuesError
            With the share and the limit, never an answer.
        """
        refuse_share(self.rejected, max_share)

    def to_dict(self) -> dict[str, list[Any]]:
        """Return plain values by output, None where unknown.

        ``<id>.band`` and ``<id>.status`` stand beside each score; a decision stands
        under ``<id>``, ``<id>.provisional`` and ``<id>.reasons``.
        """
        return {name: plain(column) for name, column in self.columns().items()}

    def columns(self) -> dict[str, Any]:
        """Return the columns of `to_dict` as arrays."""
        found = self.coded_columns(completeness=False)
        return {name: array_of(column) for name, column in found.items()}

    def coded_columns(self, *, completeness: bool = True) -> dict[str, Coded | Any]:
        """Return the columns of a file of scores, coded where values repeat.

        Those of `to_dict`, and ``<id>.completeness`` after each score.
        """
        return self._columns.all(completeness=completeness)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.reader, self.frame, self.lanes, self.verdicts)

    def to_json(self) -> str:
        """Return provenance and columns as JSON."""
        return json.dumps(
            {"provenance": self.provenance.to_dict(), "columns": self.to_dict()},
            ensure_ascii=False,
        )

    def to_frame(self) -> Any:
        """Return the columns of `to_dict` as a table of the library they came from.

        Raises
        ------
        CallError
            If the visits came as a mapping and no dataframe library is installed.
        """
        return to_native(self.to_dict(), self.frame.backend, self.frame.index)

    def _repr_html_(self) -> str:
        rows = []
        for name in self.outputs:
            lane = self.lanes[name]
            for status in Status:
                n = int((lane.status == status).sum())
                if n:
                    cells = (name, status.label, str(n))
                    rows.append("".join(f"<td>{escape(c)}</td>" for c in cells))
        body = "".join(f"<tr>{r}</tr>" for r in rows)
        said = "".join(
            f"<p>{escape(remark.get('fr'))}</p>"
            for remark in validity(self.definition, self.frame.codes)
        )
        return (
            f"<p>{escape(repr(self))}</p>{said}<table><thead><tr><th>score</th>"
            f"<th>status</th><th>visits</th></tr></thead><tbody>{body}</tbody></table>"
        )

    def _known(self, name: str, known: Mapping[str, object]) -> None:
        if name not in known:
            raise UnknownOutputError(diagnose("IRDP-C004", name=name, known=known))
