"""The law at the edges: wide and negative totals, ties, one item twice, many rules."""

import numpy as np
import pytest

from irdp.plan.machine import Kernel, WideSum
from irdp.plan.strict import StrictSum
from irdp.plan.tabulate import tabulate

HEAD = (
    "format: irdp/{}/1\nid: {}\nversion: 1.0.0\nstatus: draft\ntitle: {{fr: Essai}}\n"
)


def questionnaire(n, low, high):
    items = [
        f"  - {{id: I{i}, type: integer, min: {low}, max: {high}, label: {{fr: I}}}}"
        for i in range(n)
    ]
    return HEAD.format("questionnaire", "q") + "items:\n" + "\n".join(items) + "\n"


def scoring(*scores):
    written = "\n".join(f"  - {{{score}}}" for score in scores)
    return HEAD.format("scoring", "s") + f"questionnaire: q@1.0.0\nscores:\n{written}\n"


def of(n, *readings):
    """Return n terms, each reading taken in turn."""
    turns = [readings[i % len(readings)] for i in range(n)]
    return f"of: [{', '.join(f'{{item: I{i}{r}}}' for i, r in enumerate(turns))}]"


LARGE = of(6, ", weight: 1000000000.5", ", weight: 77777777.25")
EVEN = "id: s, op: sum, rounding: half_even, decimals"
EXTREMES = {
    "negative totals, half even": (
        (12, -40, 9),
        [f"{EVEN}: 0, {of(12, ', weight: 0.125', ', weight: -1.523')}"],
        StrictSum,
    ),
    "negative totals, half up": (
        (12, -40, 9),
        [
            f"id: s, op: sum, decimals: 1, {of(12, ', weight: 0.125', ', weight: -1.525')}"
        ],
        StrictSum,
    ),
    "half even between even and odd": (
        (14, 0, 40),
        [f"{EVEN}: 1, {of(14, ', weight: 0.005', ', weight: 1.015')}"],
        StrictSum,
    ),
    "ten decimals": (
        (10, 0, 9),
        [
            "id: s, op: sum, decimals: 2, of: ["
            + ", ".join(
                f"{{item: I{i}, weight: 0.{7919 * (i + 3) ** 7 % 10**10:010d}}}"
                for i in range(10)
            )
            + "]"
        ],
        StrictSum,
    ),
    "half even of many decimals": (
        (10, 0, 2),
        [
            f"{EVEN}: 1, constant: 212, "
            + of(
                10, ", weight: 0.1234567", ", weight: 0.7654321", ", weight: 0.5000003"
            )
        ],
        StrictSum,
    ),
    "above what a float divides": ((6, 0, 40), [f"id: s, op: sum, {LARGE}"], WideSum),
    "the same, rounded and halved": (
        (6, 0, 40),
        [
            f"id: s, op: sum, decimals: 0, {LARGE}",
            "id: half, op: affine, of: s, factor: 0.5, decimals: 0, rounding: half_even",
        ],
        WideSum,
    ),
    "prorated by weights": (
        (12, 0, 9),
        [
            "id: s, op: sum, decimals: 2, missing: {max_missing: 5, then: prorate}, "
            + of(12, ", weight: 1.7", ", weight: 0.3", ""),
            "id: b, op: band, of: s, bands: [{id: low, from: 0}, {id: high, from: 40.5}]",
        ],
        WideSum,
    ),
    "not applicable as missing": (
        (11, 0, 20),
        [
            "id: s, op: sum, decimals: 3, not_applicable: as_missing, "
            "missing: {min_answered: 3, then: prorate}, "
            + of(11, ", weight: 0.1", ", reverse: true"),
        ],
        WideSum,
    ),
    "one item in two readings": (
        (9, 0, 4),
        [
            "id: s, op: sum, decimals: 1, "
            + of(9, ", weight: 1.3").replace("]", ", ")
            + of(9, ", reverse: true, weight: 0.7").removeprefix("of: ["),
            "id: m, op: mean, decimals: 3, missing: {max_missing: 9, then: prorate}, "
            + of(9, ", recode: {0: 5, 1: 1, 2: 1, 3: 0, 4: 9}").replace("]", ", ")
            + of(9, "").removeprefix("of: ["),
        ],
        None,
    ),
    "counts and extremes": (
        (8, 0, 3),
        [
            "id: s, op: sum, " + of(8, ", recode: {0: 0, 1: 10, 2: 200, 3: 3000}"),
            "id: n, op: count, " + of(8, ", ge: 2"),
            "id: a, op: n_answered, of: [I0, I1, I2, I3, I4, I5, I6, I7]",
            "id: hi, op: max, missing: {max_missing: 3, then: answered_only}, "
            + of(8, ""),
        ],
        None,
    ),
    "items too wide for a table": (
        (3, 0, 90_000),
        [f"id: s, op: sum, decimals: 0, {of(3, ', weight: 0.5')}"],
        Kernel,
    ),
    "a sum of sums, then a curve": (
        (12, 0, 4),
        [
            f"id: a, op: sum, decimals: 1, {of(6, ', weight: 1.1')}",
            "id: b, op: sum, decimals: 2, missing: {max_missing: 4, then: prorate}, "
            + of(12, ", weight: 0.9", ""),
            "id: t, op: sum, decimals: 1, of: [{score: a, weight: -1.5}, {score: b}]",
            "id: lp, op: affine, of: t, factor: 0.05, constant: -2",
            "id: risk, op: logistic, of: lp, decimals: 4",
        ],
        None,
    ),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes(name, law, program_of):
    asked, scores, kind = EXTREMES[name]
    program = program_of(
        {
            "questionnaire-q-1.0.0.yaml": questionnaire(*asked),
            "scoring-s-1.0.0.yaml": scoring(*scores),
        }
    )
    machine = tabulate(program)
    rng = np.random.default_rng(9)
    law.hold(machine, law.edges(program))
    for gaps in (0.0, 0.04, 0.5):
        law.hold(machine, law.codes(program, rng, 3000, gaps))
    if kind is not None:
        assert kind in {type(step) for step in machine.instructions}


@pytest.mark.parametrize("hit", ["first", "collect"])
@pytest.mark.parametrize("rules", [3, 10, 13, 31, 32, 60, 61, 70])
def test_more_rules_than_a_table_holds(hit, rules, law, program_of):
    lines = [
        "scorings: {a: {ref: s@1.0.0, optional: true}}",
        "decisions:",
        f"  - {{id: d, title: {{fr: E}}, hit: {hit}, default: none, undetermined: open,",
        "     proposals: {none: {fr: P}, open: {fr: P}, "
        + ", ".join(f"p{i}: {{fr: P}}" for i in range(rules))
        + "},",
        "     rules: [",
        *(
            f"      {{id: r{i}, when: {{score: a.s, ge: {3 * i}}}, "
            f"propose: p{i}, reason: {{fr: R}}}},"
            for i in reversed(range(rules))
        ),
        "     ]}",
    ]
    program = program_of(
        {
            "questionnaire-q-1.0.0.yaml": questionnaire(8, 0, 5),
            "scoring-s-1.0.0.yaml": scoring(f"id: s, op: sum, {of(8, '')}"),
            "referral-p-1.0.0.yaml": HEAD.format("referral", "p") + "\n".join(lines),
        }
    )
    machine = tabulate(program)
    assert (machine.judges[0].table is None) == (rules > 10)
    rng = np.random.default_rng(4)
    for gaps in (0.03, 0.9):
        law.hold(machine, law.codes(program, rng, 2000, gaps))


def dated(name, other):
    """Return a scoring whose names are those of its twin, and mean other days."""
    return HEAD.format("scoring", name) + (
        "questionnaire: q@1.0.0\nscores:\n"
        f"  - {{id: days, op: days_between, from: day, to: {other}}}\n"
        "  - {id: late, op: all, of: [{score: days, ge: 30}, {item: wide, ge: 9000},"
        f" {{date: {other}, ge: 2026-06-15}}, {{not: {{item: wide, eq: 9001}}}}]}}\n"
    )


def test_conditions_that_say_the_same_of_other_columns(law, program_of):
    asked = HEAD.format("questionnaire", "q") + "items:\n"
    for day in ("day", "soon", "later"):
        asked += f"  - {{id: {day}, type: date, label: {{fr: J}}}}\n"
    asked += "  - {id: wide, type: integer, min: 0, max: 9999, label: {fr: I}}\n"
    rules = "".join(
        f"      - {{id: {alias}, when: {{truth: {alias}.late}}, propose: p, reason: {{fr: R}}}}\n"
        for alias in ("a", "b")
    )
    program = program_of(
        {
            "questionnaire-q-1.0.0.yaml": asked,
            "scoring-one-1.0.0.yaml": dated("one", "soon"),
            "scoring-two-1.0.0.yaml": dated("two", "later"),
            "referral-p-1.0.0.yaml": HEAD.format("referral", "p")
            + "scorings: {a: one@1.0.0, b: two@1.0.0}\ndecisions:\n"
            "  - id: d\n    title: {fr: E}\n    hit: collect\n    default: none\n"
            "    undetermined: open\n"
            "    proposals: {none: {fr: P}, open: {fr: P}, p: {fr: P}}\n"
            f"    rules:\n{rules}",
        }
    )
    machine = tabulate(program)
    assert {"a.late#.0", "b.late#.0"} <= {step.out for step in machine.instructions}
    rng = np.random.default_rng(2)
    for gaps in (0.0, 0.2):
        codes = law.codes(program, rng, 2000, gaps)
        for name in ("day", "soon", "later"):
            some = codes[name] > 4
            codes[name][some] = 739_700 + rng.integers(0, 90, some.sum())
        codes["wide"][codes["wide"] > 4] = 9003 + rng.integers(
            0, 6, (codes["wide"] > 4).sum()
        )
        law.hold(machine, codes)
