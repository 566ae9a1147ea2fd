"""Bands: exact rules, a price beside each cut-off, nothing settled silently."""

from __future__ import annotations

import json

import numpy as np
import pytest

from irdp.calibration.capacity import Capacity
from irdp.calibration.choose import Scale, choose_bands
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.cutoffs import (
    CostRatio,
    MinSensitivity,
    RiskThreshold,
    Youden,
    cut_off,
    rule_record,
)
from irdp.calibration.estimate import CI
from irdp.calibration.optimism import cut_off_optimism
from irdp.errors import CallError


@pytest.fixture
def index(p1):
    """P1 as an integer index, 79 distinct scores from 0 to 100."""
    return ScoreCounts.from_rows(np.floor(100 * p1.p + 0.5), p1.y)


def risk(score):
    return 1 / (1 + np.exp(3.201740 - 0.067131 * score))


ANCHORS = [
    (0, 455, 17, 0.0234561702, 0.0590155814, 0.2384213960),
    (10, 181, 25, 0.0953373265, 0.1959472109, 0.9844322344),
    (30, 114, 63, 0.4611256859, 0.6407060474, 7.5882352941),
]


def test_the_bands_of_the_anchor(index):
    rows = ScoreCounts.from_counts(index.score / 100, n=index.n, events=index.events)
    chosen = choose_bands(
        rows,
        upper=RiskThreshold("0.30"),
        lower=RiskThreshold("0.10"),
        scale=Scale(decimals=2),
    )
    for band, want in zip(chosen.bands, ANCHORS, strict=True):
        start, n, events, lo, hi, ratio = want
        assert (band.start, band.n, band.events) == (start / 100, n, events)
        assert (band.rate.lo, band.rate.hi) == pytest.approx((lo, hi), abs=1e-8)
        assert band.likelihood_ratio.value == pytest.approx(ratio, abs=1e-9)
    assert chosen.as_list == [
        {"id": "low", "from": 0.0},
        {"id": "middle", "from": 0.1},
        {"id": "high", "from": 0.3},
    ]
    assert chosen.warnings == ()


def test_capacity_and_sensitivity_together(index):
    chosen = choose_bands(
        index,
        upper=Capacity(95, of=1000),
        lower=MinSensitivity("0.80"),
        ids=("faible", "intermediaire", "forte"),
    )
    low, high = chosen.cut_offs
    assert low.figures.sensitivity.value >= 0.80
    above = ScoreCounts.from_counts(index.score, n=index.n, events=index.events)
    nearest = above.score[above.score > low.score][0]
    assert index.events[index.score >= nearest].sum() < 0.8 * 105
    assert high.places == 71
    flagged = index.n[index.score >= high.score].sum()
    assert flagged >= 71 > index.n[index.score > high.score].sum()
    assert high.figures.tp + high.figures.fp == flagged
    assert high.number_needed.value == pytest.approx(1 / high.ppv.value)
    assert high.ppv.lo < high.ppv.value < high.ppv.hi
    assert chosen.origin == {
        "forte": {"rule": "capacity", "places": 95, "of": 1000, "ties": "include"},
        "intermediaire": {"rule": "min_sensitivity", "value": 0.8},
    }
    assert all(isinstance(band["from"], int) for band in chosen.as_list)
    assert "tuned_on_these_data" in chosen.warnings
    assert "capacity_exceeded=2" in chosen.warnings
    json.loads(chosen.to_json())


def test_contradicting_rules_are_never_settled_silently(index):
    with pytest.raises(CallError, match="K067"):
        choose_bands(index, upper=Capacity(500, of=1000), lower=MinSensitivity("0.50"))


def test_youden_is_the_observed_score_and_warns(p1, index):
    """pROC reports the mid-point 0.1538642."""
    rows = ScoreCounts.from_rows(p1.p, p1.y)
    assert cut_off(rows, Youden()) == 0.1549948
    chosen = choose_bands(index, upper=Capacity(50), lower=Youden())
    assert "youden_implies_prevalence_odds" in chosen.warnings


def test_costs_are_a_risk_threshold(index):
    assert CostRatio(1, 9).threshold * 10 == 1
    at = risk(index.score)
    same = [
        cut_off(index, rule, risk_at_score=at)
        for rule in (CostRatio(1, 9), RiskThreshold("0.10"))
    ]
    assert same[0] == same[1]
    first = index.score[at >= 0.10][0]
    assert same[0] == first
    for bad in (CostRatio(0, 1), CostRatio(1, -1)):
        with pytest.raises(CallError, match="K063"):
            cut_off(index, bad)


def test_the_exact_sensitivity_counts():
    """0.70 of ten events is seven: 0.7 · 10 in floats is 7.000000000000001 for some."""
    rows = ScoreCounts.from_counts(range(10), n=[2] * 10, events=[1] * 10)
    for tenths in range(1, 10):
        found = cut_off(rows, MinSensitivity(f"0.{tenths}"))
        assert found == 10 - tenths


def test_scale_changes_nothing(index):
    """s → 2s + 3 with its map: the same persons in the same bands."""
    moved = ScoreCounts.from_counts(2 * index.score + 3, n=index.n, events=index.events)
    rules = {"upper": Capacity(75), "lower": RiskThreshold("0.10")}
    a = choose_bands(index, risk, **rules)
    b = choose_bands(moved, lambda s: risk((s - 3) / 2), scale=Scale(start=3), **rules)
    assert [band.n for band in a.bands] == [band.n for band in b.bands]
    assert [2 * band.start + 3 for band in a.bands] == [band.start for band in b.bands]


def test_rows_counts_and_services_agree(p1):
    score = np.floor(100 * p1.p + 0.5)
    rules = {"upper": Capacity(75), "lower": MinSensitivity("0.8")}
    turn = np.random.default_rng(1).permutation(750)
    made = [
        ScoreCounts.from_rows(score, p1.y),
        ScoreCounts.from_rows(score[turn], p1.y[turn]),
        ScoreCounts.from_rows(score, p1.y, service=np.arange(750) % 4),
    ]
    assert len({choose_bands(counts, **rules).to_json() for counts in made}) == 1


def test_bad_calls(index, p1):
    rules = {"upper": Capacity(75), "lower": MinSensitivity("0.8")}
    with pytest.raises(CallError, match="K074"):
        choose_bands(index, ids=("a", "b", "a"), **rules)
    with pytest.raises(CallError, match="K075"):
        choose_bands(index, scale=Scale(start=5), **rules)
    with pytest.raises(CallError, match="K072"):
        choose_bands(index, [0.1, 0.2], **rules)
    with pytest.raises(CallError, match="K073"):
        choose_bands(
            index, -index.score / 200 + 0.5, upper=RiskThreshold("0.3"), lower=Youden()
        )
    with pytest.raises(CallError, match="K069"):
        choose_bands(ScoreCounts.from_rows(p1.p, p1.y), **rules)
    with pytest.raises(CallError, match="K068"):
        choose_bands(index, risk, upper=RiskThreshold("0.99"), lower=Youden())
    none = ScoreCounts.from_counts([1, 2], n=[5, 5], events=[0, 0])
    for rule in (MinSensitivity("0.5"), Youden()):
        with pytest.raises(CallError, match="K068"):
            cut_off(none, rule)
    with pytest.raises(CallError, match="K066"):
        cut_off(index, Capacity(3, ties="random"))


def test_records_are_plain_yaml():
    assert rule_record(RiskThreshold("0.1")) == {"rule": "risk_threshold", "value": 0.1}
    assert rule_record(CostRatio("1", "9")) == {
        "rule": "cost_ratio",
        "false_positive": 1,
        "false_negative": 9,
    }
    assert rule_record(Youden()) == {"rule": "youden"}


class TestOptimism:
    def test_a_searched_cut_off_is_optimistic(self, p2_dev):
        rows = ScoreCounts.from_rows(p2_dev.p[:80], p2_dev.y[:80])
        found = cut_off_optimism(rows, Youden(), ci=CI(n_boot=200))
        assert found.tuned
        apparent = found.sensitivity + found.specificity
        corrected = found.sensitivity_corrected + found.specificity_corrected
        assert 0.005 < apparent - corrected < 0.2
        assert found.cut_lo <= found.cut <= found.cut_hi

    def test_a_declared_one_is_not(self, p1):
        rows = ScoreCounts.from_rows(p1.p, p1.y)
        found = cut_off_optimism(rows, RiskThreshold("0.2"), ci=CI(n_boot=30))
        assert not found.tuned
        assert found.sensitivity_corrected == found.sensitivity

    def test_failed_replicates_are_counted(self):
        rows = ScoreCounts.from_counts([1, 2], n=[10, 10], events=[0, 1])
        found = cut_off_optimism(rows, MinSensitivity("0.5"), ci=CI(n_boot=100))
        assert 10 < found.failed < 70
