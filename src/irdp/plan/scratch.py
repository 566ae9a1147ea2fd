"""The buffers of a chunk of visits."""

from __future__ import annotations

from typing import Any

import numpy as np


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
        self._placed = ""

    def get(self, name: str, dtype: Any) -> Any:
        """Return the buffer of this name and type."""
        found = self._buffers.get((name, dtype))
        if found is None:
            found = self._buffers[name, dtype] = np.empty(self.length, dtype)
        return found

    def full(self, value: int, dtype: Any) -> Any:
        """Return a column of one value.

        numpy takes the greater of two columns ten times as fast as the greater of a
        column and a number.
        """
        found = self._buffers.get((f":{value}", dtype))
        if found is None:
            found = self._buffers[f":{value}", dtype] = np.full(
                self.length, value, dtype
            )
        return found

    def begin(self) -> None:
        """Forget what the buffers hold: a chunk begins."""
        self._placed = ""

    def places(self, column: Any, name: str = "") -> Any:
        """Return indices as numpy takes by them, of type intp.

        The column that was asked for last is kept: its readers follow each other.
        """
        out = self.get(":places", np.intp)
        if not name or name != self._placed:
            np.copyto(out, column)
            self._placed = name
        return out
