"""Weak calibration against R, by hand, and where it is undefined."""

from __future__ import annotations

import math

import numpy as np
import pytest

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.estimate import CI, Reason
from irdp.calibration.ratio import (
    expected_observed,
    observed_expected,
    observed_minus_expected,
)
from irdp.calibration.weak import weak_calibration
from irdp.errors import CallError


def test_oe_of_the_references(cohort):
    want = cohort.expected["oe"]
    oe = observed_expected(cohort.y, cohort.p)
    assert oe.value == pytest.approx(want["OE"], abs=1e-9)
    assert oe.se == pytest.approx(want["log_OE_se_debray"], abs=1e-9)
    assert (oe.lo, oe.hi) == pytest.approx(want["OE_ci_debray"], abs=1e-9)
    for method, key in (("exact", "OE_ci_clopper_pearson"), ("wilson", "OE_ci_wilson")):
        other = observed_expected(cohort.y, cohort.p, ci=CI(method))
        assert (other.lo, other.hi) == pytest.approx(want[key], abs=1e-8)
        assert other.method == method
    assert expected_observed(cohort.y, cohort.p).value == pytest.approx(
        want["EO"], abs=1e-9
    )
    assert observed_minus_expected(cohort.y, cohort.p).value == pytest.approx(
        want["diff_O_minus_E"], abs=1e-9
    )


def test_intercept_and_slope_of_the_references(cohort):
    want = cohort.expected["weak"]
    found = weak_calibration(cohort.y, cohort.p)
    for estimate, key in (
        (found.citl, "intercept_citl"),
        (found.slope, "slope"),
        (found.joint_intercept, "cox_intercept_joint"),
    ):
        assert estimate.value == pytest.approx(want[key], abs=1e-6)
        assert estimate.se == pytest.approx(want[f"{key}_se"], abs=1e-5)
    wald = weak_calibration(cohort.y, cohort.p, ci=CI("wald"))
    for name, key in (("citl", "intercept_citl"), ("slope", "slope")):
        profile, plain = getattr(found, name), getattr(wald, name)
        assert profile.method == "profile"
        assert (profile.lo, profile.hi) == pytest.approx(
            want[f"{key}_profile"], abs=5e-4
        )
        assert (plain.lo, plain.hi) == pytest.approx(want[f"{key}_wald"], abs=1e-5)
    assert found.cov[0][1] == pytest.approx(want["cov_intercept_slope"], abs=1e-6)
    assert found.loglik == pytest.approx(
        [want["loglik_original"], want["loglik_citl"], want["loglik_recal"]], abs=1e-9
    )


def test_miller_of_the_references(cohort):
    want = cohort.expected["miller_lrt"]
    miller = weak_calibration(cohort.y, cohort.p).miller
    for test, key in (
        (miller.joint, "H_a0_b1"),
        (miller.intercept, "H_a0_given_b1"),
        (miller.slope, "H_b1_given_a"),
    ):
        assert test.statistic == pytest.approx(want[key]["chi2"], abs=1e-5)
        assert test.df == want[key]["df"]
        # The p of a χ² of 0 moves with the square root of rounding errors.
        assert test.p_value == pytest.approx(want[key]["p"], abs=1e-5)


def test_joint_intercept_is_not_calibration_in_the_large(p2):
    found = weak_calibration(p2.y, p2.p)
    assert abs(found.joint_intercept.value - found.citl.value) > 0.1


def test_tiny_by_hand(tiny):
    found = weak_calibration(tiny["y"], tiny["p"])
    assert observed_expected(tiny["y"], tiny["p"]).value == pytest.approx(1.25)
    assert found.citl.value == pytest.approx(tiny["citl"], abs=1e-9)
    assert found.citl.se == pytest.approx(tiny["citl_se"], abs=1e-9)
    assert found.slope.value == pytest.approx(tiny["slope"], abs=1e-9)
    assert found.joint_intercept.value == pytest.approx(
        tiny["joint_intercept"], abs=1e-9
    )
    assert "too_few_events" in found.citl.warnings


def test_profile_limits_are_roots_of_the_likelihood(tiny):
    from scipy.optimize import minimize_scalar
    from scipy.special import expit, logit, xlog1py, xlogy

    y, lp = np.array(tiny["y"]), logit(tiny["p"])

    def loglik(a, b):
        mu = expit(a + b * lp)
        return float(np.sum(xlogy(y, mu) + xlog1py(1 - y, -mu)))

    found = weak_calibration(tiny["y"], tiny["p"])
    for b in (found.slope.lo, found.slope.hi):
        top = -minimize_scalar(lambda a, b=b: -loglik(a, b)).fun
        best = loglik(found.joint_intercept.value, found.slope.value)
        assert 2 * (best - top) == pytest.approx(3.841458820694124, abs=1e-6)


def test_constant_risk_has_no_slope(edge):
    case = edge["constant_p"]
    found = weak_calibration(case["y"], case["p"])
    assert found.citl.value == pytest.approx(case["citl"], abs=1e-9)
    assert math.isnan(found.slope.value)
    assert found.slope.reason is Reason.CONSTANT_SCORE
    assert found.miller.joint.reason is Reason.CONSTANT_SCORE
    assert found.miller.intercept.reason is None
    oe = observed_expected(case["y"], case["p"])
    assert oe.value == pytest.approx(case["OE"])


@pytest.mark.parametrize("y", [0, 1])
def test_one_class_is_nan_with_a_reason_and_firth_is_finite(edge, y):
    case = edge["all_nonevents"]
    outcome = [y] * len(case["p"])
    found = weak_calibration(outcome, case["p"])
    for estimate in (found.citl, found.slope, found.joint_intercept):
        assert math.isnan(estimate.value)
        assert estimate.reason is Reason.ONE_CLASS
        assert "firth_offered" in estimate.warnings
    firth = weak_calibration(outcome, case["p"], penalty="firth").citl
    assert math.isfinite(firth.value)
    assert firth.method == "firth_wald"
    oe = observed_expected(outcome, case["p"])
    assert math.isnan(oe.lo)
    assert oe.reason is Reason.ONE_CLASS


def test_no_event_has_an_oe_of_zero(edge):
    case = edge["all_nonevents"]
    assert observed_expected(case["y"], case["p"]).value == 0
    inverse = expected_observed(case["y"], case["p"])
    assert math.isnan(inverse.value)
    assert inverse.reason is Reason.ONE_CLASS
    exact = observed_expected(case["y"], case["p"], ci=CI("exact"))
    assert exact.lo == 0
    assert exact.hi > 1


def test_firth_anchors(edge, tiny):
    none = edge["all_nonevents"]
    apart = edge["perfect_separation"]
    offset = weak_calibration(none["y"], none["p"], penalty="firth").citl
    assert (offset.value, offset.se) == pytest.approx(
        (-1.4280411387, 1.5715337043), abs=1e-5
    )
    both = weak_calibration(apart["y"], apart["p"], penalty="firth")
    assert (both.citl.value, both.citl.se) == pytest.approx(
        (0.4492760094, 0.9419117733), abs=1e-5
    )
    pairs = [
        (both.joint_intercept, 0.6370664927, 1.2039251295),
        (both.slope, 1.4055506103, 0.8282848293),
    ]
    small = weak_calibration(tiny["y"], tiny["p"], penalty="firth")
    pairs += [
        (small.joint_intercept, 0.0642213125, 0.8289781541),
        (small.slope, 0.5129094296, 0.5419616926),
    ]
    for estimate, value, se in pairs:
        assert (estimate.value, estimate.se) == pytest.approx((value, se), abs=1e-5)


def test_separation_is_named(edge):
    case = edge["perfect_separation"]
    found = weak_calibration(case["y"], case["p"])
    assert found.slope.reason is Reason.SEPARATION
    assert math.isfinite(found.citl.value)
    # A tie at the threshold does not help: the slope still runs away.
    quasi = weak_calibration([0, 0, 1, 0, 1, 1], [0.1, 0.2, 0.3, 0.3, 0.4, 0.5])
    assert quasi.slope.reason is Reason.SEPARATION


def test_extreme_risks_raise_or_are_clipped_and_counted(edge):
    case = edge["p_zero_one"]
    with pytest.raises(CallError, match="IRDP-K009"):
        weak_calibration(case["y"], case["p"])
    clipped = weak_calibration(case["y"], case["p"], on_extreme="clip")
    assert "clipped=2" in clipped.citl.warnings
    assert math.isfinite(clipped.slope.value)


def test_sampling_weights_have_the_sandwich(p1):
    identity = p1.columns["patientid"].astype(int)
    weight = np.where(p1.y == 1, 1.0, np.where(identity % 4 == 0, 4.0, 0.0))
    found = weak_calibration(p1.y, p1.p, sample_weight=weight)
    assert observed_expected(p1.y, p1.p, sample_weight=weight).value == pytest.approx(
        1.0483328593, abs=1e-9
    )
    for estimate, value, se in (
        (found.citl, 0.0755673342, 0.1587418149),
        (found.slope, 1.1297454736, 0.1593395954),
        (found.joint_intercept, 0.2527705084, 0.3075525787),
    ):
        assert estimate.value == pytest.approx(value, abs=1e-6)
        assert estimate.se == pytest.approx(se, abs=1e-5)
        assert estimate.method == "sandwich_wald"


def test_equal_weights_change_nothing(p2):
    one = weak_calibration(p2.y, p2.p, sample_weight=np.ones(len(p2.y)))
    for c in (0.5, 7.0):
        other = weak_calibration(p2.y, p2.p, sample_weight=np.full(len(p2.y), c))
        for name in ("citl", "slope"):
            a, b = getattr(one, name), getattr(other, name)
            assert (a.value, a.se) == pytest.approx((b.value, b.se), abs=1e-9)


def test_rows_twice_keep_estimates_and_shrink_errors(p2):
    once = weak_calibration(p2.y, p2.p)
    twice = weak_calibration(np.tile(p2.y, 2), np.tile(p2.p, 2))
    for name in ("citl", "slope", "joint_intercept"):
        a, b = getattr(once, name), getattr(twice, name)
        assert b.value == pytest.approx(a.value, abs=1e-9)
        assert b.se == pytest.approx(a.se / math.sqrt(2), abs=1e-9)


def test_other_side_of_the_coin(p2):
    one = weak_calibration(p2.y, p2.p)
    other = weak_calibration(1 - p2.y, 1 - p2.p)
    assert other.citl.value == pytest.approx(-one.citl.value, abs=1e-9)
    assert other.slope.value == pytest.approx(one.slope.value, abs=1e-9)


def test_index_with_its_rule_is_the_same_as_rows(p1):
    score = np.floor(100 * p1.p + 0.5)

    def rule(s):
        return 1 / (1 + np.exp(3.2 - 0.067 * s))

    counts = ScoreCounts.from_rows(score, p1.y)
    by_counts = weak_calibration(counts, rule)
    by_rows = weak_calibration(p1.y, rule(score))
    for name in ("citl", "slope", "joint_intercept"):
        a, b = getattr(by_counts, name), getattr(by_rows, name)
        fields = ("value", "lo", "hi", "se")
        assert [getattr(a, f) for f in fields] == pytest.approx(
            [getattr(b, f) for f in fields], abs=1e-9
        )


def test_statsmodels_agrees(p2):
    import statsmodels.api as sm

    lp = np.log(p2.p / (1 - p2.p))
    model = sm.GLM(p2.y, sm.add_constant(lp), family=sm.families.Binomial()).fit(
        tol=1e-14
    )
    found = weak_calibration(p2.y, p2.p)
    assert found.slope.value == pytest.approx(model.params[1], abs=1e-9)
    assert found.slope.se == pytest.approx(model.bse[1], abs=1e-9)


def test_unknown_options_are_refused(p2):
    with pytest.raises(CallError, match="IRDP-K011"):
        weak_calibration(p2.y, p2.p, penalty="ridge")
    with pytest.raises(CallError, match="IRDP-K011"):
        weak_calibration(p2.y, p2.p, ci=CI("jeffreys"))
