"""How columns make an index, and the buffers that indices are made in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import Lane, Status

if TYPE_CHECKING:
    from irdp.ops.lanes import Codes
    from irdp.plan.coding import Coding


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
class Key:
    """How several columns make one index: ((a · size_b) + b) · size_c + c, and on."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]

    def index(self, columns: Mapping[str, Codes], scratch: Scratch) -> Any:
        """Return the index of each visit of a chunk, of type intp."""
        first = columns[self.names[0]]
        n = len(first)
        out = scratch.get("index", np.intp, n)
        if len(self.names) == 1:
            np.copyto(out, first)
            return out
        small = scratch.get("small", np.uint16, n)
        np.multiply(first, np.uint16(self.sizes[1]), out=small, dtype=np.uint16)
        for name, size in zip(self.names[1:-1], self.sizes[2:], strict=True):
            np.add(small, columns[name], out=small)
            np.multiply(small, np.uint16(size), out=small)
        np.add(small, columns[self.names[-1]], out=small)
        np.copyto(out, small)
        return out


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
