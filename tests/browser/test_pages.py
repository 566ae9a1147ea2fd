"""The large pages in a real browser: silent, accessible, printable."""

import pytest

from irdp.examples import fictitious_service
from irdp.indicators import Instrument, compute
from irdp.report.cpom import write_cpom


@pytest.fixture(scope="module")
def cpom(tmp_path_factory):
    tables = fictitious_service(3_000, seed=4).tables()
    index = Instrument(
        status="demo_irdp.risque.status",
        band="demo_irdp.risque.band",
        detected={"forte"},
        definition="demo_irdp@0.1.0",
    )
    table = compute(**tables, period=2026, instruments={"demo_irdp": index})
    path = tmp_path_factory.mktemp("cpom") / "cpom.html"
    write_cpom(table, path, service="Service fictif")
    return path


def test_the_cpom_sheet_is_silent_and_prints(cpom, browser):
    opened = browser.open(cpom)
    assert "indicateurs" in opened.dom
    assert (opened.console, opened.requests) == ([], [])
    assert browser.pdf(cpom).startswith(b"%PDF")


def test_the_cpom_sheet_is_accessible(cpom, browser):
    assert browser.violations(cpom) == []
