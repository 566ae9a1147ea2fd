"""Alone, in a batch and in the oracle: the same values, statuses and decisions."""

import math
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from irdp.ops.operations import OPERATIONS

QUICK = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
}
"""Without shrinking: what Hypothesis prints is a definition small enough to read."""


def expected(value):
    """Return a value of the oracle as a user reads it: the float nearest to it."""
    return float(value) if isinstance(value, Fraction) else value


def hold(scorer, visits, wanted, completeness, into):
    """Hold every visit, alone and in a batch, to what the oracle says of it."""
    columns = {name: [v.get(name) for v in visits] for name in scorer.items}
    batch = scorer.score(columns)
    into(scorer, columns, batch)
    for row, (visit, want) in enumerate(zip(visits, wanted, strict=True)):
        alone, beside = scorer.assess(visit), batch[row]
        for found in (alone, beside):
            assert found.rejected == want.rejected
            assert {i.item for i in found.issues} == {item for item, _ in want.issues}
            for name, outcome in want.scores.items():
                score = found.scores[name]
                told = (score.value, type(score.value), score.status)
                value = expected(outcome.value)
                assert told == (value, type(value), outcome.status), name
        for name in want.scores:
            if completeness:
                share = expected(completeness(want, name))
                assert alone.scores[name].completeness == share
                assert beside.scores[name].completeness == share
            assert batch.status(name)[row] == want.scores[name].status
            value = batch.values(name)[row]
            known = value is not None and not (
                isinstance(value, float) and math.isnan(value)
            )
            assert (value if known else None) == alone.scores[name].value
        yield alone, beside, want


def check_scoring(data, op, oracle, scorer_of, into):
    tools, oracle = oracle.strategies, oracle.package
    definition = data.draw(tools.definitions(max_items=4, max_scores=4, op=op))
    visits = data.draw(st.lists(tools.visits(definition), min_size=4, max_size=8))
    asked, scoring = definition.questionnaire, definition.scoring
    scorer = scorer_of(tools.to_yaml(asked), tools.to_yaml(scoring))
    wanted = [oracle.assess([asked], scoring, visit) for visit in visits]
    for _ in hold(scorer, visits, wanted, oracle.completeness, into):
        pass


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("op", sorted(OPERATIONS))
def test_every_operation(op, oracle, scorer_of, into):
    @settings(max_examples=4, **QUICK)
    @given(st.data())
    def run(data):
        check_scoring(data, op, oracle, scorer_of, into)

    run()


@pytest.mark.usefixtures("engine")
def test_every_policy(oracle, policy_of, into):
    tools, draw, oracle = oracle.strategies, oracle.draw_policies, oracle.package

    @settings(max_examples=15, **QUICK)
    @given(st.data())
    def run(data):
        drawn = data.draw(draw.policies())
        visits = data.draw(st.lists(draw.policy_visits(drawn), min_size=4, max_size=8))
        documents = (drawn.definition.questionnaire, drawn.definition.scoring)
        scorer = policy_of(*map(tools.to_yaml, (*documents, drawn.policy)))
        given_ = (drawn.questionnaires, drawn.scorings, drawn.policy)
        wanted = [oracle.assess_policy(*given_, visit) for visit in visits]
        for alone, beside, want in hold(scorer, visits, wanted, None, into):
            for name, decision in want.decisions.items():
                for found in (alone.decisions[name], beside.decisions[name]):
                    hold_decision(found, decision)

    run()


def hold_decision(found, want):
    assert found.proposal == want.proposal
    assert found.provisional == want.provisional
    assert tuple(r.id for r in found.reasons) == want.reasons
    assert dict(found.unknown) == want.unknown
    assert found.skipped == want.skipped
    assert found.not_administered == want.not_administered
