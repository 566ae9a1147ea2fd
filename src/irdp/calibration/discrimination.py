"""Discrimination: AUC with DeLong's variance, on scores or counts."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.options import check_option
from irdp.calibration.resampling import bootstrap
from irdp.calibration.risks import RiskCounts, as_ranks

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

Direction = Literal["higher_is_worse", "higher_is_better"]
VARIANCE_NEEDS = 2
_METHODS = ("logit", "wald", "newcombe", "bootstrap", "none")
_NAMES = {"logit": "delong_logit", "wald": "delong", "newcombe": "newcombe5"}


class Placements(NamedTuple):
    """DeLong's placements of each score among the other class, shape (U,)."""

    of_events: Floats
    of_nonevents: Floats


def auc(
    data: object,
    score: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
    direction: Direction = "higher_is_worse",
) -> Estimate:
    """Return the area under the ROC curve: Σ_j e_j(M_{<j} + ½m_j)/(E·M).

    Parameters
    ----------
    data, score, sample_weight
        `ScoreCounts` (and another score at each of its scores), or outcomes and
        scores of rows. The score need not be a probability.
    ci
        `logit` (default): expit(logit AUC ± z·SE/(AUC(1−AUC))), SE by DeLong (1988);
        `wald`: AUC ± z·SE; `newcombe`: method 5 of Newcombe (2006), which also holds
        at 0 and 1; `bootstrap`, the default with weights.
    direction
        Declared, never detected: an AUC below ½ stays below ½.

    Returns
    -------
    Estimate
        With `degenerate_interval` where DeLong's error is 0.

    Examples
    --------
    >>> print(auc([0, 0, 1, 0, 1, 1], [1, 2, 2, 3, 4, 5]))
    0.833 (0.249 to 0.987)
    """
    ci = ci or CI()
    cells = oriented(as_ranks(data, score, sample_weight=sample_weight), direction)
    ones, zeros = cells.total_events, cells.total - cells.total_events
    if ones == 0 or zeros == 0:
        return Estimate.undefined(Reason.ONE_CLASS, **cells.base)
    value = area(cells)
    bare = Estimate(value, level=ci.level, **cells.base)
    methods = ("bootstrap", "none") if cells.weighted else _METHODS
    method = ci.choose(*methods)
    bare = replace(bare, method=_NAMES.get(method, method))
    if method == "bootstrap":
        return bootstrap(cells, ["auc"], ci=ci).interval("auc", bare, ci.level)
    if method == "newcombe":
        lo, hi = newcombe_limits(value, ones, zeros, ci.z)
        return replace(bare, lo=lo, hi=hi)
    return bare if method == "none" else _delong(bare, cells, ci)


def _delong(bare: Estimate, cells: RiskCounts, ci: CI) -> Estimate:
    """Return the AUC with DeLong's error and its interval, on either scale."""
    value = bare.value
    ones, zeros = cells.total_events, cells.total - cells.total_events
    if min(ones, zeros) < VARIANCE_NEEDS:
        return replace(bare, reason=Reason.TOO_FEW_EVENTS)
    se = math.sqrt(delong_variance(cells))
    if se == 0 or value in (0, 1):
        return replace(
            bare,
            se=se,
            reason=Reason.DEGENERATE_INTERVAL,
            warnings=("newcombe_offered",),
        )
    lo, hi = value - ci.z * se, value + ci.z * se
    if bare.method == _NAMES["logit"]:
        centre, half = math.log(value / (1 - value)), ci.z * se / (value * (1 - value))
        lo, hi = (1 / (1 + math.exp(-(centre + side * half))) for side in (-1, 1))
    return replace(bare, lo=lo, hi=hi, se=se)


def somers_d(
    data: object,
    score: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
    direction: Direction = "higher_is_worse",
) -> Estimate:
    """Return Somers' D = 2·AUC − 1, its interval that of the AUC.

    Examples
    --------
    >>> print(somers_d([0, 0, 1, 0, 1, 1], [1, 2, 2, 3, 4, 5]))
    0.667 (-0.503 to 0.974)
    """
    a = auc(data, score, sample_weight=sample_weight, ci=ci, direction=direction)
    return replace(
        a, value=2 * a.value - 1, lo=2 * a.lo - 1, hi=2 * a.hi - 1, se=2 * a.se
    )


def oriented(cells: RiskCounts, direction: Direction) -> RiskCounts:
    """Return the cells in increasing order of danger."""
    check_option("direction", direction, get_args(Direction))
    if direction == "higher_is_worse":
        return cells
    columns = [cells.n, cells.events, cells.n_sq, cells.events_sq, cells.rows]
    turned = [None if c is None else c[::-1] for c in columns]
    return RiskCounts(-cells.p[::-1], *turned)  # type: ignore[arg-type]


def area(cells: RiskCounts) -> float:
    """Return the AUC of cells in increasing order; NaN where a class is empty."""
    zeros = cells.nonevents
    below = np.cumsum(zeros) - zeros / 2
    pairs = float(np.sum(cells.events * below))
    both = cells.total_events * (cells.total - cells.total_events)
    return pairs / both if both > 0 else math.nan


def placements(cells: RiskCounts) -> Placements:
    """Return V10_j = (M_{<j} + ½m_j)/M and V01_j = (E_{>j} + ½e_j)/E."""
    ones, zeros = cells.events, cells.nonevents
    below = np.cumsum(zeros) - zeros / 2
    above = ones.sum() - np.cumsum(ones) + ones / 2
    return Placements(below / zeros.sum(), above / ones.sum())


def delong_variance(cells: RiskCounts) -> float:
    """Return DeLong's variance of the AUC, on counts.

    Σe_j(V10_j−A)²/((E−1)E) + Σm_j(V01_j−A)²/((M−1)M); needs two of each class.
    """
    a = area(cells)
    v = placements(cells)
    ones, zeros = cells.events, cells.nonevents
    e, m = float(ones.sum()), float(zeros.sum())
    of_events = float(np.sum(ones * (v.of_events - a) ** 2)) / ((e - 1) * e)
    return of_events + float(np.sum(zeros * (v.of_nonevents - a) ** 2)) / ((m - 1) * m)


def hanley_mcneil_se(value: float, events: float, nonevents: float) -> float:
    """Return Hanley and McNeil's (1982) standard error of an AUC: for planning only.

    SE² = [A(1−A) + (E−1)(Q₁−A²) + (M−1)(Q₂−A²)]/(EM), Q₁ = A/(2−A), Q₂ = 2A²/(1+A).

    Examples
    --------
    >>> round(hanley_mcneil_se(0.8, 50, 50), 4)
    0.0445
    """
    q1, q2 = value / (2 - value), 2 * value**2 / (1 + value)
    total = value * (1 - value) + (events - 1) * (q1 - value**2)
    total += (nonevents - 1) * (q2 - value**2)
    return math.sqrt(total / (events * nonevents))


def newcombe_limits(
    value: float, events: float, nonevents: float, z: float
) -> tuple[float, float]:
    """Return method 5 of Newcombe (2006): the roots θ of (A−θ)² = z²V(θ).

    V(θ) = θ(1−θ)[1 + ν(1−θ)/(2−θ) + νθ/(1+θ)]/(EM), ν = (E+M)/2 − 1.

    Examples
    --------
    >>> [round(limit, 4) for limit in newcombe_limits(1.0, 4, 4, 1.959963984540054)]
    [0.5823, 1.0]
    """
    from scipy.optimize import brentq  # noqa: PLC0415

    nu = (events + nonevents) / 2 - 1

    def gap(theta: float) -> float:
        inner = 1 + nu * (1 - theta) / (2 - theta) + nu * theta / (1 + theta)
        variance = theta * (1 - theta) * inner / (events * nonevents)
        return float((value - theta) ** 2 - z**2 * variance)

    tiny = 1e-15
    lo = 0.0 if value <= 0 else float(brentq(gap, 0.0, value - tiny, xtol=1e-14))
    hi = 1.0 if value >= 1 else float(brentq(gap, value + tiny, 1.0, xtol=1e-14))
    return lo, hi
