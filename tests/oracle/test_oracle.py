"""The oracle itself, held to values computed by hand and to the published vectors."""

from __future__ import annotations

import collections
import datetime as dt
import itertools
from fractions import Fraction as F  # noqa: N817 - it stands in every row

import pytest

from . import assess, bands_possible, bounds, completeness, completeness_weighted, exact
from .bench import ITEMS, last, outcomes, scoring, tree

NA, FEW, DEP = "not_applicable", "too_few_answers", "depends_on_unknown"
SUM = "op: sum, of: [A, B, C]"
PRORATED = "op: sum, constant: 1, of: [{item: A, weight: 2}, B, C], missing: {max_missing: 1, then: prorate}"
AWAY = "op: sum, of: [A, B, C], not_applicable: leave_out"


@pytest.mark.parametrize(
    ("score", "answers", "expected"),
    [
        (SUM, {"A": 1, "B": 2, "C": 3}, (F(6), "ok")),
        (SUM, {"A": 1, "B": 2}, (None, FEW)),
        ("op: sum, constant: 0.1, of: [{item: A, weight: 0.2}]", {"A": 1}, (F(3, 10), "ok")),
        # the constant is not prorated; weights 2, 1, 1
        (PRORATED, {"A": 4, "B": 3}, (1 + F(11) * 4 / 3, "prorated")),
        (PRORATED, {"B": 4, "C": 3}, (1 + F(7) * 4 / 2, "prorated")),
        (PRORATED, {"A": 4, "B": "REFUS", "C": 99}, (None, FEW)),
        (AWAY, {"A": 4, "B": "NC", "C": 1}, (F(5), "ok")),
        (AWAY, {"A": 4, "B": "NC"}, (None, FEW)),
        (AWAY, {"A": "NC", "B": "NC", "C": "NC"}, (None, NA)),
        ("op: sum, of: [A, B], not_applicable: as_missing", {"A": 4, "B": "NC"}, (None, FEW)),
        ("op: sum, of: [A, {item: D, points: {0: 0, 1: 1.5, 2: 9, not_applicable: 2, missing: 0.3}}]", {"A": 1}, (F(13, 10), "ok")),
        ("op: sum, of: [A, {item: D, points: {0: 0, 1: 1.5, 2: 9, not_applicable: 2}}]", {"A": 1, "D": "NC"}, (F(3), "ok")),
        ("op: sum, of: [{item: A, reverse: true}, {item: D, reverse: true}, {item: V, reverse: true}]", {"A": 1, "D": "Oui", "V": True}, (F(10), "ok")),
        ("op: sum, of: [{item: A, recode_intervals: [{from: 0, value: 7}, {from: 4, value: 2}]}, {item: E, recode: {-0.5: 1, 0: 2}}]", {"A": 4, "E": -0.5}, (F(3), "ok")),
        ("op: sum, of: [{item: M, points: {a: 1, b: 2, c: 4, none: 0}}]", {"M": ["a", "c"]}, (F(5), "ok")),
        ("op: min, of: [{item: M, points: {a: 1, b: 2, c: 4, none: 0}}]", {"M": ["b", "c"]}, (F(2), "ok")),
        ("op: max, of: [{item: M, points: {a: 1, b: 2, c: 4, none: 0}}]", {"M": []}, (None, FEW)),
        ("op: mean, of: [A, {item: B, weight: 3}], missing: {min_answered: 1, then: prorate}", {"A": 2, "B": 3}, (F(11, 4), "ok")),
        ("op: mean, of: [A, {item: B, weight: 3}], missing: {min_answered: 1, then: prorate}", {"B": 3}, (F(3), "prorated")),
        ("op: mean, of: [A, B], missing: {min_answered: 1, then: prorate}", {}, (None, FEW)),
        ("op: mean, of: [A, B]", {"A": 2, "B": "NC"}, (F(2), "ok")),
        ("op: max, of: [A, B], missing: {max_missing: 1, then: answered_only}", {"A": 2}, (F(2), "ok")),
        ("op: max, of: [A, B]", {"A": 10}, (None, FEW)),
        ("op: count, of: [{item: A, ge: 2}, {item: B, ge: 2}, {item: C, ge: 2}]", {"A": 2, "B": 1, "C": "NC"}, (F(1), "ok")),
        ("op: count, of: [{item: A, ge: 2}, {item: B, ge: 2}]", {"A": 2}, (None, FEW)),
        ("op: count, of: {item: M}, options: [a, b]", {"M": ["a", "c"]}, (F(1), "ok")),
        ("op: count, of: {item: M}", {"M": []}, (F(0), "ok")),
        ("op: count, of: {item: M}", {}, (None, FEW)),
        ("op: n_answered, of: [A, B, C, M]", {"A": 0, "B": "NSP", "C": "NC", "M": []}, (F(2), "ok")),
        ("op: n_answered, of: [A, B]", {"A": "NC", "B": "NC"}, (F(0), "ok")),
        ("op: argmax, of: [A, B], ties: unknown", {"A": 1, "B": 2}, ("B", "ok")),
        ("op: argmax, of: [A, B], ties: unknown", {"A": 1, "B": 1}, (None, DEP)),
        ("op: argmax, of: [A, B], ties: first", {"A": 1, "B": 1}, ("A", "ok")),
        ("op: argmax, of: [A, B], ties: list", {"A": 1, "B": 1}, ("A+B", "ok")),
    ],
)  # fmt: skip
def test_aggregates(score, answers, expected):
    assert last(score, **answers) == expected


@pytest.mark.parametrize(
    ("score", "answers", "expected"),
    [
        ("op: affine, of: A, factor: 7/3, constant: -1", {"A": 1}, (F(4, 3), "ok")),
        ("op: product, of: [A, B, A]", {"A": 2, "B": 3}, (F(12), "ok")),
        ("op: product, of: [A, B]", {"A": 2, "B": "NC"}, (None, NA)),
        ("op: product, of: [A, B]", {"B": "NC"}, (None, FEW)),
        ("op: ratio, numerator: A, denominator: B, factor: 7/3, decimals: 3", {"A": 1, "B": 7}, (F(333, 1000), "ok")),
        ("op: ratio, numerator: A, denominator: B, decimals: 3", {"A": 1, "B": 0}, (None, DEP)),
        ("op: ratio, numerator: E, denominator: B, decimals: 0", {"E": -5, "B": 2}, (F(-3), "ok")),
        ("op: ratio, numerator: E, denominator: B, decimals: 0, rounding: half_even", {"E": -5, "B": 2}, (F(-2), "ok")),
        ("op: affine, of: E, decimals: 0", {"E": 2.5}, (F(3), "ok")),
        ("op: affine, of: E, decimals: 0", {"E": -2.4}, (F(-2), "ok")),
        ("op: clip, of: A, min: 2, max: 4", {"A": 1}, (F(2), "ok")),
        ("op: clip, of: A, max: 4", {"A": 9}, (F(4), "ok")),
        ("op: log1p, of: A, decimals: 6", {"A": 1}, (F(693147, 10**6), "ok")),
        ("op: log1p, of: E, decimals: 6", {"E": -1}, (None, DEP)),
        ("op: exp, of: A, decimals: 12", {"A": 1}, (F(2718281828459, 10**12), "ok")),
        ("op: power, of: E, exponent: 0.5, decimals: 0", {"E": -0.1}, (None, DEP)),
        ("op: power, of: A, exponent: 0.5, decimals: 4", {"A": 2}, (F(14142, 10**4), "ok")),
        ("op: power, of: A, exponent: -1, decimals: 2", {"A": 0}, (None, DEP)),
        ("op: logistic, of: A, decimals: 0", {"A": 0}, (F(1), "ok")),
        ("op: logistic, of: A, decimals: 0, rounding: half_even", {"A": 0}, (F(0), "ok")),
        ("op: survival, of: A, baseline: 0.9, decimals: 6", {"A": 1}, (F(249038, 10**6), "ok")),
        ("op: survival, of: A, baseline: 0.9, decimals: 1", {"A": 0}, (F(1, 10), "ok")),
        ("op: piecewise_linear, of: A, knots: [{x: 2, y: 0}, {x: 5, y: 1}], outside: constant", {"A": 3}, (F(1, 3), "ok")),
        ("op: piecewise_linear, of: A, knots: [{x: 2, y: 0}, {x: 5, y: 1}], outside: constant", {"A": 9}, (F(1), "ok")),
        ("op: piecewise_linear, of: A, knots: [{x: 2, y: 0}, {x: 5, y: 1}], outside: extend", {"A": 8}, (F(2), "ok")),
        # knots 0, 2, 4: x/10 + 2 * ((x)+^3 - 2 (x-2)+^3 + (x-4)+^3) / 16, at x = 3: 0.3 + 2 * 25/16
        ("op: spline, of: A, knots: [0, 2, 4], coefficients: [0.1, 2], decimals: 4", {"A": 3}, (F(34250, 10**4), "ok")),
        ("op: band, of: E, bands: [{id: low, from: -5}, {id: high, from: 0.1}]", {"E": 0.1}, ("high", "ok")),
        ("op: band, of: E, bands: [{id: low, from: -5}, {id: high, from: 0.1}]", {"E": 0}, ("low", "ok")),
        ("op: band, of: E, bands: [{id: low, from: 0}]", {"E": -0.1}, (None, DEP)),
        ("op: days_between, from: birth, to: visit_date", {"birth": "2024-02-28", "visit_date": dt.date(2024, 3, 1)}, (F(2), "ok")),
        ("op: days_between, from: birth, to: visit_date", {"birth": "2024-02-28"}, (None, FEW)),
        ("op: age, of: birth", {"birth": "2004-02-29", "visit_date": "2023-02-28"}, (F(18), "ok")),
        ("op: age, of: birth", {"birth": "2004-02-29", "visit_date": "2023-03-01"}, (F(19), "ok")),
        ("op: age, of: birth", {"birth": "2004-02-29", "visit_date": "2024-02-29"}, (F(20), "ok")),
        ("op: age, of: birth", {"birth": "2004-02-29", "visit_date": "2003-02-28"}, (None, DEP)),
        ("op: year, of: birth", {"birth": "2004-02-29"}, (F(2004), "ok")),
        ("op: concat, of: [T, V, A], separator: '-'", {"T": "mental", "V": True, "A": 3}, ("mental-1-3", "ok")),
        ("op: is_missing, of: A", {"A": "REFUS"}, (True, "ok")),
        ("op: is_missing, of: A", {"A": "NC"}, (None, NA)),
        ("op: default, of: A, value: 3, for: [missing]", {}, (F(3), "ok")),
        ("op: default, of: A, value: 3, for: [missing]", {"A": "REFUS"}, (None, FEW)),
        ("op: default, of: A, value: 3, for: [missing]", {"A": "NC"}, (None, NA)),
        ("op: default, of: A, value: 3, for: [not_applicable]", {"A": "NC"}, (F(3), "ok")),
        ("op: coalesce, of: [A, B]", {"B": 2}, (F(2), "ok")),
        ("op: coalesce, of: [A, B]", {"A": "NC"}, (None, NA)),
        ("op: sum, of: [A], applies_if: {item: B, ge: 2}", {"A": 1, "B": 1}, (None, NA)),
        ("op: sum, of: [A], applies_if: {item: B, ge: 2}", {"A": 1}, (None, DEP)),
        ("op: sum, of: [A], population: {item: B, ge: 2}", {"A": 1, "B": 1}, (None, "out_of_population")),
        ("op: sum, of: [A], population: {item: B, ge: 2}", {}, (None, FEW)),
        ("op: sum, of: [A], requires: [B]", {"A": 1}, (None, FEW)),
    ],
)  # fmt: skip
def test_operations(score, answers, expected):
    assert last(score, **answers) == expected


def test_tables():
    table = tree(
        "{id: norm, keys: [raw, sex], rows: [{key: [1, physical], value: 50.5}, {raw: 2, sex: mental, value: low}]}"
    )
    read = "op: norm_table, of: A, table: norm, keys: [T]"
    for answers, expected in [
        ({"A": 1, "T": "physical"}, (F(101, 2), "ok")),
        ({"A": 1, "T": "mental"}, (None, DEP)),
        ({"A": 1}, (None, FEW)),
    ]:
        assert outcomes(read, answers=answers, tables=[table]) == [expected]


def test_completeness_and_bounds():
    read = scoring(
        "op: sum, of: [{item: D, points: {0: 0, 1: 1, 2: 5, missing: 0}}, {item: V, weight: -2}, S], not_applicable: leave_out",
        "op: band, of: s1, bands: [{id: low, from: -2}, {id: mid, from: 1}, {id: high, from: 6}]",
        "op: n_answered, of: [birth, A]",
    )
    result = assess([tree(ITEMS)], read, {"V": False, "A": "NC"})
    assert completeness(result, "s1") == completeness(result, "s2") == F(1, 2)
    assert completeness(result, "s3") == 0
    assert completeness_weighted(result, "s1") == F(2, 5 + 2)
    assert completeness_weighted(result, "s2") is None
    given = [tree(ITEMS)], read
    assert bounds(*given, {"V": False}, "s1") == (0, 5)
    assert bounds(*given, {"V": True}, "s1") == (-2, 6)
    assert bands_possible(*given, {"V": False}, "s2") == {"low", "mid"}
    assert bounds(*given, {"A": 1}, "s3") is None


def test_rounding_of_true_reals():
    assert exact.rounded(exact.power(F(25, 4), F(1, 2)), 0) == 3
    assert exact.rounded(exact.power(F(25, 4), F(1, 2)), 0, "half_even") == 2
    assert exact.power(F(8), F(2, 3)) == 4
    tie = F(1, 2) - F(1, 10**70)
    assert exact.rounded(exact.Real(lambda: exact._decimal(tie)), 0) == 0


EPICES = {
    "EPI01": "10.06", "EPI02": "-11.83", "EPI03": "-8.28", "EPI04": "-8.28", "EPI05": "14.80", "EPI06": "-6.51",
    "EPI07": "-7.10", "EPI08": "-7.10", "EPI09": "-9.47", "EPI10": "-9.47", "EPI11": "-7.10",
}  # fmt: skip


def test_epices_meets_its_cut_offs_exactly():
    questionnaire = {
        "id": "q",
        "version": "1.0.0",
        "items": [
            {"id": i, "type": "choice", "options": [{"code": "0"}, {"code": "1"}]}
            for i in EPICES
        ],
    }
    terms = [{"item": i, "points": {"0": "0", "1": w}} for i, w in EPICES.items()]
    read = scoring() | {
        "scores": [{"id": "s", "op": "sum", "constant": "75.14", "of": terms}]
    }
    totals = collections.Counter(
        assess([questionnaire], read, dict(zip(EPICES, answers, strict=True)))
        .scores["s"]
        .value
        for answers in itertools.product((0, 1), repeat=len(EPICES))
    )
    met = {cut: totals[F(cut)] for cut in ("30.17", "48.52", "16.56", "7.10", "37.27")}
    assert met == {"30.17": 5, "48.52": 23, "16.56": 1, "7.10": 3, "37.27": 9}
    assert (min(totals), max(totals), totals.total()) == (0, 100, 2048)
