"""The columns of a machine while it is built: their sizes, and what indices stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, OK, PRORATED, Lane, Signature, State, Status
from irdp.plan.coding import LIMIT, Coding, combinations
from irdp.plan.indexing import Axis, Key, Recode
from irdp.plan.machine import Kernel, Table

if TYPE_CHECKING:
    from irdp.ops.item import ItemSpec

GROUP = 16_384
"""The most entries of one group's table: it stays in the nearest cache."""
_STATUS_BITS = 3
Function = Callable[[Mapping[str, Any]], Lane]
"""Columns and lanes in, a lane out."""


@dataclass(slots=True)
class Columns:
    """What is known of the columns so far.

    Parameters
    ----------
    items
        The items that are read.
    codings
        By instruction: what its indices stand for; None where it is a plain lane.
    owners
        By column of an optional scoring: its alias.
    statuses
        Whether a value that is prorated is told from one that is not.
    digits
        By name of an item whose gaps are one: the item.
    """

    items: Mapping[str, ItemSpec]
    owners: Mapping[str, str]
    statuses: bool
    codings: dict[str, Coding | None] = field(default_factory=dict)
    digits: dict[str, str] = field(default_factory=dict)

    def size(self, column: str) -> int | None:
        """Return how many indices a column has; None where it is no index."""
        if column in self.digits:
            return self.items[self.digits[column]].domain.size + 1
        if column in self.items:
            size = FIRST + self.items[column].domain.size
            return size if size <= LIMIT else None
        coding = self.codings[column]
        return None if coding is None else coding.size

    def entries(self, column: str, index: Any) -> Any:
        """Return what the indices of a column stand for: codes, or a lane."""
        if column in self.digits:
            codes = index + (FIRST - 1)
            codes[index == 0] = State.MISSING
            return codes
        if column in self.items:
            item = self.items[column]
            codes = index.astype(item.domain.dtype)
            if not item.may_skip:
                codes[codes == State.NOT_APPLICABLE] = State.MISSING
            return codes
        coding = self.codings[column]
        if coding is None:  # pragma: no cover - `size` excludes it
            raise TypeError(column)
        if column not in self.owners:
            # The kept entries are set when all is computed: they tell nothing apart.
            index = np.where(index < coding.rejected, index, 0)
        return Lane(coding.values[index], coding.status[index])

    def key(self, names: Sequence[str]) -> Key:
        """Return the key of columns that are indices."""
        return Key(tuple(self._axis(name) for name in dict.fromkeys(names)))

    def _axis(self, name: str) -> Axis:
        size = self.size(name) or 0
        if name in self.digits:
            item = self.digits[name]
            return Axis(name, size, item, digit=self.items[item].domain.dtype)
        return Axis(name, size, name)

    def digit(self, item: str) -> str:
        """Return the name of an item's codes with all its gaps as one."""
        name = f"{item}^"
        self.digits[name] = item
        return name

    def environment(self, reads: Mapping[str, str], grid: Mapping[str, Any]) -> Any:
        """Return what a kernel sees at every combination of indices."""
        return {
            own: self.entries(column, grid[column]) for own, column in reads.items()
        }

    def small(self, names: Sequence[str]) -> bool:
        """Return whether columns are indices with few enough combinations."""
        found = [self.size(n) for n in dict.fromkeys(names)]
        return (
            bool(found) and None not in found and prod(s or 0 for s in found) <= LIMIT
        )

    def fitting(self, names: Sequence[str]) -> int:
        """Return how many of some columns, from the first, one table reads; at least 2."""
        taken = len(names)
        while taken > 2 and not self.small(names[:taken]):  # noqa: PLR2004
            taken -= 1
        return taken

    def table(
        self, out: str, reads: Mapping[str, str], function: Function
    ) -> Table | None:
        """Return a function as a table, or None where it has too many combinations."""
        if not self.small(list(reads.values())):
            return None
        key = self.key(list(reads.values()))
        grid = combinations(key.sizes)
        lane = function(self.environment(reads, grid))
        if not self.statuses:
            lane = lane._replace(status=_plain(lane.status))
        coding, index = distinct(lane)
        return Table(out, key, index.astype(coding.dtype), coding)

    def kernel(
        self, out: str, reads: Mapping[str, str], function: Function, kind: Signature
    ) -> Kernel:
        """Return a function as it is, over columns that are looked up for it."""
        codings = {c: self.codings.get(c) for c in reads.values()}

        def run(columns: Mapping[str, Any]) -> Lane:
            env = {}
            for own, column in reads.items():
                coding, found = codings[column], columns[column]
                if coding is not None:
                    found = Lane(coding.values.take(found), coding.status.take(found))
                env[own] = found
            return function(env)

        return Kernel(out, tuple(dict.fromkeys(reads.values())), run, recode(kind))

    def groups(self, columns: list[tuple[str, ...]]) -> list[list[int]] | None:
        """Return terms in groups whose inputs have few combinations."""
        groups: list[list[int]] = []
        held: set[str] = set()
        for i, names in enumerate(columns):
            sizes = [self.size(c) for c in names]
            if not names or any(s is None for s in sizes):
                return None
            wider = held | set(names)
            if groups and prod(self.size(c) or 0 for c in wider) <= GROUP:
                groups[-1].append(i)
                held = wider
                continue
            if prod(self.size(c) or 0 for c in set(names)) > LIMIT:
                return None
            groups.append([i])
            held = set(names)
        return groups


def distinct(lane: Lane) -> tuple[Coding, Any]:
    """Return the distinct results of a lane as a coding, and the index of each."""
    keys = (lane.values << _STATUS_BITS) | lane.status
    found, back = np.unique(keys, return_inverse=True)
    status = (found & ((1 << _STATUS_BITS) - 1)).astype(np.uint8)
    return Coding.of(Lane(found >> _STATUS_BITS, status)), back


def _plain(status: Any) -> Any:
    """Return statuses where prorated is ok."""
    return np.where(status == PRORATED, OK, status)


def recode(signature: Signature) -> Recode | None:
    """Return how a number with a small range is indexed, or None if it has a large one."""
    size = signature.high - signature.low + 1
    if 2 * size + len(Status) > LIMIT:
        return None
    ks = np.arange(size, dtype=np.int64) + signature.low
    others = np.array([s for s in Status if not s.has_value], np.uint8)
    values = np.concatenate([ks, ks, np.zeros(len(others), np.int64)])
    known = np.repeat(np.array([OK, PRORATED], np.uint8), size)
    lane = Lane(values, np.concatenate([known, others]))
    return Recode(signature.low, size, Coding.of(lane))
