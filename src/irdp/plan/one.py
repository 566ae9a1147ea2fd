"""One visit: the instructions of the machine on Python integers and the same tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, NOT_APPLICABLE, PRORATED, Lane
from irdp.plan.machine import Kernel, Table, WideSum, coding_of
from irdp.plan.strict import StrictSum
from irdp.plan.verdicts import Judge, VerdictRow, indexed_row, judge_name, rule_name

if TYPE_CHECKING:
    from irdp.plan.coding import Coding
    from irdp.plan.indexing import Key
    from irdp.plan.machine import Instruction, Machine
    from irdp.plan.program import Program

Columns = list[Any]
"""The codes of the items, then what each instruction gave, in order."""
Compute = Callable[[Columns], Any]
Result = tuple[int, int]
"""The integer of a score and its status."""
Place = tuple[int, list[int], list[int]]
"""Where a column stands, and the values and statuses of its indices; else empty."""


class Results(Mapping[str, Result]):
    """The results of one visit, looked up when they are asked for."""

    __slots__ = ("_columns", "_places")

    def __init__(self, columns: Columns, places: Mapping[str, Place]) -> None:
        self._columns = columns
        self._places = places

    def __getitem__(self, name: str) -> Result:
        return result(self._columns, self._places[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True)
class One:
    """Runs a machine on one visit.

    Parameters
    ----------
    steps
        What computes the column of each instruction from the columns before it.
    places
        By result: the place of its column, and what its indices stand for.
    scores
        The same for the scores alone.
    judges
        What makes the verdict of each decision.
    asked
        By alias of an optional scoring: the places of the items that it asks.
    """

    steps: tuple[Compute, ...]
    places: Mapping[str, Place]
    scores: Mapping[str, Place]
    judges: tuple[Judge, ...]
    asked: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, machine: Machine) -> One:
        """Return the runner of a machine."""
        program = machine.program
        at = {name: i for i, name in enumerate(program.items)}
        asked = _asked(program, at)
        steps: list[Compute] = []
        for step in machine.instructions:
            compute = _step(step, at)
            if step.out in machine.owners:
                away = asked[machine.owners[step.out]]
                compute = _unless(away, compute, coding_of(step))
            at[step.out] = len(program.items) + len(steps)
            steps.append(compute)
        places = {n: _place(at[v.column], v.coding) for n, v in machine.views.items()}
        scores = {name: places[name] for name in program.nodes}
        return cls(tuple(steps), places, scores, machine.judges, asked)

    def run(self, columns: Columns) -> tuple[Results, dict[str, VerdictRow]]:
        """Return the results of every score and the verdict of every decision.

        Parameters
        ----------
        columns
            The codes of the program's items, in order; the columns of the instructions
            are appended to them.
        """
        append = columns.append
        for step in self.steps:
            append(step(columns))
        verdicts = self._verdicts(columns) if self.judges else {}
        return Results(columns, self.scores), verdicts

    def _verdicts(self, columns: Columns) -> dict[str, VerdictRow]:
        away = [alias for alias, places in self.asked.items() if _gone(columns, places)]
        out = {}
        for judge in self.judges:
            step = judge.step
            gone = tuple(alias for alias in away if alias in step.reads)
            if judge.table is not None:
                place, *_ = self.places[judge_name(step)]
                out[step.id] = indexed_row(judge.table, columns[place], gone)
                continue
            if judge.packs:
                lanes = [columns[self.places[name][0]] for name in judge.packs]
                found = judge.unpacked([lane.values for lane in lanes], {})
                out[step.id] = indexed_row(found, 0, gone)
                continue
            outcomes = []
            for rule in step.rules:
                value, status = result(columns, self.places[rule_name(step, rule)])
                unknown = np.array([status > PRORATED])
                outcomes.append((~unknown & (value == 1), unknown))
            out[step.id] = indexed_row(step.combine(outcomes, {}), 0, gone)
        return out


def result(columns: Columns, place: Place) -> Result:
    """Return what a column of one visit stands for."""
    at, values, status = place
    column = columns[at]
    if not values:
        return int(column.values[0]), int(column.status[0])
    return values[column], status[column]


def _place(at: int, coding: Coding | None) -> Place:
    if coding is None:
        return at, [], []
    return at, coding.values.tolist(), coding.status.tolist()


def _asked(program: Program, at: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Return, by alias of an optional scoring, the places of its asked items."""
    return {
        part.alias: tuple(at[name] for name in part.asked)
        for part in program.parts
        if part.optional and part.asked
    }


def _gone(columns: Columns, places: tuple[int, ...]) -> bool:
    return all(columns[i] < FIRST for i in places)


def _unless(
    places: tuple[int, ...], compute: Compute, coding: Coding | None
) -> Compute:
    gone = np.full(1, NOT_APPLICABLE, np.uint8)
    instead: Any = Lane(np.zeros(1, np.int64), gone)
    if coding is not None:
        instead = coding.absent

    def run(columns: Columns) -> Any:
        if _gone(columns, places):
            return instead
        return compute(columns)

    return run


def _step(step: Instruction, at: Mapping[str, int]) -> Compute:
    if isinstance(step, Table):
        return _lookup(_reads(step.key, at), step.table)
    if isinstance(step, Kernel):
        return _kernel(step, at)
    added = _added([(_reads(key, at), table) for key, table in step.groups])
    if isinstance(step, WideSum):
        return _wide(step, added)
    return _strict(step, added) if isinstance(step, StrictSum) else added


Reads = list[tuple[int, list[int]]]
"""By column of a key: its place, and what each of its codes adds to the index."""


def _reads(key: Key, at: Mapping[str, int]) -> Reads:
    reads: Reads = []
    stride = 1
    for axis in reversed(key.axes):
        adds = [stride * k for k in range(axis.size)]
        if axis.digit is not None:
            adds = [0] * FIRST + adds[1:]
        reads.append((at[axis.source], adds))
        stride *= axis.size
    return reads


def _lookup(reads: Reads, array: Any) -> Compute:
    table = array.tolist()
    if len(reads) == 1:
        ((p, adds),) = reads
        found = [table[k] for k in adds]
        return lambda c: found[c[p]]
    if len(reads) == 2:  # noqa: PLR2004
        (p, of_p), (q, of_q) = reads
        return lambda c: table[of_p[c[p]] + of_q[c[q]]]

    def look(columns: Columns) -> Any:
        index = 0
        for place, adds in reads:
            index += adds[columns[place]]
        return table[index]

    return look


def _sum(reads: Reads) -> Compute:
    """Return what adds up what each column adds."""

    def add(columns: Columns) -> int:
        total = 0
        for place, adds in reads:
            total += adds[columns[place]]
        return total

    return add


def _added(groups: list[tuple[Reads, Any]]) -> Compute:
    """Return what adds up the groups of a sum; a group of one column is no table."""
    alone: Reads = []
    others: list[Compute] = []
    for reads, table in groups:
        if len(reads) == 1:
            ((place, adds),) = reads
            alone.append((place, [int(table[k]) for k in adds]))
        else:
            others.append(_lookup(reads, table))
    if not others:
        return _sum(alone)
    if alone:
        others.append(_sum(alone))
    return lambda c: sum([part(c) for part in others])


def _strict(step: StrictSum, added: Compute) -> Compute:
    rank = _rank(step)
    if step.gate is None:
        return lambda c: rank(added(c))
    bits, mask = step.gate.bits, (1 << step.gate.bits) - 1
    has, base = step.gate.has.tolist(), step.gate.base.tolist()
    around = (1 << 8 * step.gate.base.itemsize) - 1

    def run(columns: Columns) -> int:
        state = added(columns)
        flags = state >> bits
        at: int = base[flags]
        return (at + rank(state & mask)) & around if has[flags] else at

    return run


def _rank(step: StrictSum) -> Callable[[int], int]:
    """Return what rounds a total, as the machine does."""
    line, bits = step.line, step.bits
    return line.one if line is not None else lambda total: total >> bits


def _wide(step: WideSum, added: Compute) -> Compute:
    def run(columns: Columns) -> Any:
        lane = step.finish(np.array([added(columns)], np.int64))
        return lane if step.recode is None else step.recode.one(lane)

    return run


def _kernel(step: Kernel, at: Mapping[str, int]) -> Compute:
    places = [(name, at[name]) for name in step.reads]

    def run(columns: Columns) -> Any:
        arrays = {}
        for name, place in places:
            value = columns[place]
            arrays[name] = value if isinstance(value, Lane) else np.array([value])
        lane = step.kernel(arrays)
        return lane if step.recode is None else step.recode.one(lane)

    return run
