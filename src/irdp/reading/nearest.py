"""The smallest change of one answer that brings a score into another band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, ItemType, State, Status
from irdp.reading.domains import MOST, allowed, codes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.ops.item import ItemSpec
    from irdp.reading.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Change:
    """Another answer to one item, and the band that it leads to.

    Parameters
    ----------
    item
        The item.
    code
        The other answer, as its code.
    steps
        How far it lies from the present one along the written options or the numbers;
        for several options at once, how many of them change.
    band
        The band that the score would be in.
    """

    item: str
    code: int
    steps: int
    band: str


def nearest_change(
    around: Surroundings, codes: Mapping[str, int], banding: str
) -> Change | None:
    """Return the smallest change of one answer that changes a band.

    Fewest steps; among equals the item written first, then the lower code. None where
    the visit has no band, or where no single change leads to another one. A missing
    answer is no answer to change, and a date has no steps. Of an item with more than a
    million answers the nearest million on each side are tried, of one with more than
    twenty options to choose several of, one option more or less.

    Parameters
    ----------
    codes
        Item id to its code; what is not shown is not_applicable already.
    banding
        The band score, by its name in results.
    """
    base = {
        name: np.array([code], around.items[name].domain.dtype)
        for name, code in codes.items()
    }
    part, node = around.places[banding]
    away = {p.alias for p in around.program.parts if not around.administered(p, codes)}
    now = around.lanes([banding], base, away)[banding]
    if part.alias in away or now.status[0] > Status.PRORATED:
        return None
    wanted = around.needed(node.items)
    base |= _unasked(around, base)
    rows = [
        _others(around.items[name], i, codes[name])
        for i, name in enumerate(around.items)
        if name in wanted and codes[name] >= FIRST
    ]
    table = np.concatenate(rows) if rows else np.zeros((0, 3), np.int64)
    table = table[np.lexsort((table[:, 2], table[:, 1], table[:, 0]))]
    start, size = 0, 64
    while start < len(table):
        found = _first(around, base, table[start : start + size], banding, now)
        if found is not None:
            return found
        start, size = start + size, min(size * 4, MOST // 4)
    return None


def _unasked(around: Surroundings, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the items that are not shown as missing: another answer may show them."""
    out = {}
    for gate in around.program.gates:
        values, status = gate.shown(base)
        hidden = status[0] == Status.NOT_APPLICABLE
        if hidden or (status[0] <= Status.PRORATED and values[0] == 0):
            out[gate.item] = np.full_like(base[gate.item], State.MISSING)
    return out


def _others(spec: ItemSpec, rank: int, now: int) -> Any:
    """Return the other answers to an item: steps, the item's rank and code, int64."""
    if spec.domain.kind is ItemType.DATE:
        return np.zeros((0, 3), np.int64)
    if spec.domain.kind is ItemType.MULTIPLE:
        if spec.domain.size > MOST:
            bits = np.int64(1) << np.arange(len(spec.domain.options))
            codes = ((now - FIRST) ^ bits) + FIRST
            codes = codes[allowed(spec, codes - FIRST)]
        else:
            codes = codes_of(spec)
        changed = (codes - FIRST) ^ (now - FIRST)
        steps = np.bitwise_count(changed).astype(np.int64)
    else:
        first = max(FIRST, now - MOST)
        codes = np.arange(first, min(FIRST + spec.domain.size, now + MOST + 1))
        steps = abs(codes - now)
    table = np.stack([steps, np.full(len(codes), rank), codes], axis=1)
    return table[steps > 0]


def _first(
    around: Surroundings, base: Mapping[str, Any], table: Any, banding: str, now: Any
) -> Change | None:
    """Return the first row of a table of changes that leads to another band."""
    names = list(around.items)
    codes = {n: np.repeat(c, len(table)) for n, c in base.items()}
    for rank in np.unique(table[:, 1]).tolist():
        mine = table[:, 1] == rank
        codes[names[rank]][mine] = table[mine, 2]
    settled, kept = around.settle(codes)
    present = {n: int(c[0]) for n, c in base.items()}
    away = {
        p.alias for p in around.program.parts if not around.administered(p, present)
    }
    lane = around.lanes([banding], settled, away)[banding]
    hits = np.flatnonzero(
        kept & (lane.status <= Status.PRORATED) & (lane.values != now.values[0])
    )
    if not len(hits):
        return None
    steps, rank, code = table[hits[0]].tolist()
    labels = around.places[banding][1].signature.labels
    return Change(names[rank], code, steps, labels[int(lane.values[hits[0]])])
