"""How optimistic a cut-off is that was searched for in the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.cutoffs import Rule, cut_off, is_tuned
from irdp.calibration.estimate import CI
from irdp.calibration.resampling import draws
from irdp.calibration.result import Result
from irdp.calibration.risks import as_ranks
from irdp.errors import CallError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irdp.calibration.aggregate import Floats


@dataclass(frozen=True, slots=True)
class CutOffOptimism(Result):
    """Sensitivity and specificity of a tuned cut-off, corrected (Harrell).

    Parameters
    ----------
    cut : float
        The cut-off found in all data.
    sensitivity, specificity : float
        As seen in the data that chose the cut-off.
    sensitivity_corrected, specificity_corrected : float
        Minus the mean optimism over the replicates.
    cut_lo, cut_hi : float
        Middle 95 % of the cut-offs found in the replicates.
    n_boot, failed : int
        Replicates, and those in which no cut-off satisfied the rule.
    tuned : bool
        False for a declared cut-off, whose optimism is 0.
    """

    cut: float
    sensitivity: float
    specificity: float
    sensitivity_corrected: float
    specificity_corrected: float
    cut_lo: float
    cut_hi: float
    n_boot: int
    failed: int
    tuned: bool


def cut_off_optimism(
    counts: ScoreCounts,
    rule: Rule,
    *,
    risk_at_score: Floats | None = None,
    ci: CI | None = None,
) -> CutOffOptimism:
    """Return the optimism of a rule, the search repeated in each replicate.

    Parameters
    ----------
    counts : ScoreCounts
        Scores, higher is worse, without weights.
    rule : Capacity, MinSensitivity, RiskThreshold, CostRatio or Youden
    risk_at_score : ndarray of shape (n_scores,), optional
        As for `cut_off`.
    ci : CI, optional
        Replicates and seed; 500 replicates if not given.

    Notes
    -----
    Corrected = apparent − mean over replicates of (performance of the replicate's
    cut-off in the replicate − in the original data).

    Examples
    --------
    >>> from irdp.calibration.cutoffs import Youden
    >>> rows = ScoreCounts.from_counts(
    ...     [0, 1, 2, 3], n=[40, 30, 20, 10], events=[1, 3, 6, 8])
    >>> found = cut_off_optimism(rows, Youden(), ci=CI(n_boot=50))
    >>> found.sensitivity_corrected < found.sensitivity
    True
    """
    ci = ci or CI(n_boot=500)
    cells = as_ranks(counts.merge_services())
    cut = cut_off(counts, rule, risk_at_score=risk_at_score)
    apparent = _performance(cells.events, cells.nonevents, cells.p >= cut)
    gaps, cuts, failed = [], [], 0
    for draw in draws(cells, ci):
        for events, others in zip(draw.events, draw.nonevents, strict=True):
            made = ScoreCounts.from_counts(cells.p, n=events + others, events=events)
            at = None if risk_at_score is None else risk_at_score[events + others > 0]
            try:
                found = cut_off(made, rule, risk_at_score=at)
            except CallError:
                failed += 1
                continue
            on = cells.p >= found
            own = _performance(events, others, on)
            gaps.append(own - _performance(cells.events, cells.nonevents, on))
            cuts.append(found)
    gap = np.nanmean(np.array(gaps), axis=0) if gaps else np.full(2, np.nan)
    gap = gap if is_tuned(rule) else np.zeros(2)
    corrected = apparent - gap
    lo, hi = np.quantile(cuts, [0.025, 0.975]) if cuts else (np.nan, np.nan)
    return CutOffOptimism(
        cut=cut,
        sensitivity=float(apparent[0]),
        specificity=float(apparent[1]),
        sensitivity_corrected=float(corrected[0]),
        specificity_corrected=float(corrected[1]),
        cut_lo=float(lo),
        cut_hi=float(hi),
        n_boot=ci.n_boot,
        failed=failed,
        tuned=is_tuned(rule),
    )


def _performance(events: Floats, others: Floats, on: NDArray[np.bool_]) -> Floats:
    """Return sensitivity and specificity of a flag; NaN without the class."""
    ones, zeros = events.sum(), others.sum()
    return np.array(
        [
            events[on].sum() / ones if ones > 0 else np.nan,
            others[~on].sum() / zeros if zeros > 0 else np.nan,
        ]
    )
