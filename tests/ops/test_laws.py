"""Laws that every operation obeys, on programs drawn with it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from irdp.definition.bundle import Bundle, Filed
from irdp.definition.questionnaire import Questionnaire
from irdp.definition.read import parse
from irdp.definition.scoring import Scoring
from irdp.ops.lanes import FIRST, ItemType, Kind, State, Status
from irdp.ops.operations import OPERATIONS
from irdp.plan.link import link
from irdp.source import read_text

QUICK = {
    "deadline": None,
    "max_examples": 4,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
}
N = 64
NEEDS_ALL = {
    *("affine", "product", "ratio", "clip", "log1p", "exp", "power", "logistic"),
    *("survival", "piecewise_linear", "spline", "lookup", "norm_table", "band"),
    *("concat", "argmax", "days_between", "age", "year", "compare"),
}
"""Operations that have no value unless all that they read has one."""
KLEENE = NEEDS_ALL | {"all", "any", "not"}
"""Those, and the three that need no more than what decides."""


@pytest.fixture(scope="module")
def draw(oracle):
    return oracle.strategies


def told(score):
    """Whether a score says what the lack of an answer means."""
    text = repr(score)
    words = [f"'{state.name.lower()}'" for state in State]
    return any(word in text for word in ["state=(", "status=(", *words])


def filed(text, model):
    source = read_text(text, "trial.yaml")
    return Filed(parse(source, model), source)


def program_of(draw, definition):
    asked = filed(draw.to_yaml(definition.questionnaire), Questionnaire)
    root = filed(draw.to_yaml(definition.scoring), Scoring)
    program, _ = link(Bundle(root, {asked.document.reference: asked}, {}))
    return program


def columns_of(program, seed):
    """Draw codes: every state and every value of each item as likely."""
    rng = np.random.default_rng(seed)
    out = {}
    for name, spec in program.items.items():
        states = [State.MISSING, State.INVALID, *sorted(set(spec.states.values()))]
        low = 0
        if spec.domain.kind is ItemType.DATE:
            low = int(rng.integers(0, spec.domain.size - 40_000))
        values = rng.integers(low, min(spec.domain.size, low + 40_000), N) + FIRST
        codes = np.where(rng.random(N) < 0.3, rng.choice(states, N), values)
        out[name] = codes.astype(spec.domain.dtype)
    return out


def on_every_program(draw, op, law):
    @settings(**QUICK)
    @given(st.data())
    def run(data):
        definition = data.draw(draw.definitions(max_items=4, max_scores=3, op=op))
        program = program_of(draw, definition)
        law(program, columns_of(program, data.draw(st.integers(0, 2**20))))

    run()


def same(left, right):
    return all(
        np.array_equal(left[n].values, right[n].values)
        and np.array_equal(left[n].status, right[n].status)
        for n in left
    )


def rows(lanes, at):
    return {n: type(x)(x.values[at], x.status[at]) for n, x in lanes.items()}


EVERY = pytest.mark.parametrize("op", sorted(OPERATIONS))


@EVERY
def test_a_visit_depends_on_nothing_but_itself(draw, op):
    def law(program, columns):
        whole, _ = program.run(columns)
        order = np.random.default_rng(1).permutation(N)
        mixed, _ = program.run({n: c[order] for n, c in columns.items()})
        assert same(mixed, rows(whole, order))
        for span in (slice(0, 1), slice(1, 9), slice(N - 1, N), slice(0, 0)):
            part, _ = program.run({n: c[span] for n, c in columns.items()})
            assert same(part, rows(whole, span))

    on_every_program(draw, op, law)


@EVERY
def test_a_value_lies_in_its_range_and_a_gap_holds_none(draw, op):
    def law(program, columns):
        lanes, _ = program.run(columns)
        for name, (values, status) in lanes.items():
            signature = program.nodes[name].signature
            known = status <= Status.PRORATED
            assert not np.any(values[~known])
            assert status.max() <= max(Status)
            if signature.kind is Kind.NUMBER:
                assert max(abs(signature.low), abs(signature.high)) < 2**52
            assert np.all(values[known] >= signature.low)
            assert np.all(values[known] <= signature.high)
            skipped = status == Status.NOT_APPLICABLE
            assert signature.may_skip or not skipped.any()

    on_every_program(draw, op, law)


@EVERY
def test_an_unknown_answer_gives_no_other_confident_value(draw, op):
    """Where a value stands without an answer, it stands whatever that answer is.

    Prorating, counting what was answered and defaults say themselves that they make
    a value of what they have; they are left out.
    """

    def law(program, columns):
        scores = [node.score for node in program.nodes.values()]
        if any(s.op not in KLEENE or told(s) or s.applies_if for s in scores):
            return
        rng = np.random.default_rng(2)
        for name, spec in program.items.items():
            here = columns[name]
            gone = here != State.NOT_APPLICABLE
            lost = np.where(gone, State.MISSING, here).astype(here.dtype)
            other = rng.integers(0, min(spec.domain.size, 40_000), N) + FIRST
            full = np.where(gone, other, here).astype(here.dtype)
            less, _ = program.run({**columns, name: lost})
            more, _ = program.run({**columns, name: full})
            for node, (values, status) in less.items():
                sure = gone & (status <= Status.PRORATED)
                sure &= more[node].status <= Status.PRORATED
                assert np.array_equal(more[node].values[sure], values[sure])

    on_every_program(draw, op, law)


@pytest.mark.parametrize("op", sorted(NEEDS_ALL))
def test_what_needs_all_has_no_value_without_one(draw, op):
    def law(program, columns):
        node = list(program.nodes.values())[-1]
        if node.score.op != op or any(n in program.nodes for n in node.inputs):
            return
        if told(node.score) or node.score.applies_if or node.score.population:
            return
        for name in node.inputs:
            lost = np.zeros_like(columns[name])
            lanes, _ = program.run({**columns, name: lost})
            assert np.all(lanes[node.id].status > Status.PRORATED)

    on_every_program(draw, op, law)
