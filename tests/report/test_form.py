"""The blank questionnaire: every question, no point, no score, nothing sent."""

import re

import pytest

import irdp
from irdp.catalogue import Catalog
from irdp.report.form import form_html

ALL = [entry.reference for entry in Catalog().list(("scoring",))]


@pytest.mark.parametrize("mode", ["professionnel", "auto"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("reference", ALL)
def test_every_question_and_no_score(reference, lang, mode):
    scorer = irdp.load(reference)
    page = form_html(scorer, mode, lang)
    assert f'<html lang="{lang}">' in page
    assert not re.search(r"https?://|<script|\son\w+=|action=", page)
    asked = [
        item
        for filed in scorer.compiled.bundle.questionnaires.values()
        for item in filed.document.items
        if mode == "professionnel" or item.source == "asked"
    ]
    assert page.count("<fieldset") == page.count("<legend>") == len(asked)
    inputs = re.findall(r'<input [^>]*id="([^"]+)"', page)
    assert sorted(inputs) == sorted(re.findall(r'<label for="([^"]+)"', page))
    for score in scorer.definition.scores:
        if score.title:
            words = score.title.text.get(lang)
            titles = {f.document.title.text.get(lang) for f in _files(scorer)}
            labels = {item.label.text.get(lang) for item in asked}
            if not any(words in other for other in titles | labels):
                assert words not in page


def _files(scorer):
    return scorer.compiled.bundle.questionnaires.values()


def test_a_value_of_a_box_is_its_rank_and_no_point():
    page = form_html(irdp.load("phq9@1.0.0"))
    assert 'value="1"' in page
    assert 'value="0"' not in page


def test_a_licence_that_forbids_the_wording_is_said():
    page = form_html(irdp.load("wai@1.0.0"), "auto", "en")
    assert "neutral and short" in page
