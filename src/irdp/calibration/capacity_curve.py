"""What k places buy, and the net benefit that a capacity leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from irdp.calibration.capacity import Capacity, Ties, top_scores
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.estimate import CI
from irdp.calibration.exact import Exact, share
from irdp.calibration.result import Result
from irdp.calibration.risks import as_risks

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats


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


@dataclass(frozen=True, slots=True)
class RealisedNetBenefit(Result):
    """The net benefit of those who are served, at the clinical odds.

    Parameters
    ----------
    value : float
        TP/n − FP/n · t/(1 − t) of those served.
    unconstrained : float
        The same if everyone eligible were served.
    k : int
        Places.
    eligible, served, events : float
        Persons with risk >= t, those of them served, events among the served.
    binding : str
        ``"capacity"`` if more than k are eligible, else ``"clinical"``.
    threshold, effective_threshold : float
        t, and max(t, risk of the k-th person).
    """

    value: float
    unconstrained: float
    k: int
    eligible: float
    served: float
    events: float
    binding: Literal["capacity", "clinical"]
    threshold: float
    effective_threshold: float


def realised_net_benefit(
    data: object,
    risk: object = None,
    *,
    threshold: Exact,
    capacity: Capacity,
    ties: Ties = "random",
) -> RealisedNetBenefit:
    """Return the net benefit that the places leave at a clinical threshold.

    Parameters
    ----------
    data, risk
        Counts or rows, and their risks (`as_risks`); the highest risks are served.
    threshold : float or decimal text
        Clinical risk threshold t in (0, 1).
    capacity : Capacity
        Places; its own tie rule is not used here.
    ties : {"include", "exclude", "random"}
        Tie rule at the last place; ``"random"`` gives expected values.

    References
    ----------
    Singh, Shah & Vickers (2023), resource-constrained decision curves.

    Examples
    --------
    >>> y, p = [1, 1, 0, 0, 1, 0], [0.9, 0.8, 0.6, 0.3, 0.25, 0.1]
    >>> found = realised_net_benefit(y, p, threshold="0.2", capacity=Capacity(2))
    >>> found.binding, found.events, round(found.value, 6)
    ('capacity', 2.0, 0.333333)
    """
    t = float(share(threshold, name="threshold"))
    counts = as_risks(data, risk)
    odds = t / (1.0 - t)
    total = counts.total
    by_risk = ScoreCounts(counts.p.copy(), counts.n.copy(), counts.events.copy())
    top = top_scores(by_risk, capacity)
    clear = counts.p >= t
    eligible, caught = float(counts.n[clear].sum()), float(counts.events[clear].sum())
    if eligible > top.k:
        done = top.served(ties)
        served, events = done.flagged, done.events
    else:
        served, events = eligible, caught
    last = top.score if top.k else np.inf
    return RealisedNetBenefit(
        value=(events - (served - events) * odds) / total,
        unconstrained=(caught - (eligible - caught) * odds) / total,
        k=top.k,
        eligible=eligible,
        served=float(served),
        events=float(events),
        binding="capacity" if eligible > top.k else "clinical",
        threshold=t,
        effective_threshold=max(t, last) if eligible > top.k else t,
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
