"""EPICES whole: all 2048 answer sets against exact decimals."""

from collections import Counter
from decimal import Decimal
from itertools import product

import numpy as np
import pytest

import irdp

ITEMS = [f"EPI{i:02}" for i in range(1, 12)]
POINTS = [
    *("10.06", "-11.83", "-8.28", "-8.28", "14.80", "-6.51"),
    *("-7.10", "-7.10", "-9.47", "-9.47", "-7.10"),
]
CONSTANT = Decimal("75.14")
CUTS = {"Q2": "7.10", "Q3": "16.56", "Q4": "30.17", "Q5": "48.52"}
"""The points and cuts of Sass et al. 2006 (see the definition for each source)."""


def exactly(answers):
    terms = (Decimal(p) for p, a in zip(POINTS, answers, strict=True) if a)
    score = CONSTANT + sum(terms)
    quintile = "Q1"
    for name, cut in CUTS.items():
        quintile = name if score >= Decimal(cut) else quintile
    return score, quintile


SETS = list(product([0, 1], repeat=11))
EXACT = [exactly(answers) for answers in SETS]


@pytest.mark.usefixtures("engine")
def test_every_answer_set_in_a_batch():
    columns = dict(zip(ITEMS, np.array(SETS).T, strict=True))
    table = irdp.load("epices@1.0.0").score(columns)
    assert table.values("score").tolist() == [float(score) for score, _ in EXACT]
    assert table.bands("score").tolist() == [quintile for _, quintile in EXACT]
    assert set(table.status("score")) == {"ok"}


@pytest.mark.usefixtures("engine")
def test_every_answer_set_alone():
    scorer = irdp.load("epices@1.0.0")
    for answers, (score, quintile) in zip(SETS, EXACT, strict=True):
        found = scorer.assess(dict(zip(ITEMS, answers, strict=True))).scores["score"]
        assert (found.value, found.band.id) == (float(score), quintile)


def test_how_often_each_cut_is_hit():
    hits = Counter(str(score) for score, _ in EXACT)
    assert [hits[c] for c in ("30.17", "48.52", "16.56", "7.10")] == [5, 23, 1, 3]
