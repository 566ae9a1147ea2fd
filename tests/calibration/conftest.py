"""Cohorts and expected numbers that the tests of calibration share."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

DATA = Path(__file__).parents[1] / "data" / "calibration"


class Cohort(NamedTuple):
    y: np.ndarray
    p: np.ndarray
    expected: dict
    columns: dict


def _columns(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    return {name: np.array([row[name].strip() for row in rows]) for name in rows[0]}


def _json(path):
    return json.loads((DATA / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def p1():
    """750 persons, 105 events; the risk is a model of the same persons."""
    columns = _columns(DATA / "P1_df_binary" / "data.csv")
    expected = _json("P1_df_binary/expected_metrics.json")["p"]
    y = columns["cancer"].astype(int)
    return Cohort(y, columns["cancerpredmarker"].astype(float), expected, columns)


def _p2(which, risk):
    columns = _columns(DATA / "P2_breast_cancer" / "data.csv")
    keep = columns["set"] == which
    columns = {name: values[keep] for name, values in columns.items()}
    expected = _json("P2_breast_cancer/expected_metrics.json")[risk]
    y = columns["y"].astype(int)
    return Cohort(y, columns[risk].astype(float), expected, columns)


@pytest.fixture(scope="session")
def p2():
    """284 persons, 110 events, on whom the risk was not fitted."""
    return _p2("val", "p")


@pytest.fixture(scope="session")
def p2_bad():
    """The same persons; the risk is over-fitted on purpose."""
    return _p2("val", "p_bad")


@pytest.fixture(scope="session")
def p2_dev():
    """The 285 persons on whom calibrators are fitted, with the bad risk."""
    return _p2("dev", "p_bad")


@pytest.fixture(params=["p1", "p2", "p2_bad"])
def cohort(request):
    """Each cohort with expected metrics in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def calibrators():
    return _json("P2_breast_cancer/expected_calibrators.json")["calibrators"]


@pytest.fixture(scope="session")
def tiny():
    """Ten rows, checkable by hand."""
    return _json("tiny_hand.json")


@pytest.fixture(scope="session")
def edge():
    """What must happen where a metric is undefined."""
    return _json("edge_cases.json")
