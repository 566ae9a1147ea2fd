"""Each trap of the definitions on a table small enough to count by hand."""

import numpy as np
import pytest

from irdp.indicators import Instrument, Options, compute

ONE = {"i": Instrument(status="s", band="b", detected={"forte"})}


def table(rows, **defaults):
    """Turn a list of rows into columns."""
    names = list(defaults)
    names += [name for row in rows for name in row if name not in names]
    return {name: [row.get(name, defaults.get(name)) for row in rows] for name in names}


def visits(*rows, **defaults):
    numbered = [{"id_visite": at} | row for at, row in enumerate(rows, 1)]
    base = {"cle_salarie": "A", "date": "2026-03-01", "type": "vip"}
    return table(numbered, **(base | defaults))


def count(visites, period=2026, **given):
    given = {"instruments": ONE, "audience": "soignant"} | given
    return compute(visites, period=period, **given)


def numbers(row):
    return row.numerator, row.denominator


def test_period_includes_both_ends():
    days = ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01", None, "?"]
    found = count(visits(*({"date": d, "type": "mi_carriere"} for d in days)))
    assert found.get("I03", "visites").value == 2
    assert found.get("I03", "salaries").value == 1
    assert found.quality["date_inconnue"] == 2


def test_i01_complete_and_prorated_are_apart_and_exclusions_say_why():
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


def test_i01_followed_on_the_last_day_never_exceeds_one():
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


def test_i02_takes_the_last_visit_and_ties_by_the_highest_id():
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


def test_i02_instruments_and_versions_are_never_pooled():
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


def test_no_scored_visit_in_the_period():
    visites = visits({"s": "ok", "b": "forte", "v": "1"}, date="2020-01-01")
    instruments = {
        "i": Instrument(status="s", band="b", detected={"forte"}, version="v")
    }
    found = count(visites, instruments=instruments)
    assert numbers(found.get("I02", "au_moins_un")) == (0, 0)
    assert found.get("I02", "complet").display() == "non calculable : dénominateur nul"


def test_bands_that_nobody_calls_detected_detect_nobody():
    visites = visits({"x.y.status": "ok", "x.y.band": "forte"})
    found = compute(visites, period=2026, audience="soignant")
    assert found.get("I01", "complet").instrument == "x.y"
    missing = found.get("I02", "complet")
    assert missing.value is None
    assert "bandes de détection inconnues" in missing.display()


def test_i03_a_visit_has_a_list_of_types():
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


def test_i04_counts_visits_outside_the_window_apart():
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


def test_i05_linked_and_inferred_are_apart():
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


def test_i06_i07_a_liaison_meeting_is_no_visit():
    found = count(
        visits({"type": "prereprise"}, {"type": "liaison"}, {"type": None}, {})
    )
    assert numbers(found.get("I06", "taux")) == (1, 3)
    assert found.get("I07").value == 1


def test_i08_unknown_presence_is_apart():
    told = ["oui", "non", "inconnu", None, "OUI"]
    found = count(visits(*({"spsti_present": t} for t in told), type="liaison"))
    assert numbers(found.get("I08")) == (2, 3)
    assert found.get("I08").excluded == {"presence_inconnue": 2}


def test_i09_is_a_ratio_and_prints_the_break():
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


def test_i10_an_employer_is_an_entry_error():
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


FILES = table(
    [
        {"id_dossier": "1", "ouverture": "2025-05-01", "cloture": "2026-01-01",
         "typologie": "tms|psychique", "demandeur": "salarie"},
        {"id_dossier": "2", "ouverture": "2025-05-01", "cloture": "2025-12-31"},
        {"id_dossier": "3", "ouverture": "2026-12-31", "typologie": "tms",
         "dispositifs": "fipu|crpe", "dispositifs_debut": "2026-12-31|",
         "dispositifs_depot": "2026-12-31|", "dispositifs_accord": "2027-02-01|"},
        {"id_dossier": "4", "ouverture": None, "cle_salarie": "B"},
    ],
    cle_salarie="A", cloture=None, typologie="", demandeur="", dispositifs="",
    dispositifs_debut="", dispositifs_depot="", dispositifs_accord="",
    temps_h_idest=1.5, temps_h_medecin=None, reunion_partenariale="oui",
)  # fmt: skip


def test_i11_to_i16_files():
    found = count(visits({}), dossiers=FILES)
    assert found.get("I11", "traites").value == 2
    assert found.get("I11", "traites").excluded == {"date_inconnue": 1}
    assert found.get("I11", "ouverts").value == 1
    assert found.get("I11", "clos").value == 1
    assert found.get("I12").value == 1
    types = {r.category: r.value for r in found.rows if r.id == "I13"}
    assert types == {"inconnu": 0, "tms": 1, "psychique": 0.5}
    assert numbers(found.get("I14", category="idest")) == (3, 2)
    assert found.get("I14", category="medecin").value == 0
    assert found.get("I16", category="inconnu").numerator == 1
    assert numbers(found.get("I21", "reunion_partenariale")) == (2, 2)
    reason = found.get("I21", "parcours_partage").display()
    assert reason == (
        "non calculable : colonne « parcours_partage » absente de la table « dossiers »"
    )


def test_i18_i19_devices_count_on_their_dates():
    found = count(visits({}), dossiers=FILES)
    assert found.get("I18", "nombre", category="fipu").value == 1
    crpe = found.get("I18", "nombre", category="crpe")
    assert (crpe.value, crpe.excluded) == (0, {"debut_inconnu": 1})
    assert found.get("I19", "acceptes", category="fipu").value == 0
    assert numbers(found.get("I19", "taux", category="fipu")) == (1, 1)


def test_i20_unknown_comes_first_and_stays():
    rows = [
        {"orientation_le": "2025-11-30", "situation_3m": "maintien_poste",
         "situation_3m_le": "2026-03-30"},  # due on 2026-02-28, 30 days later
        {"orientation_le": "2025-11-30", "situation_3m": "formation",
         "situation_3m_le": "2026-03-31"},  # 31 days later: unknown
        {"orientation_le": "2025-11-30", "situation_3m": None},
        {"orientation_le": "2025-09-30", "situation_3m": "arret"},  # due in 2025
        {"orientation_le": "2025-11-30", "situation_3m": "voyage"},
    ]  # fmt: skip
    numbered = [{"id_dossier": at} | row for at, row in enumerate(rows)]
    files = table(numbered, cle_salarie="A", situation_3m_le=None)
    lines = [r for r in count(visits({}), dossiers=files).rows if r.variant == "m3"]
    assert lines[0].category == "inconnu"
    assert numbers(lines[0]) == (2, 4)
    assert lines[0].excluded == {"retour_hors_fenetre": 1}
    shown = {r.category: r.numerator for r in lines if r.numerator}
    assert shown == {"inconnu": 2, "maintien_poste": 1, "autre": 1}


def test_i25_sections_are_never_guessed():
    codes = ["62.01Z", "6201Z", "1E5", "", "41.20A", "C"]
    rows = [{"cle_salarie": n, "naf": c} for n, c in enumerate(codes)]
    visites = visits(*rows, s="ok", b="forte")
    missing = [r for r in count(visites).rows if (r.id, r.variant) == ("I25", "naf")]
    assert "naf_version" in missing[0].display()
    for version, sections in (
        ("rev2", {"J": 2, "F": 1, "C": 1, "inconnu": 2}),
        ("2025", {"K": 2, "F": 1, "C": 1, "inconnu": 2}),
    ):
        found = count(visites, options=Options(naf_version=version))
        shown = {
            r.category: r.denominator
            for r in found.rows
            if (r.id, r.variant) == ("I25", "naf")
        }
        assert shown == sections
        assert list(shown) == sorted(shown)


def test_i25_sections_of_two_versions_are_never_pooled():
    rows = [
        {"cle_salarie": 1, "naf": "62.01Z", "naf_version": "rev2"},
        {"cle_salarie": 2, "naf": "60.10Y", "naf_version": "2025"},
        {"cle_salarie": 3, "naf": "62.01Z", "naf_version": None},
    ]
    found = count(visits(*rows, s="ok", b="forte"))
    shown = {
        r.category: r.category_label.fr
        for r in found.rows
        if (r.id, r.variant) == ("I25", "naf")
    }
    assert shown == {
        "J (rev2)": "J information et communication (NAF rev2)",
        "J (2025)": "J édition, diffusion, contenus (NAF 2025)",
        "inconnu": "inconnu",
    }


def test_i25_sizes_come_in_their_order():
    sizes = [300, 5, 60, 12, None]
    rows = [{"cle_salarie": n, "effectif": size} for n, size in enumerate(sizes)]
    found = count(visits(*rows, s="ok", b="forte"))
    shown = [r.category for r in found.rows if (r.id, r.variant) == ("I25", "taille")]
    assert shown == ["1-9", "10-49", "50-249", "250+", "inconnu"]


def test_i25_small_establishments_are_put_together():
    rows = [
        {"cle_salarie": n, "etablissement": e, "effectif": size}
        for n, (e, size) in enumerate([("X", 50), ("X", 50), ("Y", 49), ("", 80)])
    ]
    found = count(visits(*rows, s="ok", b="forte"))
    shown = {
        r.category: r.denominator
        for r in found.rows
        if (r.id, r.variant) == ("I25", "etablissement")
    }
    assert shown == {"X": 2, "autres": 1, "inconnu": 1}


def test_a_dominant_establishment_hides_its_sector():
    rows = [
        {"cle_salarie": n, "etablissement": "X" if n < 90 else f"E{n}", "naf": "62.01Z"}
        for n in range(100)
    ]
    rows += [
        {"cle_salarie": n, "etablissement": f"E{n}", "naf": "41.20A"}
        for n in range(100, 200)
    ]
    for at, row in enumerate(rows):
        row["b"] = "forte" if at % 2 else "faible"
    given = {"audience": "pilotage", "options": Options(naf_version="rev2")}
    found = count(visits(*rows, s="ok"), **given)
    assert found.get("I25", "naf", category="J").denominator == "supprime"
    assert found.get("I25", "naf", category="J").value == "supprime"


def test_i26_persons_and_notices():
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


def test_i27_needs_k_persons_on_both_sides():
    rows = [
        {"cle_salarie": n, "arret_debut": "2026-02-01", "date": f"2026-03-{n + 1:02}"}
        for n in range(21)
    ]
    visites = visits(*rows, type="prereprise")
    assert count(visites).get("I27", "arret_prereprise").value == 38
    hidden = count(visites, audience="pilotage").get("I27", "arret_prereprise")
    assert (hidden.value, hidden.denominator) == ("supprime", 21)
    assert not hidden.in_seed


def test_a_zero_denominator_gives_no_value():
    ratio = count(visits({"type": "prereprise"})).get("I09", "toutes")
    assert ratio.value is None
    assert ratio.display() == "non calculable : dénominateur nul"


def test_visits_written_twice_count_once():
    twice = {"id_visite": 7, "type": "prereprise"}
    rows = [twice | {"demandeur": "salarie"}, twice | {"demandeur": "medecin_conseil"}]
    found = count(visits(*rows))
    assert found.get("I06", "nombre").value == 1
    assert sum(r.numerator for r in found.rows if r.id == "I10") == 1


def test_keys_agree_across_types_of_column():
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
def test_a_missing_table_is_said(name):
    id_, variant = {
        "orientations": ("I17", "vers"),
        "suivis": ("I26", "salaries"),
        "dossiers": ("I11", "traites"),
    }[name]
    rows = visits({"avis_inaptitude": "non"})
    shown = count(rows).get(id_, variant).display()
    assert shown == f"non calculable : table « {name} » absente"
    assert count(rows).get(id_, variant).state == "non_calculable"
