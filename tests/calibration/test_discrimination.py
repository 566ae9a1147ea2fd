"""AUC against pROC, by hand, in pairs, and where its interval is undefined."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.discrimination import auc, hanley_mcneil_se, somers_d
from irdp.calibration.estimate import CI, Reason
from irdp.calibration.paired import compare_auc, compare_brier
from irdp.errors import CallError


def test_auc_of_the_references(cohort):
    want = cohort.expected["auc"]
    for method, key in (
        ("auto", "delong_logit_ci"),
        ("wald", "delong_ci"),
        ("newcombe", "newcombe5_ci_CalibrationCurves"),
    ):
        found = auc(cohort.y, cohort.p, ci=CI(method))
        assert found.value == pytest.approx(want["auc"], abs=1e-9)
        assert (found.lo, found.hi) == pytest.approx(want[key], abs=1e-6)
    assert auc(cohort.y, cohort.p).se == pytest.approx(want["delong_se"], abs=1e-9)
    assert somers_d(cohort.y, cohort.p).value == pytest.approx(
        want["somers_dxy"], abs=1e-9
    )
    ones = int(cohort.y.sum())
    assert hanley_mcneil_se(want["auc"], ones, len(cohort.y) - ones) == pytest.approx(
        want["hanley_mcneil_se"], abs=1e-9
    )


def test_integer_index_anchor(p1):
    counts = ScoreCounts.from_rows(np.floor(100 * p1.p + 0.5), p1.y)
    assert len(counts) == 79
    found = auc(counts)
    assert found.value == pytest.approx(0.8591583610, abs=1e-9)
    assert found.se == pytest.approx(0.0200359775, abs=1e-9)
    # The map of the index does not matter, only its order.
    again = auc(counts, 2 * counts.score + 3)
    assert (again.value, again.lo, again.hi) == (found.value, found.lo, found.hi)


def test_by_hand(tiny, edge):
    assert auc(tiny["y"], tiny["p"]).value == pytest.approx(17 / 24, abs=1e-15)
    for name in ("constant_p", "p_zero_one", "ties_all_two_values"):
        assert auc(edge[name]["y"], edge[name]["p"]).value == pytest.approx(
            edge[name]["auc"], abs=1e-12
        )


def test_perfect_separation_has_no_delong_interval(edge):
    case = edge["perfect_separation"]
    found = auc(case["y"], case["p"])
    assert (found.value, found.se) == (1.0, 0.0)
    assert math.isnan(found.lo)
    assert found.reason is Reason.DEGENERATE_INTERVAL
    assert "newcombe_offered" in found.warnings
    offered = auc(case["y"], case["p"], ci=CI("newcombe"))
    assert (offered.lo, offered.hi) == pytest.approx((0.5822840456, 1), abs=1e-9)
    mirrored = auc(case["y"], [-v for v in case["p"]], ci=CI("newcombe"))
    assert (mirrored.lo, mirrored.hi) == pytest.approx((0, 0.4177159544), abs=1e-9)


def test_undefined_is_nan_with_a_reason(edge):
    none = auc(edge["all_nonevents"]["y"], edge["all_nonevents"]["p"])
    assert math.isnan(none.value)
    assert none.reason is Reason.ONE_CLASS
    constant = auc(edge["constant_p"]["y"], edge["constant_p"]["p"])
    assert constant.reason is Reason.DEGENERATE_INTERVAL
    single = auc([0, 0, 1], [1, 2, 2])
    assert single.reason is Reason.TOO_FEW_EVENTS
    assert single.value == 0.75


def test_orientation_is_declared_never_detected(p2):
    worse = auc(p2.y, -p2.p)
    assert worse.value < 0.5
    turned = auc(p2.y, -p2.p, direction="higher_is_better")
    straight = auc(p2.y, p2.p)
    assert (turned.value, turned.lo, turned.hi) == pytest.approx(
        (straight.value, straight.lo, straight.hi), abs=1e-12
    )
    with pytest.raises(CallError, match="IRDP-K011"):
        auc(p2.y, p2.p, direction="auto")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=4, max_size=50))
def test_scikit_learn_and_the_plain_definition_agree(rows):
    from sklearn.metrics import roc_auc_score

    score, y = (np.array(c) for c in zip(*rows, strict=True))
    found = auc(y, score)
    if y.all() or not y.any():
        assert found.reason is Reason.ONE_CLASS
        return
    gaps = score[y][:, None] - score[~y][None, :]
    pairs = (gaps > 0) + 0.5 * (gaps == 0)
    assert found.value == pytest.approx(pairs.mean(), abs=1e-12)
    assert found.value == pytest.approx(roc_auc_score(y, score), abs=1e-12)
    if min(y.sum(), (~y).sum()) > 1 and 0 < found.value < 1:
        variance = np.var(pairs.mean(axis=1), ddof=1) / y.sum()
        variance += np.var(pairs.mean(axis=0), ddof=1) / (~y).sum()
        assert found.se == pytest.approx(math.sqrt(variance), abs=1e-12)


def test_other_side_of_the_coin(p2):
    assert auc(1 - p2.y, 1 - p2.p).value == pytest.approx(
        auc(p2.y, p2.p).value, abs=1e-12
    )


def test_paired_anchor(p2, p2_bad):
    texture = p2.columns["texture"].astype(float)
    found = compare_auc(p2.y, p2.p, texture)
    assert found.a.value == pytest.approx(0.8171368861, abs=1e-9)
    assert found.b.value == pytest.approx(0.7489550679, abs=1e-9)
    assert found.difference.value == pytest.approx(0.0681818182, abs=1e-9)
    assert found.difference.se == pytest.approx(0.0217583333, abs=1e-9)
    assert found.test.statistic == pytest.approx(3.1335956350, abs=1e-7)
    assert found.test.p_value == pytest.approx(0.0017267864, abs=1e-9)
    assert found.covariance == pytest.approx(0.0004750397, abs=1e-9)
    same = compare_auc(p2.y, p2.p, p2_bad.p)
    assert (same.difference.value, same.difference.se) == (0.0, 0.0)
    assert same.difference.reason is Reason.DEGENERATE_INTERVAL
    assert math.isnan(same.test.p_value)
    gap = compare_brier(p2.y, p2.p, p2_bad.p)
    assert (gap.value, gap.se) == pytest.approx((-0.0077319050, 0.0042315642), abs=1e-9)


def test_pairs_refuse_bad_rows():
    with pytest.raises(CallError, match="IRDP-K004"):
        compare_auc([0, 1], [1, 2], [1, 2, 3])
    with pytest.raises(CallError, match="IRDP-K002"):
        compare_auc([0, 1], [1, np.nan], [1, 2])
    with pytest.raises(CallError, match="IRDP-K007"):
        compare_brier([0, 1], [0.1, 2.0], [0.1, 0.2])
    assert compare_auc([0, 0], [1, 2], [2, 1]).difference.reason is Reason.ONE_CLASS
    alike = compare_brier([0, 1], [0.1, 0.2], [0.1, 0.2])
    assert alike.reason is Reason.DEGENERATE_INTERVAL
