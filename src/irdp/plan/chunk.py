"""The columns of one chunk of visits: items are read when they are asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from irdp.ops.lanes import Codes
    from irdp.plan.scratch import Scratch


class Chunk(ABC, dict[str, Any]):
    """Columns by name: codes of items, and what instructions made of them.

    Parameters
    ----------
    scratch
        The buffers of the chunk.
    shared
        The items whose digits are asked for more than once: theirs are kept.
    """

    def __init__(self, scratch: Scratch, shared: Collection[str]) -> None:
        super().__init__()
        self.scratch = scratch
        self._shared = shared

    def __missing__(self, name: str) -> Any:
        """Read the codes of an item."""
        found = self[name] = self.codes(name)
        return found

    @abstractmethod
    def codes(self, item: str) -> Codes:
        """Return the codes of an item."""

    @abstractmethod
    def write_digits(self, item: str, out: Codes) -> Codes:
        """Write 0 where an item has a gap, else the rank of its answer from 1."""

    def digits(self, item: str, out: Codes) -> Codes:
        """Return the digits of an item, in `out` or in a column that is kept."""
        if item not in self._shared:
            return self.write_digits(item, out)
        name = f"{item}^"
        found = self.get(name)
        if found is None:
            kept = self.scratch.get(name, out.dtype)
            found = self[name] = self.write_digits(item, kept)
        return found


class FrameChunk(Chunk):
    """A chunk of visits that are encoded already."""

    def __init__(
        self,
        columns: Mapping[str, Codes],
        span: slice,
        scratch: Scratch,
        shared: Collection[str],
    ) -> None:
        super().__init__(scratch, shared)
        self._columns = columns
        self._span = span

    def codes(self, item: str) -> Codes:
        """Return the codes of an item."""
        return self._columns[item][self._span]

    def write_digits(self, item: str, out: Codes) -> Codes:
        """Write 0 where an item has a gap, else the rank of its answer from 1."""
        return digits_of(self[item], out, self.scratch)


def digits_of(codes: Codes, out: Codes, scratch: Scratch) -> Codes:
    """Write the digits of codes."""
    least = scratch.full(FIRST - 1, codes.dtype)
    np.maximum(codes, least, out=out)
    np.subtract(out, least, out)
    return out
