"""What of a cohort may be published: one partition of the score, fine where it can be.

Every number about a part of the score that a report shows is a sum over the groups
made here. Each group counts at least k events and k non-events, and groups nest in
the bands, so that no difference of two published numbers is about fewer persons.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.counts import ScoreCounts
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats


@dataclass(frozen=True, slots=True)
class Stretch:
    """One band, or neighbouring bands that had to be joined.

    Parameters
    ----------
    ids : tuple of str
        The bands in it, from low to high.
    start, stop : float
        First score, and first score above it.
    counts : ScoreCounts
        Its groups.
    """

    ids: tuple[str, ...]
    start: float
    stop: float
    counts: ScoreCounts


@dataclass(frozen=True, slots=True)
class Published:
    """The groups that may be shown, and the bands they nest in.

    Parameters
    ----------
    counts : ScoreCounts
        Groups of scores, each at the score of its median person.
    risk : ndarray of shape (n_groups,), float64
        Risk at those scores.
    stretches : tuple of Stretch
        From low to high.
    k : int
        The smallest count.
    """

    counts: ScoreCounts
    risk: Floats
    stretches: tuple[Stretch, ...]
    k: int


def publish(
    counts: ScoreCounts,
    risk_at_score: Floats,
    *,
    starts: tuple[tuple[str, float], ...] = (),
    k: int = 11,
) -> Published:
    """Return the finest groups that may be shown, nested in the bands.

    Parameters
    ----------
    counts : ScoreCounts
    risk_at_score : ndarray of shape (n_scores,)
    starts : tuple of (str, float)
        Identifier and first score of each band, from low to high.
    k : int
        Smallest number of events, and of non-events, of a group.

    Raises
    ------
    CallError
        ``IRDP-K081`` the whole cohort has fewer.

    Examples
    --------
    >>> rows = ScoreCounts.from_counts([1, 2, 3, 4], n=[50, 40, 30, 30],
    ...                                events=[2, 4, 12, 16])
    >>> bands = (("low", 0.0), ("middle", 3.0), ("high", 4.0))
    >>> shown = publish(rows, np.array([0.1, 0.2, 0.4, 0.6]), starts=bands, k=5)
    >>> shown.counts.n.tolist(), [stretch.ids for stretch in shown.stretches]
    ([90, 30, 30], [('low',), ('middle',), ('high',)])
    """
    whole = counts.merge_services()
    edges = [start for _, start in starts][1:]
    names = [(name,) for name, _ in starts] or [("",)]
    places = [-np.inf, *edges, np.inf]
    parts = [
        _part(whole, ids, (lo, hi))
        for ids, lo, hi in zip(names, places[:-1], places[1:], strict=True)
    ]
    parts = _join(parts, whole, k)
    stretches = tuple(
        Stretch(ids, lo, hi, part.suppress(k))
        for ids, (lo, hi), part in parts
        if part is not None
    )
    groups = stretches[0].counts
    for stretch in stretches[1:]:
        groups = groups + stretch.counts
    at = np.searchsorted(whole.score, groups.score)
    return Published(groups, risk_at_score[at], stretches, k)


_Part = tuple[tuple[str, ...], tuple[float, float], ScoreCounts | None]


def _part(
    counts: ScoreCounts, ids: tuple[str, ...], limits: tuple[float, float]
) -> _Part:
    """Return the counts between two scores, None where there are none."""
    inside = (counts.score >= limits[0]) & (counts.score < limits[1])
    if not inside.any():
        return ids, limits, None
    return (
        ids,
        limits,
        replace(
            counts,
            score=counts.score[inside].copy(),
            n=counts.n[inside].copy(),
            events=counts.events[inside].copy(),
            n_sq=None if counts.n_sq is None else counts.n_sq[inside].copy(),
            events_sq=None
            if counts.events_sq is None
            else counts.events_sq[inside].copy(),
            rows=None if counts.rows is None else counts.rows[inside].copy(),
            dropped=0,
        ),
    )


def _large(part: ScoreCounts | None, k: int) -> bool:
    """Say whether a part can be shown on its own."""
    if part is None:
        return False
    try:
        part.suppress(k)
    except CallError:
        return False
    return True


def _join(parts: list[_Part], whole: ScoreCounts, k: int) -> list[_Part]:
    """Join a part that is too small with its smaller neighbour, until none is."""
    while True:
        small = [i for i, part in enumerate(parts) if not _large(part[2], k)]
        if not small:
            return parts
        if len(parts) == 1:
            raise CallError(diagnose("IRDP-K081", k=k))
        i = small[0]
        sides = [j for j in (i - 1, i + 1) if 0 <= j < len(parts)]
        other = min(sides, key=lambda j: (_size(parts[j]), j))
        a, b = sorted((i, other))
        limits = (parts[a][1][0], parts[b][1][1])
        parts[a : b + 1] = [_part(whole, parts[a][0] + parts[b][0], limits)]


def _size(part: _Part) -> float:
    """Return how many persons a part has."""
    return 0.0 if part[2] is None else part[2].total
