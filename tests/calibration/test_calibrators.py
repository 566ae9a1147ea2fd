"""Each calibrator against its reference."""

from __future__ import annotations

import numpy as np
import pytest

from irdp.calibration.beta_calibration import beta, fit_beta
from irdp.calibration.discrimination import auc
from irdp.calibration.isotonic_update import isotonic_knots
from irdp.calibration.overall import brier
from irdp.calibration.platt_scaling import platt
from irdp.calibration.recalibration import Names
from irdp.calibration.risks import as_risks
from irdp.calibration.update_methods import update
from irdp.calibration.updating import Fitting
from irdp.calibration.venn import venn_abers
from irdp.errors import CallError


def _logit(p):
    return np.log(p) - np.log1p(-p)


def _expit(x):
    return 1 / (1 + np.exp(-x))


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
