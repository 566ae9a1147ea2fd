"""From many tables to few: a function of one column needs no column of its own.

What depends on a single column is another reading of its indices. What depends on
several through a chain of tables is one table over classes of their indices: two indices
are of one class where every table of the chain makes the same of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import Lane
from irdp.plan.coding import LIMIT, Coding, combinations
from irdp.plan.indexing import Axis, Key
from irdp.plan.machine import Instruction, Kernel, Table, View, coding_of
from irdp.plan.strict import StrictSum

if TYPE_CHECKING:
    from collections.abc import Collection

    from irdp.ops.lanes import Ints


class Reading(NamedTuple):
    """A column as a function of another one: the index of each of its indices."""

    root: Axis
    at: Ints

    @classmethod
    def of(cls, axis: Axis) -> Reading:
        """Return a column as a function of itself."""
        return cls(axis, np.arange(axis.size))


def fuse(
    instructions: Sequence[Instruction],
    results: Collection[str],
    owners: Mapping[str, str],
) -> tuple[tuple[Instruction, ...], dict[str, View]]:
    """Return fewer instructions with the same results, and where each result is read.

    Parameters
    ----------
    results
        The columns that are asked for.
    owners
        By column of an optional scoring: its alias. Where the scoring was not
        administered, its columns are marked so.
    """
    fuser = _Fuser(frozenset(results), owners)
    for step in instructions:
        fuser.add(step)
    made = tuple(fuser.made.values())
    return made, {name: fuser.view(name) for name in results}


@dataclass(slots=True)
class _Fuser:
    """Takes the instructions in order; makes those that are needed."""

    results: frozenset[str]
    owners: Mapping[str, str]
    made: dict[str, Instruction] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    codings: dict[str, Coding] = field(default_factory=dict)
    waiting: dict[str, Table] = field(default_factory=dict)

    def add(self, step: Instruction) -> None:
        """Take one instruction."""
        if isinstance(step, Table):
            self.codings[step.out] = step.coding
            self._add_table(step)
            return
        if isinstance(step, Kernel):
            for name in step.reads:
                self._need(name)
        else:
            step = replace(step, groups=tuple(self._group(*g) for g in step.groups))
        self.made[step.out] = step

    def view(self, name: str) -> View:
        """Return where a result is read."""
        reading = self.readings.get(name)
        if reading is None:
            return View(name, coding_of(self.made[name]))
        at, coding = reading.at.copy(), self.codings[name]
        at[-2] = coding.rejected
        return View(reading.root.name, coding.take(at))

    def _add_table(self, step: Table) -> None:
        root = self._sole_root(step.key)
        if root is not None and self._may_read(step.out, root):
            index = self._over(root, step.key, step.table).astype(np.int64)
            if step.out in self.owners:
                index[-1] = step.coding.absent
            self.readings[step.out] = Reading(root, index)
        elif step.out in self.results or step.out in self.owners:
            self._make(step)
        else:
            self.waiting[step.out] = step

    def _sole_root(self, key: Key) -> Axis | None:
        """Return the column that a key depends on alone; None where it is no such."""
        roots = {self._reading(axis).root for axis in key.axes}
        root = roots.pop()
        return None if roots or root.name in self.waiting else root

    def _over(self, root: Axis, key: Key, table: Any) -> Any:
        """Return what a table gives for every index of the root of its key."""
        return table[self._flat(key, {root.name: np.arange(root.size)})]

    def _reading(self, axis: Axis) -> Reading:
        found = self.readings.get(axis.name)
        return Reading.of(axis) if found is None else found

    def _may_read(self, name: str, root: Axis) -> bool:
        """Return whether a column may be another reading of a root.

        A result is marked where a visit is rejected or its scoring not administered: so
        must be what it is read from.
        """
        if name in self.owners:
            return self.owners.get(root.name) == self.owners[name]
        return name not in self.results or root.name in self.made

    def _flat(self, key: Key, rows: Mapping[str, Ints]) -> Ints:
        """Return the index into a table, from the indices of roots and of other tables."""
        flat: Any = 0
        for axis in key.axes:
            reading = self.readings.get(axis.name)
            if reading is None:
                at = rows[axis.name]
            else:
                at = reading.at[rows[reading.root.name]]
            flat = flat * axis.size + at
        return np.asarray(flat)

    def _group(self, key: Key, table: Any) -> tuple[Key, Any]:
        """Return a group of a sum that reads roots, where it depends on one alone."""
        root = self._sole_root(key)
        if root is not None:
            return Key((root,)), self._over(root, key, table)
        for axis in key.axes:
            self._need(axis.name)
        return key, table

    def _need(self, name: str) -> None:
        """Make a column that is still a reading, or waits."""
        if name in self.waiting:
            self._make(self.waiting.pop(name))
        elif name in self.readings and name not in self.made:
            root, at = self.readings[name]
            coding = self.codings[name]
            table = at.astype(coding.dtype)
            self.made[name] = Table(name, Key((root,)), table, coding)

    def _make(self, step: Table) -> None:
        """Make a table: fused with those that it reads, where that makes fewer."""
        chain = [*self._chain(step), step]
        if self._carried(step, chain):
            return
        columns = {axis.name for t in chain for axis in t.key.axes}
        unmade = (columns & self.readings.keys()) - self.made.keys()
        separate = len(chain) + len(unmade)
        fused = self._fused(step, chain) if separate > 1 else None
        if fused is not None and len(fused) < separate:
            self.made |= {t.out: t for t in fused}
            return
        for axis in step.key.axes:
            self._need(axis.name)
        self.made[step.out] = step

    def _chain(self, step: Table) -> list[Table]:
        """Return the waiting tables that a table depends on, in order."""
        found: set[str] = set()
        new = {axis.name for axis in step.key.axes}
        while new := (new & self.waiting.keys()) - found:
            found |= new
            new = {a.name for name in new for a in self.waiting[name].key.axes}
        return [table for name, table in self.waiting.items() if name in found]

    def _carried(self, step: Table, chain: Sequence[Table]) -> bool:
        """Read a table from a sum alone, where the sum can tell what else it needs."""
        if not self._sums_up(chain):
            return False
        labels = self._labels(chain)
        for root, other in permutations(labels):
            total = self.made.get(root.name)
            if not isinstance(total, StrictSum) or root.name in self.owners:
                continue
            wider = total.carrying(other.name, labels[other])
            if wider is not None:
                break
        else:
            return False
        size = root.size - 2
        n = (wider.coding.size - 2) // size
        old = np.append(np.tile(np.arange(size), n), [size, size + 1])
        self.made[root.name] = wider
        wide = root._replace(size=wider.coding.size)
        self._widen(root, wide, old)
        first = np.unique(labels[other], return_index=True)[1]
        rows = {root.name: np.arange(wide.size)}
        rows[other.name] = np.append(np.repeat(first, size), [first[0], first[0]])
        for table in chain:
            rows[table.out] = table.table[self._flat(table.key, rows)].astype(np.int64)
        self.readings[step.out] = Reading(wide, rows[step.out])
        return True

    def _sums_up(self, chain: Sequence[Table]) -> bool:
        """Return whether a chain depends on a sum and on one more column."""
        inner = {table.out for table in chain}
        axes = {axis for table in chain for axis in table.key.axes}
        roots = {self._reading(a).root.name for a in axes if a.name not in inner}
        return len(roots) == 2 and any(  # noqa: PLR2004
            isinstance(self.made.get(name), StrictSum) for name in roots
        )

    def _widen(self, root: Axis, wide: Axis, old: Ints) -> None:
        """Read a column by more indices: `old` says what each of them was."""
        for name, reading in self.readings.items():
            if reading.root == root:
                self.readings[name] = Reading(wide, reading.at[old])
        for name, step in self.made.items():
            if isinstance(step, Table):
                key, table = _widened(step.key, step.table, root, wide, old)
                self.made[name] = replace(step, key=key, table=table)
            elif not isinstance(step, Kernel):  # which reads no index of a sum
                groups = tuple(_widened(*g, root, wide, old) for g in step.groups)
                self.made[name] = replace(step, groups=groups)

    def _fused(self, step: Table, chain: Sequence[Table]) -> list[Table] | None:
        """Return a chain as one table over its roots, or over classes of them."""
        labels = self._labels(chain)
        classes = {root: int(label.max()) + 1 for root, label in labels.items()}
        direct: set[Axis] = set()
        for root in sorted(labels, key=lambda axis: axis.size):
            others = [k for r, k in classes.items() if r not in direct and r != root]
            if prod(r.size for r in {*direct, root}) * prod(others) <= LIMIT:
                direct.add(root)
        sizes = {r.name: r.size if r in direct else classes[r] for r in labels}
        if prod(sizes.values()) > LIMIT:
            return None
        digests, axes = [], []
        rows: dict[str, Ints] = {}
        grid = combinations(sizes)
        for root, label in labels.items():
            rows[root.name] = grid[root.name]
            if root in direct:
                axes.append(root)
                continue
            name = f"{root.name}|{step.out}"
            digests.append(_digest(name, root, label))
            axes.append(Axis(name, classes[root], name))
            first = np.unique(label, return_index=True)[1]
            rows[root.name] = first[grid[root.name]]
        for table in chain:
            rows[table.out] = table.table[self._flat(table.key, rows)].astype(np.int64)
        found = rows[step.out].astype(step.coding.dtype)
        return [*digests, replace(step, key=Key(tuple(axes)), table=found)]

    def _labels(self, chain: Sequence[Table]) -> dict[Axis, Ints]:
        """Return, by root of a chain, the class of each of its indices."""
        inner = {table.out for table in chain}
        found: dict[Axis, list[Ints]] = {}
        for table in chain:
            for i, axis in enumerate(table.key.axes):
                if axis.name not in inner:
                    root, at = self._reading(axis)
                    found.setdefault(root, []).append(_classes(table, i)[at])
        return {root: _joint(labels) for root, labels in found.items()}


def _widened(
    key: Key, table: Any, root: Axis, wide: Axis, old: Ints
) -> tuple[Key, Any]:
    """Return a table that reads a column by more indices, if it reads it."""
    if root not in key.axes:
        return key, table
    axes = tuple(wide if axis == root else axis for axis in key.axes)
    whole = table.reshape([axis.size for axis in key.axes])
    return Key(axes), whole.take(old, axis=key.axes.index(root)).reshape(-1)


def _classes(table: Table, i: int) -> Ints:
    """Return which indices of an input a table tells apart, numbered."""
    sizes = tuple(axis.size for axis in table.key.axes)
    rows = np.moveaxis(table.table.reshape(sizes), i, 0).reshape(sizes[i], -1)
    return _numbered(rows)


def _joint(labels: Sequence[Ints]) -> Ints:
    """Return the classes of what any of several labels tells apart."""
    return _numbered(np.stack(labels, axis=1))


def _numbered(rows: Any) -> Ints:
    """Return the number of each row, equal rows having one."""
    whole = np.ascontiguousarray(rows)
    known: dict[bytes, int] = {}
    keys = whole.view(f"V{whole.itemsize * whole.shape[1]}").reshape(-1).tolist()
    return np.array([known.setdefault(key, len(known)) for key in keys])


def _digest(name: str, root: Axis, label: Ints) -> Table:
    """Return the table that gives the class of each index of a root."""
    n = int(label.max()) + 1
    coding = Coding.of(Lane(np.arange(n), np.zeros(n, np.uint8)))
    return Table(name, Key((root,)), label.astype(coding.dtype), coding)
