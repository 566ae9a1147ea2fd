"""What a capacity leaves of the net benefit, and what it means for each group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from irdp.calibration.capacity import (
    Capacity,
    Ties,
    threshold_for_capacity,
    top_scores,
)
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.exact import Exact, share
from irdp.calibration.result import Result
from irdp.calibration.risks import as_risks
from irdp.calibration.thresholds import ThresholdRow, threshold_table

if TYPE_CHECKING:
    from collections.abc import Mapping


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


def capacity_by_group(
    groups: Mapping[str, ScoreCounts], capacity: Capacity
) -> dict[str, ThresholdRow]:
    """Return what one common capacity means for each group of persons.

    Parameters
    ----------
    groups : mapping of str to ScoreCounts
        Counts of each group, such as `ScoreCounts.services`.
    capacity : Capacity
        Places for all groups together.

    Returns
    -------
    dict of str to ThresholdRow
        Flagged share, sensitivity and the rest of each group at the threshold that
        binds for all.

    Examples
    --------
    >>> a = ScoreCounts.from_counts([1, 2, 3], n=[5, 3, 2], events=[0, 1, 2])
    >>> b = ScoreCounts.from_counts([1, 2, 3], n=[9, 1, 0], events=[1, 1, 0])
    >>> found = capacity_by_group({"a": a, "b": b}, Capacity(6))
    >>> found["a"].sensitivity.value, found["b"].sensitivity.value
    (1.0, 0.5)
    """
    pooled = ScoreCounts.from_services(groups)
    cut = threshold_for_capacity(pooled, capacity)
    return {
        name: threshold_table(counts, thresholds=[cut]).rows[0]
        for name, counts in groups.items()
    }
