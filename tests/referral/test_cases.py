"""Every case of the policies: the engine alone, in a batch, and the oracle."""

from __future__ import annotations

import pytest

from . import material

REFERENCES = (*material.POLICIES, *material.RETIRED)
ALL = [(r, c) for r in REFERENCES for c in material.cases(r)]


@pytest.mark.parametrize(
    ("reference", "case"), ALL, ids=[f"{r}-{c.id}" for r, c in ALL]
)
def test_a_case_alone(reference, case):
    found = material.assessed(reference)[case.id]
    for name, expected in case.expect.items():
        decided = found.decisions.get(name.removesuffix(".provisional"))
        if decided is None:
            assert found.scores[name].value == expected
        elif name.endswith(".provisional"):
            assert decided.provisional == expected
        else:
            wanted = tuple(expected) if isinstance(expected, list) else expected
            assert decided.proposal == wanted
    if reference in material.POLICIES:
        assert [i.code for i in found.issues] == list(case.expect_issues)


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_oracle_says_the_same(reference):
    for case in material.cases(reference):
        by_hand = material.by_hand(reference, material.answers(case))
        found = material.assessed(reference)[case.id]
        for name, wanted in by_hand.decisions.items():
            mine = found.decisions[name]
            assert mine.proposal == wanted.proposal, case.id
            assert mine.provisional == wanted.provisional, case.id
            assert tuple(r.id for r in mine.reasons) == wanted.reasons, case.id
            assert mine.unknown == wanted.unknown, case.id
            assert set(mine.skipped) == set(wanted.skipped), case.id
            assert set(mine.not_administered) == set(wanted.not_administered), case.id


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_batch_says_the_same(reference):
    scorer = material.scorer(reference)
    visits = [material.answers(c) for c in material.cases(reference)]
    names = {name for visit in visits for name in visit}
    columns = {name: [visit.get(name) for visit in visits] for name in names}
    absent = [name for name in scorer.items if name not in names]
    table = scorer.score(columns, absent=absent)
    alone = material.assessed(reference).values()
    for decision in scorer.definition.decisions:
        name = decision.id
        mine = [a.decisions[name] for a in alone]
        assert table.decisions(name).tolist() == [d.proposal for d in mine]
        assert table.provisional(name).tolist() == [d.provisional for d in mine]
        fired = [tuple(r.id for r in d.reasons) for d in mine]
        assert table.reasons(name).tolist() == fired
