"""The letters: to the worker only, blank where a person stands, without a result."""

import re
from html import unescape

import pytest

from irdp.errors import CallError
from irdp.report.letters import LETTERS, letter_page, write_letter

NAMES = ["prereprise", "rendez_vous_liaison", "mi_carriere"]


def plain(name):
    return re.sub(r"\s+", " ", unescape(letter_page(name)))


def test_the_three_letters_are_there():
    assert list(LETTERS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_result_enters_a_letter(name):
    said = plain(name).lower()
    for word in ("score", "indice", "irdp", "niveau", "repérage", "epices", "phq"):
        assert word not in said
    assert said.count("………") >= 6


@pytest.mark.parametrize("name", NAMES)
def test_it_is_addressed_to_the_worker(name):
    said = plain(name)
    assert "Madame, Monsieur," in said
    assert "aucune copie n'est adressée à votre employeur" in said
    assert LETTERS[name].law.split(".")[0] in said


def test_the_law_is_said_as_it_is():
    before = plain("prereprise")
    assert "plus de trente jours" in before
    assert "Votre employeur ne peut pas la demander." in before
    assert "si vous vous opposez" in before
    meeting = plain("rendez_vous_liaison")
    assert "Ce n'est pas une visite médicale" in meeting
    assert "sans aucune conséquence" in meeting
    middle = plain("mi_carriere")
    assert "l'année civile de vos quarante-cinq ans" in middle
    assert "accord de branche" in middle


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_nothing_runs(name):
    page = letter_page(name)
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.search(r"<(script|link|img|iframe|form|a)\b|https?://|url\(", page)


def test_an_unknown_letter_is_refused():
    with pytest.raises(CallError, match="IRDP-R020") as refused:
        letter_page("employeur")
    assert "prereprise" in refused.value.diagnostics[0].hint.fr


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_in_a_browser(name, tmp_path, browser):
    target = tmp_path / "lettre.html"
    write_letter(name, target)
    opened = browser.open(target)
    assert (opened.console, opened.requests) == ([], [])


def test_they_are_accessible(tmp_path, browser):
    target = tmp_path / "lettre.html"
    write_letter("prereprise", target)
    assert browser.violations(target) == []
