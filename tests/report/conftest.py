"""One made-up cohort, validated, with bands and a decision curve."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from irdp.calibration import (
    Capacity,
    MinSensitivity,
    ScoreCounts,
    Setting,
    choose_bands,
    decision_curve,
    validate,
)
from irdp.calibration.estimate import CI


class Study(NamedTuple):
    counts: ScoreCounts
    v: object
    decision: object
    bands: object


def risk(score):
    return 1 / (1 + np.exp(3.4 - 0.06 * score))


def cohort(n=1500, *, seed=3, services="ABC"):
    rng = np.random.default_rng(seed)
    score = np.clip(np.round(rng.gamma(2.0, 12.0, n)), 0, 100)
    y = rng.uniform(size=n) < risk(score * 0.9)
    names = np.array(list(services))[rng.integers(0, len(services), n)]
    return ScoreCounts.from_rows(score, y, service=names)


@pytest.fixture(scope="session")
def study():
    counts = cohort()
    ci = CI(n_boot=100)
    return Study(
        counts,
        validate(counts, risk, ci=ci),
        decision_curve(counts, risk, setting=Setting(declared=("0.05", "0.30")), ci=ci),
        choose_bands(
            counts,
            risk,
            upper=Capacity(100, of=1000),
            lower=MinSensitivity("0.80"),
            ids=("faible", "intermédiaire", "forte"),
        ),
    )


@pytest.fixture
def make():
    """Validate a cohort with small services or few events."""

    def made(counts):
        return validate(counts, risk, ci=CI(n_boot=50))

    return made
