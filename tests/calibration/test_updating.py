"""Updating: the closed test, every calibrator, its guards and its operations."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from irdp.calibration.beta_calibration import beta, fit_beta
from irdp.calibration.closed_testing import closed_test
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.discrimination import auc
from irdp.calibration.isotonic_update import isotonic_knots
from irdp.calibration.overall import brier
from irdp.calibration.platt_scaling import platt
from irdp.calibration.ratio import observed_expected
from irdp.calibration.recalibration import Names
from irdp.calibration.risks import as_risks
from irdp.calibration.update_methods import update
from irdp.calibration.updating import Fitting, derive, heuristic_shrinkage
from irdp.calibration.venn import venn_abers
from irdp.calibration.weak import weak_calibration
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


def test_calibrators_of_the_references(p2_dev, p2_bad, calibrators):
    first = p2_bad.p[:25]
    pairs = {
        "intercept": calibrators["intercept_only"],
        "logistic": calibrators["logistic_recalibration"],
    }
    for method, want in pairs.items():
        made = update(p2_dev.y, p2_dev.p, method=method)
        assert made.estimates["constant"].value == pytest.approx(want["a"], abs=1e-6)
        if "b" in want:
            assert made.estimates["factor"].value == pytest.approx(want["b"], abs=1e-6)
        assert made.apply(first) == pytest.approx(want["p"], abs=2e-6)
        new = made.apply(p2_bad.p)
        assert brier(p2_bad.y, new).value == pytest.approx(want["val_brier"], abs=1e-6)
        assert auc(p2_bad.y, new).value == pytest.approx(want["val_auc"], abs=1e-12)


def test_logistic_recalibration_gives_the_good_model_back(p2_dev, p2, p2_bad):
    made = update(p2_dev.y, p2_dev.p, method="logistic")
    assert made.estimates["constant"].value == pytest.approx(-0.5 / 1.4, abs=1e-6)
    assert made.estimates["factor"].value == pytest.approx(1 / 1.4, abs=1e-6)
    assert brier(p2_bad.y, made.apply(p2_bad.p)).value == pytest.approx(
        brier(p2.y, p2.p).value, abs=1e-6
    )


def test_platt_is_fitted_on_logits(p2_dev, p2_bad, calibrators):
    want = calibrators["platt_on_logit_sklearn"]
    made = platt(p2_dev.y, p2_dev.p)
    assert made.estimates["factor"].value == pytest.approx(-want["A"], abs=1e-7)
    assert made.estimates["constant"].value == pytest.approx(-want["B"], abs=1e-7)
    found = brier(p2_bad.y, made.apply(p2_bad.p)).value
    assert found == pytest.approx(want["val_brier"], abs=1e-6)
    wrong = calibrators["platt_on_probability_sklearn"]["val_brier"]
    assert found < wrong - 0.005


@pytest.mark.parametrize(
    ("variant", "want"),
    [
        ("abm", (1.03914138, 0.40913353, 0.27247367)),
        ("ab", (1.15093729, 0.30964827, 0.58313711)),
        ("am", (0.71428571, 0.71428571, -0.35714286)),
    ],
)
def test_beta_is_the_exact_maximum(p2_dev, p2_bad, calibrators, variant, want):
    cells = as_risks(p2_dev.y, p2_dev.p)
    assert fit_beta(cells, variant, Fitting())[:3] == pytest.approx(want, abs=1e-7)
    made = beta(p2_dev.y, p2_dev.p, variant=variant)
    package = calibrators[f"betacal_{variant}"]
    assert made.apply(p2_bad.p[:25]) == pytest.approx(package["p"], abs=2e-4)


def test_beta_never_has_a_negative_coefficient():
    p = np.repeat([0.1, 0.3, 0.6, 0.9], 100)
    share = np.repeat([0.05, 0.6, 0.7, 0.75], 100)
    y = (np.arange(400) % 100 < 100 * share).astype(int)
    made = beta(y, p)
    assert min(made.coefficients["a"], made.coefficients["b"]) >= 0
    assert "negative_coefficient_set_to_0" in made.warnings
    with pytest.raises(CallError, match="not_monotone"):
        beta(1 - y, p)


def test_isotonic_of_the_reference(p2_dev, p2_bad, calibrators):
    want = calibrators["isotonic_sklearn"]
    x, y = isotonic_knots(p2_dev.y, p2_dev.p)
    assert x == pytest.approx(want["x"], abs=1e-9)
    assert y == pytest.approx(want["y"], abs=1e-9)
    new = np.interp(p2_bad.p, x, y)
    assert new[:25] == pytest.approx(want["p"], abs=1e-9)
    assert brier(p2_bad.y, new).value == pytest.approx(want["val_brier"], abs=1e-9)
    assert auc(p2_bad.y, new).value == pytest.approx(want["val_auc"], abs=1e-9)


def test_venn_abers_of_the_reference(p2_dev, p2_bad, calibrators):
    want = calibrators["venn_abers_IVAP"]
    found = venn_abers(p2_dev.y, p2_dev.p, at=p2_bad.p)
    assert found.p0 == pytest.approx(want["p0"], abs=1e-9)
    assert found.p1 == pytest.approx(want["p1"], abs=1e-9)
    assert found.p[:25] == pytest.approx(want["p"], abs=1e-9)


def test_integer_index_becomes_a_risk(p1):
    counts = ScoreCounts.from_rows(np.floor(100 * p1.p + 0.5), p1.y)
    made = derive(counts)
    constant, factor = made.estimates["constant"], made.estimates["factor"]
    assert (constant.value, constant.se) == pytest.approx(
        (-3.20174004, 0.19462389), abs=1e-7
    )
    assert (factor.value, factor.se) == pytest.approx(
        (0.06713145, 0.00613861), abs=1e-7
    )
    assert made.operations == (
        {"id": "lp", "op": "affine", "of": "points", "factor": 0.067131,
         "constant": -3.20174, "decimals": 12, "report": "internal"},
        {"id": "risk", "op": "logistic", "of": "lp", "decimals": 6},
    )  # fmt: skip


def _run(operations, **start):
    """Compute operations as the language says, naively."""
    held = {k: np.asarray(v, dtype=float) for k, v in start.items()}
    for op in operations:
        if op["op"] == "affine":
            made = op.get("factor", 1) * held[op["of"]] + op.get("constant", 0)
        elif op["op"] == "logistic":
            made = _expit(held[op["of"]])
        elif op["op"] == "log1p":
            made = np.log1p(held[op["of"]])
        elif op["op"] == "sum":
            made = op["constant"] + sum(
                t["weight"] * held[t.get("score") or t["item"]] for t in op["of"]
            )
        else:
            x, y = zip(*((k["x"], k["y"]) for k in op["knots"]), strict=True)
            made = np.interp(held[op["of"]], x, y)
        made = np.round(made, op["decimals"])
        held[op["id"]] = made
    return made


@pytest.mark.parametrize("method", ["intercept", "logistic", "platt", "ridge"])
def test_operations_compute_what_apply_computes(p2_dev, p2_bad, method):
    made = update(p2_dev.y, p2_dev.p, method=method)
    by_operations = _run(made.operations, lp=_logit(p2_bad.p))
    assert by_operations == pytest.approx(made.apply(p2_bad.p), abs=1e-12)
    assert json.loads(json.dumps(made.operations)) == list(made.operations)


@pytest.mark.parametrize("method", ["beta", "flexible"])
def test_operations_on_the_risk_compute_what_apply_computes(p2_dev, p2_bad, method):
    fitting = Fitting(names=Names(of="risk0"))
    made = update(p2_dev.y, p2_dev.p, method=method, fitting=fitting)
    by_operations = _run(made.operations, risk0=p2_bad.p)
    assert by_operations == pytest.approx(made.apply(p2_bad.p), abs=1e-9)


def test_operations_are_composed_before_they_are_rounded(p1):
    score = np.floor(100 * p1.p + 0.5)
    counts = ScoreCounts.from_rows(score, p1.y)
    names = Names(of="points", factor=0.05, constant=-2.5)

    def rule(s):
        return _expit(names.constant + names.factor * s)

    made = update(counts, rule, method="logistic", fitting=Fitting(names=names))
    assert made.operations[0]["of"] == "points"
    for number in made.coefficients.values():
        assert number == round(number, 6)
    risk = made.apply(rule)
    assert _run(made.operations, points=counts.score) == pytest.approx(
        risk(counts.score), abs=1e-12
    )
    # What is derived anew from the index is the same model.
    assert made.coefficients == pytest.approx(derive(counts).coefficients, abs=1.1e-6)


@pytest.mark.parametrize("method", ["logistic", "intercept"])
def test_recalibrated_then_assessed_is_calibrated(p2_bad, method):
    made = update(p2_bad.y, p2_bad.p, method=method)
    new = made.apply(p2_bad.p)
    found = weak_calibration(p2_bad.y, new)
    assert found.citl.value == pytest.approx(0, abs=1e-4)
    assert observed_expected(p2_bad.y, new).value == pytest.approx(1, abs=1e-4)
    if method == "logistic":
        assert found.slope.value == pytest.approx(1, abs=1e-4)
    same = auc(p2_bad.y, _logit(new)), auc(p2_bad.y, p2_bad.p)
    assert same[0].value == same[1].value


def test_revision_is_the_model_of_its_predictors(p2_dev):
    names = ("smooth", "texture", "symm")
    predictors = {name: p2_dev.columns[name].astype(float) for name in names}
    made = update(p2_dev.y, method="revision", predictors=predictors)
    design = np.column_stack([*predictors.values()])
    want = p2_dev.columns["p"].astype(float)
    assert made.apply(design) == pytest.approx(want, abs=2e-6)
    assert _run(made.operations, **predictors) == pytest.approx(want, abs=2e-6)
    assert made.operations[0]["of"][0]["item"] == "smooth"


def test_ridge_lies_between_keeping_and_recalibrating(p2):
    from scipy.optimize import minimize

    made = update(p2.y, p2.p, method="ridge")
    full = update(p2.y, p2.p, method="logistic")
    slope = made.estimates["factor"].value
    assert full.estimates["factor"].value < slope < 1
    strength = float(next(w for w in made.warnings if "lambda" in w).split("=")[1])
    assert strength > 0
    lp = _logit(p2.p)
    spread = np.var(lp, ddof=1)

    def lost(beta):
        eta = beta[0] + beta[1] * lp
        ll = np.sum(p2.y * eta - np.logaddexp(0, eta))
        return -ll + strength / 2 * (beta[0] ** 2 + spread * (beta[1] - 1) ** 2)

    best = minimize(lost, [0, 1], tol=1e-12).x
    found = [made.estimates[k].value for k in ("constant", "factor")]
    assert found == pytest.approx(best, abs=1e-5)


def test_flexible_states_its_error(p2_bad):
    made = update(p2_bad.y, p2_bad.p, method="flexible", fitting=Fitting(Names(of="r")))
    assert any(w.startswith("error_bound=") for w in made.warnings)
    assert made.operations[0]["op"] == "piecewise_linear"
    assert np.all(np.diff(made.coefficients["y"]) >= 0)


def test_keep_changes_nothing(p2):
    made = update(p2.y, p2.p, method="keep")
    assert made.operations == ()
    assert made.apply(p2.p).tolist() == p2.p.tolist()


@pytest.mark.parametrize("method", ["logistic", "platt", "ridge", "derive"])
def test_a_falling_slope_is_refused(p2, method):
    with pytest.raises(CallError, match="not_monotone"):
        update(1 - p2.y, p2.p, method=method)


@pytest.mark.parametrize(
    ("y", "p", "method", "code"),
    [
        ([0, 1] * 10, [0.1, 0.2] * 10, "logistic", "K022"),
        ([0, 1] * 30, [0.2] * 60, "logistic", "constant_score"),
        ([0] * 30 + [1] * 30, np.linspace(0.1, 0.9, 60), "logistic", "separation"),
        ([0] * 30 + [1] * 30, np.linspace(0.1, 0.9, 60), "beta", "separation"),
        ([0] * 60, np.linspace(0.1, 0.9, 60), "beta", "one_class"),
        ([0, 1] * 30, np.linspace(0.1, 0.9, 60), "isotonic", "K024"),
        ([0, 1] * 30, np.linspace(0.0, 0.9, 60), "logistic", "K009"),
        ([0, 1] * 30, np.linspace(0.1, 0.9, 60), "sigmoid", "K011"),
        ([0, 1] * 30, np.linspace(0.1, 0.9, 60), "revision", "K020"),
    ],
)
def test_guards_name_their_reason(y, p, method, code):
    with pytest.raises(CallError, match=code):
        update(y, p, method=method)


def test_revision_needs_a_hundred_events():
    y = np.array([0, 1] * 60)
    with pytest.raises(CallError, match="K022"):
        update(y, method="revision", predictors={"x": np.arange(120.0)})


def test_no_event_shifts_by_firth(edge):
    case = edge["all_nonevents"]
    made = update(case["y"], case["p"], method="intercept")
    assert made.estimator == "firth"
    assert made.estimates["constant"].value == pytest.approx(-1.4280411387, abs=1e-5)
    with pytest.raises(CallError, match="one_class"):
        update(case["y"], case["p"], method="intercept", fitting=Fitting(penalty="ml"))


def test_separation_can_be_fitted_with_firth():
    y, p = [0] * 30 + [1] * 30, np.linspace(0.1, 0.9, 60)
    made = update(y, p, method="logistic", fitting=Fitting(penalty="firth"))
    assert made.estimator == "firth"
    assert math.isfinite(made.coefficients["factor"])


def test_isotonic_warns_that_it_makes_ties():
    rng = np.random.default_rng(6)
    p = np.round(rng.random(2000), 2) * 0.98 + 0.01
    y = (rng.random(2000) < p**2).astype(int)
    made = update(y, p, method="isotonic", fitting=Fitting(Names(of="risk0")))
    assert "creates_ties_changes_auc" in made.warnings
    assert _run(made.operations, risk0=p) == pytest.approx(made.apply(p), abs=1e-12)


def test_an_update_knows_the_rows_it_was_fitted_on(p2_bad):
    made = update(p2_bad.y, p2_bad.p, method="logistic")
    new = made.apply(p2_bad.p)
    again = update(p2_bad.y, new, method="intercept")
    assert again.fitted_on == made.fitted_on


def test_heuristic_shrinkage():
    assert heuristic_shrinkage(40, 4) == pytest.approx(0.9)
    assert math.isnan(heuristic_shrinkage(0, 4))


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


def test_weights_do_not_make_few_events_many():
    y, p = [0, 1] * 10, np.linspace(0.1, 0.9, 20)
    counts = ScoreCounts.from_rows(p, y, sample_weight=np.full(20, 50.0))
    with pytest.raises(CallError, match="K022"):
        update(counts, method="logistic")
