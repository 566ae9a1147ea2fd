"""Lanes as indices: a small unsigned integer per visit, and what it stands for.

An `IndexLane` reads like a `Lane`: `values` and `status` are looked up when asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import INVALID_INPUT, NOT_APPLICABLE, Lane
from irdp.plan.once import Once

if TYPE_CHECKING:
    from irdp.ops.lanes import Codes, Ints, Statuses

LIMIT = 65_536
"""The most combinations that a table holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """What each index of a lane stands for.

    The last two entries are kept for a visit that was rejected and for a scoring that
    was not administered. `made` keeps what is made of the entries.
    """

    values: Ints
    status: Statuses
    made: Once = field(default_factory=Once, init=False, repr=False)

    @classmethod
    def of(cls, lane: Lane) -> Coding:
        """Return the coding whose entries are those of a lane, and the two kept ones."""
        kept = np.array([INVALID_INPUT, NOT_APPLICABLE], np.uint8)
        return cls(
            np.concatenate([lane.values, np.zeros(2, np.int64)]),
            np.concatenate([lane.status, kept]),
        )

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.status)

    @property
    def rejected(self) -> int:
        """The index of a rejected visit."""
        return self.size - 2

    @property
    def absent(self) -> int:
        """The index of a scoring that was not administered."""
        return self.size - 1

    @property
    def dtype(self) -> np.dtype[Any]:
        """The narrowest type that holds every index."""
        return np.min_scalar_type(self.size - 1)

    @property
    def lane(self) -> Lane:
        """The entries as a lane."""
        return Lane(self.values, self.status)

    def take(self, at: Ints) -> Coding:
        """Return the coding whose entry i is entry ``at[i]``."""
        return Coding(self.values[at], self.status[at])


class IndexLane:
    """The lane of a node over visits, kept as indices into its coding."""

    __slots__ = ("coding", "index")

    def __init__(self, index: Codes, coding: Coding) -> None:
        self.index = index
        self.coding = coding

    @property
    def values(self) -> Ints:
        """The integers, int64, shape (n_visits,)."""
        return self.coding.values.take(self.index)

    @property
    def status(self) -> Statuses:
        """The statuses, uint8, shape (n_visits,)."""
        return self.coding.status.take(self.index)

    def take(self, rows: Any) -> IndexLane:
        """Return the lane of some visits."""
        return IndexLane(self.index[rows], self.coding)


AnyLane = Lane | IndexLane


def take(lane: AnyLane, rows: Any) -> AnyLane:
    """Return a lane of either kind for some visits."""
    if isinstance(lane, IndexLane):
        return lane.take(rows)
    return Lane(lane.values[rows], lane.status[rows])


def one(lane: AnyLane, row: int) -> tuple[int, int]:
    """Return the integer and the status of one visit."""
    if isinstance(lane, IndexLane):
        at = int(lane.index[row])
        return int(lane.coding.values[at]), int(lane.coding.status[at])
    return int(lane.values[row]), int(lane.status[row])


def combinations(sizes: Mapping[str, int]) -> dict[str, Ints]:
    """Return every combination of indices, the first name varying slowest.

    Examples
    --------
    >>> {k: v.tolist() for k, v in combinations({"a": 2, "b": 3}).items()}
    {'a': [0, 0, 0, 1, 1, 1], 'b': [0, 1, 2, 0, 1, 2]}
    """
    grids = np.indices(tuple(sizes.values())).reshape(len(sizes), -1)
    return dict(zip(sizes, grids, strict=True))
