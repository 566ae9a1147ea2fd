"""The 126 published vectors, alone and in a batch, through the public API."""

import json
from pathlib import Path

import pytest

import irdp

FOLDER = Path(__file__).parents[1] / "data" / "instruments"
FILES = [
    json.loads(p.read_text(encoding="utf-8")) for p in sorted(FOLDER.glob("*.json"))
]


def vectors():
    for content in FILES:
        for vector in content["vectors"]:
            yield pytest.param(
                content, vector, id=f"{content['instrument']}-{vector['id']}"
            )


def visit_of(vector):
    return {**vector["answers"], **vector["context"]}


def test_none_is_left_out():
    assert sum(len(content["vectors"]) for content in FILES) == 126


@pytest.mark.parametrize(("content", "vector"), list(vectors()))
def test_alone(content, vector):
    result = irdp.load(f"{content['instrument']}@1.0.0").assess(visit_of(vector))
    assert result.rejected == bool(vector["expected_error"])
    scores = {n: (s.value, s.status) for n, s in result.scores.items()}
    if result.rejected:
        assert {status for _, status in scores.values()} == {"invalid_input"}
        assert {i.code for i in result.issues} <= {"IRDP-D021", "IRDP-D028"}
        return
    for name, wanted in vector["expected"].items():
        if isinstance(wanted, dict):  # a number, as decimal text and as a float
            wanted = float(wanted["dec"] if "dec" in wanted else wanted["num"])  # noqa: PLW2901
        value, status = scores[name]
        if wanted is None:
            assert (value, status in {"ok", "prorated"}) == (None, False)
        elif isinstance(wanted, str | bool):
            assert value == wanted
        else:
            assert value == pytest.approx(wanted, abs=content["tolerance"] + 1e-12)
            assert status in {"ok", "prorated"}


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("content", FILES, ids=lambda c: c["instrument"])
def test_in_a_batch(content):
    scorer = irdp.load(f"{content['instrument']}@1.0.0")
    visits = [visit_of(v) for v in content["vectors"]]
    table = scorer.score({n: [v.get(n) for v in visits] for n in scorer.items})
    for row, visit in enumerate(visits):
        assert table[row].to_dict() == scorer.assess(visit).to_dict()
