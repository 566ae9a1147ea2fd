"""How columns make an index, and the buffers that indices are made in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import Lane, Status

if TYPE_CHECKING:
    from irdp.ops.lanes import Codes
    from irdp.plan.coding import Coding


_BYTE = 256


class Scratch:
    """Buffers of one chunk, made once and used again."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._buffers: dict[tuple[str | int, Any], Any] = {}

    def get(self, name: str, dtype: Any, n: int) -> Any:
        """Return the buffer of this name and type, n elements long."""
        found = self._buffers.get((name, dtype))
        if found is None:
            found = self._buffers[name, dtype] = np.empty(self._length, dtype)
        return found[:n]

    def full(self, value: int, dtype: Any, n: int) -> Any:
        """Return a column of one value.

        numpy takes the greater of two columns ten times as fast as the greater of a
        column and a number.
        """
        found = self._buffers.get((value, dtype))
        if found is None:
            found = self._buffers[value, dtype] = np.full(self._length, value, dtype)
        return found[:n]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours in a key that make one byte together, or one wider column alone."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many indices the run has."""
        return prod(self.sizes)

    def index(self, columns: Mapping[str, Codes], buffer: Any) -> Any:
        """Return the index of each visit within the run, in `buffer` if it has several."""
        whole: Any = columns[self.names[0]]
        for name, size in zip(self.names[1:], self.sizes[1:], strict=True):
            np.multiply(whole, np.uint8(size), out=buffer, casting="unsafe")
            whole = np.add(buffer, columns[name], out=buffer, casting="unsafe")
        return whole


@dataclass(frozen=True, slots=True)
class Key:
    """How several columns make one index: ((a · size_b) + b) · size_c + c, and on.

    Neighbours are put together in bytes as far as these reach: arithmetic on bytes costs
    less than half of what wider integers cost.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    runs: tuple[Run, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "runs", _runs(self.names, self.sizes))

    def index(self, columns: Mapping[str, Codes], scratch: Scratch) -> Any:
        """Return the index of each visit of a chunk, of type intp."""
        n = len(columns[self.names[0]])
        out = scratch.get("index", np.intp, n)
        first, *others = self.runs
        whole = first.index(columns, scratch.get("first", np.uint8, n))
        for run in others:
            small = scratch.get("small", np.uint16, n)
            part = run.index(columns, scratch.get("next", np.uint8, n))
            np.multiply(whole, np.uint16(run.size), out=small, dtype=np.uint16)
            whole = np.add(small, part, out=small)
        np.copyto(out, whole)
        return out


def _runs(names: Sequence[str], sizes: Sequence[int]) -> tuple[Run, ...]:
    """Return neighbours in runs of one byte."""
    runs: list[Run] = []
    for name, size in zip(names, sizes, strict=True):
        if runs and runs[-1].size * size <= _BYTE:
            runs[-1] = Run((*runs[-1].names, name), (*runs[-1].sizes, size))
        else:
            runs.append(Run((name,), (size,)))
    return tuple(runs)


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
