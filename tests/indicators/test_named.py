"""What the documents of the services name is counted under its own name."""

import pytest

from irdp.indicators import read_definitions

PARTNERS = [
    "service_social_carsat",
    "cpam",
    "cap_emploi",
    "agefiph",
    "mdph",
    "mife",
    "cibc",
    "mission_locale",
    "hdj_psychiatrique",
    "cep",
    "transition_pro",
    "emploi_accompagne",
    "readaptation",
    "service_social_specialise",
    "soins",
]
DEVICES = [
    "essai_encadre",
    "crpe",
    "dossier_mdph",
    "cep",
    "transition_pro",
    "temps_partiel_therapeutique",
    "rqth",
    "fipu",
    "aide_agefiph",
    "bilan_competences",
    "formation",
    "amenagement_poste",
    "reclassement",
    "emploi_accompagne",
    "readaptation",
]
PROFESSIONS = [
    "medecin",
    "idest",
    "ergonome",
    "psychologue",
    "assistant_social",
    "cef",
    "charge_maintien",
    "toxicologue",
    "technicien_hse",
    "secretariat",
]
FILE = {
    "id_dossier": "1",
    "cle_salarie": "A",
    "ouverture": "2026-01-05",
    "cloture": None,
}


@pytest.mark.parametrize("code", PARTNERS)
@pytest.mark.parametrize("sense", ["vers", "depuis"])
def test_a_partner_has_its_own_line(visits, count, table, code, sense):
    sent = {"cle_salarie": "A", "date": "2026-02-01", "sens": sense, "partenaire": code}
    found = count(visits({}), orientations=table([sent]))
    assert found.get("I17", sense, category=code).value == 1
    assert found.get("I17", sense, category="autre").value == 0


@pytest.mark.parametrize("code", DEVICES)
def test_a_device_has_its_own_line(visits, count, table, code):
    used = FILE | {"dispositifs": code, "dispositifs_debut": "2026-03-01"}
    found = count(visits({}), dossiers=table([used]))
    assert found.get("I18", "nombre", category=code).value == 1
    assert found.get("I18", "nombre", category="autre").value == 0


@pytest.mark.parametrize("code", PROFESSIONS)
def test_a_profession_has_its_own_hours(visits, count, table, code):
    found = count(visits({}), dossiers=table([FILE | {f"temps_h_{code}": 2.5}]))
    assert found.get("I14", category=code).numerator == 2.5


@pytest.mark.parametrize(
    "code", ["medecin_travail", "salarie", "employeur", "acteur_maintien"]
)
def test_who_solicits_the_cell_has_a_line(visits, count, table, code):
    found = count(visits({}), dossiers=table([FILE | {"demandeur": code}]))
    assert found.get("I16", category=code).numerator == 1


@pytest.mark.parametrize(
    "code", ["salarie", "medecin_travail", "medecin_traitant", "medecin_conseil"]
)
def test_who_asks_for_a_visit_before_return_has_a_line(visits, count, code):
    found = count(visits({"type": "prereprise", "demandeur": code}))
    assert found.get("I10", category=code).numerator == 1


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("mi_carriere", ("I03", "visites")),
        ("prereprise", ("I06", "nombre")),
        ("liaison", ("I07", "nombre")),
    ],
)
def test_a_type_of_visit_is_counted(visits, count, kind, row):
    others = ("vip", "sir", "demande_salarie", "demande_employeur", "demande_medecin")
    rows = [{"id_visite": str(n), "type": t} for n, t in enumerate(others)]
    found = count(visits(*rows, {"id_visite": "9", "type": f"vip|{kind}"}))
    assert found.get(*row).value == 1


@pytest.mark.parametrize("column", ["reunion_partenariale", "parcours_partage"])
def test_a_file_of_a_partner_meeting_or_pathway_is_counted(
    visits, count, table, column
):
    rows = [FILE | {"id_dossier": n, column: told} for n, told in ("1o", "2n", "3o")]
    rows = [r | {column: {"o": "oui", "n": "non"}[r[column]]} for r in rows]
    found = count(visits({}), dossiers=table(rows)).get("I21", column)
    assert (found.numerator, found.denominator) == (2, 3)


def figures():
    indicators = read_definitions().indicators.values()
    return [(i.id, name) for i in indicators for name in i.manual]


@pytest.mark.parametrize(("indicator", "name"), figures())
def test_a_figure_entered_by_hand_comes_back(visits, count, indicator, name):
    found = count(visits({}), manual={indicator: {name: 17}})
    assert found.get(indicator, name).value == 17
