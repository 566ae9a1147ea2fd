"""Intervals of a proportion: Wilson, Clopper–Pearson, Jeffreys."""

from __future__ import annotations

import math

from irdp.calibration.estimate import CI, Estimate, Reason

METHODS = ("wilson", "exact", "jeffreys")


def proportion_limits(x: float, n: float, ci: CI) -> tuple[float, float]:
    """Return the interval of x of n by `ci.method` (`auto` is Wilson).

    Wilson (1927), no correction at the ends: [(x+z²/2) ± z√(x(n−x)/n + z²/4)]/(n+z²).
    Clopper–Pearson (`exact`): Beta⁻¹(α/2; x, n−x+1), Beta⁻¹(1−α/2; x+1, n−x), 0 at
    x = 0 and 1 at x = n. Jeffreys: quantiles of Beta(x+½, n−x+½).

    Raises
    ------
    CallError
        For another method.

    Examples
    --------
    >>> [round(limit, 4) for limit in proportion_limits(104, 105, CI())]
    [0.948, 0.9983]
    """
    method = ci.choose(*METHODS)
    if n <= 0:
        return math.nan, math.nan
    if method == "wilson":
        z2 = ci.z**2
        half = ci.z * math.sqrt(x * (n - x) / n + z2 / 4)
        lo, hi = (x + z2 / 2 - half) / (n + z2), (x + z2 / 2 + half) / (n + z2)
        return (0.0 if x == 0 else lo), (1.0 if x == n else hi)
    from scipy.special import betaincinv  # noqa: PLC0415

    tail = (1 - ci.level) / 2
    if method == "jeffreys":
        a, b = x + 0.5, n - x + 0.5
        return float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))
    lo = float(betaincinv(x, n - x + 1, tail)) if x > 0 else 0.0
    hi = float(betaincinv(x + 1, n - x, 1 - tail)) if x < n else 1.0
    return lo, hi


def proportion(
    x: float, n: float, *, ci: CI | None = None, effective: float | None = None
) -> Estimate:
    """Return x/n with its interval; NaN with `zero_cell` where n is 0.

    Parameters
    ----------
    x, n
        Numerator and denominator: counts, or sums of weights.
    ci
        `wilson` (default), `exact` or `jeffreys`.
    effective
        With weights: Kish's effective size of the denominator, on which the
        interval rests.

    Examples
    --------
    >>> print(proportion(17, 455))
    0.037 (0.023 to 0.059)
    >>> print(proportion(0, 0))
    NaN [zero_cell]
    """
    ci = ci or CI()
    method = ci.choose(*METHODS)
    if n <= 0:
        return Estimate.undefined(Reason.ZERO_CELL, n=n, events=x, method=method)
    value = x / n
    size = n if effective is None else effective
    lo, hi = proportion_limits(min(value, 1.0) * size, size, ci)
    if effective is not None:
        method = f"{method}_kish"
    se = math.sqrt(max(0.0, value * (1 - value)) / size)
    return Estimate(value, lo, hi, se, ci.level, method, n, x)
