"""I11 to I21 on files counted by hand."""

import pytest


def numbers(row):
    return row.numerator, row.denominator


@pytest.fixture
def files(table):
    return table(
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


def test_i11_to_i16_files(visits, count, files):
    found = count(visits({}), dossiers=files)
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


def test_i18_i19_devices_count_on_their_dates(visits, count, files):
    found = count(visits({}), dossiers=files)
    assert found.get("I18", "nombre", category="fipu").value == 1
    crpe = found.get("I18", "nombre", category="crpe")
    assert (crpe.value, crpe.excluded) == (0, {"debut_inconnu": 1})
    assert found.get("I19", "acceptes", category="fipu").value == 0
    assert numbers(found.get("I19", "taux", category="fipu")) == (1, 1)


def test_i20_unknown_comes_first_and_stays(visits, count, table):
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


def test_i14_hours_may_come_as_one_column(visits, count, files):
    given = {k: v for k, v in files.items() if not k.startswith("temps_h_")}
    spent = [{"idest": 2, "cef": None}, {"idest": 9}, None, {}]
    found = count(visits({}), dossiers=given | {"temps_h": spent})
    assert numbers(found.get("I14", category="idest")) == (2, 2)
    assert found.get("I14", category="total").numerator == 2
    without = count(visits({}), dossiers=given).get("I14")
    assert "temps_h_<métier>" in without.display()


def test_i14_one_long_file_dominates_its_profession(visits, count, table):
    rows = [
        {"id_dossier": n, "cle_salarie": n, "temps_h_cef": 1, "temps_h_idest": 1}
        for n in range(40)
    ]
    rows[0]["temps_h_cef"] = 400
    dossiers = table(rows, ouverture="2026-01-01", cloture=None)
    found = count(visits({}), dossiers=dossiers, audience="pilotage")
    assert found.get("I14", category="cef").numerator == "supprime"
    shown = {r.category: r.numerator for r in found.rows if r.id == "I14"}
    assert list(shown.values()).count("supprime") >= 2
