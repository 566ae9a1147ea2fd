"""One visit: the instructions of the machine on Python integers and the same tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, Lane, Status
from irdp.plan.machine import Digit, Kernel, Sum, Table, WideSum, coding_of
from irdp.plan.strict import StrictSum
from irdp.plan.verdicts import VerdictRow, indexed_row, judge_name, rule_name

if TYPE_CHECKING:
    from irdp.plan.coding import Coding
    from irdp.plan.machine import Instruction, Key, Machine

Columns = list[Any]
"""The codes of the items, then what each instruction gave, in order."""
Compute = Callable[[Columns], Any]
Result = tuple[int, int]
"""The integer of a score and its status."""
_DIGIT = FIRST - 1


class Results(Mapping[str, Result]):
    """The results of one visit, looked up when they are asked for."""

    __slots__ = ("_columns", "_places")

    def __init__(
        self, columns: Columns, places: Mapping[str, tuple[int, Coding | None]]
    ) -> None:
        self._columns = columns
        self._places = places

    def __getitem__(self, name: str) -> Result:
        at, coding = self._places[name]
        return result(self._columns[at], coding)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True)
class One:
    """Runs a machine on one visit.

    Parameters
    ----------
    machine
        The tabulated program.
    steps
        What computes the column of each instruction from the columns before it.
    places
        By instruction: the place of its column, and what its indices stand for.
    scores
        The same for the scores alone.
    """

    machine: Machine
    steps: tuple[Compute, ...]
    places: Mapping[str, tuple[int, Coding | None]]
    scores: Mapping[str, tuple[int, Coding | None]]

    @classmethod
    def of(cls, machine: Machine) -> One:
        """Return the runner of a machine."""
        program = machine.program
        at = {name: i for i, name in enumerate(program.items)}
        steps: list[Compute] = []
        places: dict[str, tuple[int, Coding | None]] = {}
        absences = _absences(machine, at)
        for step in machine.instructions:
            compute = _step(step, at)
            if step.out in absences:
                compute = _unless(absences[step.out], compute, coding_of(step))
            steps.append(compute)
            at[step.out] = len(at)
            places[step.out] = (at[step.out], coding_of(step))
        scores = {name: places[name] for name in program.nodes}
        return cls(machine, tuple(steps), places, scores)

    def run(self, codes: Sequence[int]) -> tuple[Results, dict[str, VerdictRow]]:
        """Return the results of every score and the verdict of every decision.

        Parameters
        ----------
        codes
            The codes of the program's items, in order.
        """
        columns: Columns = list(codes)
        append = columns.append
        for step in self.steps:
            append(step(columns))
        verdicts = self._verdicts(columns) if self.machine.judges else {}
        return Results(columns, self.scores), verdicts

    def _verdicts(self, columns: Columns) -> dict[str, VerdictRow]:
        program = self.machine.program
        items = list(program.items)
        away = [
            part.alias
            for part in program.parts
            if part.optional
            and part.asked
            and all(columns[items.index(name)] < FIRST for name in part.asked)
        ]
        out = {}
        for judge in self.machine.judges:
            step = judge.step
            gone = tuple(alias for alias in away if alias in step.reads)
            if judge.table is not None:
                place, _ = self.places[judge_name(step)]
                out[step.id] = indexed_row(judge.table, columns[place], gone)
                continue
            outcomes = []
            for rule in step.rules:
                place, coding = self.places[rule_name(step, rule)]
                value, status = result(columns[place], coding)
                unknown = np.array([status > Status.PRORATED])
                outcomes.append((~unknown & (value == 1), unknown))
            out[step.id] = indexed_row(step.combine(outcomes, {}), 0, gone)
        return out


def result(column: Any, coding: Coding | None) -> Result:
    """Return what a column of one visit stands for."""
    if coding is None:
        return int(column.values[0]), int(column.status[0])
    return int(coding.values[column]), int(coding.status[column])


def _absences(machine: Machine, at: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Return, by score of an optional scoring, the places of its asked items."""
    out = {}
    for part in machine.program.parts:
        if part.optional and part.asked:
            places = tuple(at[name] for name in part.asked)
            out.update({part.name(n.id): places for n in part.nodes})
    return out


def _unless(
    places: tuple[int, ...], compute: Compute, coding: Coding | None
) -> Compute:
    gone = np.full(1, Status.NOT_APPLICABLE, np.uint8)
    instead: Any = Lane(np.zeros(1, np.int64), gone)
    if coding is not None:
        instead = coding.absent

    def run(columns: Columns) -> Any:
        if all(columns[i] < FIRST for i in places):
            return instead
        return compute(columns)

    return run


def _step(step: Instruction, at: Mapping[str, int]) -> Compute:
    if isinstance(step, Digit):
        place = at[step.item]
        return lambda c: c[place] - _DIGIT if c[place] > _DIGIT else 0
    if isinstance(step, Table):
        return _lookup(step.key, step.table, at)
    if isinstance(step, Kernel):
        return _kernel(step, at)
    parts = [_lookup(key, table, at) for key, table in step.groups]
    if isinstance(step, Sum):
        return parts[0] if len(parts) == 1 else lambda c: sum([p(c) for p in parts])
    if isinstance(step, StrictSum):
        return lambda c: step.one(sum([p(c) for p in parts]))
    return _wide(step, parts)


def _lookup(key: Key, array: Any, at: Mapping[str, int]) -> Compute:
    table = array.tolist()
    places = [at[name] for name in key.names]
    if len(places) == 1:
        (p,) = places
        return lambda c: table[c[p]]
    if len(places) == 2:  # noqa: PLR2004
        p, q = places
        size = key.sizes[1]
        return lambda c: table[c[p] * size + c[q]]
    first = places[0]
    rest = tuple(zip(places[1:], key.sizes[1:], strict=True))

    def look(columns: Columns) -> Any:
        index = columns[first]
        for place, size in rest:
            index = index * size + columns[place]
        return table[index]

    return look


def _wide(step: WideSum, parts: list[Compute]) -> Compute:
    def run(columns: Columns) -> Any:
        lane = step.finish(np.array([sum([p(columns) for p in parts])], np.int64))
        return lane if step.recode is None else int(step.recode.index(lane)[0])

    return run


def _kernel(step: Kernel, at: Mapping[str, int]) -> Compute:
    places = [(name, at[name]) for name in step.reads]

    def run(columns: Columns) -> Any:
        arrays = {}
        for name, place in places:
            value = columns[place]
            arrays[name] = value if isinstance(value, Lane) else np.array([value])
        lane = step.kernel(arrays)
        return lane if step.recode is None else int(step.recode.index(lane)[0])

    return run
