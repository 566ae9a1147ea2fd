"""Merge neighbouring scores until no cell of `ScoreCounts` is small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.aggregate import Sums
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.options import no_such
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Numbers

POOLED = "autres"


def suppressed(counts: ScoreCounts, k: int) -> ScoreCounts:
    """Return `counts` with at least `k` events and `k` non-events in every cell.

    Scores are taken in increasing order and a group is closed as soon as both
    counts reach `k`; what is left at the top joins the last group. A group stands
    at the score of its median person: at least `k` persons lie on either side.

    Raises
    ------
    CallError
        Where all persons together do not reach `k`.

    Examples
    --------
    >>> rows = ScoreCounts.from_counts([1, 2, 3, 4], n=[4, 4, 3, 9], events=[1, 2, 1, 7])
    >>> suppressed(rows, 2).to_dict()["score"]
    [1.0, 4.0]
    """
    if k < 1:
        raise no_such("k", k, ["k ≥ 1"])
    if not counts.blocks:
        return _merged(counts, k)
    large, small = {}, []
    for name, block in counts.blocks:
        if _reaches(block, k):
            large[name] = block
        else:
            small.append(block)
    if small:
        pool = _sum(small)
        while not _reaches(pool, k):
            if not large:
                raise CallError(diagnose("IRDP-K014", k=k))
            # The pool must hide who was pooled: it takes the next smallest service.
            name = min(large, key=lambda s: (large[s].total, s))
            pool = pool + large.pop(name)
        large[POOLED] = pool + large[POOLED] if POOLED in large else pool
    made = ScoreCounts.from_services({s: _merged(b, k) for s, b in large.items()})
    return replace(made, dropped=counts.dropped)


def _sum(parts: list[ScoreCounts]) -> ScoreCounts:
    made = parts[0]
    for part in parts[1:]:
        made = made + part
    return made


def _heads(counts: ScoreCounts) -> tuple[Numbers, Numbers]:
    """Return numbers of events and of non-events by score, as persons."""
    if counts.rows is None or counts.n_sq is None or counts.events_sq is None:
        return counts.events, counts.nonevents
    # Kish's count: weights do not make a cell of three persons large.
    ones = counts.events**2 / np.where(counts.events_sq > 0, counts.events_sq, 1)
    sq = counts.n_sq - counts.events_sq
    zeros = counts.nonevents**2 / np.where(sq > 0, sq, 1)
    return np.floor(ones + 1e-9), np.floor(zeros + 1e-9)


def _reaches(counts: ScoreCounts, k: int) -> bool:
    ones, zeros = _heads(counts)
    return bool(ones.sum() >= k and zeros.sum() >= k)


def _merged(counts: ScoreCounts, k: int) -> ScoreCounts:
    ones, zeros = _heads(counts)
    starts, seen_ones, seen_zeros = [0], 0, 0
    for j in range(len(counts)):
        if seen_ones >= k and seen_zeros >= k:
            starts.append(j)
            seen_ones = seen_zeros = 0
        seen_ones += int(ones[j])
        seen_zeros += int(zeros[j])
    if seen_ones < k or seen_zeros < k:
        if len(starts) == 1:
            raise CallError(diagnose("IRDP-K014", k=k))
        starts.pop()
    ends = [*starts[1:], len(counts)]
    middles = [
        _median(counts.score[a:b], counts.n[a:b])
        for a, b in zip(starts, ends, strict=True)
    ]

    def total(column: Numbers | None) -> Numbers | None:
        return None if column is None else np.add.reduceat(column, starts)

    columns = [total(c) for c in counts.sums[1:]]
    sums = Sums(np.asarray(middles, dtype=np.float64), *columns)  # type: ignore[arg-type]
    return replace(counts, **sums._asdict(), k=k)


def _median(score: Numbers, n: Numbers) -> float:
    reached = np.cumsum(n) * 2 >= n.sum()
    return float(score[int(np.argmax(reached))])
