"""A made-up scoring, and a cohort whose risk is lower and flatter than it says."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import irdp
from irdp import calibration as cal
from irdp import recalibration as rec

FILE = Path(__file__).parent / "scoring-made_up-1.2.0.yaml"


@pytest.fixture(scope="session")
def scorer():
    return irdp.load_file(FILE)


@pytest.fixture(scope="session")
def cohort():
    rng = np.random.default_rng(7)
    x = rng.integers(0, 101, 4000)
    y = (rng.random(4000) < 1 / (1 + np.exp(3.6 - 0.045 * x))).astype(int)
    days = ["2026-03-01"] * 4000
    return {"x": x, "age": np.full(4000, 40), "visit_date": days}, y


@pytest.fixture(scope="session")
def study(scorer, cohort):
    """Everything that the path gives, from the cohort to the next version."""
    data, y = cohort
    counts = rec.counts_of(scorer.score(data), y, counted="points")
    rule = rec.risk_rule(scorer)
    test = cal.closed_test(counts, rule)
    fit = cal.update(
        counts, rule, method=test.choice, fitting=cal.Fitting(names=rule.names)
    )
    bands = cal.choose_bands(
        counts,
        upper=cal.Capacity(100),
        lower=cal.MinSensitivity("0.80"),
        ids=("low", "middle", "high"),
    )
    quick = cal.CI(n_boot=50, seed=3)
    seen = cal.validate(counts, fit.apply(rule), curves=("pava",), ci=quick)
    block = cal.record(
        fit,
        data=counts.suppress(11),
        validation=seen,
        bands=bands,
        closed_test=test,
        about={
            "score": "risk",
            "counted_score": "points",
            "applicability": {"age": [18, 67], "valid_until": "2026-12-31"},
        },
    )
    new = scorer.definition.revise(
        version="2.0.0",
        operations=fit.operations,
        bands={"level": bands.as_list},
        calibration=block,
    )
    return SimpleNamespace(
        counts=counts, rule=rule, test=test, fit=fit, bands=bands, block=block, new=new
    )
