"""How columns make an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import PRORATED, Lane

if TYPE_CHECKING:
    from irdp.plan.chunk import Chunk
    from irdp.plan.coding import Coding
    from irdp.plan.scratch import Scratch


_BYTE = 0xFF


class Axis(NamedTuple):
    """A column in a key, and how many indices it has.

    Where `digit` is set, it reads an item with all its gaps as one: 0 for a gap, else
    the rank of the answer from 1. It is the type that they are read in.
    """

    name: str
    size: int
    source: str
    digit: Any = None

    def read(self, columns: Chunk, scratch: Scratch, name: str) -> Any:
        """Return the column; digits may go to the buffer of a name."""
        if self.digit is None:
            return columns[self.name]
        return columns.digits(self.source, scratch.get(name, self.digit))


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours in a key that make one byte together, or one wider column alone."""

    axes: tuple[Axis, ...]
    size: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", prod(axis.size for axis in self.axes))

    def place(self, columns: Chunk, scratch: Scratch, name: str) -> Any:
        """Return the index of each visit within the run."""
        first, *others = self.axes
        part = first.read(columns, scratch, name)
        if not others:
            return part
        whole = scratch.get(name, np.uint8)
        for axis in others:
            np.multiply(part, axis.size, whole)
            part = np.add(whole, axis.read(columns, scratch, ":digit"), whole)
        return whole


@dataclass(frozen=True, slots=True)
class Key:
    """How several columns make one index: ((a · size_b) + b) · size_c + c, and on.

    Neighbours are put together in bytes as far as these reach: arithmetic on bytes costs
    less than half of what wider integers cost.
    """

    axes: tuple[Axis, ...]
    runs: tuple[Run, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "runs", _runs(self.axes))

    @property
    def sizes(self) -> dict[str, int]:
        """By column: how many indices it has."""
        return {axis.name: axis.size for axis in self.axes}

    @property
    def sole(self) -> str | None:
        """The column that is the index by itself; None where several make it."""
        return self.axes[0].name if len(self.axes) == 1 else None

    def index(self, columns: Chunk, scratch: Scratch) -> Any:
        """Return the index of each visit of a chunk, of type intp."""
        first, *others = self.runs
        whole = first.place(columns, scratch, ":first")
        small = scratch.get(":small", np.uint16)
        for run in others:
            part = run.place(columns, scratch, ":next")
            np.multiply(whole, np.uint16(run.size), small)
            whole = np.add(small, part, small)
        return scratch.places(whole, self.sole or "")


def _runs(axes: Sequence[Axis]) -> tuple[Run, ...]:
    """Return neighbours in runs of one byte."""
    runs: list[Run] = []
    for axis in axes:
        if runs and runs[-1].size * axis.size <= _BYTE + 1:
            runs[-1] = Run((*runs[-1].axes, axis))
        else:
            runs.append(Run((axis,)))
    return tuple(runs)


def add_up(
    groups: Sequence[tuple[Key, Any]],
    columns: Chunk,
    out: Any,
    scratch: Scratch,
    *,
    begun: bool = False,
) -> None:
    """Write to `out`, or add to it once it is begun, what the tables of groups give."""
    for key, table in groups:
        part = scratch.get(":part", out.dtype) if begun else out
        table.take(key.index(columns, scratch), out=part, mode="wrap")
        if begun:
            np.add(out, part, out)
        begun = True


@dataclass(frozen=True, slots=True)
class Recode:
    """A number with a small range, indexed again.

    The values with status ok, those prorated, then one entry per other status.
    """

    low: int
    size: int
    coding: Coding

    def index(self, lane: Lane) -> Any:
        """Return the index of each value and status."""
        values, status = lane
        known = status <= PRORATED
        rank = status.astype(np.int64)
        block = np.where(known, values - self.low + self.size * rank, 2 * self.size - 2)
        return (block + np.where(known, 0, rank)).astype(self.coding.dtype)

    def one(self, lane: Lane) -> int:
        """Return the index of the only value and status of a lane."""
        value, status = int(lane.values[0]), int(lane.status[0])
        if status <= PRORATED:
            return value - self.low + self.size * status
        return 2 * self.size - 2 + status
