"""One visit: the instructions of the machine on Python integers and the same tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

Result = tuple[int, int]
"""The integer of a score and its status."""


@dataclass(frozen=True, slots=True)
class One:
    """Runs a machine on one visit.

    Parameters
    ----------
    machine
        The tabulated program.
    scores
        The names that are scores.
    steps
        By instruction: what computes its column from the columns before it.
    codings
        By instruction: what its indices stand for.
    """

    machine: Machine
    scores: frozenset[str]
    steps: tuple[tuple[str, Callable[[dict[str, Any]], Any], Coding | None], ...]
    codings: Mapping[str, Coding | None]

    @classmethod
    def of(cls, machine: Machine) -> One:
        """Return the runner of a machine."""
        steps = tuple((s.out, _step(s), coding_of(s)) for s in machine.instructions)
        codings = {out: coding for out, _, coding in steps}
        return cls(machine, frozenset(machine.program.nodes), steps, codings)

    def run(self, codes: Mapping[str, int]) -> tuple[dict[str, Result], dict[str, VerdictRow]]:
        """Return the result of every score and the verdict of every decision.

        Parameters
        ----------
        codes
            Item id to its code.
        """
        program = self.machine.program
        gone: set[str] = set()
        absent: dict[str, bool] = {}
        for part in program.parts:
            if part.optional and part.asked:
                away = all(codes[name] < FIRST for name in part.asked)
                absent[part.alias] = away
                if away:
                    gone.update(part.name(n.id) for n in part.nodes)
        columns: dict[str, Any] = dict(codes)
        for out, compute, coding in self.steps:
            if out in gone:
                columns[out] = (
                    coding.absent if coding else Lane(*_NOT_ADMINISTERED)
                )
            else:
                columns[out] = compute(columns)
        results = {
            name: _result(columns[name], coding)
            for name, _, coding in self.steps
            if name in self.scores
        }
        return results, self._verdicts(columns, absent)

    def _verdicts(
        self, columns: Mapping[str, Any], absent: Mapping[str, bool]
    ) -> dict[str, VerdictRow]:
        out = {}
        for judge in self.machine.judges:
            step = judge.step
            gone = tuple(a for a, away in absent.items() if away and a in step.reads)
            if judge.table is not None:
                at = columns[judge_name(step)]
                out[step.id] = indexed_row(judge.table, at, gone)
                continue
            outcomes = [
                _outcome(columns[rule_name(step, r)], self.codings[rule_name(step, r)])
                for r in step.rules
            ]
            out[step.id] = indexed_row(step.combine(outcomes, {}), 0, gone)
        return out


def _outcome(column: Any, coding: Coding | None) -> tuple[Any, Any]:
    value, status = _result(column, coding)
    unknown = np.array([status > Status.PRORATED])
    return ~unknown & (value == 1), unknown


_NOT_ADMINISTERED = (
    np.zeros(1, np.int64),
    np.full(1, Status.NOT_APPLICABLE, np.uint8),
)


def _step(step: Instruction) -> Callable[[dict[str, Any]], Any]:
    if isinstance(step, Table):
        return _lookup(step.key, memoryview(step.table))
    if isinstance(step, Sum):
        parts = [_lookup(key, memoryview(table)) for key, table in step.groups]
        if len(parts) == 1:
            return parts[0]
        return lambda columns: sum(part(columns) for part in parts)
    if isinstance(step, Digit):
        item = step.item
        return lambda columns: max(columns[item], FIRST - 1) - (FIRST - 1)
    if isinstance(step, StrictSum):
        parts = [_lookup(key, memoryview(table)) for key, table in step.groups]
        return lambda columns: step.one(sum(part(columns) for part in parts))
    if isinstance(step, WideSum):
        parts = [_lookup(key, memoryview(table)) for key, table in step.groups]
        return _wide(step, parts)
    return _kernel(step)


def _lookup(key: Key, table: Any) -> Callable[[dict[str, Any]], int]:
    names, sizes = key.names, key.sizes
    if len(names) == 1:
        (name,) = names
        return lambda columns: table[columns[name]]
    pairs = tuple(zip(names, sizes, strict=True))

    def look(columns: dict[str, Any]) -> int:
        index = 0
        for name, size in pairs:
            index = index * size + columns[name]
        return table[index]

    return look


def _wide(step: WideSum, parts: list[Callable[[dict[str, Any]], int]]) -> Any:
    def run(columns: dict[str, Any]) -> Any:
        state = np.array([sum(part(columns) for part in parts)], np.int64)
        lane = step.finish(state)
        return lane if step.recode is None else int(step.recode.index(lane)[0])

    return run


def _kernel(step: Kernel) -> Any:
    def run(columns: dict[str, Any]) -> Any:
        arrays = {
            name: value if isinstance(value, Lane) else np.array([value])
            for name, value in ((n, columns[n]) for n in step.reads)
        }
        lane = step.kernel(arrays)
        return lane if step.recode is None else int(step.recode.index(lane)[0])

    return run


def _result(column: Any, coding: Coding | None) -> Result:
    if coding is None:
        return int(column.values[0]), int(column.status[0])
    return int(coding.values[column]), int(coding.status[column])


