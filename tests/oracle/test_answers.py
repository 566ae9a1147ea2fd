"""Raw answers, display conditions and checks in the oracle, by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction as F  # noqa: N817 - it stands in every row

import pytest

from . import assess
from .bench import ITEMS, outcomes, scoring, tree


@pytest.mark.parametrize(
    ("name", "raw", "flat", "expected"),
    [
        ("D", 1, False, ("answered", "1", None)),
        ("D", 1.0, False, ("answered", "1", None)),
        ("D", "1", False, ("answered", "1", None)),
        ("D", "Oui", False, ("answered", "1", None)),
        ("D", "1.0", True, ("answered", "1", "D023")),
        ("D", "1,0", True, ("answered", "1", "D023")),
        ("D", "1.0", False, ("invalid", None, "D023")),
        ("D", "01", True, ("invalid", None, "D023")),
        ("D", True, False, ("invalid", None, "D023")),
        ("D", 7, False, ("invalid", None, "D021")),
        ("D", "Jamais", False, ("invalid", None, "D022")),
        ("D", "NA", False, ("invalid", None, "D024")),
        ("D", 99, False, ("unknown", None, None)),
        ("D", float("nan"), False, ("missing", None, None)),
        ("D", float("inf"), False, ("invalid", None, "D025")),
        ("D", " ", False, ("missing", None, None)),
        ("A", -0.0, False, ("answered", F(0), None)),
        ("A", True, False, ("invalid", None, "D027")),
        ("A", 2.0000000001, False, ("invalid", None, "D026")),
        ("A", 2**60, False, ("invalid", None, "D026")),
        ("A", 11, False, ("invalid", None, "D028")),
        ("A", "-1", True, ("invalid", None, "D024")),
        ("E", "-1", True, ("answered", F(-1), None)),
        ("D", " OUI", False, ("answered", "1", None)),
        ("D", "1 ", False, ("answered", "1", None)),
        ("A", "3", False, ("invalid", None, "D023")),
        ("A", "3", True, ("answered", F(3), None)),
        ("A", "3,0", True, ("answered", F(3), "D023")),
        ("A", "03", True, ("invalid", None, "D023")),
        ("E", 0.1, False, ("answered", F(1, 10), None)),
        ("E", 0.15, False, ("invalid", None, "D026")),
        ("E", "-0,5", True, ("answered", F(-1, 2), None)),
        ("V", "oui", False, ("answered", True, None)),
        ("V", 0, False, ("answered", False, None)),
        ("V", "TRUE", True, ("answered", True, None)),
        ("V", "TRUE", False, ("invalid", None, "D023")),
        ("V", "peut-être", False, ("invalid", None, "D021")),
        ("M", [], False, ("answered", frozenset(), None)),
        ("M", ["a", "b"], False, ("answered", frozenset("ab"), None)),
        ("M", "a|b", True, ("answered", frozenset("ab"), None)),
        ("M", "a|b", False, ("invalid", None, "D023")),
        ("M", ["a", "none"], False, ("invalid", None, "D029")),
        ("M", ["a", "z"], False, ("invalid", None, "D021")),
        ("M", "REFUS", False, ("refused", None, None)),
        ("birth", "2023-02-29", False, ("invalid", None, "D032")),
        ("birth", "05/01/2024", False, ("invalid", None, "D032")),
        ("birth", dt.datetime(2024, 1, 5, tzinfo=dt.UTC), False, ("invalid", None, "D034")),
    ],
)  # fmt: skip
def test_raw_answers(name, raw, flat, expected):
    state, value, code = expected
    reading = scoring(f"op: is_missing, of: {name}")
    result = assess([tree(ITEMS)], reading, {name: raw}, flat=flat)
    assert result.items == {name: (state, value)}
    assert result.issues == ({(name, code)} if code else set())
    assert result.rejected is (state == "invalid")
    assert result.scores["s1"].status == ("invalid_input" if result.rejected else "ok")


def test_invalid_answers_may_be_taken_as_missing():
    assert outcomes(
        "op: sum, of: [A]", answers={"A": 11, "B": 99}, invalid_answers="missing"
    ) == [(None, "too_few_answers")]
    assert outcomes("op: sum, of: [A]", answers={"A": 1, "B": 77}) == [(F(1), "ok")]


@pytest.mark.parametrize(
    ("answers", "expected", "issues"),
    [
        ({"V": True, "S": 2}, "answered", set()),
        ({"V": False}, "not_applicable", set()),
        ({"V": False, "S": 2}, "not_applicable", {("S", "D030")}),
        ({"V": "NC", "S": 77}, "not_applicable", {("S", "D030")}),
        ({"S": 2}, "answered", set()),
        ({}, "missing", set()),
    ],
)
def test_display_conditions(answers, expected, issues):
    result = assess([tree(ITEMS)], scoring("op: sum, of: [S]"), answers)
    assert (result.items["S"].state, result.issues) == (expected, issues)


@pytest.mark.parametrize("how", ["reject", "warning"])
def test_checks(how):
    questionnaire = tree(ITEMS) | {
        "checks": [
            {
                "id": "k",
                "never": {"all": [{"item": "A", "gt": {"item": "B"}}]},
                "as": how,
            }
        ]
    }
    both = scoring("op: sum, of: [A, B]")
    result = assess([questionnaire], both, {"A": 2, "B": 1})
    assert (result.rejected, result.issues) == (how == "reject", {("k", "D031")})
    assert not assess(
        [questionnaire], scoring("op: sum, of: [A]"), {"A": 2, "B": 1}
    ).issues
