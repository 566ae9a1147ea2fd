"""The machine: what is left of a plan once it is tabulated.

Five instructions over columns of small integers: index a table by several columns
(`Table`), add up indices of groups (`Sum`, `StrictSum`, `WideSum`), and run a kernel
where no table is small enough (`Kernel`). Buffers are made once per call and used again
for every chunk; a result is read from a column by its own coding (`View`).

Items are read where they are indexed, and what one column indexes alone follows it:
what a chunk reads is then still in the nearest cache.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import INVALID_INPUT, NOT_APPLICABLE, Lane
from irdp.plan.chunk import FrameChunk
from irdp.plan.coding import AnyLane, Coding, IndexLane
from irdp.plan.indexing import Key, Recode, add_up
from irdp.plan.scratch import Scratch
from irdp.plan.strict import StrictSum
from irdp.plan.verdicts import refuse_verdict

if TYPE_CHECKING:
    from irdp.ops.lanes import Bools, Codes, Ints
    from irdp.plan.chunk import Chunk
    from irdp.plan.program import Program
    from irdp.plan.verdicts import AnyVerdict, Judge

CHUNK = 262_144
Group = tuple[Key, Any]
"""The inputs of a group of terms, and what each of their combinations adds."""


@dataclass(frozen=True, slots=True)
class Table:
    """out = table[index of the inputs]."""

    out: str
    key: Key
    table: Codes
    coding: Coding

    def run(self, columns: Chunk, out: Any, scratch: Scratch) -> None:
        """Compute one chunk into `out`."""
        self.table.take(self.key.index(columns, scratch), out=out, mode="wrap")


@dataclass(frozen=True, slots=True)
class Sum:
    """out = Σ table_g[index of the inputs of group g]: a packed additive state."""

    out: str
    groups: tuple[Group, ...]
    coding: Coding

    def run(self, columns: Chunk, out: Any, scratch: Scratch) -> None:
        """Compute one chunk into `out`."""
        add_up(self.groups, columns, out, scratch)


@dataclass(frozen=True, slots=True)
class WideSum:
    """A packed state too large for a table: unpacked, finished, indexed again."""

    out: str
    groups: tuple[Group, ...]
    finish: Callable[[Any], Lane]
    recode: Recode | None


@dataclass(frozen=True, slots=True)
class Kernel:
    """The kernel itself, where no table is small enough."""

    out: str
    reads: tuple[str, ...]
    kernel: Callable[[Mapping[str, Any]], Lane]
    recode: Recode | None


Instruction = Table | Sum | StrictSum | WideSum | Kernel
Adding = StrictSum | WideSum
"""A sum whose groups may be added one by one, as their columns are made."""


class View(NamedTuple):
    """Where a result is read: a column, and what its indices stand for."""

    column: str
    coding: Coding | None


class Work(NamedTuple):
    """An instruction as it is run.

    Parameters
    ----------
    late
        Of a sum: the groups that are added when it is its turn.
    begun
        Whether earlier columns have added theirs before.
    early
        The groups of later sums that the column of the instruction indexes alone, each
        with its sum and whether that is begun.
    """

    step: Instruction
    late: tuple[Group, ...]
    begun: bool
    early: tuple[tuple[Adding, Group, bool], ...]


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
    work
        The instructions as they are run.
    shared
        The items whose digits several keys read.
    """

    program: Program
    instructions: tuple[Instruction, ...]
    judges: tuple[Judge, ...]
    views: Mapping[str, View]
    owners: Mapping[str, str]
    work: tuple[Work, ...] = field(init=False)
    shared: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "work", _arranged(self.instructions))
        object.__setattr__(self, "shared", _shared(self.instructions))

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
        absent = self.absences(codes)
        read = {view.column for view in self.views.values()}
        kept = [i for i in self.instructions if i.out in read]
        outs = _allocate(kept, rows)
        scratch = scratch_for(rows)
        for span in spans(rows, scratch.length):
            chunk = FrameChunk(codes, span, scratch, self.shared)
            for step, column in self.step_by_step(chunk, scratch, outs, span):
                if step.out in self.owners:
                    gone = absent[self.owners[step.out]][span]
                    mark(step, column, gone)
        if rejected is not None:
            _reject(kept, outs, np.flatnonzero(rejected))
        return self._results(outs, absent, rejected)

    def step_by_step(
        self, chunk: Chunk, scratch: Scratch, outs: Mapping[str, Any], span: slice
    ) -> Iterator[tuple[Instruction, Any]]:
        """Run one chunk, and yield each instruction with the column that it made.

        Parameters
        ----------
        chunk
            The columns of the items; those that are made are added.
        outs
            By column: where it goes, for all rows; the others go to buffers.
        span
            The rows of the chunk.
        """
        scratch.begin()
        for work in self.work:
            step = work.step
            out = _slot(step, outs.get(step.out), span, scratch)
            column = chunk[step.out] = _execute(work, chunk, out, scratch)
            yield step, column
            for later, group, begun in work.early:
                state = _state(later, scratch)
                add_up([group], chunk, state, scratch, begun=begun)

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

    def absences(self, codes: Mapping[str, Codes]) -> dict[str, Bools]:
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


def keys_of(step: Instruction) -> list[Key]:
    """Return the keys that an instruction indexes by; none for a kernel."""
    if isinstance(step, Kernel):
        return []
    return [step.key] if isinstance(step, Table) else [key for key, _ in step.groups]


def _dtype(step: Instruction) -> Any:
    coding = coding_of(step)
    return None if coding is None else coding.dtype


def _arranged(instructions: Sequence[Instruction]) -> tuple[Work, ...]:
    """Return the instructions as they are run."""
    made = [step.out for step in instructions]
    sums = [step for step in instructions if isinstance(step, Adding)]
    begun: set[str] = set()
    out = []
    for step in instructions:
        early = []
        for later in sums:
            for group in later.groups:
                if group[0].sole == step.out:
                    early.append((later, group, later.out in begun))
                    begun.add(later.out)
        late: tuple[Group, ...] = ()
        if isinstance(step, Adding):
            late = tuple(g for g in step.groups if g[0].sole not in made)
        out.append(Work(step, late, step.out in begun, tuple(early)))
    return tuple(out)


def _shared(instructions: Sequence[Instruction]) -> frozenset[str]:
    """Return the items whose digits are read more than once."""
    axes = [a for step in instructions for key in keys_of(step) for a in key.axes]
    read = Counter(axis.source for axis in axes if axis.digit is not None)
    return frozenset(name for name, times in read.items() if times > 1)


def scratch_for(rows: int) -> Scratch:
    """Return the buffers of the chunks of `rows` visits."""
    return Scratch(min(CHUNK, rows))


def spans(rows: int, length: int) -> Iterator[slice]:
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


def _state(step: Adding, scratch: Scratch) -> Any:
    """Return where the states of a sum are added up."""
    return scratch.get(f"{step.out}+", step.groups[0][1].dtype)


def _execute(work: Work, columns: Chunk, out: Any, scratch: Scratch) -> Any:
    """Compute one chunk; return its column."""
    step = work.step
    if isinstance(step, (Table, Sum)):
        step.run(columns, out, scratch)
        return out
    if isinstance(step, Adding):
        state = _state(step, scratch)
        add_up(work.late, columns, state, scratch, begun=work.begun)
        if isinstance(step, StrictSum):
            step.finish(state, out, scratch)
            return out
        lane = step.finish(state)
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


def mark(step: Instruction, column: Any, gone: Bools) -> None:
    """Mark where the scoring of a score was not administered."""
    coding = coding_of(step)
    if coding is not None:
        np.putmask(column, gone, coding.absent)
        return
    np.putmask(column.values, gone, 0)
    np.putmask(column.status, gone, NOT_APPLICABLE)


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
            out.status[rejected] = INVALID_INPUT
