"""From raw visits to chosen results, a chunk at a time, with nothing kept in between.

Items are read, indexed and scored, and results written to the caller's arrays, while
the chunk is still in the nearest cache: codes and indices are never kept for all rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.plan.chunk import Chunk, digits_of
from irdp.plan.machine import Kernel, keys_of, mark, scratch_for, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from irdp.ops.lanes import Codes, Lane
    from irdp.plan.machine import Instruction, Machine
    from irdp.plan.scratch import Scratch
    from irdp.visits.intake import Intake


class Target(NamedTuple):
    """A result to be written.

    Parameters
    ----------
    column
        The column of the machine that it is read from.
    entries
        What each index of the column stands for.
    write
        Writes what the column stands for where it is a plain lane; else None.
    refused
        What stands for a rejected visit, shape (1,).
    """

    column: str
    entries: Any
    write: Callable[[Lane, Any], object] | None
    refused: Any


class IntakeChunk(Chunk):
    """A chunk of raw visits."""

    def __init__(
        self, intake: Intake, scratch: Scratch, shared: Collection[str]
    ) -> None:
        super().__init__(scratch, shared)
        self._intake = intake

    def codes(self, item: str) -> Codes:
        """Return the codes of an item."""
        found = self._intake.codes(item)
        if found is None:
            found = self._intake.read(item, self.scratch.get(item, np.uint8))
        return found

    def write_digits(self, item: str, out: Codes) -> Codes:
        """Write 0 where an item has a gap, else the rank of its answer from 1."""
        codes = self._intake.codes(item)
        if codes is None:
            return self._intake.read(item, out, first=1)
        return digits_of(codes, out, self.scratch)


def sweep(
    machine: Machine,
    intake: Intake,
    targets: Sequence[Target],
    outs: Sequence[Any],
) -> None:
    """Write results of all visits to arrays.

    Parameters
    ----------
    machine
        What computes them.
    intake
        The visits; it is read to its end.
    targets, outs
        The results, and for each an array of shape (n_visits,) of the type of its
        entries.
    """
    scratch = scratch_for(intake.n)
    wanted: dict[str, list[tuple[Target, Any]]] = {}
    for target, out in zip(targets, outs, strict=True):
        wanted.setdefault(target.column, []).append((target, out))
    for span in spans(intake.n, scratch.length):
        intake.begin(span.start, span.stop)
        chunk = IntakeChunk(intake, scratch, machine.shared)
        absent = machine.absences(chunk)
        for step, column in machine.step_by_step(chunk, scratch, {}, span):
            if step.out in machine.owners:
                mark(step, column, absent[machine.owners[step.out]])
            for target, out in wanted.get(step.out, ()):
                _write(target, column, out[span], scratch)
        refused = intake.end(scratch.get(":digit", np.uint8))
        if refused is not None and len(refused):
            for target, out in zip(targets, outs, strict=True):
                out[span][refused] = target.refused


def needed(machine: Machine, columns: Collection[str]) -> Machine:
    """Return the machine of some columns: what none of them reads is left out."""
    wanted = {*columns}
    kept: list[Instruction] = []
    for step in reversed(machine.instructions):
        if step.out in wanted:
            kept.append(step)
            wanted |= {axis.name for key in keys_of(step) for axis in key.axes}
            wanted |= {*step.reads} if isinstance(step, Kernel) else set()
    return replace(machine, instructions=tuple(reversed(kept)))


def _write(target: Target, column: Any, out: Any, scratch: Scratch) -> None:
    if target.write is not None:
        target.write(column, out)
    else:
        places = scratch.places(column, target.column)
        target.entries.take(places, out=out, mode="wrap")
