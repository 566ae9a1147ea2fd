"""What the rules say of themselves: rows, marks, reasons, and what no rule may do."""

from __future__ import annotations

import collections
import itertools

import pytest

from . import material

LOW = {
    "age": 36, "arret_plus_7j_3ans": False, "trouble_mental": False,
    "tms_diagnostique": False, "douleur_tms": False, "WAI1": 9,
}  # fmt: skip
HIGH = {**LOW, "age": 55, "arret_plus_7j_3ans": True, "trouble_mental": True,
        "tms_diagnostique": True}  # fmt: skip


def rules(reference):
    policy = material.policy(reference)
    return [(d.id, rule) for d in policy.decisions for rule in d.rules]


def rows(reference):
    """Return the row of the law that each source of a policy stands for."""
    return {s.id: s.citation for s in material.policy(reference).sources}


def test_there_are_enough_legal_scenarios():
    marked = [c for c in material.cases(material.RIGHTS) if c.row and c.mark]
    assert len(marked) >= 120
    assert {c.mark for c in marked} >= {"V", "R", "U"}
    assert len(marked) == len(material.cases(material.RIGHTS))


@pytest.mark.parametrize("reference", material.POLICIES)
def test_every_row_a_rule_rests_on_has_three_cases(reference):
    known = rows(reference)
    of_law = {known[r.source] for _, r in rules(reference) if r.law}
    counts = collections.Counter(
        c.row for r in material.POLICIES for c in material.cases(r)
    )
    assert {row: n for row, n in counts.items() if row in of_law and n < 3} == {}
    assert of_law <= set(counts)


def test_every_fact_is_missing_in_a_scenario():
    lacking = {
        name
        for case in material.cases(material.RIGHTS)
        for name, answer in case.answers.items()
        if answer is None
    }
    assert set(material.scorer(material.RIGHTS).items) - lacking == set()


def test_the_codes_are_those_of_the_indicators():
    """A partner or a requester of a proposal counts under its own code."""
    path = next(material.CATALOGUE.glob("indicators/indicators-cpom-1.0.0.yaml"))
    codes = material.oracle().load_raw(path)["codes"]
    options = {
        f.id: {o.code for o in f.options}
        for f in material.policy(material.REFERRAL).facts
    }
    partners = set(codes["partenaire"]) - {"autre", "inconnu"}
    assert partners <= options["appuis_demandes"]
    known = set(codes["demandeur_visite"]) | set(codes["demandeur_cellule"])
    assert options["demandeur"] == known - {"inconnu"}
    support = material.policy(material.REFERRAL).decisions[1]
    asked = options["appuis_demandes"] - {"assistant_social", "psychologue"}
    assert {f"partenaire_{code}" for code in asked} <= set(support.proposals)


@pytest.mark.parametrize("reference", material.POLICIES)
def test_every_rule_fires_in_a_case(reference):
    fired = {
        reason.id
        for found in material.assessed(reference).values()
        for decision in found.decisions.values()
        for reason in decision.reasons
    }
    assert {rule.id for _, rule in rules(reference)} - fired == set()


@pytest.mark.parametrize("reference", material.POLICIES)
def test_every_rule_has_its_reason_and_its_ground(reference):
    for _, rule in rules(reference):
        assert rule.reason.fr, rule.id
        assert rule.reason.en, rule.id
        assert rule.law or rule.basis, rule.id
        assert rule.law is None or rule.law.mark, rule.id
        assert rule.source in rows(reference), rule.id


def test_a_validity_says_the_same_in_the_law_and_in_the_rule():
    for _, rule in rules(material.RIGHTS):
        if rule.valid and rule.law.mark != "U":
            same = (rule.law.since, rule.law.until)
            assert (rule.valid.from_, rule.valid.until) in (same, (None, same[1]))


def test_the_facts_are_the_same_in_both():
    rights, referral = (material.policy(r) for r in material.POLICIES)
    assert rights.facts == referral.facts
    assert rights.scorings == {}
    assert rights.status == "research"
    assert referral.status == "illustrative"


def test_the_label_of_the_index_is_said_with_the_policy():
    bundle = material.scorer(material.REFERRAL).compiled.bundle
    index = bundle.scorings["demo_irdp"].document
    assert bundle.root.document.notice == index.notice


def test_a_skipped_rule_never_stands_alone():
    """A rule whose ignorance counts as false only adds a reason to another rule."""
    for reference in material.POLICIES:
        skipped = {r.id for _, r in rules(reference) if r.unknown == "skip"}
        for case, found in material.assessed(reference).items():
            for decision in found.decisions.values():
                held = {r.proposal for r in decision.reasons if r.id not in skipped}
                added = {r.proposal for r in decision.reasons if r.id in skipped}
                assert added <= held, case


NOBODY = {
    "visit_date": "2026-10-05", "annee_naissance": 1990, "prereprise_le": "aucune",
    "demandeur": "aucun", "mi_carriere_le": "aucune", "arret_en_cours_jours": 0,
    "mi_carriere_annee_accord": "aucun", "rqth": False, "invalidite": False,
    "risque_inaptitude_percu": False, "avis_inaptitude": False,
    "projet_essai_encadre": False, "projet_temps_partiel": False,
    "appuis_demandes": "aucun", "consentement": True, "opposition": False,
}  # fmt: skip


def test_a_high_level_alone_never_leads_to_the_cell():
    """Whatever else is known: without a request, consent and no objection, no cell."""
    asks = ("aucun", "employeur", "medecin_traitant", "medecin_conseil", "autre",
            "salarie", None)  # fmt: skip
    truths = (True, False, None)
    visits = [
        {**NOBODY, **HIGH, "demandeur": who, "consentement": yes, "opposition": no}
        for who, yes, no in itertools.product(asks, truths, truths)
    ]
    for visit in visits:
        found = material.scorer(material.REFERRAL).assess(visit)
        proposal = found.decisions["orientation"].proposal
        free = visit["consentement"] is True and visit["opposition"] is False
        allowed = free and visit["demandeur"] == "salarie"
        assert proposal == ("cellule_pdp" if allowed else "avis_medecin_du_travail")
        assert found.validation == "to_be_validated"


def test_the_retired_policy_names_its_successor():
    retired = material.policy("demo_pdp@0.1.1")
    assert retired.status == "retired"
    assert "pdp" in retired.description.fr
