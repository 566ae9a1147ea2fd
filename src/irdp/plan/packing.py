"""Packing an additive state into one integer, so that states add as integers do.

A component that never varies, or that always moves with another one, takes no room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from irdp.ops.aggregate import Sums


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the state in the packed integer.

    ``value = low + unit * (packed // stride % radix)`` where it has room of its own;
    else ``value = low + slope * (value of `of` less its low)``.
    """

    low: int
    radix: int = 1
    stride: int = 1
    unit: int = 1
    of: int = -1
    slope: int = 0


@dataclass(frozen=True, slots=True)
class Packing:
    """How the components of a state share one integer.

    Parameters
    ----------
    components
        One per component of `Sums`.
    size
        How many packed states there are.
    """

    components: tuple[Component, ...]
    size: int

    def table(self, state: Sums) -> Any:
        """Return the packed contribution of each combination of a group, int64."""
        packed = np.zeros(state.total.shape, np.int64)
        for part, values in zip(self.components, state, strict=True):
            if part.radix > 1:
                packed += (values - values.min()) // part.unit * part.stride
        return packed

    def unpack(self, packed: Any) -> Sums:
        """Return the state of packed integers."""
        out: list[Any] = []
        for part in self.components:
            if part.radix > 1:
                moved = packed // part.stride % part.radix
                out.append(part.low + part.unit * moved)
            elif part.of >= 0:
                base = self.components[part.of]
                moved = packed // base.stride % base.radix
                out.append(part.low + part.slope * base.unit * moved)
            else:
                out.append(np.full(np.shape(packed), part.low, np.int64))
        return Sums(*out)


def pack(groups: Sequence[Sums]) -> Packing:
    """Return the packing of states that are sums of one contribution per group.

    Examples
    --------
    >>> ones = [np.array([0, 1]) for _ in Sums._fields]
    >>> pack([Sums(*ones), Sums(*ones)]).size
    3
    """
    parts: list[Component] = []
    stride = 1
    for i, _ in enumerate(Sums._fields):
        lows = [int(g[i].min()) for g in groups]
        highs = [int(g[i].max()) for g in groups]
        low, high = sum(lows), sum(highs)
        if low == high:
            parts.append(Component(low))
            continue
        follower = _follows(groups, i, parts)
        if follower is not None:
            parts.append(follower)
            continue
        unit = int(np.gcd.reduce([np.gcd.reduce(g[i] - g[i].min()) for g in groups]))
        radix = (high - low) // unit + 1
        parts.append(Component(low, radix, stride, unit))
        stride *= radix
    return Packing(tuple(parts), stride)


def _follows(
    groups: Sequence[Sums], i: int, parts: Sequence[Component]
) -> Component | None:
    """Return component i as a multiple of an earlier one, if it always is."""
    for j, part in enumerate(parts):
        if part.radix == 1:
            continue
        slope = _slope(groups, i, j)
        if slope is None:
            continue
        low = sum(int((g[i] - slope * (g[j] - g[j].min())).flat[0]) for g in groups)
        return Component(low, of=j, slope=slope)
    return None


def _slope(groups: Sequence[Sums], i: int, j: int) -> int | None:
    found: int | None = None
    for g in groups:
        a, b = g[j] - g[j].min(), g[i]
        if a.max() == 0:
            if b.min() != b.max():
                return None
            continue
        at = int(a.argmax())
        rest = int(b[at]) - int(b[int(a.argmin())])
        slope, left = divmod(rest, int(a[at]))
        if left or (found is not None and slope != found):
            return None
        if not np.array_equal(b - slope * a, np.full(b.shape, b[int(a.argmin())])):
            return None
        found = slope
    return found


def without_gaps(state: Sums) -> Sums:
    """Return the state of a group for an aggregate that allows no gap.

    Only whether there is a gap matters then, not how many, nor what was answered.
    """
    gaps = state.expected - state.answered
    gap = gaps > 0
    one = gap.astype(np.int64)
    whole = state.total if gap.all() else state.total[~gap]
    return state._replace(
        total=np.where(gap, whole.min(), state.total),
        weight=state.expected_weight,
        answered=state.expected - one,
        item_gaps=np.minimum(state.item_gaps, 1),
        prorated=np.where(gap, 0, state.prorated),
    )


@dataclass(frozen=True, slots=True)
class Flags:
    """What of the state of an aggregate that allows no gap stands beside its total.

    Parameters
    ----------
    low
        The least total.
    reach
        How far the greatest total lies above it.
    rest
        How the other components share an integer.
    """

    low: int
    reach: int
    rest: Packing

    def table(self, state: Sums) -> Any:
        """Return the packed contribution of each combination of a group, int64."""
        return self.rest.table(_without_total(state))

    def unpack(self, flags: Any) -> Sums:
        """Return the states that go with flags, at the least total."""
        return self.rest.unpack(flags)._replace(
            total=np.full(np.shape(flags), self.low, np.int64)
        )


def pack_flags(groups: Sequence[Sums]) -> Flags:
    """Return the packing of all but the totals."""
    low = sum(int(g.total.min()) for g in groups)
    high = sum(int(g.total.max()) for g in groups)
    return Flags(low, high - low, pack([_without_total(g) for g in groups]))


def _without_total(state: Sums) -> Sums:
    return state._replace(total=np.zeros_like(state.total))
