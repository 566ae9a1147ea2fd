"""ICI and its family: over persons, with the curve named, against R."""

from __future__ import annotations

import json

import numpy as np
import pytest

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.estimate import CI, Reason
from irdp.calibration.ici import calibration_errors, expected_calibration_error
from irdp.calibration.quantiles import person_quantile
from irdp.errors import CallError

BARE = CI(method="none")
KEYS = {"ici": "ICI", "e50": "E50", "e90": "E90", "emax": "Emax", "eci": "ECI_x100"}
CURVES = {
    "ici_rcs5_logit": {"knots": 5},
    "ici_rcs3_logit": {"knots": 3},
    "ici_lowess_delta0": {"smoother": "lowess"},
    "ici_loess_direct": {"smoother": "loess"},
}


@pytest.mark.parametrize("key", CURVES)
def test_the_family_of_the_references(cohort, key):
    want = cohort.expected[key]
    found = calibration_errors(cohort.y, cohort.p, ci=BARE, **CURVES[key])
    for name, theirs in KEYS.items():
        tolerance = 1e-3 if name == "eci" else 1e-5
        assert getattr(found, name).value == pytest.approx(want[theirs], abs=tolerance)


def test_rms_to_its_own_tolerance(cohort):
    want = cohort.expected["ici_lowess_rms"]
    found = calibration_errors(cohort.y, cohort.p, smoother="lowess", ci=BARE)
    for name in ("ici", "e50", "e90", "emax"):
        assert getattr(found, name).value == pytest.approx(
            want[KEYS[name]], abs=1e-4
        ), name


def test_the_definition_is_stated(p1):
    found = calibration_errors(p1.y, p1.p, ci=CI(n_boot=100))
    assert found.ici.method == "rcs, 5 knots; bootstrap_percentile"
    assert (found.ici.n, found.ici.events) == (750, 105)
    assert found.curve.smoother == "rcs"
    json.loads(found.to_json())


def test_over_persons_and_not_over_bins(p2):
    """Twenty quantile bins give another number: it is not the ICI."""
    found = calibration_errors(p2.y, p2.p, ci=BARE)
    ece = expected_calibration_error(p2.y, p2.p, bins=20)
    assert abs(found.ici.value - ece.value) > 0.01
    assert "20" in ece.label
    with pytest.raises(CallError, match="IRDP-K077"):
        expected_calibration_error(p2.y, p2.p, bins=1)


def test_rows_counts_and_services_agree(p1):
    score = np.floor(100 * p1.p + 0.5)
    risk = (score + 0.5) / 102
    counts = ScoreCounts.from_rows(score, p1.y, service=np.arange(750) % 3)
    a = calibration_errors(p1.y, risk, ci=CI(n_boot=60, seed=4))
    b = calibration_errors(counts, lambda s: (s + 0.5) / 102, ci=CI(n_boot=60, seed=4))
    for name in KEYS:
        mine, theirs = getattr(a, name), getattr(b, name)
        assert mine.value == pytest.approx(theirs.value, abs=1e-9)
        assert (mine.lo, mine.hi) == pytest.approx((theirs.lo, theirs.hi), abs=1e-9)


def test_same_seed_same_bytes(p1):
    twice = [calibration_errors(p1.y, p1.p, ci=CI(n_boot=60)) for _ in "ab"]
    assert twice[0].to_json() == twice[1].to_json()


def test_the_interval_refits_the_curve(p2):
    """A replicate's curve is its own: the lower limit is far above 0."""
    found = calibration_errors(p2.y, p2.p, ci=CI(n_boot=400))
    assert found.ici.lo < found.ici.value < found.ici.hi
    assert found.ici.lo > 0.01
    assert found.ici.hi < 0.15


def test_weights_all_equal_change_nothing(p1):
    base = calibration_errors(p1.y, p1.p, ci=BARE)
    rows = ScoreCounts.from_rows(p1.p, p1.y, sample_weight=np.full(750, 3.7))
    found = calibration_errors(rows, ci=BARE)
    for name in KEYS:
        assert getattr(found, name).value == pytest.approx(
            getattr(base, name).value, abs=1e-9
        )


def test_undefined_says_why(edge):
    case = edge["all_nonevents"]
    found = calibration_errors(case["y"], case["p"], ci=CI(n_boot=20))
    assert np.isnan(found.ici.value)
    assert found.ici.reason is Reason.ONE_CLASS


@pytest.mark.parametrize("q", [0.0, 0.1, 0.5, 0.9, 0.95, 1.0])
def test_quantiles_are_type_7_over_persons(q):
    rng = np.random.default_rng(3)
    values = rng.normal(size=40)
    n = rng.integers(0, 9, 40)
    rows = np.repeat(values, n)
    assert person_quantile(values, n, [q])[0] == pytest.approx(
        np.quantile(rows, q), abs=1e-12
    )
