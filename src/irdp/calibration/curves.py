"""Calibration curves: the observed share of events as a function of the risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np

from irdp.calibration import newton, rcs
from irdp.calibration.estimate import CI, Reason
from irdp.calibration.hypothesis import HypothesisTest, chi2_test
from irdp.calibration.local import loess, lowess
from irdp.calibration.newton import expit
from irdp.calibration.options import check_option
from irdp.calibration.pava import pava
from irdp.calibration.resampling import binned
from irdp.calibration.result import Result, frame
from irdp.calibration.risks import EPS, OnExtreme, as_risks, logit

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.risks import RiskCounts

Smoother = Literal["rcs", "lowess", "pava", "loess"]
SMOOTHERS: tuple[Smoother, ...] = get_args(Smoother)
MAX_LOCAL = 4000
SPANS = {"lowess": 2.0 / 3.0, "loess": 0.75}


class Persons(NamedTuple):
    """Persons and events that weigh as many persons as there are rows."""

    n: Floats
    events: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CalibrationCurve(Result):
    """A smoothed observed risk, with all that defines it.

    Parameters
    ----------
    smoother : str
        ``"rcs"``, ``"lowess"``, ``"pava"`` or ``"loess"``.
    settings : str
        The smoother with its settings, such as ``"rcs, 5 knots"``.
    risk : ndarray of shape (n_risks,), float64, in [0, 1]
        Distinct predicted risks, increasing.
    observed, lower, upper : ndarray of shape (n_risks,), float64
        Observed risk and its pointwise band; the band is NaN without a model.
    n, events : ndarray of shape (n_risks,), float64
        Persons and events at each risk.
    knots : ndarray of shape (n_knots,), float64
        Knots on the logit scale (rcs only).
    coefficients : ndarray of shape (n_parameters,), float64
        Intercept, slope, non-linear terms (rcs only).
    covariance : ndarray of shape (n_parameters, n_parameters), float64
        Of the coefficients (rcs only).
    level : float
        Level of the band.
    non_linearity : HypothesisTest or None
        Test of the spline against the line (rcs with knots only).
    reason : Reason or None
        Why the curve is undefined, where it is.
    warnings : tuple of str
        Machine-readable remarks.
    """

    smoother: Smoother
    settings: str
    risk: Floats
    observed: Floats
    lower: Floats
    upper: Floats
    n: Floats
    events: Floats
    knots: Floats
    coefficients: Floats
    covariance: Floats
    level: float
    non_linearity: HypothesisTest | None = None
    reason: Reason | None = None
    warnings: tuple[str, ...] = ()

    def to_frame(self, backend: str = "pandas") -> Any:
        """Return one row per distinct risk as a frame of `backend`."""
        names = ("risk", "observed", "lower", "upper", "n", "events")
        return frame({name: getattr(self, name) for name in names}, backend)

    def predict(self, risk: Floats) -> Floats:
        """Return the observed risk at other risks: the model, else interpolated.

        Outside the risks seen, a curve without a model stays at its end.
        """
        at = np.asarray(risk, np.float64)
        if self.smoother != "rcs" or self.reason is not None:
            return np.interp(at, self.risk, self.observed)
        return expit(np.einsum("ui,i->u", self._design(at), self.coefficients))

    def band(self, risk: Floats) -> tuple[Floats, Floats]:
        """Return the pointwise band at other risks; NaN without a model."""
        at = np.asarray(risk, np.float64)
        if self.smoother != "rcs" or self.reason is not None:
            return np.full(at.shape, np.nan), np.full(at.shape, np.nan)
        design = self._design(at)
        eta = np.einsum("ui,i->u", design, self.coefficients)
        half = CI(level=self.level).z * _standard_error(design, self.covariance)
        return expit(eta - half), expit(eta + half)

    def _design(self, risk: Floats) -> Floats:
        return rcs.spline_basis(logit(np.clip(risk, EPS, 1 - EPS)), self.knots)


def calibration_curve(
    data: object,
    risk: object = None,
    *,
    smoother: Smoother = "rcs",
    knots: int = 5,
    ci: CI | None = None,
    on_extreme: OnExtreme = "raise",
) -> CalibrationCurve:
    """Return the observed share of events as a smooth function of the risk.

    Parameters
    ----------
    data, risk
        Counts or rows, and their risks, as for every metric (`as_risks`).
    smoother : {"rcs", "lowess", "pava", "loess"}
        Spline of the logit by maximum likelihood; local regression; isotonic.
    knots : int
        At most as many knots, 3 to 5 (rcs); fewer where they would coincide.
    ci : CI, optional
        Level of the band.
    on_extreme : {"raise", "clip"}
        What to do with risks of 0 and 1, which have no logit (rcs).

    Raises
    ------
    CallError
        ``IRDP-K011`` unknown smoother or number of knots; a risk of 0 or 1 with ``"raise"``.

    Notes
    -----
    With sampling weights the persons are scaled to their number of rows, and the
    band uses the sandwich covariance.

    References
    ----------
    Harrell, *Regression Modeling Strategies*, 2nd ed., 2.4; Austin & Steyerberg
    (2019), doi:10.1002/sim.8281.

    Examples
    --------
    >>> y, p = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1], [.1, .1, .1, .1, .3, .3, .3, .5, .5, .9]
    >>> calibration_curve(y, p, smoother="pava").observed.round(3).tolist()
    [0.25, 0.333, 0.5, 1.0]
    """
    check_option("smoother", smoother, SMOOTHERS)
    check_option("knots", str(knots), map(str, sorted(rcs.KNOT_SHARES)))
    counts = as_risks(data, risk)
    if smoother == "rcs":
        return _spline(counts, knots, ci or CI(), on_extreme)
    fitted = smooth(counts, smoother)
    nothing = np.full(counts.p.shape, np.nan)
    span = SPANS.get(smoother)
    return CalibrationCurve(
        smoother=smoother,
        settings=f"{smoother}, span {span:.4g}" if span else smoother,
        warnings=fitted.warnings,
        risk=counts.p,
        observed=fitted.observed,
        lower=nothing,
        upper=nothing,
        n=counts.n,
        events=counts.events,
        knots=np.empty(0),
        coefficients=np.empty(0),
        covariance=np.empty((0, 0)),
        level=(ci or CI()).level,
    )


def persons(counts: RiskCounts) -> Persons:
    """Return the counts scaled so that they weigh as many persons as rows."""
    if counts.rows is None:
        return Persons(counts.n, counts.events)
    factor = counts.rows.sum() / counts.n.sum()
    return Persons(counts.n * factor, counts.events * factor)


class Smoothed(NamedTuple):
    """A curve without a model at each distinct risk, and what was done to get it."""

    observed: Floats
    warnings: tuple[str, ...]


def smooth(counts: RiskCounts, smoother: Smoother) -> Smoothed:
    """Return a curve without a model; local ones of many risks are fitted on groups.

    A local regression costs the square of the number of distinct risks: beyond
    `MAX_LOCAL` of them it is fitted on quantile groups and interpolated, and says so.
    """
    if smoother == "pava":
        return Smoothed(pava(*persons(counts)), ())
    fit = lowess if smoother == "lowess" else loess
    if counts.p.size <= MAX_LOCAL:
        return Smoothed(fit(counts.p, *persons(counts)), ())
    groups = binned(counts)
    observed = np.interp(counts.p, groups.p, fit(groups.p, *persons(groups)))
    return Smoothed(observed, (f"bins={groups.p.size}",))


def _spline(
    counts: RiskCounts, knots: int, ci: CI, on_extreme: OnExtreme
) -> CalibrationCurve:
    """Return the spline curve, or one that says why there is none."""
    logits = counts.logits(on_extreme)
    at = rcs.usable_knots(logits.values, persons(counts).n, knots)
    design = rcs.spline_basis(logits.values, at)
    reason = _undefined(counts)
    eta = half = np.full(counts.p.shape, np.nan)
    beta, test = np.full(design.shape[1], np.nan), None
    cov = np.full((beta.size, beta.size), np.nan)
    if reason is None:
        fitted = newton.fit(design, counts.n, counts.events)
        reason = None if fitted.converged else Reason.SEPARATION
        if reason is None:
            beta, eta = fitted.beta, design @ fitted.beta
            cov = newton.sandwich(fitted, design, counts)
            half = ci.z * _standard_error(design, cov)
            test = _non_linearity(counts, design, fitted)
    return CalibrationCurve(
        smoother="rcs",
        settings=f"rcs, {at.size} knots" if at.size else "rcs, linear",
        risk=counts.p,
        observed=expit(eta),
        lower=expit(eta - half),
        upper=expit(eta + half),
        n=counts.n,
        events=counts.events,
        knots=at,
        coefficients=beta,
        covariance=cov,
        level=ci.level,
        non_linearity=test,
        reason=reason,
        warnings=logits.warnings,
    )


def _standard_error(design: Floats, cov: Floats) -> Floats:
    """Return √(xᵀVx) at each row of the design."""
    variance: Floats = np.einsum("ui,ij,uj->u", design, cov, design)
    error: Floats = np.sqrt(variance)
    return error


def _undefined(counts: RiskCounts) -> Reason | None:
    """Return why no spline can be fitted, if so."""
    if counts.total_events <= 0 or counts.nonevents.sum() <= 0:
        return Reason.ONE_CLASS
    return Reason.CONSTANT_SCORE if np.count_nonzero(counts.n) < 2 else None  # noqa: PLR2004 - a line needs two points


def _non_linearity(
    counts: RiskCounts, design: Floats, fitted: newton.LogisticFit
) -> HypothesisTest | None:
    """Return 2[loglik of the spline − of the line], df K − 2; none if weighted."""
    df = design.shape[1] - 2
    if not df or counts.weighted:
        return None
    line = newton.fit(design[:, :2], counts.n, counts.events)
    statistic = 2.0 * (fitted.loglik - line.loglik)
    return chi2_test("linear on the logit", statistic, df, "likelihood ratio")
