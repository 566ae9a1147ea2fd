"""A service's own policy: what it changes is said, shown, and counted."""

import datetime as dt
from decimal import Decimal

import pytest

import irdp
from irdp.catalogue import Catalog
from irdp.errors import CallError
from irdp.examples.visits import fictitious_visits
from irdp.review.derive import derive_policy

OWN = {"id": "pdp_service", "version": "1.0.0"}


@pytest.fixture(scope="module")
def base():
    return irdp.load("pdp@0.1.0")


@pytest.fixture(scope="module")
def own(base):
    return derive_policy(
        base,
        **OWN,
        thresholds={
            "demande_et_arret_long": {"arret_en_cours_jours": 45},
            "niveau_et_precarite": {"epices.quintile": ["Q5"]},
        },
        off=["humeur"],
        why={"demande_et_arret_long": "protocole du service"},
    )


def rule(policy, name):
    return next(r for d in policy.decisions for r in d.rules if r.id == name)


def test_only_what_was_asked_changes(base, own):
    policy = own.scorer.definition
    assert (policy.reference, policy.status) == ("pdp_service@1.0.0", "draft")
    assert (policy.derived_from.id, policy.derived_from.version) == ("pdp", "0.1.0")
    assert policy.derived_from.digest == base.provenance.content_digest
    minor = {c.path[:4] for c in own.diff().changes if c.level != "patch"}
    assert minor == {
        ("decisions", "orientation", "rules", name)
        for name in ("demande_et_arret_long", "niveau_et_precarite", "humeur")
    }
    assert policy.facts == base.definition.facts
    assert policy.scores == base.definition.scores


def test_a_rule_that_leaves_its_text_says_so(base, own):
    changed = rule(own.scorer.definition, "demande_et_arret_long")
    assert rule(base.definition, "demande_et_arret_long").law.mark == "V"
    assert changed.law.mark is None
    assert "protocole du service" in changed.basis.fr
    note = own.scorer.definition.decisions[0].note
    assert "Règle retirée par le service, humeur" in note.fr


def test_a_text_of_law_is_not_left_without_a_reason(base):
    with pytest.raises(CallError, match="IRDP-R035"):
        derive_policy(base, **OWN, off=["risque_inaptitude"])
    with pytest.raises(CallError, match="IRDP-R035"):
        derive_policy(
            base,
            **OWN,
            thresholds={"prereprise": {"arret_en_cours_jours": 60}},
        )


def test_written_it_is_read_as_it_was(own, tmp_path):
    path = own.write(tmp_path)
    again = irdp.load_file(path)
    assert again.definition == own.scorer.definition
    assert again.provenance.content_digest == own.scorer.provenance.content_digest
    found = irdp.load("pdp_service@1.0.0", catalog=Catalog([tmp_path]))
    assert found.provenance == again.provenance


def test_impact_counts_those_whose_proposal_changes(base, own):
    visits = fictitious_visits(base, 3_000, seed=5).columns
    data = {name: visits[name] for name in base.items}
    impact = own.impact(data)
    before = base.score(data).decisions("orientation")
    after = own.scorer.score(data).decisions("orientation")
    [matrix] = [t for t in impact.transitions if t.output == "orientation"]
    assert matrix.changed == int((before != after).sum()) > 0


def test_the_new_threshold_decides(base, own):
    visit = {
        "visit_date": "2026-10-05",
        "arret_en_cours_jours": 40,
        "arret_delivre_le": "2026-08-27",
        "arret_fin_le": "2026-11-01",
        "arret_motif": "maladie_accident_non_pro",
        "reprise_effective_le": "aucune",
        "consentement": True,
        "opposition": False,
        "demandeur": "salarie",
    }

    def reasons(scorer, days):
        start = dt.date(2026, 10, 5) - dt.timedelta(days=days - 1)
        told = visit | {
            "arret_en_cours_jours": days,
            "arret_delivre_le": start.isoformat(),
        }
        found = scorer.assess(told).decisions["orientation"]
        return {r.id for r in found.reasons}

    name = "demande_et_arret_long"
    assert name in reasons(base, 45)
    assert name not in reasons(own.scorer, 45)
    assert name in reasons(own.scorer, 46)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"off": ["inconnue"]}, "IRDP-R031"),
        ({"thresholds": {"inconnue": {"x": 1}}}, "IRDP-R031"),
        ({"why": {"inconnue": "x"}}, "IRDP-R031"),
        ({"thresholds": {"humeur": {"phq9.score": 12}}}, "IRDP-R032"),
        ({"id": "pdp", "version": "0.1.0"}, "IRDP-R034"),
    ],
)
def test_what_does_not_fit_is_refused(base, given, code):
    with pytest.raises(CallError, match=code):
        derive_policy(base, **(OWN | given))


def test_a_decision_keeps_a_rule(base):
    names = [r.id for r in base.definition.decisions[0].rules]
    with pytest.raises(CallError, match="IRDP-R033"):
        derive_policy(base, **OWN, off=names, why=dict.fromkeys(names, "x"))


def test_a_scoring_is_no_policy():
    with pytest.raises(CallError, match="IRDP-R036"):
        derive_policy(irdp.load("was@1.0.0"), **OWN)


def test_an_exact_number_stays_exact(base):
    own = derive_policy(
        base,
        **OWN,
        thresholds={"demande_et_essai_encadre": {"essai_encadre_jours": Decimal(20)}},
        why={"demande_et_essai_encadre": "x"},
    )
    assert "{item: essai_encadre_jours, lt: 20}" in own.text
