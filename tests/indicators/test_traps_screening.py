"""I01 to I05 on tables small enough to count by hand: each trap of the definitions."""

from irdp.indicators import Instrument, Options


def numbers(row):
    return row.numerator, row.denominator


def test_period_includes_both_ends(visits, count):
    days = ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01", None, "?"]
    found = count(visits(*({"date": d, "type": "mi_carriere"} for d in days)))
    assert found.get("I03", "visites").value == 2
    assert found.get("I03", "salaries").value == 1
    assert found.quality["date_inconnue"] == 2


def test_i01_complete_and_prorated_are_apart_and_exclusions_say_why(visits, count):
    found = count(
        visits(
            {"cle_salarie": "A", "s": "ok"},
            {"cle_salarie": "B", "s": "prorated"},
            {"cle_salarie": "C", "s": "too_few_answers"},
            {"cle_salarie": "D", "s": None},
            {"cle_salarie": "E", "s": "out_of_population"},
            {"cle_salarie": "F", "s": "ok", "type": "liaison"},
            b="faible",
        )
    )
    complete = found.get("I01", "complet")
    assert complete.value == 1
    assert complete.excluded == {
        "prorated": 1,
        "too_few_answers": 1,
        "sans_score": 1,
        "out_of_population": 1,
    }
    assert found.get("I01", "complet_ou_prorate").value == 2
    assert numbers(found.get("I01", "taux_eligibles")) == (1, 4)


def test_i01_followed_on_the_last_day_never_exceeds_one(visits, count, table):
    suivis = table(
        [
            {"cle_salarie": "A"},
            {"cle_salarie": "B", "date_sortie": "2026-12-30"},
            {"cle_salarie": "C", "date_entree": "2027-01-01"},
        ],
        date_entree="2020-01-01",
        date_sortie=None,
    )
    rows = ({"cle_salarie": who, "s": "ok", "b": "faible"} for who in "ABX")
    found = count(visits(*rows), suivis=suivis)
    share = found.get("I01", "taux_suivis")
    assert numbers(share) == (1, 1)
    assert share.excluded == {"non_suivis": 2}


def test_i02_takes_the_last_visit_and_ties_by_the_highest_id(visits, count):
    visites = visits(
        {"cle_salarie": "A", "date": "2026-02-01", "b": "forte"},
        {"cle_salarie": "A", "date": "2026-05-01", "b": "faible"},
        {"cle_salarie": "B", "id_visite": "10", "b": "forte"},
        {"cle_salarie": "B", "id_visite": "9", "b": "faible"},
        {"cle_salarie": "C", "b": None},
        {"cle_salarie": "D", "date": "2027-01-01", "b": "forte"},
        s="ok",
    )
    found = count(visites).get("I02", "complet")
    assert numbers(found) == (1, 2)
    assert found.excluded == {"bande_inconnue": 1}
    most = count(visites, options=Options(classed_by="max")).get("I02", "complet")
    assert numbers(most) == (2, 2)


def test_i02_instruments_and_versions_are_never_pooled(visits, count):
    visites = visits(
        {"cle_salarie": "A", "s": "ok", "b": "forte", "v": "1", "t": "ok", "c": "bas"},
        {
            "cle_salarie": "B",
            "s": "ok",
            "b": "faible",
            "v": "2",
            "t": "ok",
            "c": "haut",
        },
        {"cle_salarie": "C", "s": "", "b": "", "v": "", "t": "ok", "c": "haut"},
    )
    instruments = {
        "i": Instrument(status="s", band="b", detected={"forte"}, version="v"),
        "j": Instrument(status="t", band="c", detected={"haut"}),
    }
    found = count(visites, instruments=instruments)
    shown = {
        r.instrument: numbers(r)
        for r in found.rows
        if r.variant == "complet" and r.id == "I02"
    }
    assert shown == {"i@1": (1, 1), "i@2": (0, 1), "j": (2, 3)}
    assert numbers(found.get("I02", "au_moins_un")) == (3, 3)


def test_no_scored_visit_in_the_period(visits, count):
    visites = visits({"s": "ok", "b": "forte", "v": "1"}, date="2020-01-01")
    instruments = {
        "i": Instrument(status="s", band="b", detected={"forte"}, version="v")
    }
    found = count(visites, instruments=instruments)
    assert numbers(found.get("I02", "au_moins_un")) == (0, 0)
    assert found.get("I02", "complet").display() == "non calculable : dénominateur nul"


def test_bands_that_nobody_calls_detected_detect_nobody(visits, count):
    visites = visits({"x.y.status": "ok", "x.y.band": "forte"})
    found = count(visites, instruments=None)
    assert found.get("I01", "complet").instrument == "x.y"
    missing = found.get("I02", "complet")
    assert missing.value is None
    assert "bandes de détection inconnues" in missing.display()


def test_i03_a_visit_has_a_list_of_types(visits, count):
    found = count(
        visits(
            {"type": "vip|mi_carriere"},
            {"type": ["mi_carriere", "vip"]},
            {"type": "VIP ; Mi_Carriere", "cle_salarie": "B"},
            {"type": "mi_carriere", "cle_salarie": "C", "realisee": "non"},
        )
    )
    assert found.get("I03", "salaries").value == 2
    assert found.quality["non_realisees"] == 1


def test_i04_counts_visits_outside_the_window_apart(visits, count, table):
    born = {"A": 1981, "B": 1982, "C": 1970, "D": None, "E": 1983, "G": 1981}
    suivis = table(
        [{"cle_salarie": who, "annee_naissance": year} for who, year in born.items()],
        date_entree="2020-01-01",
        date_sortie=None,
    )
    rows = [{"cle_salarie": who} for who in "ABCDEX"]
    rows.append({"cle_salarie": "B", "date": "2025-06-01"})
    found = count(visits(*rows, type="mi_carriere"), suivis=suivis)
    legal = found.get("I04", "legal")
    assert numbers(legal) == (1, 2)
    assert legal.excluded == {
        "non_suivis": 1,
        "naissance_inconnue": 1,
        "hors_fenetre": 3,
    }
    seed = found.get("I04", "seed")
    assert numbers(seed) == (2, 3)
    assert seed.excluded["deja_vus"] == 1


def test_i05_linked_and_inferred_are_apart(visits, count, table):
    visites = visits(
        *({"cle_salarie": who} for who in "ABCDE"),
        type="mi_carriere",
        date="2026-03-01",
    )
    orientations = table(
        [
            {"cle_salarie": "A", "id_visite": 1, "date": "2026-12-01"},
            {"cle_salarie": "B", "date": "2026-03-31"},
            {"cle_salarie": "C", "date": "2026-04-01"},
            {"cle_salarie": "D", "date": "2026-02-28"},
            {"cle_salarie": "E", "id_visite": 99},
            {"cle_salarie": "E", "sens": "depuis"},
            {"cle_salarie": "E", "partenaire": "cpam"},
        ],
        id_visite=None,
        date="2026-03-01",
        sens="vers",
        partenaire="cellule_pdp",
    )
    found = count(visites, orientations=orientations)
    assert found.get("I05", "liees").value == 1
    assert found.get("I05", "deduites").value == 1
    rate = found.get("I05", "taux")
    assert numbers(rate) == (2, 5)
    assert rate.excluded == {"visite_inconnue": 1}
