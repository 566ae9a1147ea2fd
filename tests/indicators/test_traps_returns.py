"""I06 to I10, I26, I27 and what all share, on tables counted by hand."""

import numpy as np
import pytest


def numbers(row):
    return row.numerator, row.denominator


def test_i06_i07_a_liaison_meeting_is_no_visit(visits, count):
    found = count(
        visits({"type": "prereprise"}, {"type": "liaison"}, {"type": None}, {})
    )
    assert numbers(found.get("I06", "taux")) == (1, 3)
    assert found.get("I07").value == 1


def test_i08_unknown_presence_is_apart(visits, count):
    told = ["oui", "non", "inconnu", None, "OUI"]
    found = count(visits(*({"spsti_present": t} for t in told), type="liaison"))
    assert numbers(found.get("I08")) == (2, 3)
    assert found.get("I08").excluded == {"presence_inconnue": 2}


def test_i09_is_a_ratio_and_prints_the_break(visits, count):
    rows = [
        {"type": "prereprise", "date": "2026-03-01", "prereprise_sans_mesure": "oui"},
        {"type": "prereprise", "date": "2026-03-01", "prereprise_sans_mesure": "oui",
         "cle_salarie": "B"},
        {"type": "prereprise", "prereprise_sans_mesure": "inconnu", "cle_salarie": "C"},
        {"type": "reprise", "date": "2026-03-20", "arret_motif": "maladie"},
        {"type": "reprise", "arret_motif": "maternite", "cle_salarie": "D"},
    ]  # fmt: skip
    found = count(visits(*rows))
    ratio = found.get("I09", "toutes")
    assert (ratio.value, ratio.display()) == (1.5, "1,50")
    assert "15/06/2026" in ratio.notes[0].fr
    assert found.get("I09", "hors_maternite").value == 3
    assert found.get("I09", "hors_maternite").excluded == {"maternite": 1}
    assert found.get("I09", "sans_mesure_sans_reprise").numerator == 1
    assert numbers(found.get("I09", "reprises_precedees")) == (1, 2)
    before = count(visits(*rows), period="2026-01-01/2026-06-14")
    assert before.get("I09", "toutes").notes == ()


def test_i10_an_employer_is_an_entry_error(visits, count):
    asked = ["salarie", "employeur", None, "voisin", "medecin_conseil"]
    found = count(visits(*({"demandeur": d} for d in asked), type="prereprise"))
    parts = {r.category: r.numerator for r in found.rows if r.id == "I10"}
    assert parts == {
        "salarie": 1,
        "medecin_travail": 0,
        "medecin_traitant": 0,
        "medecin_conseil": 1,
        "autre": 2,
        "inconnu": 1,
    }
    other = found.get("I10", category="autre")
    assert other.excluded == {"demandeur_employeur": 1}


def test_i26_persons_and_notices(visits, count, table):
    suivis = table(
        [{"cle_salarie": who} for who in "ABCD"],
        date_entree="2020-01-01",
        date_sortie=None,
    )
    rows = [
        {"cle_salarie": "A", "avis_inaptitude": "oui"},
        {"cle_salarie": "A", "avis_inaptitude": "oui"},
        {"cle_salarie": "X", "avis_inaptitude": "oui"},
        {"cle_salarie": "B", "avis_inaptitude": "inconnu"},
        {"cle_salarie": "C", "avis_inaptitude": "non", "professionnel": "idest"},
    ]
    found = count(visits(*rows, professionnel="medecin_travail"), suivis=suivis)
    persons = found.get("I26", "salaries")
    assert numbers(persons) == (1, 4)
    assert persons.excluded == {"non_suivis": 1}
    assert numbers(found.get("I26", "avis")) == (3, 4)
    assert found.get("I26", "avis").excluded == {"avis_inconnu": 1}


def test_i27_needs_k_persons_on_both_sides(visits, count):
    rows = [
        {"cle_salarie": n, "arret_debut": "2026-02-01", "date": f"2026-03-{n + 1:02}"}
        for n in range(21)
    ]
    visites = visits(*rows, type="prereprise")
    assert count(visites).get("I27", "arret_prereprise").value == 38
    hidden = count(visites, audience="pilotage").get("I27", "arret_prereprise")
    assert (hidden.value, hidden.denominator) == ("supprime", 21)
    assert not hidden.in_seed


def test_a_zero_denominator_gives_no_value(visits, count):
    ratio = count(visits({"type": "prereprise"})).get("I09", "toutes")
    assert ratio.value is None
    assert ratio.display() == "non calculable : dénominateur nul"


def test_visits_written_twice_count_once(visits, count):
    twice = {"id_visite": 7, "type": "prereprise"}
    rows = [twice | {"demandeur": "salarie"}, twice | {"demandeur": "medecin_conseil"}]
    found = count(visits(*rows))
    assert found.get("I06", "nombre").value == 1
    assert sum(r.numerator for r in found.rows if r.id == "I10") == 1


def test_keys_agree_across_types_of_column(visits, count):
    suivis = {
        "cle_salarie": np.array([1.0, 2.0, np.nan]),
        "date_entree": np.array(["2020-01-01"] * 3, dtype="datetime64[ns]"),
        "date_sortie": np.array(["NaT"] * 3, dtype="datetime64[D]"),
    }
    rows = [{"cle_salarie": key, "s": "ok", "b": "faible"} for key in (1, "2", None)]
    found = count(visits(*rows), suivis=suivis)
    assert numbers(found.get("I01", "taux_suivis")) == (2, 2)
    assert found.quality["salarie_inconnu"] == 1


@pytest.mark.parametrize("name", ["orientations", "suivis", "dossiers"])
def test_a_missing_table_is_said(name, visits, count):
    id_, variant = {
        "orientations": ("I17", "vers"),
        "suivis": ("I26", "salaries"),
        "dossiers": ("I11", "traites"),
    }[name]
    rows = visits({"avis_inaptitude": "non"})
    shown = count(rows).get(id_, variant).display()
    assert shown == f"non calculable : table « {name} » absente"
    assert count(rows).get(id_, variant).state == "non_calculable"
