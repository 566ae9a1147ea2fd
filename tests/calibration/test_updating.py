"""Updates: their guards, their operations, and what they leave alone."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.discrimination import auc
from irdp.calibration.ratio import observed_expected
from irdp.calibration.recalibration import Names
from irdp.calibration.update_methods import update
from irdp.calibration.updating import Fitting, derive, heuristic_shrinkage
from irdp.calibration.weak import weak_calibration
from irdp.errors import CallError


def _logit(p):
    return np.log(p) - np.log1p(-p)


def _expit(x):
    return 1 / (1 + np.exp(-x))


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


def test_an_update_knows_the_rows_it_was_fitted_on(p2_bad):
    made = update(p2_bad.y, p2_bad.p, method="logistic")
    new = made.apply(p2_bad.p)
    again = update(p2_bad.y, new, method="intercept")
    assert again.fitted_on == made.fitted_on


def test_heuristic_shrinkage():
    assert heuristic_shrinkage(40, 4) == pytest.approx(0.9)
    assert math.isnan(heuristic_shrinkage(0, 4))


def test_weights_do_not_make_few_events_many():
    y, p = [0, 1] * 10, np.linspace(0.1, 0.9, 20)
    counts = ScoreCounts.from_rows(p, y, sample_weight=np.full(20, 50.0))
    with pytest.raises(CallError, match="K022"):
        update(counts, method="logistic")


def test_isotonic_warns_that_it_makes_ties():
    rng = np.random.default_rng(6)
    p = np.round(rng.random(2000), 2) * 0.98 + 0.01
    y = (rng.random(2000) < p**2).astype(int)
    made = update(y, p, method="isotonic", fitting=Fitting(Names(of="risk0")))
    assert "creates_ties_changes_auc" in made.warnings
    assert _run(made.operations, risk0=p) == pytest.approx(made.apply(p), abs=1e-12)
