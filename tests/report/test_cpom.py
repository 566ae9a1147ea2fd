"""The CPOM sheet: self-contained, accessible, and silent on what is hidden."""

import re
from html.parser import HTMLParser

import pytest

from irdp.errors import FileError
from irdp.examples import fictitious_service
from irdp.indicators import Instrument, compute
from irdp.report.cpom import cpom_page, write_cpom
from irdp.report.cpom_charts import Bar, Point, bars, funnel_plot

INSTRUMENTS = {
    "demo_irdp": Instrument(
        status="demo_irdp.risque.status",
        band="demo_irdp.risque.band",
        detected={"forte"},
        definition="demo_irdp@0.1.0",
    )
}


@pytest.fixture(scope="module")
def table():
    tables = fictitious_service(6_000, seed=4).tables()
    manual = {"I15": {"procedures": 4}}
    return compute(**tables, period=2026, instruments=INSTRUMENTS, manual=manual)


@pytest.fixture(scope="module")
def page(table):
    return cpom_page(table, service="Service <fictif>")


class Reader(HTMLParser):
    """Collect tags, ids, tables and the texts of figures."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.tables, self.path = [], [], [], []
        self.texts = {"desc": [], "h1": [], "td": [], "title": []}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        self.path.append(tag)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "table":
            self.tables.append({"caption": 0, "th": []})
        elif tag == "caption":
            self.tables[-1]["caption"] += 1
        elif tag == "th":
            self.tables[-1]["th"].append(attrs.get("scope"))

    def handle_endtag(self, tag):
        while self.path and self.path.pop() != tag:
            pass

    def handle_data(self, data):
        if self.path and self.path[-1] in self.texts:
            self.texts[self.path[-1]].append(data)


@pytest.fixture(scope="module")
def read(page):
    return Reader(page)


def test_nothing_is_fetched_and_nothing_runs(page, read):
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    named = {tag for tag, _ in read.tags}
    assert not named & {"script", "link", "iframe", "object", "img", "form", "base"}
    links = [attrs["href"] for _, attrs in read.tags if "href" in attrs]
    assert links
    assert all(link.startswith("#") and link[1:] in read.ids for link in links)
    assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
    assert (
        re.findall(r"https?://", page.replace("http://www.w3.org/2000/svg", "")) == []
    )


def test_structure_is_accessible(page, read):
    assert '<html lang="fr">' in page
    assert len(read.ids) == len(set(read.ids))
    assert len([tag for tag, _ in read.tags if tag == "h1"]) == 1
    for found in read.tables:
        assert found["caption"] == 1
        assert set(found["th"]) <= {"col", "row"}
    figures = [attrs for tag, attrs in read.tags if tag == "svg"]
    assert len(figures) >= 8
    for attrs in figures:
        assert attrs["role"] == "img"
        assert {attrs["aria-labelledby"], attrs["aria-describedby"]} <= set(read.ids)


def test_names_are_escaped(page):
    assert "Service <fictif>" not in page
    assert "Service &lt;fictif&gt;" in page


def test_every_axis_and_indicator_is_there(table, read):
    assert {*table.definitions.axes, "lecture", "definitions"} <= set(read.ids)
    said = " ".join(read.texts["h1"]) + " ".join(read.texts["td"])
    assert "indicateurs CPOM" in said.replace("\u00a0", " ")
    titles = {row.id for row in table.rows}
    assert len(titles) == 27


def test_no_cell_is_blank_and_hidden_ones_say_so(read):
    cells = read.texts["td"]
    assert len(cells) == len([tag for tag, _ in read.tags if tag == "td"])
    assert cells.count("supprimé") > 50
    assert "supprime" not in cells
    assert any("supprimé" in text for text in read.texts["desc"])


def test_small_numbers_are_in_no_chart(table, read):
    for text in read.texts["desc"]:
        for n in re.findall(r"n = (\d+)", text):
            assert int(n) >= table.k
    hidden = {
        row.category_label.fr
        for row in table.rows
        if row.id == "I10" and row.value == "supprime"
    }
    assert hidden
    [origin] = [t for t in read.texts["desc"] if "médecin traitant" in t]
    for label in hidden:
        assert f"{label}: supprimé" in origin


def test_the_break_in_the_series_is_printed(page):
    assert "Rupture de série au 15/06/2026" in page.replace("\u00a0", " ")


def test_internal_figures_are_marked():
    tables = fictitious_service(400, seed=4).tables()
    inside = compute(**tables, period=2026, audience="soignant", instruments={})
    page = cpom_page(inside)
    assert "à ne pas diffuser" in page
    assert "<td>supprimé</td>" not in page


def test_a_hidden_bar_has_no_length():
    drawn = bars("x", "t", [Bar("a", 0.5, "50 %"), Bar("b", None, "supprimé")])
    assert drawn.count("<rect") == 1
    assert "b: supprimé" in drawn


def test_funnel_plot_draws_what_it_is_given():
    points = [Point("C", 200, 0.1), Point("<J>", 50, 0.3)]
    drawn = funnel_plot("x", "t", 0.12, points)
    assert drawn.count("<circle") == 2
    assert drawn.count("<polyline") == 5
    assert "&lt;J&gt;: 30,0\u202f%, n = 50" in drawn


def test_write(tmp_path, table, page):
    path = tmp_path / "cpom.html"
    write_cpom(table, path, service="Service <fictif>")
    assert path.read_text(encoding="utf-8") == page
    with pytest.raises(FileError, match="IRDP-N029"):
        write_cpom(table, tmp_path / "nowhere" / "cpom.html")
