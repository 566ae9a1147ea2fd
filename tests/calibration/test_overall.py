"""Overall performance and global tests against R."""

from __future__ import annotations

import math

import numpy as np
import pytest

from irdp.calibration.estimate import CI, Reason
from irdp.calibration.global_tests import hosmer_lemeshow, spiegelhalter
from irdp.calibration.overall import brier, brier_scaled, log_loss, pseudo_r2
from irdp.errors import CallError


def test_overall_of_the_references(cohort):
    want = cohort.expected["overall"]
    found = brier(cohort.y, cohort.p)
    assert found.value == pytest.approx(want["brier"], abs=1e-9)
    assert found.se == pytest.approx(want["brier_se_empirical"], abs=1e-9)
    assert log_loss(cohort.y, cohort.p).value == pytest.approx(
        want["log_loss"], abs=1e-9
    )
    scaled = brier_scaled(cohort.y, cohort.p).value
    assert scaled == pytest.approx(want["brier_scaled"], abs=1e-9)
    assert abs(scaled - want["brier_scaled_pbar"]) > 1e-10
    r2 = pseudo_r2(cohort.y, cohort.p)
    for name, key in (
        ("cox_snell", "cox_snell_r2"),
        ("nagelkerke", "nagelkerke_r2"),
        ("mcfadden", "mcfadden"),
        ("tjur", "discrimination_slope_tjur"),
    ):
        assert getattr(r2, name).value == pytest.approx(want[key], abs=1e-9)


def test_scikit_learn_agrees(p2):
    from sklearn.metrics import brier_score_loss, d2_brier_score

    rng = np.random.default_rng(2)
    weight = rng.gamma(2, size=len(p2.y))
    assert brier(p2.y, p2.p, sample_weight=weight).value == pytest.approx(
        brier_score_loss(p2.y, p2.p, sample_weight=weight), abs=1e-12
    )
    assert brier_scaled(p2.y, p2.p).value == pytest.approx(
        d2_brier_score(p2.y, p2.p), abs=1e-12
    )


def test_brier_where_little_is_defined(edge, tiny):
    for name in ("constant_p", "all_nonevents", "p_zero_one"):
        case = edge[name]
        assert brier(case["y"], case["p"]).value == pytest.approx(
            case["brier"], abs=1e-12
        )
    assert brier(tiny["y"], tiny["p"]).value == pytest.approx(0.202, abs=1e-12)
    none = edge["all_nonevents"]
    assert brier_scaled(none["y"], none["p"]).reason is Reason.ONE_CLASS
    assert pseudo_r2(none["y"], none["p"]).tjur.reason is Reason.ONE_CLASS
    flat = brier([0, 0], [0.2, 0.2])
    assert flat.reason is Reason.DEGENERATE_INTERVAL
    assert flat.value == pytest.approx(0.04)


def test_infinite_log_loss_is_named():
    wrong = log_loss([1, 0], [0.0, 0.5])
    assert math.isnan(wrong.value)
    assert wrong.reason is Reason.EXTREME_PROBABILITY
    assert log_loss([0, 1], [0.0, 1.0]).value == 0.0
    assert pseudo_r2([1, 0], [0.0, 0.5]).mcfadden.reason is Reason.EXTREME_PROBABILITY


def test_spiegelhalter_of_the_references(cohort):
    want = cohort.expected["spiegelhalter"]
    found = spiegelhalter(cohort.y, cohort.p)
    assert found.statistic == pytest.approx(want["z"], abs=1e-9)
    assert found.p_value == pytest.approx(want["p"], abs=1e-9)
    halves = spiegelhalter([0, 1], [0.5, 0.5])
    assert halves.reason is Reason.DEGENERATE_INTERVAL


def test_hosmer_lemeshow_of_the_references(cohort):
    want = cohort.expected["hosmer_lemeshow"]
    with pytest.raises(CallError, match="IRDP-K018"):
        hosmer_lemeshow(cohort.y, cohort.p)
    found = hosmer_lemeshow(cohort.y, cohort.p, legacy=True)
    assert found.test.statistic == pytest.approx(want["chi2"], abs=1e-5)
    assert found.test.df == want["df_external"]
    assert found.test.p_value == pytest.approx(want["p_external"], abs=1e-5)
    assert list(found.n) == want["table"]["n"]
    assert list(found.observed) == want["table"]["observed"]
    assert list(found.expected) == pytest.approx(want["table"]["expected"], abs=1e-9)
    assert list(found.upper) == pytest.approx(want["table"]["upper"], abs=1e-9)
    inside = hosmer_lemeshow(cohort.y, cohort.p, legacy=True, development=True)
    assert inside.test.p_value == pytest.approx(want["p_internal"], abs=1e-5)


def test_hosmer_lemeshow_names_what_it_cannot_do():
    assert (
        hosmer_lemeshow([0, 1], [0.0, 0.0], legacy=True).test.reason is Reason.EMPTY_BIN
    )


def test_no_test_ever_says_calibrated(p2):
    assert "alibrated" not in str(spiegelhalter(p2.y, p2.p))


def test_brier_of_a_weighted_cohort(p1):
    identity = p1.columns["patientid"].astype(int)
    weight = np.where(p1.y == 1, 1.0, np.where(identity % 4 == 0, 4.0, 0.0))
    found = brier(p1.y, p1.p, sample_weight=weight, ci=CI(n_boot=200))
    assert found.value == pytest.approx(0.0840621221, abs=1e-9)
    assert found.method == "bayesian_bootstrap_percentile"
    assert found.lo < found.value < found.hi
