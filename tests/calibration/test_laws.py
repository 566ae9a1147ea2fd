"""Laws that need no reference software."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp import calibration as cal

METRICS = {
    "oe": cal.observed_expected,
    "difference": cal.observed_minus_expected,
    "brier": cal.brier,
    "auc": cal.auc,
    "citl": lambda *a, **k: cal.weak_calibration(*a, **k).citl,
    "slope": lambda *a, **k: cal.weak_calibration(*a, **k).slope,
    "joint_intercept": lambda *a, **k: cal.weak_calibration(*a, **k).joint_intercept,
}
# How the standard error changes when every row comes twice.
EXACT = {"citl", "slope", "joint_intercept", "oe"}
FIELDS = ("value", "lo", "hi", "se")


def _numbers(estimate):
    return [getattr(estimate, f) for f in FIELDS]


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(12)
    score = rng.integers(0, 25, 900)
    p = 1 / (1 + np.exp(2.5 - 0.15 * score))
    y = (rng.random(900) < p**1.2).astype(int)
    return score, p, y


@pytest.mark.parametrize("name", list(METRICS))
def test_rows_counts_and_summed_services(rows, name):
    score, p, y = rows
    metric = METRICS[name]
    rule = dict(zip(score.tolist(), p.tolist(), strict=True))

    def risk(s):
        return np.array([rule[int(v)] for v in s])

    halves = [cal.ScoreCounts.from_rows(score[i::3], y[i::3]) for i in range(3)]
    summed = halves[0] + halves[1] + halves[2]
    want = _numbers(metric(y, p))
    assert _numbers(metric(summed, risk)) == pytest.approx(want, abs=1e-9)
    order = np.random.default_rng(0).permutation(len(y))
    assert _numbers(metric(y[order], p[order])) == want


@pytest.mark.parametrize("name", list(METRICS))
def test_every_row_twice(rows, name):
    _, p, y = rows
    once = METRICS[name](y, p)
    twice = METRICS[name](np.tile(y, 2), np.tile(p, 2))
    assert twice.value == pytest.approx(once.value, abs=1e-9)
    shrunk = once.se / math.sqrt(2)
    assert twice.se == pytest.approx(shrunk, rel=1e-9 if name in EXACT else 5e-3)


@pytest.mark.parametrize("name", list(METRICS))
def test_weights_all_equal_change_nothing(rows, name):
    _, p, y = rows
    found = [
        METRICS[name](y, p, sample_weight=np.full(len(y), c)) for c in (1.0, 2.0, 0.3)
    ]
    for other in found[1:]:
        assert _numbers(other) == pytest.approx(_numbers(found[0]), rel=1e-9, abs=1e-9)
    assert found[0].value == pytest.approx(METRICS[name](y, p).value, abs=1e-9)


def test_an_index_and_its_affine_image(rows):
    score, _, y = rows
    one = cal.ScoreCounts.from_rows(score, y)
    other = cal.ScoreCounts.from_rows(2 * score + 3, y)
    assert cal.auc(one) == cal.auc(other)
    first = cal.threshold_table(one, thresholds=[5, 10])
    second = cal.threshold_table(other, thresholds=[13, 23])
    for a, b in zip(first, second, strict=True):
        assert (a.tp, a.fp, a.ppv) == (b.tp, b.fp, b.ppv)


def test_the_other_outcome(rows):
    _, p, y = rows
    assert cal.brier(1 - y, 1 - p).value == pytest.approx(
        cal.brier(y, p).value, abs=1e-12
    )
    assert cal.auc(1 - y, 1 - p).value == pytest.approx(cal.auc(y, p).value, abs=1e-12)
    assert cal.weak_calibration(1 - y, 1 - p).citl.value == pytest.approx(
        -cal.weak_calibration(y, p).citl.value, abs=1e-9
    )


def test_recalibrated_by_the_unrounded_numbers_is_exact(rows):
    _, p, y = rows
    fit = cal.update(y, p, method="logistic")
    a, b = (fit.estimates[k].value for k in ("constant", "factor"))
    new = 1 / (1 + np.exp(-(a + b * np.log(p / (1 - p)))))
    found = cal.weak_calibration(y, new)
    assert found.citl.value == pytest.approx(0, abs=1e-9)
    assert found.slope.value == pytest.approx(1, abs=1e-9)
    assert cal.observed_expected(y, new).value == pytest.approx(1, abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=8)
)
def test_nothing_is_ever_nan_without_a_reason(cells):
    ones, zeros = np.array(cells).T
    if (ones + zeros).sum() == 0:
        return
    p = np.linspace(0.1, 0.8, len(ones))
    counts = cal.ScoreCounts.from_counts(p, n=ones + zeros, events=ones)
    weak = cal.weak_calibration(counts)
    estimates = [metric(counts) for metric in METRICS.values()]
    rows = cal.threshold_table(counts, thresholds=[0.05, 0.4, 0.9])
    for row in rows:
        estimates += [row.sensitivity, row.ppv, row.lr_positive, row.lr_negative]
    for estimate in estimates:
        numbers = [estimate.value, estimate.lo, estimate.hi]
        assert any(map(math.isnan, numbers)) == (estimate.reason is not None)
    for test in (weak.miller.joint, weak.miller.slope, weak.miller.intercept):
        assert math.isnan(test.p_value) == (test.reason is not None)


def test_coverage_of_wald_and_profile():
    rng = np.random.default_rng(31)
    lp = np.linspace(-3, 1, 12)
    truth = 1 / (1 + np.exp(-lp))
    n = np.full(12, 40)
    hits = dict.fromkeys(("citl_w", "slope_w", "citl_p", "slope_p"), 0)
    times = 300
    for _ in range(times):
        counts = cal.ScoreCounts.from_counts(truth, n=n, events=rng.binomial(n, truth))
        for kind, method in (("w", "wald"), ("p", "profile")):
            weak = cal.weak_calibration(counts, ci=cal.CI(method))
            hits[f"citl_{kind}"] += weak.citl.lo <= 0 <= weak.citl.hi
            hits[f"slope_{kind}"] += weak.slope.lo <= 1 <= weak.slope.hi
    # 300 simulations: the Monte-Carlo error is 1.3 % around 93.5 to 96.5 %.
    for name, hit in hits.items():
        assert 0.91 <= hit / times <= 0.98, name
