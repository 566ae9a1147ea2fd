"""The library gives what the oracle gives: any definition, any visits, one or many."""

from __future__ import annotations

import math
import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from . import assess, assess_policy, completeness
from .draw_policies import policies, policy_visits
from .operations import OPERATIONS
from .strategies import definitions, to_yaml, visits

irdp = pytest.importorskip("irdp")
QUICK = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def load(*documents):
    """Return the scorer of the last document; the others lie beside it."""
    with tempfile.TemporaryDirectory() as folder:
        for document in documents:
            kind = document["format"].split("/")[1]
            path = Path(folder, f"{kind}-{document['id']}-{document['version']}.yaml")
            path.write_text(to_yaml(document), encoding="utf-8")
        return irdp.load_file(path)


def as_meant(outcome):
    """Return the oracle's result as the library gives it: the nearest float."""
    value = outcome.value
    value = float(value) if isinstance(value, Fraction) else value
    return value, type(value), outcome.status


def as_read(found):
    return found.value, type(found.value), found.status


@pytest.mark.parametrize("op", sorted(OPERATIONS))
def test_one_visit_and_a_table_of_visits(op):
    @given(st.data())
    @settings(QUICK, max_examples=3, database=None)
    def equal(data):
        definition = data.draw(definitions(op=op))
        rows = data.draw(st.lists(visits(definition), min_size=1, max_size=4))
        scorer = load(definition.questionnaire, definition.scoring)
        table = scorer.score({n: [row.get(n) for row in rows] for n in scorer.items})
        for i, row in enumerate(rows):
            expected = assess([definition.questionnaire], definition.scoring, row)
            found = scorer.assess(row)
            assert found.rejected == expected.rejected
            assert {x.item for x in found.issues} == {n for n, _ in expected.issues}
            for name, outcome in expected.scores.items():
                assert as_read(found.scores[name]) == as_meant(outcome), name
                assert table.status(name)[i] == outcome.status
                one, many = found.scores[name].value, table.values(name)[i]
                assert one == many or (
                    one is None and (many is None or math.isnan(many))
                )
                if not expected.rejected:
                    share = completeness(expected, name)
                    share = None if share is None else float(share)
                    assert found.scores[name].completeness == share

    equal()


@given(st.data())
@settings(QUICK, max_examples=25)
def test_any_policy(data):
    drawn = data.draw(policies())
    visit = data.draw(policy_visits(drawn))
    expected = assess_policy(drawn.questionnaires, drawn.scorings, drawn.policy, visit)
    definition = drawn.definition
    found = load(definition.questionnaire, definition.scoring, drawn.policy).assess(
        visit
    )
    assert found.rejected == expected.rejected
    for name, outcome in expected.scores.items():
        assert as_read(found.scores[name]) == as_meant(outcome), name
    for name, decision in expected.decisions.items():
        got = found.decisions[name]
        reasons = tuple(reason.id for reason in got.reasons)
        assert (got.proposal, got.provisional, reasons) == decision[:3]
        assert {
            rule: tuple(lacks) for rule, lacks in got.unknown.items()
        } == decision.unknown
        assert tuple(got.skipped) == decision.skipped
        assert tuple(got.not_administered) == decision.not_administered
