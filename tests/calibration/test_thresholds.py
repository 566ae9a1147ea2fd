"""Threshold tables and trend against R and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from irdp.calibration.band_trend import trend
from irdp.calibration.bands import interval_likelihood_ratio
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.estimate import CI, Reason
from irdp.calibration.proportions import proportion
from irdp.calibration.thresholds import threshold_table
from irdp.errors import CallError


def test_thresholds_of_the_references(cohort):
    rows = cohort.expected["thresholds"]
    cuts = [row["threshold"] for row in rows]
    wilson = threshold_table(cohort.y, cohort.p, thresholds=cuts)
    exact = threshold_table(cohort.y, cohort.p, thresholds=cuts, ci=CI("exact"))
    for want, row, other in zip(rows, wilson, exact, strict=True):
        assert [row.tp, row.fp, row.fn, row.tn] == [
            want[k] for k in ("TP", "FP", "FN", "TN")
        ]
        assert row.flagged_share.value == pytest.approx(want["flagged_fraction"])
        for name in ("sensitivity", "specificity", "ppv", "npv"):
            _same(getattr(row, name), want[name]["est"], want[name]["wilson"])
            _same(
                getattr(other, name), want[name]["est"], want[name]["clopper_pearson"]
            )
        for name, key in (("lr_positive", "lr_pos"), ("lr_negative", "lr_neg")):
            _same(getattr(row, name), want[key]["est"], want[key]["ci"])
        assert row.youden == pytest.approx(want["youden"], abs=1e-9)
        assert row.number_needed_to_refer.value == pytest.approx(
            want["number_needed_to_refer"], abs=1e-9
        )


def _same(estimate, value, limits):
    assert estimate.value == pytest.approx(value, abs=1e-8)
    if estimate.reason is Reason.ZERO_CELL:
        # The reference prints [0, nothing] for a ratio of 0; we print no interval.
        assert limits[1] is None
        assert math.isnan(estimate.lo)
    else:
        assert (estimate.lo, estimate.hi) == pytest.approx(limits, abs=1e-8)


def test_by_hand(tiny):
    want = tiny["at_threshold_0_3"]
    row = threshold_table(tiny["y"], tiny["p"], thresholds=0.1 + 0.2).rows[0]
    assert [row.tp, row.fp, row.fn, row.tn] == [
        want[k] for k in ("TP", "FP", "FN", "TN")
    ]
    for name, key in (
        ("sensitivity", "sens"),
        ("specificity", "spec"),
        ("ppv", "ppv"),
        ("npv", "npv"),
    ):
        assert getattr(row, name).value == want[key]


def test_sensitivity_without_events_is_not_zero(edge):
    case = edge["all_nonevents"]
    row = threshold_table(case["y"], case["p"], thresholds=[0.25]).rows[0]
    assert math.isnan(row.sensitivity.value)
    assert row.sensitivity.reason is Reason.ZERO_CELL
    assert row.specificity.value == case["spec_at_0_25"]
    assert row.npv.value == case["npv_at_0_25"]
    assert row.lr_positive.reason is Reason.ONE_CLASS
    assert math.isnan(row.youden)


def test_zero_cells_keep_the_value_and_lose_the_interval():
    row = threshold_table([0, 0, 1, 1], [1, 2, 3, 4], thresholds=[3]).rows[0]
    assert (row.lr_positive.value, row.lr_negative.value) == (math.inf, 0.0)
    assert row.lr_positive.reason is row.lr_negative.reason is Reason.ZERO_CELL
    assert math.isnan(row.lr_positive.lo)
    nobody = threshold_table([0, 1], [1, 2], thresholds=[9]).rows[0]
    assert nobody.ppv.reason is Reason.ZERO_CELL
    assert nobody.number_needed_to_refer.reason is Reason.ZERO_CELL


def test_wilson_at_the_ends_is_not_corrected():
    # Hmisc changes x = n − 1 and gives 0.9995.
    assert proportion(104, 105).hi == pytest.approx(0.9983, abs=5e-5)


def test_scipy_agrees_on_every_interval():
    from scipy.stats import beta, binomtest

    for x, n in ((0, 7), (1, 7), (5, 7), (7, 7), (63, 114)):
        test = binomtest(x, n)
        for ours, theirs in (("wilson", "wilson"), ("exact", "exact")):
            want = test.proportion_ci(method=theirs)
            found = proportion(x, n, ci=CI(ours))
            assert (found.lo, found.hi) == pytest.approx(
                (want.low, want.high), abs=1e-12
            )
        found = proportion(x, n, ci=CI("jeffreys"))
        want = beta.ppf([0.025, 0.975], x + 0.5, n - x + 0.5)
        assert (found.lo, found.hi) == pytest.approx(want, abs=1e-12)


BANDS = [
    (0, 10, 455, 17, (0.0234561702, 0.0590155814), (0.0219130513, 0.0591485620),
     (0.0227603933, 0.0578154695), 0.2384213960),
    (10, 30, 181, 25, (0.0953373265, 0.1959472109), (0.0914211629, 0.1971086969),
     (0.0937221436, 0.1939784531), 0.9844322344),
    (30, 101, 114, 63, (0.4611256859, 0.6407060474), (0.4566375597, 0.6458239820),
     (0.4609935924, 0.6416346746), 7.5882352941),
]  # fmt: skip


@pytest.mark.parametrize("band", BANDS)
def test_bands_of_the_integer_index(p1, band):
    low, high, n, events, wilson, exact, jeffreys, ratio = band
    counts = ScoreCounts.from_rows(np.floor(100 * p1.p + 0.5), p1.y)
    inside = (counts.score >= low) & (counts.score < high)
    assert (counts.n[inside].sum(), counts.events[inside].sum()) == (n, events)
    for method, want in (("wilson", wilson), ("exact", exact), ("jeffreys", jeffreys)):
        found = proportion(events, n, ci=CI(method))
        assert (found.lo, found.hi) == pytest.approx(want, abs=1e-8)
    found = interval_likelihood_ratio((events, n - events), (105, 645))
    assert found.value == pytest.approx(ratio, abs=1e-9)


def test_trend_over_the_bands():
    assert trend([455, 181, 114], [17, 25, 63]).statistic == pytest.approx(
        13.2780169, abs=1e-6
    )
    assert trend([5, 5], [0, 0]).reason is Reason.ONE_CLASS
    assert trend([5], [2]).reason is Reason.CONSTANT_SCORE
    with pytest.raises(CallError, match="IRDP-K010"):
        trend([5], [6])


def test_thresholds_of_risk_on_counts(p1):
    score = np.floor(100 * p1.p + 0.5)
    counts = ScoreCounts.from_rows(score, p1.y)
    by_score = threshold_table(counts, thresholds=[30]).rows[0]
    by_risk = threshold_table(counts, counts.score / 100, thresholds=[0.3]).rows[0]
    assert (by_score.tp, by_score.fp) == (by_risk.tp, by_risk.fp) == (63, 51)


def test_weights_rest_on_kish(p1):
    weight = np.full(len(p1.y), 3.0)
    plain = threshold_table(p1.y, p1.p, thresholds=[0.2]).rows[0]
    weighted = threshold_table(p1.y, p1.p, thresholds=[0.2], sample_weight=weight).rows[
        0
    ]
    assert weighted.ppv.value == pytest.approx(plain.ppv.value)
    assert (weighted.ppv.lo, weighted.ppv.hi) == pytest.approx(
        (plain.ppv.lo, plain.ppv.hi)
    )
    assert weighted.ppv.method == "wilson_kish"


def test_frame_has_a_column_per_limit(p1):
    frame = threshold_table(p1.y, p1.p, thresholds=[0.1, 0.2]).to_frame()
    assert {"threshold", "ppv", "ppv_lo", "ppv_hi"} <= set(frame.columns)
    assert len(frame) == 2
