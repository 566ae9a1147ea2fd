"""Calibration curves against R, statsmodels and their own laws."""

from __future__ import annotations

import numpy as np
import pytest

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.curves import SMOOTHERS, calibration_curve
from irdp.calibration.estimate import Reason
from irdp.calibration.local import lowess
from irdp.calibration.resampling import binned
from irdp.errors import CallError

SHARES = np.arange(0.05, 0.951, 0.05)


def test_the_spline_is_that_of_rms(cohort):
    want = cohort.expected["curve_rcs5"]
    at = np.quantile(cohort.p, SHARES)
    curve = calibration_curve(cohort.y, cohort.p)
    assert curve.settings == "rcs, 5 knots"
    assert curve.predict(at) == pytest.approx(want["fit"], abs=1e-5)
    # the reference's fit stops early (epsilon 1e-8), which shows in the band
    lower, upper = curve.band(at)
    assert lower == pytest.approx(want["lower"], abs=1e-3)
    assert upper == pytest.approx(want["upper"], abs=1e-3)


def test_the_band_is_that_of_statsmodels(cohort):
    import statsmodels.api as sm

    from irdp.calibration.rcs import spline_basis
    from irdp.calibration.risks import logit

    curve = calibration_curve(cohort.y, cohort.p)
    at = np.quantile(cohort.p, SHARES)
    design = spline_basis(logit(cohort.p), curve.knots)
    model = sm.GLM(cohort.y, design, family=sm.families.Binomial())
    fit = model.fit(tol=1e-14, maxiter=200)
    x = spline_basis(logit(at), curve.knots)
    eta, se = x @ fit.params, np.sqrt(np.einsum("ui,ij,uj->u", x, fit.cov_params(), x))
    z = 1.959963984540054
    lower, upper = curve.band(at)
    assert lower == pytest.approx(1 / (1 + np.exp(-(eta - z * se))), abs=1e-6)
    assert upper == pytest.approx(1 / (1 + np.exp(-(eta + z * se))), abs=1e-6)


@pytest.mark.parametrize("knots", [3, 5])
def test_knots_and_coefficients_of_the_spline(cohort, knots):
    want = cohort.expected[f"ici_rcs{knots}_logit"]
    curve = calibration_curve(cohort.y, cohort.p, knots=knots)
    assert curve.knots == pytest.approx(want["knots_lp"], abs=1e-9)
    assert curve.coefficients == pytest.approx(want["coef"], abs=1e-4)
    if "lrt_nonlinearity" in want:
        test = curve.non_linearity
        assert test.statistic == pytest.approx(
            want["lrt_nonlinearity"]["chi2"], abs=1e-5
        )
        assert test.df == want["lrt_nonlinearity"]["df"]


def test_lowess_is_that_of_r(cohort):
    want = cohort.expected["curve_lowess"]
    curve = calibration_curve(cohort.y, cohort.p, smoother="lowess")
    at = np.quantile(cohort.p, SHARES)
    # the reference skips points closer than 1 % of the range and interpolates
    assert curve.predict(at) == pytest.approx(want["fit"], abs=2e-3)


def test_lowess_on_rows_of_statsmodels():
    from statsmodels.nonparametric.smoothers_lowess import lowess as reference

    rng = np.random.default_rng(5)
    p = rng.uniform(0.02, 0.9, 300)
    y = (rng.uniform(size=300) < p).astype(float)
    order = np.argsort(p)
    ones = np.ones(300)
    mine = lowess(p[order], ones, y[order])
    theirs = reference(y[order], p[order], frac=2 / 3, it=0, return_sorted=False)
    assert mine == pytest.approx(theirs, abs=1e-9)


def test_lowess_on_counts_is_lowess_on_rows():
    rng = np.random.default_rng(6)
    p = np.round(rng.uniform(0.02, 0.9, 2000), 2)
    y = (rng.uniform(size=2000) < p).astype(float)
    order = np.argsort(p, kind="stable")
    rows = lowess(p[order], np.ones(2000), y[order])
    u, first, inverse = np.unique(p[order], return_index=True, return_inverse=True)
    counts = lowess(u, np.bincount(inverse) * 1.0, np.bincount(inverse, y[order]))
    assert counts == pytest.approx(rows[first], abs=1e-12)


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_rows_counts_and_merged_services_agree(p1, smoother):
    service = np.arange(len(p1.y)) % 4
    score = np.floor(100 * p1.p + 0.5)
    risk = (score + 0.5) / 102
    merged = ScoreCounts.from_rows(score, p1.y, service=service)
    by_rows = calibration_curve(p1.y, risk, smoother=smoother)
    by_counts = calibration_curve(merged, lambda s: (s + 0.5) / 102, smoother=smoother)
    assert by_counts.observed == pytest.approx(by_rows.observed, abs=1e-9)
    turned = np.random.default_rng(1).permutation(len(p1.y))
    again = calibration_curve(p1.y[turned], risk[turned], smoother=smoother)
    assert again.observed.tobytes() == by_rows.observed.tobytes()


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_equal_weights_change_nothing(p1, smoother):
    base = calibration_curve(p1.y, p1.p, smoother=smoother)
    for c in (1.0, 2.5, 40.0):
        weighted = ScoreCounts.from_rows(
            p1.p, p1.y, sample_weight=np.full(len(p1.y), c)
        )
        curve = calibration_curve(weighted, smoother=smoother)
        assert curve.observed == pytest.approx(base.observed, abs=1e-9)


def test_band_of_weighted_spline_is_the_sandwich(p1):
    """Weights 1: the sandwich, not the model; close to it, and free of the scale."""
    bands = []
    for c in (1.0, 7.0):
        rows = ScoreCounts.from_rows(p1.p, p1.y, sample_weight=np.full(750, c))
        bands.append(calibration_curve(rows))
    assert bands[0].upper == pytest.approx(bands[1].upper, rel=1e-9)
    assert bands[0].non_linearity is None
    model = calibration_curve(p1.y, p1.p)
    middle = slice(200, 600)
    assert bands[0].upper[middle] == pytest.approx(model.upper[middle], rel=0.15)


def test_where_there_is_no_curve(edge):
    case = edge["all_nonevents"]
    assert calibration_curve(case["y"], case["p"]).reason is Reason.ONE_CLASS
    case = edge["constant_p"]
    assert calibration_curve(case["y"], case["p"]).reason is Reason.CONSTANT_SCORE
    case = edge["perfect_separation"]
    curve = calibration_curve(case["y"], case["p"])
    assert curve.reason is Reason.SEPARATION
    assert np.isnan(curve.observed).all()
    case = edge["p_zero_one"]
    with pytest.raises(CallError, match="IRDP-K009"):
        calibration_curve(case["y"], case["p"])
    assert calibration_curve(case["y"], case["p"], smoother="pava").reason is None
    with pytest.raises(CallError, match="IRDP-K011"):
        calibration_curve(case["y"], case["p"], smoother="gam")
    for knots in (2, 6):
        with pytest.raises(CallError, match="IRDP-K011"):
            calibration_curve(case["y"], case["p"], knots=knots)


def test_few_scores_need_few_knots():
    score, n = [0.1, 0.2, 0.4], [300, 300, 300]
    rows = ScoreCounts.from_counts(score, n=n, events=[20, 70, 130])
    curve = calibration_curve(rows)
    assert curve.settings == "rcs, 3 knots"
    assert curve.observed == pytest.approx(np.array([20, 70, 130]) / 300, abs=1e-9)
    rows = ScoreCounts.from_counts(score, n=[900, 10, 10], events=[40, 3, 5])
    assert calibration_curve(rows).settings == "rcs, linear"


def test_many_risks_are_smoothed_on_groups_and_it_is_said(monkeypatch, p1):
    """A local regression of a million risks would take hours."""
    exact = calibration_curve(p1.y, p1.p, smoother="lowess")
    assert exact.warnings == ()
    monkeypatch.setattr("irdp.calibration.curves.MAX_LOCAL", 100)
    monkeypatch.setattr("irdp.calibration.curves.binned", lambda c: binned(c, 250))
    curve = calibration_curve(p1.y, p1.p, smoother="lowess")
    assert curve.warnings == ("bins=250",)
    inner = slice(3, -3)
    assert curve.observed[inner] == pytest.approx(exact.observed[inner], abs=0.01)
