"""Overall performance: Brier score, its scaled form, log-loss, pseudo-R²."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.resampling import bootstrap
from irdp.calibration.result import Result
from irdp.calibration.risks import SPREADLESS, RiskCounts, as_risks


def brier(
    data: object,
    risk: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
) -> Estimate:
    """Return the Brier score B = Σw(p−y)²/n.

    Parameters
    ----------
    data, risk, sample_weight
        Counts and their risks, or rows: see `as_risks`.
    ci
        `wald` (default): B ± z·SE, SE = sd((p−y)²)/√n with divisor n−1; or
        `bootstrap`, the default with weights.

    Examples
    --------
    >>> round(brier([0, 0, 1], [0.1, 0.4, 0.8]).value, 4)
    0.07
    """
    ci = ci or CI()
    cells = as_risks(data, risk, sample_weight=sample_weight)
    value = _brier(cells)
    methods = ("bootstrap",) if cells.weighted else ("wald", "bootstrap")
    method = ci.choose(*methods, "none")
    if method == "none":
        return Estimate(value, method="none", level=ci.level, **cells.base)
    if method == "bootstrap":
        made = bootstrap(cells, ["brier"], ci=ci)
        return made.interval("brier", Estimate(value, **cells.base), ci.level)
    se = _brier_error(cells, value)
    if not se * math.sqrt(cells.total) > SPREADLESS:
        return Estimate(
            value, method="wald", reason=Reason.DEGENERATE_INTERVAL, **cells.base
        )
    half = ci.z * se
    return Estimate(
        value, value - half, value + half, se, ci.level, "wald", **cells.base
    )


def _brier(cells: RiskCounts) -> float:
    lost = cells.events * (1 - cells.p) ** 2 + cells.nonevents * cells.p**2
    return float(lost.sum()) / cells.total


def _brier_error(cells: RiskCounts, value: float) -> float:
    if cells.total <= 1:
        return math.nan
    spread = cells.events * ((1 - cells.p) ** 2 - value) ** 2
    spread = spread + cells.nonevents * (cells.p**2 - value) ** 2
    return math.sqrt(float(spread.sum()) / (cells.total - 1) / cells.total)


def brier_scaled(
    data: object,
    risk: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
) -> Estimate:
    """Return the scaled Brier score (IPA), 1 − B/(ȳ(1−ȳ)), ȳ the observed rate.

    It is `sklearn.metrics.d2_brier_score`. Dividing by the mean predicted risk
    instead gives another number. The interval is the percentile bootstrap.

    Examples
    --------
    >>> y, p = [0, 0, 1], [0.1, 0.4, 0.8]
    >>> round(brier_scaled(y, p, ci=CI("none")).value, 4)
    0.685
    """
    ci = ci or CI()
    cells = as_risks(data, risk, sample_weight=sample_weight)
    rate = cells.total_events / cells.total
    if rate in (0, 1):
        return Estimate.undefined(Reason.ONE_CLASS, **cells.base)
    value = 1 - _brier(cells) / (rate * (1 - rate))
    return _resampled("brier_scaled", value, cells, ci)


def log_loss(
    data: object,
    risk: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
) -> Estimate:
    """Return the log-loss −Σw[y ln p + (1−y) ln(1−p)]/n, 0·ln 0 = 0.

    Where a risk of 0 met an event, or one of 1 a non-event, it is infinite: NaN with
    `extreme_probability`. The interval is the percentile bootstrap.

    Examples
    --------
    >>> round(log_loss([0, 1], [0.5, 0.5], ci=CI("none")).value, 4)
    0.6931
    """
    ci = ci or CI()
    cells = as_risks(data, risk, sample_weight=sample_weight)
    value = -_loglik(cells) / cells.total
    if math.isinf(value):
        return Estimate.undefined(Reason.EXTREME_PROBABILITY, **cells.base)
    return _resampled("log_loss", value, cells, ci)


def _resampled(name: str, value: float, cells: RiskCounts, ci: CI) -> Estimate:
    bare = Estimate(value, level=ci.level, **cells.base)
    if ci.choose("bootstrap", "none") == "none":
        return replace(bare, method="none")
    return bootstrap(cells, [name], ci=ci).interval(name, bare, ci.level)


def _loglik(cells: RiskCounts) -> float:
    from scipy.special import xlog1py, xlogy  # noqa: PLC0415

    both = xlogy(cells.events, cells.p) + xlog1py(cells.nonevents, -cells.p)
    return float(np.sum(both))


@dataclass(frozen=True, slots=True)
class PseudoR2(Result):
    """Four measures of explained variation, none of them a headline."""

    cox_snell: Estimate
    nagelkerke: Estimate
    mcfadden: Estimate
    tjur: Estimate


def pseudo_r2(
    data: object, risk: object = None, *, sample_weight: object = None
) -> PseudoR2:
    """Return Cox–Snell, Nagelkerke, McFadden and Tjur of the risks as they stand.

    With L the log-likelihood of the risks and L₀ of the observed rate:
    1 − exp(−2(L−L₀)/n); that over 1 − exp(2L₀/n); 1 − L/L₀; mean risk among events
    minus mean risk among non-events.

    Examples
    --------
    >>> round(pseudo_r2([0, 0, 1, 1], [0.2, 0.4, 0.6, 0.8]).tjur.value, 4)
    0.4
    """
    cells = as_risks(data, risk, sample_weight=sample_weight)
    total, ones = cells.total, cells.total_events
    zeros = total - ones
    if ones == 0 or zeros == 0:
        nothing = Estimate.undefined(Reason.ONE_CLASS, **cells.base)
        return PseudoR2(nothing, nothing, nothing, nothing)
    mean_ones = float(np.sum(cells.events * cells.p)) / ones
    mean_zeros = float(np.sum(cells.nonevents * cells.p)) / zeros
    tjur = Estimate(mean_ones - mean_zeros, **cells.base)
    ll = _loglik(cells)
    ll_0 = ones * math.log(ones / total) + zeros * math.log(zeros / total)
    if math.isinf(ll):
        nothing = Estimate.undefined(Reason.EXTREME_PROBABILITY, **cells.base)
        return PseudoR2(nothing, nothing, nothing, tjur)
    cox_snell = 1 - math.exp(-2 * (ll - ll_0) / total)
    nagelkerke = cox_snell / (1 - math.exp(2 * ll_0 / total))
    return PseudoR2(
        Estimate(cox_snell, **cells.base),
        Estimate(nagelkerke, **cells.base),
        Estimate(1 - ll / ll_0, **cells.base),
        tjur,
    )
