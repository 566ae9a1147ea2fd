"""How columns make an index, and the buffers that indices are made in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import FIRST, Lane, Status

if TYPE_CHECKING:
    from irdp.ops.lanes import Codes
    from irdp.plan.coding import Coding


_BYTE = 0xFF


class Scratch:
    """Buffers of one chunk, made once and used again for every chunk.

    Parameters
    ----------
    length
        How long every chunk is.
    """

    def __init__(self, length: int) -> None:
        self.length = length
        self._buffers: dict[tuple[str, Any], Any] = {}

    def get(self, name: str, dtype: Any) -> Any:
        """Return the buffer of this name and type."""
        found = self._buffers.get((name, dtype))
        if found is None:
            found = self._buffers[name, dtype] = np.empty(self.length, dtype)
        return found

    def least(self, dtype: Any) -> Any:
        """Return the column that makes one of all gaps of an item.

        numpy takes the greater of two columns ten times as fast as the greater of a
        column and a number.
        """
        found = self._buffers.get(("least", dtype))
        if found is None:
            found = np.full(self.length, FIRST - 1, dtype)
            self._buffers["least", dtype] = found
        return found


class Axis(NamedTuple):
    """A column in a key, and how many indices it has.

    Where `digit` is set, it reads the codes of an item with all its gaps as one: 0 for a
    gap, else the rank of the answer from 1.
    """

    name: str
    size: int
    source: str
    digit: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours in a key that make one byte together, or one wider column alone.

    Parameters
    ----------
    lift
        What is to be taken off in the end: the codes of digits are read too high.
    """

    axes: tuple[Axis, ...]
    size: int = field(init=False)
    lift: int = field(init=False)

    def __post_init__(self) -> None:
        lift = 0
        for axis in self.axes:
            lift = lift * axis.size + (FIRST - 1) * axis.digit
        object.__setattr__(self, "size", prod(axis.size for axis in self.axes))
        object.__setattr__(self, "lift", lift & _BYTE)

    def place(self, columns: Mapping[str, Codes], scratch: Scratch, name: str) -> Any:
        """Return the index of each visit within the run; bytes wrap around."""
        first, *others = self.axes
        codes = columns[first.source]
        if not others and not first.digit:
            return codes
        whole = scratch.get(name, np.uint8 if others else codes.dtype)
        part = _read(first, codes, whole, scratch)
        digit = scratch.get("digit", np.uint8)
        for axis in others:
            np.multiply(part, axis.size, whole)
            part = _read(axis, columns[axis.source], digit, scratch)
            part = np.add(whole, part, whole)
        return np.subtract(whole, self.lift, whole) if self.lift else whole


def _read(axis: Axis, codes: Codes, out: Any, scratch: Scratch) -> Any:
    """Return a column as it is; a digit goes to `out`, too high by `FIRST` - 1."""
    if not axis.digit:
        return codes
    return np.maximum(codes, scratch.least(codes.dtype), out=out)


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

    def index(self, columns: Mapping[str, Codes], scratch: Scratch) -> Any:
        """Return the index of each visit of a chunk, of type intp."""
        first, *others = self.runs
        whole = first.place(columns, scratch, "first")
        small = scratch.get("small", np.uint16)
        for run in others:
            part = run.place(columns, scratch, "next")
            np.multiply(whole, np.uint16(run.size), small)
            whole = np.add(small, part, small)
        out = scratch.get("index", np.intp)
        np.copyto(out, whole)
        return out


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
    columns: Mapping[str, Codes],
    out: Any,
    scratch: Scratch,
) -> None:
    """Write to `out` what the tables of all groups give together."""
    for i, (key, table) in enumerate(groups):
        part = scratch.get("part", out.dtype) if i else out
        table.take(key.index(columns, scratch), out=part, mode="wrap")
        if i:
            np.add(out, part, out)


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
        known = status <= Status.PRORATED
        rank = status.astype(np.int64)
        block = np.where(known, values - self.low + self.size * rank, 2 * self.size - 2)
        return (block + np.where(known, 0, rank)).astype(self.coding.dtype)
