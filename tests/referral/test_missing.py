"""Ignorance never reads as low risk: one answer or fact less, over many visits."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest

from . import material

VISITS = 500
INDEX = ("age", "arret_plus_7j_3ans", "trouble_mental", "tms_diagnostique",
         "douleur_tms", "WAI1")  # fmt: skip
EDGE = dt.date(2026, 6, 15)


def day(rng, around, spread):
    return (around + dt.timedelta(rng.randint(-spread, spread))).isoformat()


def draw(rng):
    """Return a visit of which everything is known."""
    today = rng.choice([EDGE, dt.date(2026, 7, 29), dt.date(2026, 10, 5)])
    yes = lambda share=0.5: rng.random() < share  # noqa: E731 - one draw, many times
    length = rng.choice([0, 0, 1, 20, 29, 30, 31, 45, 59, 60, 112])
    back = yes(0.4)
    who = ("aucun",) * 4 + (
        "salarie",
        "medecin_travail",
        "employeur",
        "medecin_conseil",
    )
    supports = ("assistant_social", "psychologue", "cpam", "cap_emploi", "soins")
    visit = {
        "visit_date": today.isoformat(),
        "annee_naissance": today.year - rng.randint(41, 48),
        "arret_en_cours_jours": length,
        "arret_delivre_le": day(rng, EDGE, 3),
        "arret_prolonge_le": rng.choice(["aucune", day(rng, EDGE, 3)]),
        "arret_fin_le": day(rng, today + dt.timedelta(20), 25),
        "arret_motif": rng.choice(["maladie_accident_non_pro", "accident_travail",
                                   "maladie_pro", "maternite"]),
        "retour_anticipe": yes(),
        "reprise_effective_le": today.isoformat() if back else rng.choice(
            ["aucune", day(rng, today + dt.timedelta(20), 19)]),
        "examen_reprise_demande_par": rng.choice(
            ["personne", "personne", "salarie", "employeur"]),
        "prereprise_le": rng.choice(["aucune", day(rng, today - dt.timedelta(20), 20)]),
        "prereprise_sans_mesure_individuelle": yes(0.8),
        "prereprise_sans_amenagement_temps": yes(0.8),
        "prereprise_risque_inaptitude": yes(0.2),
        "prereprise_information_employeur_refusee": yes(),
        "demandeur": rng.choice(who),
        "mi_carriere_le": rng.choice(["aucune", today.isoformat(), "2024-05-02"]),
        "mi_carriere_annee_accord": rng.choice(["aucun", "aucun", today.year]),
        "examen_medecin_travail": yes(),
        "retour_emploi": yes(),
        "rqth": yes(0.2),
        "invalidite": yes(0.2),
        "risque_inaptitude_percu": yes(0.2),
        "avis_inaptitude": yes(0.1),
        "projet_essai_encadre": yes(0.3),
        "essai_encadre_jours": rng.choice([0, 27, 28]),
        "projet_temps_partiel": yes(0.2),
        "appuis_demandes": rng.choice(["aucun", rng.sample(supports, 2)]),
        "besoins_sociaux": rng.choice(["aucun", ["vie_courante"]]),
        "consentement": yes(0.8),
        "opposition": yes(0.2),
    }  # fmt: skip
    visit |= {
        "age": rng.choice([36, 49, 50, 60]),
        "WAI1": rng.choice([3, 5, 6, 8, 10]),
        **{name: yes(0.4) for name in INDEX[1:5]},
    }
    if yes():
        visit |= {f"EPI{i:02}": int(yes()) for i in range(1, 12)}
    if yes():
        visit |= {f"PHQ{i}": rng.choice([0, 1, 2]) for i in range(1, 9)}
        visit["PHQ9"] = int(yes(0.2))
    return without_what_is_hidden(visit)


def without_what_is_hidden(visit):
    """Leave out what is not asked: the facts of no leave, of no visit, of no trial."""
    hidden = set()
    if visit["arret_en_cours_jours"] == 0:
        hidden |= {
            n for n in visit if n.startswith("arret_") and n != "arret_en_cours_jours"
        }
        hidden -= {"arret_plus_7j_3ans"}
        hidden |= {"retour_anticipe", "reprise_effective_le", "examen_reprise_demande_par",
                   "prereprise_information_employeur_refusee"}  # fmt: skip
    if visit["prereprise_le"] == "aucune":
        hidden |= {"prereprise_sans_mesure_individuelle",
                   "prereprise_sans_amenagement_temps", "prereprise_risque_inaptitude"}  # fmt: skip
    if not visit["projet_essai_encadre"]:
        hidden |= {"essai_encadre_jours"}
    return {n: v for n, v in visit.items() if n not in hidden}


@pytest.fixture(scope="module", params=material.POLICIES)
def dropped(request):
    """Return a table of visits, each followed by itself less one entry, and the names."""
    rng = random.Random(20261121)
    scorer = material.scorer(request.param)
    visits, whole, names = [], [], []
    for _ in range(VISITS):
        visit = draw(rng)
        place = len(visits)
        for name in ("", *(n for n in visit if n in scorer.items)):
            visits.append({**visit, name: None} if name else visit)
            whole.append(place)
            names.append(name)
    columns = {n: [v.get(n) for v in visits] for n in scorer.items}
    table = scorer.score(columns)
    assert not table.rejected.any()
    return scorer, table, np.array(whole), np.array(names)


def test_no_proposal_is_lost_to_ignorance(dropped):
    """What one missing entry takes away is said to be open, or was never there."""
    scorer, table, whole, names = dropped
    for decision in scorer.definition.decisions:
        found = table.decisions(decision.id)
        final = ~table.provisional(decision.id) & (names != "")
        lost = []
        for i in np.flatnonzero(final):
            before, after = set(asked(found[whole[i]])), set(asked(found[i]))
            if decision.undetermined in after or before - {decision.default} <= after:
                continue
            if decision.id == "orientation" and excepted(table, i, names[i]):
                continue
            lost.append((decision.id, names[i], before, after))
        assert lost == []


def test_final_means_final(dropped):
    """A decision that is neither open nor provisional would be the same if all was known.

    Save the return examination, which one missing field of its exemption makes due.
    """
    scorer, table, whole, names = dropped
    for decision in scorer.definition.decisions:
        found = table.decisions(decision.id)
        final = ~table.provisional(decision.id) & (names != "")
        for i in np.flatnonzero(final):
            before, after = set(asked(found[whole[i]])), set(asked(found[i]))
            if decision.undetermined in after or excepted(table, i, names[i]):
                continue
            due = {"visite_reprise", decision.default}
            assert before - due == after - due, names[i]
            assert before <= after or before == {decision.default}, names[i]


def asked(proposal):
    return proposal if isinstance(proposal, tuple) else (proposal,)


def excepted(table, row, name):
    """Whether the index gave points to the absence of this input, and says so."""
    if name not in INDEX or "demo_irdp.niveau" not in table.lanes:
        return False
    return table.completeness("demo_irdp.niveau")[row] < 1


def test_the_visits_reach_what_they_are_to_test(dropped):
    """The random visits propose everything that the rules can."""
    scorer, table, _, names = dropped
    whole = table.take(names == "")
    for decision in scorer.definition.decisions:
        seen = {p for found in whole.decisions(decision.id) for p in asked(found)}
        wanted = {r.propose for r in decision.rules if "partenaire" not in r.propose}
        assert wanted | {decision.default} <= seen
