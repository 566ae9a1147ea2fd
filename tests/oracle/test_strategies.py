"""The strategies draw what they promise, and the oracle obeys its own laws on it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from . import assess, assess_policy, completeness
from .draw_policies import policies, policy_visits
from .operations import OPERATIONS
from .sheet import STATUSES
from .strategies import definitions, to_yaml, visits

QUICK = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(st.data())
@settings(QUICK, max_examples=40)
def test_any_visit_of_any_definition_is_assessed(data):
    definition = data.draw(definitions())
    visit = data.draw(visits(definition))
    result = assess([definition.questionnaire], definition.scoring, visit)
    for name, outcome in result.scores.items():
        assert outcome.status in STATUSES
        assert (outcome.value is None) == (not outcome.known)
        assert result.rejected == (outcome.status == "invalid_input")
        assert 0 <= (completeness(result, name) or 0) <= 1


@given(definitions())
@settings(QUICK, max_examples=30)
def test_a_drawn_definition_survives_its_file(definition):
    for document in (definition.questionnaire, definition.scoring):
        assert yaml.load(to_yaml(document), Loader=yaml.BaseLoader) == document  # noqa: S506


@given(st.data())
@settings(QUICK, max_examples=40)
def test_a_valid_answer_has_no_fault_however_it_is_written(data):
    definition = data.draw(definitions())
    flat = data.draw(st.booleans())
    visit = data.draw(visits(definition, faulty=False, flat=flat))
    found = assess([definition.questionnaire], definition.scoring, visit, flat=flat)
    assert not found.rejected
    assert {code for _, code in found.issues} <= {"D030", "D023"}
    assert flat or not any(code == "D023" for _, code in found.issues)


@given(st.data())
@settings(QUICK, max_examples=40)
def test_any_visit_of_any_policy_is_decided(data):
    drawn = data.draw(policies())
    visit = data.draw(policy_visits(drawn))
    result = assess_policy(drawn.questionnaires, drawn.scorings, drawn.policy, visit)
    for decision in drawn.policy["decisions"]:
        found = result.decisions[decision["id"]]
        rules = {rule["id"]: rule for rule in decision["rules"]}
        assert {*found.reasons, *found.unknown} <= set(rules)
        assert not set(found.reasons) & set(found.unknown)
        held = set(found.unknown) - set(found.skipped)
        if found.reasons:
            assert held or not found.provisional
        else:
            word = "undetermined" if held or result.rejected else "default"
            assert found.proposal in (decision[word], (decision[word],))


@pytest.mark.parametrize("op", sorted(OPERATIONS))
def test_every_operation_can_be_asked_for(op):
    drawn = []

    @given(definitions(op=op))
    @settings(deadline=None, max_examples=8, derandomize=True, database=None)
    def draw(definition):
        drawn.append(definition.scoring["scores"][-1]["op"])

    draw()
    assert drawn.count(op) >= 2
