"""What k places buy: sensitivity, PPV and net benefit for every number of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration.estimate import CI
from irdp.calibration.exact import Exact, share
from irdp.calibration.result import Result, frame

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.counts import ScoreCounts


@dataclass(frozen=True, slots=True, eq=False)
class CapacityCurve(Result):
    """What k places buy, for every k; ties are expected values in between.

    Parameters
    ----------
    k : ndarray of shape (n_scores + 1,), float64
        Persons with the highest scores, group by group, from 0 to n.
    score : ndarray of shape (n_scores + 1,), float64
        Score of the last group; NaN at k = 0.
    flagged_share, sensitivity, ppv : ndarray of shape (n_scores + 1,), float64
        Shares in [0, 1]; NaN where the denominator is 0.
    net_benefit : ndarray of shape (n_scores + 1,), float64
        At the clinical odds; NaN without a clinical threshold.
    marginal_ppv, marginal_lo, marginal_hi : ndarray of shape (n_scores + 1,), float64
        Share of events in the last group with its Wilson interval: what one more
        place buys.
    threshold : float
        Clinical risk threshold of the net benefit; NaN where none was given.
    n, events : float
        Persons and events in all.
    """

    k: Floats
    score: Floats
    flagged_share: Floats
    sensitivity: Floats
    ppv: Floats
    net_benefit: Floats
    marginal_ppv: Floats
    marginal_lo: Floats
    marginal_hi: Floats
    threshold: float
    n: float
    events: float

    def to_frame(self, backend: str = "pandas") -> Any:
        """Return one row per number of places as a frame of `backend`."""
        names = (
            "k",
            "score",
            "flagged_share",
            "sensitivity",
            "ppv",
            "net_benefit",
            "marginal_ppv",
            "marginal_lo",
            "marginal_hi",
        )
        return frame({name: getattr(self, name) for name in names}, backend)

    def at(self, k: float) -> dict[str, float]:
        """Return the curve at `k` places, ties as expected values."""
        caught = np.interp(k, self.k, self.k * np.nan_to_num(self.ppv))
        group = int(np.clip(np.searchsorted(self.k, k), 1, self.k.size - 1))
        false = k - caught
        odds = self.threshold / (1.0 - self.threshold)
        return {
            "k": float(k),
            "flagged_share": float(k / self.n),
            "sensitivity": float(caught / self.events) if self.events else np.nan,
            "ppv": float(caught / k) if k else np.nan,
            "net_benefit": float((caught - false * odds) / self.n),
            "marginal_ppv": float(self.marginal_ppv[group]),
            "marginal_lo": float(self.marginal_lo[group]),
            "marginal_hi": float(self.marginal_hi[group]),
        }


def capacity_curve(
    counts: ScoreCounts, *, threshold: Exact | None = None, level: float = 0.95
) -> CapacityCurve:
    """Return sensitivity, PPV and net benefit for every number of places.

    Parameters
    ----------
    counts : ScoreCounts
        Scores, higher is worse.
    threshold : float or decimal text, optional
        Clinical risk threshold t whose odds weigh a false positive.
    level : float
        Level of the Wilson interval of the marginal PPV.

    Notes
    -----
    The marginal PPV of the k-th place is e_j/n_j of the score group it falls in.

    Examples
    --------
    >>> from irdp.calibration.counts import ScoreCounts
    >>> rows = ScoreCounts.from_counts([1, 2, 3], n=[5, 3, 2], events=[0, 1, 2])
    >>> capacity_curve(rows).sensitivity.round(3)
    array([0.   , 0.667, 1.   , 1.   ])
    """
    odds = np.nan
    if threshold is not None:
        t = float(share(threshold, name="threshold"))
        odds = t / (1.0 - t)
    n, events = (c[::-1].astype(np.float64) for c in (counts.n, counts.events))
    k, caught = (np.concatenate([[0.0], np.cumsum(c)]) for c in (n, events))
    lo, hi = wilson_limits(events, n, level)
    return CapacityCurve(
        k=k,
        score=np.concatenate([[np.nan], counts.score[::-1]]),
        flagged_share=k / k[-1],
        sensitivity=_ratio(caught, np.full_like(caught, caught[-1])),
        ppv=_ratio(caught, k),
        net_benefit=(caught - (k - caught) * odds) / k[-1],
        marginal_ppv=np.concatenate([[np.nan], events / n]),
        marginal_lo=np.concatenate([[np.nan], lo]),
        marginal_hi=np.concatenate([[np.nan], hi]),
        threshold=odds / (1.0 + odds),
        n=counts.total,
        events=counts.total_events,
    )


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Return part/whole, NaN where the whole is 0."""
    out = np.full(part.shape, np.nan)
    np.divide(part, whole, out=out, where=whole > 0)
    return out


def wilson_limits(events: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the Wilson limits of many shares at once, without correction."""
    z2 = CI(level=level).z ** 2
    half = np.sqrt(z2 * (events * (n - events) / n + z2 / 4))
    lo, hi = ((events + z2 / 2 + sign * half) / (n + z2) for sign in (-1.0, 1.0))
    return np.where(events <= 0, 0.0, lo), np.where(events >= n, 1.0, hi)
