"""From lanes to what a user reads: floats, truths, ids, bands, completeness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.band import Band
from irdp.ops.lanes import FIRST, Kind, Lane, Signature, State, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from irdp.ops.lanes import Codes
    from irdp.plan.program import Node, Program

STATUS_LABELS = np.array([s.label for s in Status], dtype=object)


def values(lane: Lane, signature: Signature) -> Any:
    """Return the values of a lane: float64 with NaN, or objects with None.

    A number is the float nearest to its fraction: both integers are below 2^53, so
    that one division rounds once.
    """
    known = lane.status <= Status.PRORATED
    if signature.kind is Kind.NUMBER:
        return np.where(known, lane.values / signature.scale, np.nan)
    words: Sequence[Any] = signature.labels
    if signature.kind is Kind.TRUTH:
        words = (False, True)
    table = np.empty(len(words) + 1, dtype=object)
    table[: len(words)] = words
    return table.take(np.where(known, lane.values, len(words)))


def band_nodes(program: Program) -> dict[str, str]:
    """Return, by the name of a number, the name of the band score that bands it.

    The one that says `main`, else the only one; a band score bands itself.
    """
    found: dict[str, list[tuple[bool, str]]] = {}
    out: dict[str, str] = {}
    for part in program.parts:
        for node in part.nodes:
            if isinstance(node.score, Band):
                name = part.name(node.id)
                out[name] = name
                target = node.score.of.target
                if target in {n.id for n in part.nodes}:
                    target = part.name(target)
                found.setdefault(target, []).append((node.score.main, name))
    for target, bands in found.items():
        mains = [name for main, name in bands if main]
        if mains or len(bands) == 1:
            out[target] = mains[0] if mains else bands[0][1]
    return out


def completeness(node: Node, codes: Mapping[str, Codes]) -> Any:
    """Return answered ÷ expected over the items that a score reads.

    float64 in [0, 1]; NaN where nothing is expected.
    """
    first = next(iter(codes.values()))
    answered = np.zeros(first.shape, np.int64)
    expected = np.zeros(first.shape, np.int64)
    for name in node.items:
        answered += codes[name] >= FIRST
        expected += codes[name] != State.NOT_APPLICABLE
    share = answered / np.maximum(expected, 1)
    return np.where(expected > 0, share, np.nan)


def bits(mask: int, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names whose bits are set.

    Examples
    --------
    >>> bits(0b101, ("a", "b", "c"))
    ('a', 'c')
    """
    return tuple(name for i, name in enumerate(names) if mask >> i & 1)


def masks(column: Any, names: Sequence[str]) -> Any:
    """Return each mask of a column as the tuple of its names, dtype object."""
    known = {int(m): bits(int(m), names) for m in np.unique(column)}
    out = np.empty(len(column), dtype=object)
    for i, mask in enumerate(column.tolist()):
        out[i] = known[mask]
    return out
