"""The fiche de signalement: for the cell, without identity, without a decision."""

import re
from html.parser import HTMLParser

import pytest

import irdp
from irdp.errors import CallError
from irdp.report.signalement import (
    signalement_document,
    signalement_page,
    write_signalement,
)

FACTS = {
    "visit_date": "2026-10-05",
    "annee_naissance": 1990,
    "arret_en_cours_jours": 0,
    "prereprise_le": "aucune",
    "demandeur": "salarie",
    "mi_carriere_le": "aucune",
    "mi_carriere_annee_accord": "aucun",
    "rqth": False,
    "invalidite": False,
    "risque_inaptitude_percu": False,
    "avis_inaptitude": False,
    "projet_essai_encadre": False,
    "projet_temps_partiel": False,
    "appuis_demandes": ["assistant_social", "cap_emploi"],
    "besoins_sociaux": "aucun",
    "consentement": True,
    "opposition": False,
    "age": 52,
    "arret_plus_7j_3ans": True,
    "trouble_mental": False,
    "tms_diagnostique": False,
    "douleur_tms": False,
    "WAI1": 9,
}


class Texts(HTMLParser):
    """Collect tags with attributes, and the cells of tables."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.cells, self.inside = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in {"td", "th"}:
            self.cells.append("")
            self.inside = tag

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.cells[-1] += data


@pytest.fixture(scope="module")
def assessment():
    return irdp.load("pdp@0.1.0").assess(FACTS)


@pytest.fixture(scope="module")
def page(assessment):
    return signalement_page(assessment, audience="cellule_pdp")


def cells(page):
    return [c.replace("\u00a0", " ").replace("\u202f", " ") for c in Texts(page).cells]


def test_it_says_what_is_proposed_why_and_by_which_article(page, assessment):
    found = cells(page)
    for decision in assessment.decisions.values():
        for wording in decision.wording:
            assert wording.fr.replace("\u00a0", " ") in found
        for reason in decision.reasons:
            assert reason.text.fr in found
    assert "L4622-8-1" in found
    assert "V : vérifié dans le texte" in found


def test_each_proposal_has_its_validator_and_boxes(page):
    found = cells(page)
    asked = "médecin du travail, qui le demande, avec l'accord du travailleur"
    at = found.index(asked)
    assert found[at - 1] == "Proposer l'assistant social du travail."
    assert found[at + 1] == "☐ acceptée ☐ modifiée ☐ refusée"
    assert any("rien ne part sans l'accord" in cell for cell in found)


def test_scores_have_value_status_and_completeness(page):
    found = cells(page)
    at = found.index("Capacité de travail perçue")
    assert found[at + 1 : at + 6] == [
        "was@1.0.0",
        "9",
        "Bonne ou excellente",
        "calculé",
        "100 %",
    ]
    assert "PHQ-9" not in " ".join(found)  # not administered: said, not tabled
    assert "Questionnaires non administrés" in page


def test_what_lacks_is_named_by_its_label():
    sheet = irdp.load("pdp@0.1.0").assess(FACTS | {"consentement": None})
    page = signalement_page(sheet, audience="soignant")
    assert "Accord du travailleur pour l'accompagnement et l'orientation" in cells(page)
    assert "provisoire" in cells(page)


def test_identity_is_blank_and_facts_are_not_printed(page):
    found = cells(page)
    for name in ("Nom et prénom", "Date de naissance", "Numéro de dossier"):
        assert set(found[found.index(name) + 1]) == {"…"}
    assert "1990" not in page
    assert "2026-10-05" not in page


def test_collective_scores_are_never_shown():
    scorer = irdp.load("karasek26@1.0.0")
    visit = {
        name: next(iter(spec.domain.values))
        for name, spec in scorer.compiled.program.items.items()
        if hasattr(spec.domain, "values")
    }
    found = scorer.assess(visit)
    nodes = scorer.compiled.program.nodes
    hidden = [n for n in found.outputs if nodes[n].score.level == "collective"]
    assert hidden
    page = signalement_page(found, audience="soignant")
    titles = {nodes[n].score.title.text.fr for n in hidden if nodes[n].score.title}
    assert not titles & set(cells(page))
    assert not any(name in cells(page) for name in hidden)


@pytest.mark.parametrize("audience", ["pilotage", "externe"])
def test_those_who_get_aggregates_are_sent_to_them(assessment, audience):
    with pytest.raises(CallError, match=r"IRDP-R001") as refused:
        signalement_document(assessment, audience=audience)
    assert "irdp.indicators" in refused.value.diagnostics[0].hint.fr


def test_there_is_no_sheet_for_an_employer(assessment, tmp_path):
    target = tmp_path / "fiche.html"
    with pytest.raises(CallError, match="IRDP-R002"):
        write_signalement(assessment, target, audience="employeur")
    assert not target.exists()


def test_nothing_is_fetched_and_nothing_runs(page):
    found = Texts(page)
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    named = {tag for tag, _ in found.tags}
    assert not named & {"script", "link", "iframe", "object", "img", "form", "base"}
    links = [a["href"] for _, a in found.tags if "href" in a]
    assert all(link.startswith("#") for link in links)
    assert not re.search(r"https?://|url\(|@import", page)


def test_it_opens_in_a_browser(assessment, tmp_path, browser):
    target = tmp_path / "fiche.html"
    write_signalement(assessment, target, audience="cellule_pdp")
    opened = browser.open(target)
    assert "Fiche de signalement" in opened.dom
    assert (opened.console, opened.requests) == ([], [])
    assert browser.pdf(target).startswith(b"%PDF")


def test_it_is_accessible(assessment, tmp_path, browser):
    target = tmp_path / "fiche.html"
    write_signalement(assessment, target, audience="soignant")
    assert browser.violations(target) == []
