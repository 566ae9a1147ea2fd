"""The CORP decomposition against R and model-diagnostics."""

from __future__ import annotations

import math

import numpy as np
import pytest

from irdp.calibration.corp_decomposition import corp
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.estimate import CI, Reason
from irdp.calibration.pava import pava, steps
from irdp.errors import CallError


@pytest.mark.parametrize(
    ("score", "key"), [("brier", "corp_brier"), ("log_loss", "corp_log")]
)
def test_the_references(cohort, score, key):
    want = cohort.expected[key]
    found = corp(cohort.y, cohort.p, score=score)
    for name, theirs in (
        ("mean_score", "mean_score"),
        ("mcb", "MCB"),
        ("dsc", "DSC"),
        ("unc", "UNC"),
    ):
        assert getattr(found, name).value == pytest.approx(want[theirs], abs=1e-9)
    assert found.groups == want["n_bins"]


def test_model_diagnostics(p2_bad):
    from model_diagnostics.scoring import SquaredError, decompose

    theirs = decompose(p2_bad.y, p2_bad.p, scoring_function=SquaredError())
    found = corp(p2_bad.y, p2_bad.p)
    for name, column in (
        ("mcb", "miscalibration"),
        ("dsc", "discrimination"),
        ("unc", "uncertainty"),
    ):
        assert getattr(found, name).value == pytest.approx(theirs[column][0], abs=1e-12)


def test_by_hand(tiny, edge):
    found = corp(tiny["y"], tiny["p"])
    assert found.mcb.value == pytest.approx(tiny["corp"]["MCB"], abs=1e-12)
    assert found.dsc.value == pytest.approx(tiny["corp"]["DSC"], abs=1e-12)
    case = edge["constant_p"]
    found = corp(case["y"], case["p"])
    assert [float(x) for x in (found.mcb, found.dsc, found.unc)] == pytest.approx(
        [0.04, 0.0, 0.25], abs=1e-12
    )


def test_an_infinite_loss_is_named():
    found = corp([1, 0, 1, 0], [0.0, 0.2, 0.9, 0.4], score="log_loss")
    assert math.isinf(found.mean_score.value)
    assert found.mean_score.reason is Reason.EXTREME_PROBABILITY
    assert found.unc.reason is None
    assert found.to_dict()["mean_score"]["value"] is None
    with pytest.raises(CallError):
        corp([1, 0], [0.2, 0.3], score="spherical")


def test_parts_are_never_negative_and_add_up():
    rng = np.random.default_rng(2)
    for _ in range(20):
        p = np.round(rng.uniform(0.01, 0.99, 60), 1)
        p = np.clip(p, 0.05, 0.95)
        y = rng.integers(0, 2, 60)
        for score in ("brier", "log_loss"):
            found = corp(y, p, score=score)
            assert found.mcb.value >= 0
            assert found.dsc.value >= 0
            parts = found.mcb.value - found.dsc.value + found.unc.value
            assert parts == pytest.approx(found.mean_score.value, abs=1e-12)


def test_counts_give_the_same(p1):
    counts = ScoreCounts.from_rows(p1.p, p1.y, service=np.arange(750) % 5)
    found, rows = corp(counts), corp(p1.y, p1.p)
    assert found.mcb.value == pytest.approx(rows.mcb.value, abs=1e-12)


def test_intervals_refit_the_isotonic_curve(p2_bad):
    """Noise looks like miscalibration: the replicates lie above the estimate."""
    found = corp(p2_bad.y, p2_bad.p, ci=CI(n_boot=200))
    assert found.mcb.method == "bootstrap_percentile"
    assert 0.01 < found.mcb.lo < found.mcb.hi < 0.1
    assert found.unc.lo < found.unc.value < found.unc.hi
    assert corp(p2_bad.y, p2_bad.p).mcb.method == "none"


def test_pava_keeps_empty_scores_on_the_step_below():
    curve = pava(np.array([4.0, 0.0, 4.0]), np.array([1.0, 0.0, 3.0]))
    assert curve.tolist() == [0.25, 0.25, 0.75]
    starts, heights = steps(np.array([4.0, 4.0, 2.0]), np.array([2.0, 1.0, 2.0]))
    assert starts.tolist() == [0, 2]
    assert heights.tolist() == [0.375, 1.0]
