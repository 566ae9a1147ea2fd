"""The report: self-contained, the same bytes, its first screen, and what it hides."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

import irdp
from irdp import report
from irdp.calibration import (
    Capacity,
    RiskThreshold,
    Scale,
    ScoreCounts,
    choose_bands,
    validate,
)
from irdp.calibration.estimate import CI
from irdp.errors import CallError, FileError


class Page(HTMLParser):
    """Collect what a page is made of."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.open = [], [], [], []
        self.feed(text)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [v for n, v in attrs if n in {"src", "href", "xlink:href"}]


@pytest.fixture(scope="module", params=["fr", "en"])
def made(request, study):
    options = report.Options(lang=request.param, created="2026-02-03", author="Équipe")
    return request.param, report.validation(
        study.v, decision=study.decision, bands=study.bands, options=options
    )


def test_one_file_without_script_or_network(made):
    lang, done = made
    page = Page(done.html)
    assert done.html.startswith("<!DOCTYPE html>")
    assert f'<html lang="{lang}">' in done.html
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.open == []
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert page.tags.count("figure") == page.tags.count("figcaption") == 7
    rest = done.html.replace("http://www.w3.org/", "")
    assert "http://" not in rest
    assert "https://" not in rest


def test_the_first_screen(made, study):
    lang, done = made
    head = done.html[: done.html.index("<nav")]
    benefit = {"fr": "Bénéfice net", "en": "Net benefit"}[lang]
    for wanted in ("O/E", "ICI", benefit, "AUC", *(b.id for b in study.bands.bands)):
        assert wanted in head
    slope = {"fr": "Pente de calibration", "en": "Calibration slope"}[lang]
    assert slope in head
    digits = f"{study.v.slope.value:.2f}"
    assert (digits.replace(".", ",") if lang == "fr" else digits) in head
    ppv = f"{100 * study.bands.cut_offs[1].ppv.value:.0f}"
    assert re.search(rf"{ppv}(\u202f)?%", head)


def test_in_a_browser_it_is_silent_and_its_first_screen_holds_the_head(
    made, browser, tmp_path
):
    page = tmp_path / "report.html"
    page.write_text(made[1].html, encoding="utf-8")
    opened = browser.open(page)
    assert (opened.console, opened.requests) == ([], [])
    assert browser.violations(page) == []
    assert browser.printed_width(page, 680) <= 680
    assert browser.pdf(page).startswith(b"%PDF")
    where = "tell(Math.ceil(document.querySelector('nav').getBoundingClientRect().top))"
    top = browser.ask(made[1].html, where, "--window-size=1280,900")
    assert int(top) <= 900


def test_three_twins_say_the_same(made):
    _, done = made
    tree = json.loads(done.json)
    titles = [section["title"] for section in tree["sections"]]
    for title in titles:
        assert f"## {title}" in done.markdown
        assert title in done.html
    assert len(titles) >= 9
    items = {item for section in tree["sections"] for item in section["items"]}
    assert {"12e", "15", "20a", "22", "23a", "23b", "26"} <= items
    tables = [b for s in tree["sections"] for b in s["blocks"] if "columns" in b]
    for table in tables:
        assert all(len(row) == len(table["columns"]) for row in table["rows"])


def test_services_differ_and_it_is_said(made):
    lang, done = made
    wanted = {"fr": "Dans un autre service, O/E", "en": "In another service O/E"}[lang]
    assert wanted in done.markdown


def test_same_results_same_bytes(study):
    twice = [report.validation(study.v, bands=study.bands) for _ in "ab"]
    assert twice[0] == twice[1]
    assert "2026" not in twice[0].markdown


def test_french_typography(study):
    done = report.validation(study.v, bands=study.bands)
    assert not re.search(r"\w [:;?!%](?=\s|$)", done.markdown)
    assert " %" not in done.markdown


def test_without_bands_or_decision(study):
    done = report.validation(study.v, options=report.Options(lang="en"))
    assert "Bands and cut-offs" not in done.markdown
    assert "Decision curve" not in done.markdown
    assert "No capacity was declared." in done.markdown


def test_places_without_bands(study):
    done = report.validation(
        study.v, capacity=Capacity(50, of=1000), options=report.Options(lang="en")
    )
    assert "With 50 places per 1,000 employees" in done.markdown


def test_writing(study, tmp_path):
    done = report.validation(study.v)
    paths = done.write(tmp_path / "study", ("html", "md", "json"))
    assert [path.name for path in paths] == ["study.html", "study.md", "study.json"]
    assert paths[0].read_text(encoding="utf-8") == done.html
    with pytest.raises(CallError, match="IRDP-K011"):
        done.write(tmp_path / "study", ("pdf",))
    with pytest.raises(FileError, match="IRDP-K082"):
        done.write(tmp_path / "nowhere" / "study")


def test_markup_in_names_is_only_text(study, make):
    services = {
        "<b>&": study.counts.merge_services(),
        "|": study.counts.merge_services(),
    }
    counts = ScoreCounts.from_services(services)
    done = report.validation(make(counts))
    assert "&lt;b&gt;&amp;" in done.html
    assert "<b>&" not in done.html
    assert "| \\| |" in done.markdown


def test_rows_and_weights_make_reports_too():
    rng = np.random.default_rng(8)
    p = np.round(rng.uniform(0.05, 0.8, 600), 2)
    y = rng.uniform(size=600) < p
    bands = choose_bands(
        ScoreCounts.from_rows(p, y),
        upper=RiskThreshold("0.50"),
        lower=RiskThreshold("0.20"),
        scale=Scale(decimals=2),
    )
    for weight in (None, rng.uniform(1, 3, 600)):
        v = validate(y, p, sample_weight=weight, ci=CI(n_boot=40))
        done = report.validation(v, bands=bands, options=report.Options(lang="en"))
        assert "| high | 0.50 |" in done.markdown


def test_a_separated_cohort_says_why_numbers_lack():
    y = np.repeat([0, 1], 60)
    v = validate(y, np.where(y == 1, 0.8, 0.2), ci=CI(n_boot=40))
    done = report.validation(v, options=report.Options(lang="en"))
    assert "separates events from non-events" in done.markdown
    assert "No curve: the score is the same for all." in done.markdown


@pytest.mark.parametrize("package", ["matplotlib", "jinja2"])
def test_a_missing_extra_is_named(study, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(CallError, match=rf"IRDP-K083(.|\n)*{package}"):
        report.validation(study.v)


def test_importing_the_report_loads_no_extra():
    code = (
        "import sys, irdp.report; "
        "print([m for m in ('matplotlib', 'jinja2', 'scipy', 'sklearn', 'pandas') "
        "if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_definition_is_named_and_must_be_that_of_the_scores(study):
    scoring = irdp.load("demo_irdp@0.1.0").definition
    done = report.validation(study.v, scoring=scoring)
    assert done.markdown.startswith("# Rapport de validation\u00a0: demo_irdp@0.1.0")
    assert "premier avis d'inaptitude, 365 jours" in done.markdown
    assert "ne doit fonder aucune décision" in done.markdown
    other = replace(study.v, definition="another@1.0.0")
    with pytest.raises(CallError, match="IRDP-K016"):
        report.validation(other, scoring=scoring)


def test_the_history_of_the_score_is_told(study):
    steps = [
        {"step": "derive", "version": "1.0.0", "n": 3},
        {"step": "update", "method": "logistic", "estimator": "ml"},
    ]
    scoring = irdp.load("demo_irdp@0.1.0").definition
    scoring = scoring.revise(version="0.2.0", calibration={"lineage": steps})
    done = report.validation(
        study.v, scoring=scoring, options=report.Options(lang="en")
    )
    assert "| derive | 1.0.0 | – | – |" in done.markdown
    assert "| update | – | logistic | ml |" in done.markdown


class TestDisclosure:
    def test_a_small_band_is_joined_and_its_price_gone(self, study):
        """The top band has a few persons: no cut-off, no PPV, no count of its own."""
        bands = choose_bands(
            study.counts,
            lambda s: 1 / (1 + np.exp(3.4 - 0.06 * s)),
            upper=Capacity(15),
            lower=RiskThreshold("0.10"),
            ids=("low", "middle", "top"),
        )
        n, events = bands.bands[2].n, bands.bands[2].events
        assert min(events, n - events) < 11
        done = report.validation(
            study.v, bands=bands, options=report.Options(lang="en")
        )
        head = done.markdown[: done.markdown.index("## ")]
        assert "middle + top" in head
        rows = [line for line in head.splitlines() if line.startswith("| ")]
        counts = [
            int(cell)
            for line in rows[2:]
            for cell in re.findall(r"\| ([\d,]+) (?=\|)", line.replace(",", ""))
        ]
        assert min(counts[1:]) >= 11
        assert f"≥ {bands.bands[2].start:g}" not in done.html

    def test_a_small_service_is_hidden_with_what_follows_from_it(self, study, make):
        small = ScoreCounts.from_counts([5, 60], n=[30, 8], events=[2, 5])
        services = {**study.counts.services, "tiny": small}
        done = report.validation(make(ScoreCounts.from_services(services)))
        row = next(x for x in done.markdown.splitlines() if x.startswith("| tiny"))
        assert row.count("masqué") >= 2
        section = done.markdown[done.markdown.index("## Services") :]
        section = section[: section.index("\n## ")]
        hidden_rows = [
            x for x in section.splitlines() if x.startswith("| ") and "masqué" in x
        ]
        assert len(hidden_rows) >= 2
        assert "Service typique" not in done.html
        assert "Dans un autre service" not in done.markdown
        assert "Des services sont masqués" in section

    def test_weights_do_not_make_a_service_large(self):
        rng = np.random.default_rng(2)
        score = rng.integers(0, 60, 1206).astype(float)
        y = rng.uniform(size=1206) < score / 100
        weight = np.where(np.arange(1206) < 1200, 1.0, 40.0)
        service = np.where(np.arange(1206) < 600, "a", "b")
        service = np.where(np.arange(1206) >= 1200, "few", service)
        counts = ScoreCounts.from_rows(score, y, sample_weight=weight, service=service)
        v = validate(counts, lambda s: (s + 1) / 100, ci=CI(n_boot=20))
        done = report.validation(v)
        row = next(x for x in done.markdown.splitlines() if x.startswith("| few"))
        assert row.count("masqué") >= 2

    def test_few_left_out_are_hidden(self, study, make):
        v = make(replace(study.counts, dropped=4))
        done = report.validation(v)
        flow = done.markdown[done.markdown.index("| Lues") :].splitlines()[:2]
        assert all("masqué" in line for line in flow)

    def test_too_few_events_for_anything(self, make):
        counts = ScoreCounts.from_counts(
            [0, 10, 20, 30, 40], n=[50] * 5, events=[0, 1, 2, 2, 4]
        )
        with pytest.raises(CallError, match="IRDP-K081"):
            report.validation(make(counts))

    def test_counts_of_the_cohort_stay_out_of_the_drawings(self, study):
        """Curves are drawn between the middle persons of the outer groups only."""
        done = report.validation(study.v, bands=study.bands)
        assert f"≥ {study.counts.score[-1]:g}" not in done.html
        assert study.v.digest not in done.html + done.markdown + done.json

    def test_bands_of_another_score(self, study, make):
        other = ScoreCounts.from_counts(
            [0, 5, 9], n=[400, 200, 200], events=[20, 40, 60]
        )
        with pytest.raises(CallError, match="IRDP-K084"):
            report.validation(make(other), bands=study.bands)
