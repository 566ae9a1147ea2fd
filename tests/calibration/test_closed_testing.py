"""The closed test against its anchors, by simulation, and where it is narrowed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from irdp.calibration.closed_testing import closed_test
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.update_methods import update
from irdp.errors import CallError


def _logit(p):
    return np.log(p) - np.log1p(-p)


def _expit(x):
    return 1 / (1 + np.exp(-x))


CLOSED = [
    ("p1", 1, 0, ("age", "famhistory", "marker"), (0, 0, 0), "keep", (0, 0), "keep",
     (1.818835,) * 3, "keep"),
    ("p1", 1, 0.8, ("age", "famhistory", "marker"), (46.246648, 0, 0), "intercept",
     (46.246668, 0), "intercept", (48.065503, 1.818835, 1.818835), "intercept"),
    ("p1", 0.55, -0.9, ("age", "famhistory", "marker"), (32.428807, 28.006097, 0),
     "logistic", (32.428827, 28.006116), "logistic", (34.247662, 29.824952, 1.818835),
     "logistic"),
    ("p2", 1, 0, ("smooth", "texture", "symm"), (10.669569, 8.188050, 4.309807),
     "logistic", (6.359762, 3.878243), "logistic", (11.140487, 8.658968, 4.780725),
     "intercept"),
    ("p2_bad", 1, 0, ("smooth", "texture", "symm"), (30.414218, 30.399541, 4.309807),
     "logistic", (26.104411, 26.089734), "logistic", (30.885137, 30.870459, 4.780725),
     "logistic"),
    ("texture", 1, -0.5, ("smooth", "texture", "symm"), (56.888218, 56.655488, 55.791974),
     "revision", (1.096244, 0.863514), "keep", (22.742429, 22.509699, 21.646185),
     "flexible"),
]  # fmt: skip


@pytest.mark.parametrize("case", CLOSED, ids=lambda c: f"{c[0]}{c[1]}{c[2]}")
def test_closed_test_anchors(case, request):
    name, b, a, predictors, *want = case
    cohort = request.getfixturevalue("p2" if name == "texture" else name)
    lp = _logit(cohort.p)
    if name == "texture":
        lp = cohort.columns["texture"].astype(float)
    p = _expit(a + b * lp)
    columns = {x: cohort.columns[x].astype(float) for x in predictors}
    found = [
        closed_test(cohort.y, p, predictors=columns),
        closed_test(cohort.y, p),
        closed_test(cohort.y, p, variant="index_only_flexible"),
    ]
    degrees = [(4, 3, 2), (2, 1), (5, 4, 3)]
    for test, df, chi2, choice in zip(
        found, degrees, want[::2], want[1::2], strict=True
    ):
        assert [t.statistic for t in test.tests] == pytest.approx(chi2, abs=5e-5)
        assert tuple(t.df for t in test.tests) == df
        assert test.choice == choice
        assert min(t.statistic for t in test.tests) >= 0


def test_closed_test_of_counts_is_that_of_rows(p1):
    score = np.floor(100 * p1.p + 0.5)
    counts = ScoreCounts.from_rows(score, p1.y)

    def rule(s):
        return _expit(-2.5 + 0.05 * s)

    by_rows = closed_test(p1.y, rule(score))
    by_counts = closed_test(counts, rule)
    assert by_counts.choice == by_rows.choice
    for a, b in zip(by_counts.tests, by_rows.tests, strict=True):
        assert a.statistic == pytest.approx(b.statistic, abs=1e-9)
    json.loads(by_counts.to_json())


@pytest.mark.parametrize(
    ("shift", "scale", "expected", "at_least"),
    [
        (0.0, 1.0, "keep", 0.93),
        (0.7, 1.0, "intercept", 0.88),
        (0.0, 0.5, "logistic", 0.88),
    ],
)
def test_closed_test_finds_the_right_update(shift, scale, expected, at_least):
    rng = np.random.default_rng(20)
    lp = np.linspace(-3.5, 1.5, 60)
    n = np.full(60, 15)
    # The truth is expit(lp); the index was shifted and stretched away from it.
    index = _expit((lp - shift) / scale)
    choices = []
    for _ in range(400):
        counts = ScoreCounts.from_counts(lp, n=n, events=rng.binomial(n, _expit(lp)))
        choices.append(closed_test(counts, index).choice)
    share = np.mean([c == expected for c in choices])
    assert share >= at_least
    if expected == "keep":
        assert share <= 0.975


def test_few_events_narrow_the_choice_by_name():
    p = np.linspace(0.05, 0.4, 120)
    y = (np.arange(120) % 6 == 0).astype(int)
    found = closed_test(y, p, predictors={"x": p})
    assert found.variant == "index_only"
    assert "revision_needs_100_events" in found.warnings
    few = closed_test(y[:60], p[:60])
    assert "slope_needs_20_events" in few.warnings
    assert len(few.tests) == 1
    none = closed_test([0] * 50, [0.5] * 50)
    assert none.choice == "intercept"


def test_a_constant_risk_is_only_shifted():
    found = closed_test([0, 1, 1, 1] * 50, [0.2] * 200)
    assert found.choice == "intercept"
    assert "constant_score" in found.warnings


def test_predictors_without_a_solution_are_refused(p2):
    x = p2.columns["smooth"].astype(float)
    for other in (x, np.ones_like(x), p2.y * 1.0):
        columns = {"x": x, "other": other}
        with pytest.raises(CallError, match="K027"):
            closed_test(p2.y, p2.p, predictors=columns)
        with pytest.raises(CallError, match="K027"):
            update(p2.y, method="revision", predictors=columns)


def test_units_of_predictors_do_not_matter(p2):
    names = ("smooth", "texture", "symm")
    columns = {n: p2.columns[n].astype(float) for n in names}
    scaled = {
        n: v * f + s
        for (n, v), f, s in zip(
            columns.items(), (1e7, 1e-5, 3.0), (0, 0, 2020), strict=True
        )
    }
    one = closed_test(p2.y, p2.p, predictors=columns)
    other = closed_test(p2.y, p2.p, predictors=scaled)
    assert other.tests[0].statistic == pytest.approx(one.tests[0].statistic, abs=1e-7)
