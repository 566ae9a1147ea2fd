"""The operations of an update are ordinary: a scoring with them scores its risk."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

import irdp
from irdp import calibration as cal

LP = {"factor": 0.06, "constant": -2.5}
CLASS_A = {"class": "A", "note": {"fr": "Fictif.", "en": "Made up."}}
QUESTIONNAIRE = {
    "format": "irdp/questionnaire/1",
    "id": "made_up",
    "version": "1.0.0",
    "status": "illustrative",
    "title": {"fr": "Fictif", "en": "Made up"},
    "licence": CLASS_A,
    "items": [
        {
            "id": "x",
            "type": "integer",
            "min": 0,
            "max": 100,
            "source": "asked",
            "label": {"fr": "x", "en": "x"},
        }
    ],
}
POINTS = {
    "id": "points",
    "op": "sum",
    "of": ["x"],
    "missing": "none_allowed",
    "decimals": 0,
    "range": [0, 100],
}


def _rule(score):
    return 1 / (1 + np.exp(-(LP["constant"] + LP["factor"] * score)))


def _write(folder, operations):
    before = [
        POINTS,
        {"id": "lp0", "op": "affine", "of": "points", **LP, "report": "internal"},
        {"id": "risk0", "op": "logistic", "of": "lp0", "decimals": 12},
    ]
    scores = []
    for operation in (*before, *operations):
        score = {"direction": "higher_is_worse", "level": "individual", **operation}
        score.setdefault("title", {"fr": score["id"], "en": score["id"]})
        if score["op"] == "logistic":
            score |= {"outcome": "made_up", "horizon": {"days": 730}}
        scores.append(score)
    scoring = {
        "format": "irdp/scoring/1",
        "id": "made_up",
        "version": "1.0.0",
        "questionnaire": "made_up@1.0.0",
        "status": "illustrative",
        "title": {"fr": "Fictif", "en": "Made up"},
        "licence": CLASS_A,
        "scores": scores,
    }
    for kind, content in (("questionnaire", QUESTIONNAIRE), ("scoring", scoring)):
        path = folder / f"{kind}-made_up-1.0.0.yaml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def counts():
    rng = np.random.default_rng(17)
    score = rng.integers(0, 101, 3000)
    y = rng.random(3000) < 1 / (1 + np.exp(3.4 - 0.05 * score))
    return cal.ScoreCounts.from_rows(score, y)


@pytest.mark.parametrize(
    ("method", "of"),
    [
        ("intercept", "lp0"),
        ("logistic", "lp0"),
        ("platt", "lp0"),
        ("ridge", "lp0"),
        ("beta", "risk0"),
        ("isotonic", "points"),
        ("flexible", "points"),
        ("derive", "points"),
    ],
)
def test_the_engine_computes_what_was_validated(tmp_path, counts, method, of):
    names = cal.Names(of=of, lp="lp", risk="risk")
    given = None if method == "derive" else _rule
    fit = cal.update(counts, given, method=method, fitting=cal.Fitting(names=names))
    scorer = irdp.load_file(_write(tmp_path, fit.operations))
    answers = list(range(101))
    scored = scorer.score({"x": answers}).values("risk")
    scores = np.array(answers, dtype=float)
    want = fit.apply(scores if method == "derive" else _rule(scores))
    assert scored == pytest.approx(want, abs=1e-12)


def test_composed_operations_start_from_the_points(tmp_path, counts):
    names = cal.Names(of="points", lp="lp", risk="risk", **LP)
    fit = cal.update(counts, _rule, method="logistic", fitting=cal.Fitting(names=names))
    scorer = irdp.load_file(_write(tmp_path, fit.operations))
    scored = scorer.score({"x": [0, 50, 100]}).values("risk")
    want = fit.apply(_rule)(np.array([0.0, 50.0, 100.0]))
    assert scored == pytest.approx(want, abs=1e-12)
