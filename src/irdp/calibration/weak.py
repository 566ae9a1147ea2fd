"""Weak calibration: calibration-in-the-large, slope, joint intercept, Miller's tests."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from irdp.calibration import newton
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.hypothesis import HypothesisTest, chi2_test, undefined_test
from irdp.calibration.options import check_option
from irdp.calibration.profile import profile_limits
from irdp.calibration.result import Result
from irdp.calibration.risks import OnExtreme, RiskCounts, as_risks

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

Penalty = Literal["ml", "firth"]
FIRTH_BELOW = 20
PROFILED = 20_000


@dataclass(frozen=True, slots=True)
class Miller(Result):
    """Miller's three likelihood-ratio tests; none of them proves calibration.

    Parameters
    ----------
    joint
        a = 0 and b = 1 together, df 2.
    intercept
        a = 0 given b = 1, df 1.
    slope
        b = 1 given a, df 1.
    """

    joint: HypothesisTest
    intercept: HypothesisTest
    slope: HypothesisTest


@dataclass(frozen=True, slots=True)
class WeakCalibration(Result):
    """Calibration-in-the-large and slope, from one pass over the same cells.

    Parameters
    ----------
    citl
        a in logit P(y=1) = a + ℓ; null 0.
    slope
        b in logit P(y=1) = a′ + bℓ; null 1.
    joint_intercept
        a′ of that second fit. It is not `citl`.
    miller
        Likelihood-ratio tests.
    cov
        Covariance of (a′, b), rows of a 2 × 2 matrix; NaN where not defined.
    loglik
        Log-likelihoods of the risks as they stand, after a, after a′ and b.
    """

    citl: Estimate
    slope: Estimate
    joint_intercept: Estimate
    miller: Miller
    cov: tuple[tuple[float, float], tuple[float, float]]
    loglik: tuple[float, float, float]


def weak_calibration(
    data: object,
    risk: object = None,
    *,
    sample_weight: object = None,
    ci: CI | None = None,
    on_extreme: OnExtreme = "raise",
    penalty: Penalty = "ml",
) -> WeakCalibration:
    """Return calibration-in-the-large, slope, joint intercept and Miller's tests.

    Parameters
    ----------
    data, risk, sample_weight
        Counts and their risks, or rows: see `as_risks`.
    ci
        `profile` (default without weights, up to 20 000 distinct risks) or `wald`. With weights the standard
        errors are the sandwich's and the interval is Wald's.
    on_extreme
        What to do with risks of 0 or 1: ``"raise"``, or ``"clip"`` to within 1e-8.
    penalty
        ``"ml"``, or ``"firth"``: finite with no event and under separation.

    Raises
    ------
    CallError
        Where a risk is 0 or 1 and `on_extreme` is ``"raise"``.

    Examples
    --------
    >>> y, p = [0, 1, 0, 1, 1, 0], [0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    >>> found = weak_calibration(y, p)
    >>> print(found.citl)
    0.228 (-1.549 to 2.008)
    """
    ci = ci or CI()
    check_option("penalty", penalty, get_args(Penalty))
    cells = as_risks(data, risk, sample_weight=sample_weight)
    logits = cells.logits(on_extreme)
    job = _Job(cells, logits.values, ci, penalty, logits.warnings)
    citl, ll_a = job.in_the_large()
    intercept, slope, cov, ll_ab = job.logistic()
    ll_0 = newton.loglik(logits.values, cells.n, cells.events)
    miller = _miller(job, (ll_0, ll_a, ll_ab))
    return WeakCalibration(citl, slope, intercept, miller, cov, (ll_0, ll_a, ll_ab))


@dataclass(frozen=True, slots=True)
class _Job:
    """The cells of one call and how it wants its numbers."""

    cells: RiskCounts
    lp: Floats
    ci: CI
    penalty: Penalty
    warnings: tuple[str, ...]

    @property
    def firth(self) -> bool:
        return self.penalty == "firth"

    @property
    def method(self) -> str:
        if self.firth:
            return "firth_wald"
        if self.cells.weighted:
            return "sandwich_wald"
        # Beyond so many cells a root is no longer cheap, and both limits agree.
        usual = ("profile", "wald") if len(self.lp) <= PROFILED else ("wald", "profile")
        return self.ci.choose(*usual)

    def undefined(self, reason: Reason) -> Estimate:
        remarks = (*self.warnings, "firth_offered")
        return Estimate.undefined(
            reason, method=self.method, warnings=remarks, **self.cells.base
        )

    def in_the_large(self) -> tuple[Estimate, float]:
        cells = self.cells
        if cells.total_events in (0, cells.total) and not self.firth:
            return self.undefined(Reason.ONE_CLASS), 0.0
        design = np.ones((len(self.lp), 1))
        fitted = newton.fit(
            design, cells.n, cells.events, offset=self.lp, firth=self.firth
        )
        cov = newton.sandwich(fitted, design, cells)
        return self._estimate(fitted, cov, design, 0, self.lp), fitted.loglik

    def logistic(
        self,
    ) -> tuple[
        Estimate, Estimate, tuple[tuple[float, float], tuple[float, float]], float
    ]:
        cells = self.cells
        nothing = ((math.nan, math.nan), (math.nan, math.nan))
        reason = self.hopeless()
        if reason is not None:
            found = self.undefined(reason)
            ll = 0.0 if reason is Reason.ONE_CLASS else math.nan
            return found, found, nothing, ll
        design = np.column_stack([np.ones_like(self.lp), self.lp])
        fitted = newton.fit(design, cells.n, cells.events, firth=self.firth)
        cov = newton.sandwich(fitted, design, cells)
        both = tuple(self._estimate(fitted, cov, design, j, None) for j in (0, 1))
        rows = tuple(tuple(row) for row in cov.tolist())
        return both[0], both[1], rows, fitted.loglik  # type: ignore[return-value]

    def hopeless(self) -> Reason | None:
        if float(np.ptp(self.lp)) == 0:
            return Reason.CONSTANT_SCORE
        if self.firth:
            return None
        if self.cells.total_events in (0, self.cells.total):
            return Reason.ONE_CLASS
        return Reason.SEPARATION if separated(self.cells) else None

    def _estimate(
        self,
        fitted: newton.LogisticFit,
        cov: Floats,
        design: Floats,
        which: int,
        offset: Floats | None,
    ) -> Estimate:
        value, se = float(fitted.beta[which]), math.sqrt(float(cov[which, which]))
        lo, hi = value - self.ci.z * se, value + self.ci.z * se
        method, remarks = self.method, self.warnings
        if method == "profile" and which == design.shape[1] - 1:
            lo, hi = profile_limits(fitted, design, self.cells, offset, self.ci)
        elif method == "profile":
            method = "wald"
        if self.cells.smaller_class < FIRTH_BELOW:
            remarks = (*remarks, Reason.TOO_FEW_EVENTS.value)
        if math.isinf(lo) or math.isinf(hi):
            remarks = (*remarks, "unbounded_interval")
        return Estimate(
            value,
            lo,
            hi,
            se,
            self.ci.level,
            method,
            warnings=remarks,
            **self.cells.base,
        )


def separated(cells: RiskCounts) -> bool:
    """Return whether one threshold of the risk parts events from non-events.

    A tie at the threshold itself changes nothing: the slope has no finite maximum.

    Examples
    --------
    >>> separated(as_risks([0, 0, 1, 1], [0.1, 0.3, 0.3, 0.5]))
    True
    """
    ones, zeros = cells.p[cells.events > 0], cells.p[cells.nonevents > 0]
    if not len(ones) or not len(zeros):
        return True
    return bool(ones.min() >= zeros.max() or zeros.min() >= ones.max())


def _miller(job: _Job, loglik: tuple[float, float, float]) -> Miller:
    nulls = (("a = 0 and b = 1", 2), ("a = 0 given b = 1", 1), ("b = 1 given a", 1))
    method = "Miller likelihood ratio"
    reason = job.hopeless()
    if reason is None and (job.firth or job.cells.weighted):
        method = "Miller likelihood ratio (pseudo)"
    ll_0, ll_a, ll_ab = loglik
    made = []
    for (null, df), drop in zip(
        nulls, (ll_ab - ll_0, ll_a - ll_0, ll_ab - ll_a), strict=True
    ):
        # With a constant score the fit of a alone still exists.
        alone = null == nulls[1][0] and reason is Reason.CONSTANT_SCORE
        if reason is not None and not alone:
            made.append(undefined_test(null, df, method, reason))
        else:
            made.append(chi2_test(null, 2 * drop, df, method))
    return Miller(*made)
