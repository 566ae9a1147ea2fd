"""The oracle on the definitions of the catalogue: published vectors and cases."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from . import assess, assess_policy, load_raw

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "questionnaires"
WORDS = {"null": None, "true": True, "false": False}


def documents(kind):
    files = sorted(CATALOGUE.glob(f"*/{kind}-*.yaml"))
    return {f"{d['id']}@{d['version']}": d for d in map(load_raw, files)}


QUESTIONNAIRES = list(documents("questionnaire").values())
SCORINGS = documents("scoring")
POLICIES = documents("referral")


def vectors():
    for path in sorted((ROOT / "tests/data/instruments").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        instrument = content["instrument"]
        for vector in content["vectors"]:
            name = f"{instrument}-{vector['id']}"
            yield pytest.param(instrument, vector, content["tolerance"], id=name)


def cases():
    for path in sorted(CATALOGUE.glob("*/cases-*.yaml")):
        content = load_raw(path)
        for case in content["cases"]:
            yield pytest.param(
                content["for"], case, id=f"{content['for']}-{case['id']}"
            )


@pytest.mark.parametrize(("instrument", "vector", "tolerance"), list(vectors()))
def test_published_vectors(instrument, vector, tolerance):
    versions = [s for s in SCORINGS.values() if s["id"] == instrument]
    assert versions, "these vectors have no definition"
    for scoring in versions:
        compare(scoring, vector, tolerance)


def compare(scoring, vector, tolerance):
    result = assess(QUESTIONNAIRES, scoring, {**vector["answers"], **vector["context"]})
    assert result.rejected == bool(vector["expected_error"])
    if result.rejected:
        assert {o.status for o in result.scores.values()} == {"invalid_input"}
        assert {code for _, code in result.issues} <= {"D021", "D028"}
        return
    for name, expected in vector["expected"].items():
        value, status = result.scores[name]
        known = status in ("ok", "prorated")
        assert (value is not None) == known == (expected is not None)
        if isinstance(expected, dict):
            assert abs(value - Fraction(expected["dec"])) <= tolerance
        else:
            assert value == expected


@pytest.mark.parametrize(("reference", "case"), list(cases()))
def test_cases_of_the_catalogue(reference, case):
    answers = {name: plain(raw) for name, raw in (case.get("answers") or {}).items()}
    if reference in SCORINGS:
        result = assess(QUESTIONNAIRES, SCORINGS[reference], answers)
    else:
        policy = POLICIES[reference]
        read = {
            alias: SCORINGS[s["ref"] if isinstance(s, dict) else s]
            for alias, s in policy.get("scorings", {}).items()
        }
        result = assess_policy(QUESTIONNAIRES, read, policy, answers)
    for name, expected in case["expect"].items():
        decided = result.decisions.get(name.removesuffix(".provisional"))
        found = decided.proposal if decided else result.scores[name].value
        if decided and name.endswith(".provisional"):
            found = decided.provisional
        assert found == expectation(expected, found)


def plain(raw):
    """Read an answer of a case as YAML 1.2 does."""
    if isinstance(raw, list):
        return [plain(part) for part in raw]
    if raw in WORDS:
        return WORDS[raw]
    try:
        return Fraction(raw)
    except ValueError:
        return raw


def expectation(expected, found):
    if isinstance(expected, list):
        return tuple(expected)
    return expected if isinstance(found, str) else plain(expected)
