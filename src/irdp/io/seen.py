"""Visit ids met so far in a file, so that a visit that stands twice is noticed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 2_000_000
"""How many ids are remembered: 24 MB; later ones are not compared."""
LARGE = 262_144
"""From how many ids on a part is left as it is."""

_PRIME = np.uint64(0x9E3779B97F4A7C15)


class SeenKeys:
    """Remembers the ids of visits as 64-bit numbers, and the line of each.

    An id of at most 8 ASCII characters is its number, others are hashed: two of them
    are taken for one with a chance below one in four million for `MOST` ids.

    Examples
    --------
    >>> seen = SeenKeys()
    >>> seen.repeated(["a", "b", "a", ""], np.array([2, 3, 4, 5]))
    {2: 2}
    >>> seen.repeated(["c", "b"], np.array([6, 7]))
    {1: 3}
    """

    def __init__(self) -> None:
        self._parts: list[tuple[NDArray[np.uint64], NDArray[np.uint32]]] = []
        self.full = False
        self._n = 0

    def repeated(self, keys: Sequence[str], lines: NDArray[np.int64]) -> dict[int, int]:
        """Return, by row, the line on which its id stood before; then remember all."""
        if self.full or not keys:
            return {}
        data = [*map(str.encode, map(str.strip, keys))]
        number = _fingerprints(data)
        rows = np.flatnonzero(np.fromiter(map(bool, data), np.bool_, len(data)))
        order = rows[np.argsort(number[rows], kind="stable")]
        sorted_ = number[order]
        new = np.ones(len(order), np.bool_)
        new[1:] = sorted_[1:] != sorted_[:-1]
        first = order[np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))]
        found = {
            int(row): int(lines[before])
            for row, before in zip(order[~new], first[~new], strict=True)
        }
        for known, at in self._parts:
            place = np.minimum(np.searchsorted(known, sorted_), len(known) - 1)
            for k in np.flatnonzero(known[place] == sorted_).tolist():
                found[int(order[k])] = int(at[place[k]])
        self._remember(sorted_[new], lines[order[new]])
        return found

    def _remember(self, number: NDArray[np.uint64], lines: NDArray[np.int64]) -> None:
        if len(number):
            self._parts.append((number, lines.astype(np.uint32)))
        self._n += len(number)
        self.full = self._n >= MOST
        if self.full:
            self._parts = []
        # Parts that double in size keep both the searches and the merges few; a large
        # part is merged no more, as that would need several times its memory.
        while len(self._parts) > 1:
            (a, at_a), (b, at_b) = self._parts[-2:]
            if len(a) >= min(2 * len(b), LARGE):
                break
            both, at = np.concatenate([a, b]), np.concatenate([at_a, at_b])
            order = np.argsort(both, kind="stable")
            self._parts[-2:] = [(both[order], at[order])]


def _fingerprints(data: list[bytes]) -> NDArray[np.uint64]:
    """Return a 64-bit number for each text, the same in every process."""
    width = max(8, -(-max(map(len, data)) // 8) * 8)
    words: NDArray[Any] = np.array(data, dtype=f"S{width}").view(np.uint64)
    words = words.reshape(len(data), -1)
    out: NDArray[np.uint64] = words[:, 0].copy()
    for k in range(1, words.shape[1]):
        more = words[:, k]
        mixed = (out ^ (out >> np.uint64(29))) * _PRIME + more
        mixed ^= mixed >> np.uint64(32)
        out = np.where(more != 0, mixed * _PRIME, out)
    return out
