"""Referral policies in the oracle: each rule of the language once, by hand."""

from __future__ import annotations

import textwrap

import pytest
import yaml

from . import assess_policy


def tree(text):
    return yaml.load(textwrap.dedent(text), Loader=yaml.BaseLoader)  # noqa: S506


QUESTIONNAIRE = tree("""
id: q
version: 1.0.0
codes: {refused: [REFUS]}
items:
  - {id: A, type: integer, min: 0, max: 10}
  - {id: age, type: integer, min: 0, max: 120, source: record}
""")
SCORING = tree("""
id: x
version: 1.0.0
questionnaire: q@1.0.0
scores:
  - {id: s, op: sum, of: [A]}
  - {id: young, op: compare, of: age, lt: 26}
""")
POLICY = """
id: p
version: 1.0.0
codes: {not_applicable: [AUCUN]}
scorings: {x: %s}
facts:
  - {id: day, type: date, source: record}
  - {id: leave, type: integer, min: 0, max: 3000, source: record}
  - {id: stop, type: boolean, source: record}
scores:
  - {id: year, op: year, of: day}
  - {id: worse, op: affine, of: x.s, factor: 2}
decisions:
  - id: d
    hit: %s
    rules:
      - {id: old, valid: {from: 2026-06-15, until: 2026-12-31, fact: day}, when: {item: leave, ge: 60}, propose: exempt, unknown: %s}
      - {id: long, when: {item: leave, ge: 60}, propose: due}
      - {id: high, when: {any: [{score: worse, ge: 10}, {all: [{item: stop, eq: true}, {score: year, ge: 2026}]}]}, propose: due}
    default: none
    undetermined: open
  - {id: e, hit: first, rules: [{id: r, when: {item: stop, eq: true}, propose: yes}], default: no, undetermined: open}
"""
REQUIRED, OPTIONAL = "x@1.0.0", "{ref: x@1.0.0, optional: true}"
QUIET = {"day": "2026-01-01", "leave": 0, "stop": False, "A": 0, "age": 30}


def decide(answers, hit="first", unknown="hold", reference=REQUIRED):
    policy = tree(POLICY % (reference, hit, unknown))
    return assess_policy([QUESTIONNAIRE], {"x": SCORING}, policy, {**QUIET, **answers})


@pytest.mark.parametrize(
    ("hit", "unknown", "answers", "proposal", "provisional", "reasons", "lacks"),
    [
        ("first", "hold", {}, "none", False, (), {}),
        ("first", "hold", {"leave": 60}, "due", False, ("long",), {}),
        ("first", "hold", {"leave": 60, "day": "2026-06-15", "A": 5}, "exempt", False, ("old", "long", "high"), {}),
        ("first", "hold", {"leave": 60, "day": "2027-01-01"}, "due", False, ("long",), {}),
        ("first", "hold", {"leave": 60, "day": None}, "due", True, ("long",), {"old": ("day",)}),
        ("first", "skip", {"leave": 60, "day": None}, "due", False, ("long",), {"old": ("day",)}),
        ("first", "hold", {"leave": 60, "day": "AUCUN"}, "due", False, ("long",), {}),
        ("first", "hold", {"leave": None, "day": None}, "open", False, (), {"old": ("day", "leave"), "long": ("leave",)}),
        ("first", "hold", {"A": None}, "open", False, (), {"high": ("worse",)}),
        ("first", "hold", {"A": None, "day": None, "stop": None, "leave": 70}, "due", True, ("long",), {"old": ("day",), "high": ("worse", "stop", "year")}),
        ("first", "hold", {"A": None, "leave": 70}, "due", False, ("long",), {"high": ("worse",)}),
        ("collect", "hold", {}, ("none",), False, (), {}),
        ("collect", "hold", {"leave": 60, "A": 5}, ("due",), False, ("long", "high"), {}),
        ("collect", "hold", {"leave": 60, "A": 5, "day": "2026-12-31"}, ("exempt", "due"), False, ("old", "long", "high"), {}),
        ("collect", "hold", {"leave": 60, "A": None}, ("due",), True, ("long",), {"high": ("worse",)}),
        ("collect", "skip", {"leave": 60, "day": None}, ("due",), False, ("long",), {"old": ("day",)}),
        ("collect", "hold", {"A": None}, ("open",), False, (), {"high": ("worse",)}),
    ],
)  # fmt: skip
def test_decisions(hit, unknown, answers, proposal, provisional, reasons, lacks):  # noqa: PLR0913
    found = decide(answers, hit, unknown).decisions["d"]
    assert found[:4] == (proposal, provisional, reasons, lacks)
    assert found.skipped == (("old",) if unknown == "skip" and "old" in lacks else ())


def test_an_optional_scoring_that_was_not_administered():
    missing = {"A": "REFUS"}
    held = decide(missing)
    assert (held.decisions["d"].proposal, held.scores["x.s"].status) == (
        "open",
        "too_few_answers",
    )
    absent = decide(missing, reference=OPTIONAL)
    assert [absent.scores[n].status for n in ("x.s", "x.young", "worse")] == [
        "not_applicable"
    ] * 3
    assert absent.decisions["d"].proposal == "none"
    assert [absent.decisions[d].not_administered for d in "de"] == [("x",), ()]
    assert decide({}, reference=OPTIONAL).decisions["d"].not_administered == ()


@pytest.mark.parametrize("answers", [{"A": 11}, {"leave": -1}])
def test_an_invalid_answer_or_fact_rejects_the_whole_visit(answers):
    result = decide({"leave": 60, **answers}, "collect")
    assert result.rejected
    assert {o.status for o in result.scores.values()} == {"invalid_input"}
    assert result.decisions["d"] == (("open",), False, (), {}, (), ())
    assert result.decisions["e"].proposal == "open"
    assert result.issues == {(name, "D028") for name in answers}
