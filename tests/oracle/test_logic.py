"""Statuses of readers, conditions and cases in the oracle, by hand."""

from __future__ import annotations

import itertools
from fractions import Fraction as F  # noqa: N817 - it stands in every row

import pytest

from .bench import last, outcomes

NA, FEW, DEP = "not_applicable", "too_few_answers", "depends_on_unknown"
SINGLE = ("op: sum, of: [A, B]", "op: sum, of: [C]")


@pytest.mark.parametrize(
    ("score", "expected"),
    [  # s1 lacks an item, s2 is not_applicable
        ("op: affine, of: s1", (None, FEW)),
        ("op: affine, of: s2", (None, NA)),
        ("op: sum, of: [s1]", (None, DEP)),
        ("op: mean, of: [s1, A]", (None, DEP)),
        ("op: mean, of: [s2, A]", (F(4), "ok")),
        ("op: mean, of: [s1, B]", (None, FEW)),
        ("op: product, of: [s1, s1]", (None, FEW)),
        ("op: product, of: [s1, A]", (None, DEP)),
        ("op: product, of: [s2, A]", (None, NA)),
        ("op: product, of: [s1, s2]", (None, DEP)),
        ("op: all, of: [{score: s1, ge: 2}]", (None, FEW)),
        ("op: all, of: [{score: s1, ge: 2}, {item: A, ge: 2}]", (None, DEP)),
        ("op: all, of: [{score: s1, ge: 2}, {item: B, ge: 2}]", (None, FEW)),
        ("op: all, of: [{score: s2, ge: 2}, {item: A, ge: 2}]", (True, "ok")),
        ("op: compare, of: s1, lt: {score: s2}", (None, DEP)),
        ("op: coalesce, of: [s1, s2]", (None, FEW)),
        ("op: default, of: s1, value: 0, for: [too_few_answers]", (F(0), "ok")),
        ("op: is_missing, of: s1", (True, "ok")),
        ("op: sum, of: [A], applies_if: {score: s1, ge: 0}", (None, DEP)),
        ("op: case, cases: [{when: {score: s1, status: [too_few_answers]}, then: unknown}], else: {value: 1}", (None, DEP)),
    ],
)  # fmt: skip
def test_statuses_of_readers(score, expected):
    assert last(*SINGLE, score, A=4, C="NC") == expected


def test_prorating_is_inherited_by_what_is_read():
    prorated = "op: sum, of: [A, B], missing: {max_missing: 1, then: prorate}"
    case = "op: case, cases: [{when: {item: A, ge: %d}, then: {value: 1}}, {when: {score: s1, ge: 0}, then: {value: 2}}], else: {value: 3}"
    assert last(prorated, "op: affine, of: s1", A=4) == (F(8), "prorated")
    assert last(prorated, "op: compare, of: s1, ge: 8", A=4) == (True, "prorated")
    assert last(prorated, case % 4, A=4) == (
        F(1),
        "prorated",
    )  # named, though not taken
    assert last(prorated, case % 5, A=4) == (F(2), "prorated")


KLEENE = {True: 1, False: 0, None: None, NA: "NC"}


@pytest.mark.parametrize(("left", "right"), list(itertools.product(KLEENE, repeat=2)))
def test_conditions_are_kleenes_with_a_fourth_value(left, right):
    answers = {"A": KLEENE[left], "B": KLEENE[right]}
    members = "of: [{item: A, eq: 1}, {item: B, eq: 1}]"
    kept = [m for m in (left, right) if m != NA]

    def among(values, decisive):
        if not values:
            return None, NA
        if decisive in values:
            return decisive, "ok"
        return (None, FEW) if None in values else (not decisive, "ok")

    found = outcomes(
        f"op: all, {members}",
        f"op: any, {members}",
        "op: not, of: {item: A, eq: 1}",
        answers=answers,
    )
    negated = (
        (not left, "ok")
        if isinstance(left, bool)
        else (None, NA if left == NA else FEW)
    )
    assert found == [among(kept, False), among(kept, True), negated]


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ("{item: A, between: [2, 3]}", {"A": 3}, True),
        ("{item: A, ne: 2}", {"A": 2.0}, False),
        ("{item: D, ge: 1}", {"D": "Oui"}, True),
        ("{item: T, in: [mental, x]}", {"T": "mental"}, True),
        ("{item: V, eq: true}", {"V": "non"}, False),
        ("{date: birth, ge: 2000-01-01}", {"birth": "2000-01-01"}, True),
        ("{date: birth, lt: {date: visit_date}}", {"birth": "2000-01-01", "visit_date": "1999-12-31"}, False),
        ("{item: A, state: [missing, refused]}", {"A": "REFUS"}, True),
        ("{item: A, state: [missing, refused]}", {"A": "NC"}, False),
        ("{item: A, lt: {item: B}}", {"A": 1, "B": 2}, True),
        ("{item: A, lt: {item: B}}", {"A": 1}, None),
        ("{not: {any: [{item: A, eq: 1}, {item: B, eq: 1}]}}", {"A": 0, "B": 0}, True),
    ],
)  # fmt: skip
def test_simple_conditions(condition, answers, expected):
    assert last(f"op: all, of: [{condition}]", **answers)[0] is expected


@pytest.mark.parametrize(
    ("policy", "answers", "expected"),
    [
        ("unknown", {"A": 1}, ("a", "ok")),
        ("unknown", {"A": 0, "B": 1}, ("b", "ok")),
        ("unknown", {"B": 1}, (None, FEW)),
        ("skip", {"B": 1}, ("b", "ok")),
        ("unknown", {"A": "NC", "B": 0}, ("c", "ok")),
        ("skip", {}, ("c", "ok")),
    ],
)
def test_case(policy, answers, expected):
    cases = "[{when: {item: A, eq: 1}, then: {label: a}}, {when: {item: B, eq: 1}, then: {label: b}}]"
    assert (
        last(
            f"op: case, cases: {cases}, else: {{label: c}}, unknown: {policy}",
            **answers,
        )
        == expected
    )
