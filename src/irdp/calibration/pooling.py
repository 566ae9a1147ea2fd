"""Random-effects pooling of one estimate over services (REML)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.hypothesis import HypothesisTest, chi2_test, undefined_test
from irdp.calibration.result import Result
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

NULL, METHOD = "same value in every service", "Cochran Q"
POOL_NEEDS, PREDICTION_NEEDS = 2, 3


@dataclass(frozen=True, slots=True)
class Pooled(Result):
    """One estimate pooled over services, on the scale it was pooled on.

    Parameters
    ----------
    services
        How many were pooled.
    tau2
        Variance between services (REML).
    wald
        μ with the interval μ ± z·SE.
    hksj
        μ with the interval of Hartung, Knapp, Sidik and Jonkman: t with k−1 df.
    prediction
        Where the value of a new service lies: μ ± t_{k−2}·√(τ²+SE²) (Higgins,
        Thompson and Spiegelhalter 2009), from 3 services on.
    q
        Cochran's test.
    i2
        Share of the spread that is between services, from 0 to 1.
    """

    services: int
    tau2: float
    wald: Estimate
    hksj: Estimate
    prediction: Estimate
    q: HypothesisTest
    i2: float


def pool(values: object, errors: object, *, ci: CI | None = None) -> Pooled:
    """Pool estimates of several services by a random-effects model.

    w_j = 1/(v_j+τ²), μ = Σw_jy_j/Σw_j, SE = (Σw_j)^−½, τ² by REML. SE of HKSJ =
    SE·√(Σw_j(y_j−μ)²/(k−1)), not truncated. Q = Σ(y_j−μ_F)²/v_j with the
    fixed-effect mean. I² = τ²/(τ²+s²), s² = (k−1)Σv⁻¹/((Σv⁻¹)² − Σv⁻²).

    Parameters
    ----------
    values, errors
        Estimates and standard errors, one per service, shape (k,), on a scale where
        they are about normal: ln O/E, intercept, slope, logit AUC.
    ci
        The level.

    Raises
    ------
    CallError
        Where a value is not finite or an error not positive.

    Examples
    --------
    >>> found = pool([0.1, 0.3, -0.2], [0.1, 0.1, 0.1])
    >>> round(found.tau2, 4), round(found.wald.value, 4)
    (0.0533, 0.0667)
    """
    ci = ci or CI()
    y = aggregate.column(values, "values").astype(np.float64)
    se = aggregate.column(errors, "errors").astype(np.float64)
    aggregate.same_length(len(y), [("errors", se)])
    if not (np.isfinite(y).all() and np.isfinite(se).all() and bool((se > 0).all())):
        raise CallError(diagnose("IRDP-K029"))
    k = len(y)
    if k < POOL_NEEDS:
        return _too_few(k)
    v = se**2
    tau2 = _reml(y, v)
    w = 1 / (v + tau2)
    mean = float(np.sum(w * y) / np.sum(w))
    error = float(np.sum(w)) ** -0.5
    inflated = error * math.sqrt(float(np.sum(w * (y - mean) ** 2)) / (k - 1))
    fixed = 1 / v
    centre = float(np.sum(fixed * y) / np.sum(fixed))
    q = float(np.sum((y - centre) ** 2 * fixed))
    total = float(np.sum(fixed))
    typical = (k - 1) * total / (total**2 - float(np.sum(fixed**2)))
    return Pooled(
        k,
        tau2,
        _interval(mean, error, ci.z, ci, "reml_wald"),
        _interval(mean, inflated, _t(k - 1, ci), ci, "reml_hksj_t"),
        _prediction(mean, math.sqrt(tau2 + error**2), k, ci),
        chi2_test(NULL, q, k - 1, METHOD),
        tau2 / (tau2 + typical),
    )


def _reml(y: Floats, v: Floats) -> float:
    """Return the root of the restricted score in τ², 0 where it starts below 0."""
    from scipy.optimize import brentq  # noqa: PLC0415 - scipy only where it computes

    def slope(tau2: float) -> float:
        w = 1 / (v + tau2)
        mean = np.sum(w * y) / np.sum(w)
        pull = np.sum(w) - np.sum(w**2) / np.sum(w) - np.sum(w**2 * (y - mean) ** 2)
        return float(pull) / 2

    if slope(0.0) >= 0:
        return 0.0
    high = float(np.var(y, ddof=1))
    while slope(high) < 0:
        high *= 2
    return float(brentq(slope, 0.0, high, xtol=1e-14, rtol=1e-12))


def _interval(mean: float, se: float, quantile: float, ci: CI, method: str) -> Estimate:
    half = quantile * se
    return Estimate(mean, mean - half, mean + half, se, ci.level, method)


def _prediction(mean: float, se: float, k: int, ci: CI) -> Estimate:
    if k < PREDICTION_NEEDS:
        return Estimate.undefined(Reason.TOO_FEW_SERVICES, method="hts_t")
    return _interval(mean, se, _t(k - 2, ci), ci, "hts_t")


def _t(df: int, ci: CI) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415 - scipy only where it computes

    return float(stdtrit(df, 0.5 + ci.level / 2))


def _too_few(k: int) -> Pooled:
    why = Reason.TOO_FEW_SERVICES
    none = Estimate.undefined(why)
    test = undefined_test(NULL, math.nan, METHOD, why)
    return Pooled(k, math.nan, none, none, none, test, math.nan)
