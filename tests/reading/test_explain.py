"""An explanation says what gives the score, what it could be, what would change it."""

import pytest

import irdp

WHOLE = {f"EPI{i:02d}": 1 for i in range(1, 12)} | {"age": 50}


def test_of_an_additive_score():
    text = irdp.load("epices@1.0.0").explain(WHOLE)
    assert "EPI01 +10,06" in text
    assert "constante +75,14" in text
    assert "EPI01 = Non (0), alors Q2" in text


def test_of_what_is_left_open():
    visit = {k: v for k, v in WHOLE.items() if k not in {"EPI03", "EPI04"}}
    text = irdp.load("epices@1.0.0").explain(visit, "en")
    assert "from 24.86 to 41.42 ; possible bands: Q3, Q4" in text


def test_of_what_is_certain_all_the_same():
    visit = {f"PHQ9_{i}": 3 for i in range(1, 9)}
    scorer = irdp.load("phq9@1.0.0")
    found = scorer.assess(dict(zip(scorer.items, visit.values(), strict=False)))
    assert found.scores["score"].band is None
    assert found.scores["score"].certain
    assert "severe" in found.explain("en")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_was_given_points_for_its_absence_is_named(lang):
    visit = WHOLE | {"visit_date": "2026-10-05", "trouble_mental": True}
    visit |= {"tms_diagnostique": False, "douleur_tms": True, "WAI1": 3}
    found = irdp.load("demo_pdp@0.1.1").assess(visit)
    decision = found.decisions["orientation"]
    assert found.scores["demo_irdp.niveau"].value is not None
    assert decision.absent_inputs == {"demo_irdp.niveau": ("arret_plus_7j_3ans",)}
    told = decision.to_dict()["absent_inputs"]
    assert told == {"demo_irdp.niveau": ["arret_plus_7j_3ans"]}
    assert "(demo_irdp.niveau) : arret_plus_7j_3ans" in found.explain(lang)
