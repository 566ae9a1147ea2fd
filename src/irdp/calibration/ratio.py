"""Mean calibration: observed over expected events, its inverse and difference."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.proportions import proportion_limits
from irdp.calibration.risks import SPREADLESS, RiskCounts, as_risks

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

METHODS = ("log", "exact", "wilson", "jeffreys")


def observed_expected(
    data: object,
    risk: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
) -> Estimate:
    """Return O/E, observed over expected events: Σwy / Σwp.

    Parameters
    ----------
    data, risk, sample_weight
        Counts and their risks, or rows: see `as_risks`.
    ci
        Method `log` (default): exp(ln O/E ± z·SE), SE = √((1−ȳ)/Σy) (Debray 2017);
        `exact` or `wilson`: limits of ȳ over p̄. With weights the ratio is
        linearised (Taylor).

    Returns
    -------
    Estimate
        `se` is the standard error of ln O/E.

    Examples
    --------
    >>> print(observed_expected([0, 0, 1, 1], [0.1, 0.4, 0.5, 0.6]))
    1.250 (0.469 to 3.331)
    """
    ci = ci or CI()
    cells = as_risks(data, risk, sample_weight=sample_weight)
    expected = float(np.sum(cells.n * cells.p))
    total, events = cells.total, cells.total_events
    if expected == 0:
        return Estimate.undefined(Reason.EXTREME_PROBABILITY, **cells.base)
    value = events / expected
    method = "linearised_log" if cells.weighted else ci.choose(*METHODS)
    if method in METHODS[1:]:
        lo, hi = proportion_limits(events, total, ci)
        se = math.sqrt((1 - events / total) / events) if events else math.nan
        scale = total / expected
        return Estimate(
            value, lo * scale, hi * scale, se, ci.level, method, **cells.base
        )
    if events in (0, total):
        return Estimate(value, reason=Reason.ONE_CLASS, method=method, **cells.base)
    if cells.weighted:
        se = math.sqrt(_squared(cells, value * cells.p)) / events
    else:
        se = math.sqrt((1 - events / total) / events)
    lo, hi = value * math.exp(-ci.z * se), value * math.exp(ci.z * se)
    return Estimate(value, lo, hi, se, ci.level, method, **cells.base)


def expected_observed(
    data: object,
    risk: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
) -> Estimate:
    """Return E/O, the inverse of `observed_expected`: Σwp / Σwy.

    Examples
    --------
    >>> print(expected_observed([0, 0, 1, 1], [0.1, 0.4, 0.5, 0.6]))
    0.800 (0.300 to 2.132)
    """
    oe = observed_expected(data, risk, sample_weight=sample_weight, ci=ci)
    if not oe.value > 0:
        return Estimate.undefined(
            oe.reason or Reason.ONE_CLASS, n=oe.n, events=oe.events, method=oe.method
        )
    hi = 1 / oe.lo if oe.lo else math.inf
    return replace(oe, value=1 / oe.value, lo=1 / oe.hi, hi=hi)


def observed_minus_expected(
    data: object,
    risk: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
) -> Estimate:
    """Return ȳ − p̄, the mean of observed minus predicted risk, with a Wald interval.

    SE = sd(y−p)/√n with divisor n−1; with weights the mean is linearised.

    Examples
    --------
    >>> print(observed_minus_expected([0, 0, 1, 1], [0.1, 0.4, 0.5, 0.6]))
    0.100 (-0.316 to 0.516)
    """
    ci = ci or CI()
    cells = as_risks(data, risk, sample_weight=sample_weight)
    value = float(np.sum(cells.events - cells.n * cells.p)) / cells.total
    se = math.sqrt(_squared(cells, cells.p + value)) / cells.total
    spread = se * math.sqrt(cells.total)
    reason = None if spread > SPREADLESS else Reason.DEGENERATE_INTERVAL
    half = ci.z * se if reason is None else math.nan
    return Estimate(
        value,
        value - half,
        value + half,
        se,
        ci.level,
        "wald",
        reason=reason,
        **cells.base,
    )


def _squared(cells: RiskCounts, centre: Floats) -> float:
    """Return Σw²(y − centre)² · r/(r−1), r the number of rows."""
    n_sq = cells.n if cells.n_sq is None else cells.n_sq
    events_sq = cells.events if cells.events_sq is None else cells.events_sq
    rows = float((cells.n if cells.rows is None else cells.rows).sum())
    if rows <= 1:
        return math.nan
    squares = events_sq * (1 - centre) ** 2 + (n_sq - events_sq) * centre**2
    return float(squares.sum()) * rows / (rows - 1)
