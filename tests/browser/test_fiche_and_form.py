"""The fiche and the blank form in a real browser: silent, accessible, printable."""

import pytest

import irdp
from irdp.report.fiche import fiche_html
from irdp.report.form import form_html

PAGES = {
    "fiche-fr": lambda: fiche_html(irdp.load("epices@1.0.0"), "fr"),
    "fiche-en": lambda: fiche_html(irdp.load("phq9@1.0.0"), "en"),
    "fiche-policy": lambda: fiche_html(irdp.load("pdp_droits@1.0.0"), "fr"),
    "form-pro": lambda: form_html(irdp.load("mi_carriere@0.1.0"), "professionnel"),
    "form-auto": lambda: form_html(irdp.load("phq9@1.0.0"), "auto", "en"),
}
A4 = 680
"""The width of a printed page less its margins, in CSS pixels."""


@pytest.fixture(params=sorted(PAGES))
def page(request, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGES[request.param](), encoding="utf-8")
    return path


def test_nothing_is_fetched_and_nothing_goes_wrong(page, browser):
    opened = browser.open(page)
    assert "<title>" in opened.dom
    assert (opened.console, opened.requests) == ([], [])


def test_it_prints_and_no_table_is_cut_off(page, browser):
    assert len(browser.pdf(page)) > 5_000
    assert browser.printed_width(page, A4) <= A4


def test_it_is_accessible(page, browser):
    assert browser.violations(page) == []
