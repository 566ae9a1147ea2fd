"""Fused tables: what they save, and that marks of absence pass through them."""

import numpy as np
import pytest

from irdp.plan.strict import wide
from irdp.plan.tabulate import tabulate

HEAD = (
    "format: irdp/{}/1\nid: {}\nversion: 1.0.0\nstatus: draft\ntitle: {{fr: Essai}}\n"
)
ASKED = HEAD.format("questionnaire", "q") + "items:\n"
ASKED += "".join(
    f"  - {{id: I{i}, type: integer, min: 0, max: 4, label: {{fr: I}}}}\n"
    for i in range(14)
)
SCORES = HEAD.format("scoring", "s") + "questionnaire: q@1.0.0\nscores:\n"
SCORES += f"""\
  - id: total
    op: sum
    decimals: 1
    missing: {{max_missing: 3, then: prorate}}
    of: [{", ".join(f"{{item: I{i}, weight: 1.3}}" for i in range(8))}]
  - {{id: other, op: sum, of: [{", ".join(f"I{i}" for i in range(8, 14))}]}}
  - {{id: level, op: band, of: total, bands: [{{id: low, from: 0}}, {{id: high, from: 20.5}}]}}
  - {{id: lp, op: affine, of: total, factor: 0.25, constant: -5}}
  - {{id: risk, op: logistic, of: lp, decimals: 4}}
  - {{id: gap, op: is_missing, of: total}}
  - {{id: filled, op: default, of: total, value: 0, for: [too_few_answers, not_applicable]}}
  - id: advice
    op: case
    cases:
      - when: {{all: [{{band: level, is: [high]}}, {{score: other, ge: 12}}]}}
        then: {{label: cell}}
      - {{when: {{score: risk, ge: 0.5}}, then: {{label: doctor}}}}
    else: {{label: usual}}
"""
SCALES = HEAD.format("scoring", "s") + "questionnaire: q@1.0.0\nscores:\n"
SCALES += "".join(
    f"""\
  - id: scale{k}
    op: sum
    decimals: 2
    missing: {{max_missing: 2, then: prorate}}
    of: [{", ".join(f"{{item: I{7 * k + i}, weight: {1.3 + 0.1 * i:.1f}}}" for i in range(6))}]
"""
    for k in range(2)
)
SCALES += """\
  - {id: total, op: sum, decimals: 0, of: [{score: scale0, weight: 1.7}, {score: scale1, weight: 0.9}]}
  - {id: lp, op: affine, of: total, factor: 0.05, constant: -4}
  - {id: risk, op: logistic, of: lp, decimals: 4}
  - id: advice
    op: case
    cases:
      - when: {all: [{score: total, ge: 40}, {score: scale0, ge: 12}]}
        then: {label: cell}
      - {when: {score: risk, ge: 0.5}, then: {label: doctor}}
    else: {label: usual}
"""
READS_SCALES = """\
scorings: {a: {ref: s@1.0.0, optional: true}}
decisions:
  - id: d
    title: {fr: E}
    hit: first
    default: none
    undetermined: open
    proposals: {none: {fr: P}, open: {fr: P}, yes: {fr: P}}
    rules:
      - id: r1
        when: {all: [{score: a.risk, ge: 0.3}, {score: a.scale1, lt: 20}]}
        propose: yes
        reason: {fr: R}
"""
POLICY = HEAD.format("referral", "p")
POLICY += """\
scorings: {a: {ref: s@1.0.0, optional: true}}
decisions:
  - id: d
    title: {fr: E}
    hit: first
    default: none
    undetermined: open
    proposals: {none: {fr: P}, open: {fr: P}, yes: {fr: P}, no: {fr: P}}
    rules:
      - {id: r1, when: {score: a.risk, ge: 0.6}, propose: yes, reason: {fr: R}}
      - id: r2
        when: {all: [{band: a.level, is: [low]}, {score: a.other, lt: 9}]}
        propose: no
        reason: {fr: R}
      - {id: r3, when: {score: a.filled, ge: 40}, propose: no, reason: {fr: R}}
"""


READ = {"level", "lp", "risk", "gap", "filled"}
"""What the total alone determines."""


@pytest.fixture
def program(program_of):
    return program_of(
        {"questionnaire-q-1.0.0.yaml": ASKED, "scoring-s-1.0.0.yaml": SCORES}
    )


def test_what_one_column_determines_has_no_column_of_its_own(program):
    machine = tabulate(program)
    made = [step.out for step in machine.instructions]
    assert {machine.views[n].column for n in READ} == {"total"}
    assert not READ & {*made}
    # The two sums, at most one class column for each, and the advice.
    assert len(made) <= 5
    assert made[-1] == "advice"


def test_fused_tables_say_what_the_kernels_say(program, law):
    machine = tabulate(program)
    rng = np.random.default_rng(6)
    for gaps in (0.0, 0.05, 0.4):
        law.hold(machine, law.codes(program, rng, 5000, gaps))


def test_a_scoring_that_was_not_given_stays_so_through_fused_tables(program_of, law):
    program = program_of(
        {
            "questionnaire-q-1.0.0.yaml": ASKED,
            "scoring-s-1.0.0.yaml": SCORES,
            "referral-p-1.0.0.yaml": POLICY,
        }
    )
    machine = tabulate(program)
    assert machine.views["a.risk"].column == "a.total"
    rng = np.random.default_rng(7)
    for gaps in (0.1, 0.97):  # most visits have no answer at all
        codes = law.codes(program, rng, 3000, gaps)
        gone = rng.random(3000) < 0.5
        law.hold(machine, {n: np.where(gone, 0, c) for n, c in codes.items()})


def test_a_sum_carries_what_else_a_rule_reads(program_of, law):
    program = program_of(
        {"questionnaire-q-1.0.0.yaml": ASKED, "scoring-s-1.0.0.yaml": SCALES}
    )
    machine = tabulate(program)
    made = [step.out for step in machine.instructions]
    assert made == ["scale0", "scale1", wide("total")]
    assert machine.views["advice"].column == wide("total")
    rng = np.random.default_rng(8)
    for gaps in (0.0, 0.05, 0.3):
        law.hold(machine, law.codes(program, rng, 5000, gaps))


def test_a_sum_that_was_not_given_carries_nothing(program_of, law):
    program = program_of(
        {
            "questionnaire-q-1.0.0.yaml": ASKED,
            "scoring-s-1.0.0.yaml": SCALES,
            "referral-p-1.0.0.yaml": HEAD.format("referral", "p") + READS_SCALES,
        }
    )
    machine = tabulate(program)
    rng = np.random.default_rng(9)
    codes = law.codes(program, rng, 4000, 0.1)
    gone = rng.random(4000) < 0.5
    law.hold(machine, {n: np.where(gone, 0, c) for n, c in codes.items()})


def test_a_sum_of_a_sum_that_carries(program_of, law):
    big = "  - {id: big, op: sum, decimals: 3, of: [{score: total, weight: 1.3}, {score: scale1, weight: 0.317}]}\n"
    before, advice = SCALES.split("  - id: advice")
    program = program_of(
        {
            "questionnaire-q-1.0.0.yaml": ASKED,
            "scoring-s-1.0.0.yaml": f"{before}{big}  - id: advice{advice}",
        }
    )
    machine = tabulate(program)
    sizes = {n: v.coding.size for n, v in machine.views.items() if v.coding}
    assert machine.views["advice"].column == wide("total")
    for step in machine.instructions:
        for key, _ in getattr(step, "groups", ()):
            for axis in key.axes:
                if axis.name == wide("total"):
                    assert axis.size == sizes["total"]
    law.hold(machine, law.codes(program, np.random.default_rng(8), 5000, 0.05))
