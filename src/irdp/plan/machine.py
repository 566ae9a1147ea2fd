"""The machine: what is left of a plan once it is tabulated.

Five instructions over columns of small integers: index a table by several columns
(`Table`), add up indices of groups (`Sum`, `StrictSum`, `WideSum`), and run a kernel
where no table is small enough (`Kernel`). Buffers are made once per call and used again
for every chunk; a result is read from a column by its own coding (`View`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import Lane, Status
from irdp.plan.coding import AnyLane, Coding, IndexLane
from irdp.plan.indexing import Key, Recode, Scratch, add_up
from irdp.plan.strict import StrictSum
from irdp.plan.verdicts import refuse_verdict

if TYPE_CHECKING:
    from irdp.ops.lanes import Bools, Codes, Ints
    from irdp.plan.program import Program
    from irdp.plan.verdicts import AnyVerdict, Judge

CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Table:
    """out = table[index of the inputs]."""

    out: str
    key: Key
    table: Codes
    coding: Coding

    def run(self, columns: dict[str, Any], out: Any, scratch: Scratch) -> None:
        """Compute one chunk into `out`."""
        self.table.take(self.key.index(columns, scratch), out=out, mode="wrap")


@dataclass(frozen=True, slots=True)
class Sum:
    """out = Σ table_g[index of the inputs of group g]: a packed additive state."""

    out: str
    groups: tuple[tuple[Key, Codes], ...]
    coding: Coding

    def run(self, columns: dict[str, Any], out: Any, scratch: Scratch) -> None:
        """Compute one chunk into `out`."""
        add_up(self.groups, columns, out, scratch)


@dataclass(frozen=True, slots=True)
class WideSum:
    """A packed state too large for a table: unpacked, finished, indexed again."""

    out: str
    groups: tuple[tuple[Key, Any], ...]
    finish: Callable[[Any], Lane]
    recode: Recode | None

    def lane(self, columns: dict[str, Any], scratch: Scratch) -> Lane:
        """Return the lane of one chunk."""
        state = scratch.get("state", np.int64)
        add_up(self.groups, columns, state, scratch)
        return self.finish(state)


@dataclass(frozen=True, slots=True)
class Kernel:
    """The kernel itself, where no table is small enough."""

    out: str
    reads: tuple[str, ...]
    kernel: Callable[[Mapping[str, Any]], Lane]
    recode: Recode | None


Instruction = Table | Sum | StrictSum | WideSum | Kernel


class View(NamedTuple):
    """Where a result is read: a column, and what its indices stand for."""

    column: str
    coding: Coding | None


@dataclass(frozen=True, slots=True)
class Machine:
    """A tabulated program.

    Parameters
    ----------
    program
        What it computes.
    instructions
        In order; each writes one column that later ones may read.
    judges
        What makes the verdict of each decision.
    views
        By result (scores, and what judges read): where it is read.
    owners
        By column of an optional scoring: its alias.
    """

    program: Program
    instructions: tuple[Instruction, ...]
    judges: tuple[Judge, ...]
    views: Mapping[str, View]
    owners: Mapping[str, str]

    def run(
        self, codes: Mapping[str, Codes], rows: int, rejected: Bools | None = None
    ) -> tuple[dict[str, AnyLane], dict[str, AnyVerdict]]:
        """Return the lane of every score and the verdict of every decision.

        Parameters
        ----------
        codes
            Item id to its codes, shape (n_visits,).
        rows
            n_visits.
        rejected
            The visits that have no result, shape (n_visits,).
        """
        if rejected is not None and not rejected.any():
            rejected = None
        absent = self._absences(codes)
        read = {view.column for view in self.views.values()}
        kept = [i for i in self.instructions if i.out in read]
        outs = _allocate(kept, rows)
        scratch = Scratch(min(CHUNK, rows))
        for span in _spans(rows, scratch.length):
            columns: dict[str, Any] = {
                name: codes[name][span] for name in self.program.items
            }
            for step in self.instructions:
                out = _slot(step, outs.get(step.out), span, scratch)
                columns[step.out] = _execute(step, columns, out, scratch)
                if step.out in self.owners:
                    gone = absent[self.owners[step.out]][span]
                    _mark(step, columns[step.out], gone)
        if rejected is not None:
            _reject(kept, outs, np.flatnonzero(rejected))
        return self._results(outs, absent, rejected)

    def _results(
        self,
        outs: Mapping[str, Any],
        absent: Mapping[str, Bools],
        rejected: Bools | None,
    ) -> tuple[dict[str, AnyLane], dict[str, AnyVerdict]]:
        """Return what the columns stand for."""
        lanes = {
            name: outs[column] if coding is None else IndexLane(outs[column], coding)
            for name, (column, coding) in self.views.items()
        }
        verdicts = {j.step.id: j.verdict(lanes, absent) for j in self.judges}
        if rejected is not None:
            verdicts = {
                j.step.id: refuse_verdict(
                    verdicts[j.step.id], rejected, j.step.undetermined
                )
                for j in self.judges
            }
        return {name: lanes[name] for name in self.program.nodes}, verdicts

    def _absences(self, codes: Mapping[str, Codes]) -> dict[str, Bools]:
        """Return, by alias, where an optional scoring was not administered."""
        found = {}
        for part in self.program.parts:
            administered = part.administered(codes)
            if administered is not None:
                found[part.alias] = ~administered
        return found


def coding_of(step: Instruction) -> Coding | None:
    """Return the coding of an instruction's column; None where it is a plain lane."""
    if isinstance(step, (Table, Sum, StrictSum)):
        return step.coding
    return step.recode.coding if step.recode is not None else None


def _dtype(step: Instruction) -> Any:
    coding = coding_of(step)
    return None if coding is None else coding.dtype


def _spans(rows: int, length: int) -> Iterator[slice]:
    """Yield chunks of one length: the last one overlaps the one before."""
    for stop in range(length, rows + length, max(length, 1)):
        last = min(stop, rows)
        yield slice(last - length, last)


def _allocate(kept: list[Instruction], rows: int) -> dict[str, Any]:
    """Return where the results go: all small columns in one block.

    Many fresh arrays of a megabyte cost more than what is written to them.
    """
    small = {i.out: dtype for i in kept if (dtype := _dtype(i)) is not None}
    # The widest first: each column then starts where its type may.
    ordered = sorted(small, key=lambda name: -small[name].itemsize)
    block = np.empty(sum(d.itemsize for d in small.values()) * rows, np.uint8)
    outs: dict[str, Any] = {}
    start = 0
    for name in ordered:
        stop = start + small[name].itemsize * rows
        outs[name] = block[start:stop].view(small[name])
        start = stop
    for step in kept:
        if step.out not in outs:
            outs[step.out] = Lane(np.empty(rows, np.int64), np.empty(rows, np.uint8))
    return outs


def _slot(step: Instruction, out: Any, span: slice, scratch: Scratch) -> Any:
    """Return where a chunk of an instruction goes: into its result, or a buffer."""
    if isinstance(out, Lane):
        return Lane(out.values[span], out.status[span])
    if out is not None:
        return out[span]
    dtype = _dtype(step)
    return None if dtype is None else scratch.get(step.out, dtype)


def _execute(
    step: Instruction, columns: dict[str, Any], out: Any, scratch: Scratch
) -> Any:
    """Compute one chunk; return its column."""
    if isinstance(step, (Table, Sum, StrictSum)):
        step.run(columns, out, scratch)
        return out
    if isinstance(step, WideSum):
        lane = step.lane(columns, scratch)
    else:
        lane = step.kernel({name: columns[name] for name in step.reads})
    if step.recode is not None:
        np.copyto(out, step.recode.index(lane))
        return out
    if out is None:
        return lane
    np.copyto(out.values, lane.values)
    np.copyto(out.status, lane.status)
    return out


def _mark(step: Instruction, column: Any, gone: Bools) -> None:
    """Mark where the scoring of a score was not administered."""
    coding = coding_of(step)
    if coding is not None:
        np.putmask(column, gone, coding.absent)
        return
    np.putmask(column.values, gone, 0)
    np.putmask(column.status, gone, Status.NOT_APPLICABLE)


def _reject(
    kept: Sequence[Instruction], outs: Mapping[str, Any], rejected: Ints
) -> None:
    """Take the results away from some visits."""
    for step in kept:
        coding, out = coding_of(step), outs[step.out]
        if coding is not None:
            out[rejected] = coding.rejected
        else:
            out.values[rejected] = 0
            out.status[rejected] = Status.INVALID_INPUT
