"""The sheet that a physician signs: everything that the definition says, on one page."""

from html.parser import HTMLParser

import pytest

import irdp
from irdp.catalogue import Catalog
from irdp.definition.scoring import Scoring
from irdp.ops.band import Band
from irdp.report.fiche import fiche_html
from irdp.report.fiche_text import fiche_text
from irdp.review.cases import cases_of, run_cases

VOID = {"meta", "link", "input", "br", "hr", "img"}
ALL = [entry.reference for entry in Catalog().list()]


class Page(HTMLParser):
    """Holds a page to what every page must be."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.labels, self.fields = [], [], [], []
        self.headings, self.tables, self.attributes = [], 0, []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.attributes.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "label":
            self.labels.append(found["for"])
        if tag == "input":
            self.fields.append(found["id"])
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(int(tag[1]))
        if tag == "th":
            assert found["scope"] in {"col", "row"}
        self.tables += tag == "table"
        self.tables -= tag == "caption"

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def hold(page, lang):
    """Hold a page to what needs no browser: one file, valid, titled, labelled."""
    found = Page(page)
    assert f'<html lang="{lang}">' in page
    assert "default-src 'none'" in page
    for tag, attributes in found.attributes:
        assert tag not in {"script", "iframe", "object", "img"}
        for key in ("src", "href", "action"):
            value = attributes.get(key)
            assert value is None or value.startswith(("#", "data:"))
        assert not any(key.startswith("on") for key in attributes)
    assert len(set(found.ids)) == len(found.ids)
    assert sorted(found.labels) == sorted(found.fields)
    assert found.tables == 0, "a table without a caption"
    assert found.headings.count(1) == 1
    assert all(
        b - a <= 1 for a, b in zip(found.headings, found.headings[1:], strict=False)
    )
    return found


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("reference", ALL)
def test_every_definition_has_one(reference, lang):
    scorer = irdp.load(reference)
    page = fiche_html(scorer, lang)
    text = hold(page, lang).text
    words = " ".join(text.split())
    document = scorer.definition
    assert scorer.provenance.scoring_digest in text
    assert document.status in text
    for score in document.scores:
        assert f"({score.id})" in text
        for band in score.bands if isinstance(score, Band) else ():
            assert band.id in text
    for source in document.sources:
        assert " ".join(source.citation.split()) in words
    if isinstance(document, Scoring):
        for name in scorer.items:
            assert name in text
    for decision in getattr(document, "decisions", ()):
        for rule in decision.rules:
            assert rule.id in text
            if rule.law:
                assert rule.law.ref in text


def test_it_tells_points_missing_rules_and_what_is_recalled():
    page = fiche_html(irdp.load("epices@1.0.0"), "fr")
    assert "1 (Oui) → 10,06" in page
    assert "aucune réponse manquante admise" in page
    assert "vérifi" in page
    assert "constante" in page


def test_it_says_whether_the_cases_pass():
    scorer = irdp.load("was@1.0.0")
    found = run_cases(scorer, *cases_of("was@1.0.0", Catalog()))
    assert f"{found.n} cas rejoués" in fiche_html(scorer, "fr", found)
    assert "n'ont pas été rejoués" in fiche_html(scorer, "fr").replace("&#39;", "'")


def test_words_of_a_definition_are_escaped(tmp_path):
    folder = tmp_path
    head = "version: 1.0.0\nstatus: draft\ntitle: {fr: '<b>x</b>', en: '<b>x</b>'}\n"
    (folder / "questionnaire-q-1.0.0.yaml").write_text(
        f"format: irdp/questionnaire/1\nid: q\n{head}"
        "items:\n  - {id: a, type: integer, min: 0, max: 3, label: {fr: '<i>a', en: a}}\n"
    )
    path = folder / "scoring-q-1.0.0.yaml"
    path.write_text(
        f"format: irdp/scoring/1\nid: q\n{head}questionnaire: q@1.0.0\n"
        "scores:\n  - {id: s, op: sum, of: [a]}\n"
    )
    page = fiche_html(irdp.load_file(path))
    assert "<b>x" not in page
    assert "<i>a" not in page


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_text_and_page_say_the_same(lang):
    scorer = irdp.load("epices@1.0.0")
    page = " ".join(hold(fiche_html(scorer, lang), lang).text.split())
    for line in fiche_text(scorer, lang).splitlines()[:4]:
        for part in line.split("  "):
            assert part.split(" : ")[-1] in page
