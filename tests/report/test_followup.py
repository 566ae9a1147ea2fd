"""The two lists: who may have the mid-career visit, what became of the files."""

import datetime as dt
import re

import pytest

from irdp.errors import CallError
from irdp.examples import fictitious_service
from irdp.report.followup import (
    Eligible,
    eligible_mi_carriere,
    follow_up_files,
    follow_up_page,
    mi_carriere_page,
    write_page,
)

SUIVIS = {
    "cle_salarie": [
        "due",
        "early2",
        "early1",
        "old",
        "young",
        "gone",
        "seen",
        "nobody",
    ],
    "annee_naissance": [1981, 1983, 1982, 1980, 1984, 1981, 1981, None],
    "date_entree": ["2020-01-01"] * 8,
    "date_sortie": [None, None, "2026-01-01", None, None, "2025-12-31", None, None],
}
VISITES = {
    "cle_salarie": ["seen", "due", "due", "early2"],
    "type": ["vip|mi_carriere", "vip", "mi_carriere", "reprise"],
    "date": ["2024-05-02", "2025-01-01", "2027-01-01", "2026-02-02"],
}
DOSSIERS = {
    "id_dossier": ["D2", "D1", "D3"],
    "orientation_le": ["2026-01-31", "2025-11-30", None],
    "situation_3m": ["formation", "", "arret"],
    "situation_6m": ["", "maintien_poste", ""],
    "situation_12m": ["", "", ""],
}


def test_eligible_by_civil_year_those_seen_left_out():
    rows = eligible_mi_carriere(SUIVIS, VISITES, year=2026, audience="soignant")
    assert rows == (
        Eligible("due", "echeance"),
        Eligible("early1", "anticipation"),
        Eligible("early2", "anticipation"),
    )


def test_eligible_of_a_service_against_a_plain_count():
    service = fictitious_service(2_000, seed=3)
    rows = eligible_mi_carriere(
        service.suivis, service.visites, year=2026, audience="cellule_pdp"
    )
    seen = {
        key
        for key, kind, day in zip(
            service.visites["cle_salarie"],
            service.visites["type"],
            service.visites["date"].astype(str),
            strict=True,
        )
        if "mi_carriere" in kind and day <= "2026-12-31"
    }
    columns = ("cle_salarie", "annee_naissance", "date_entree", "date_sortie")
    wanted = {
        str(key)
        for key, born, entry, leave in zip(
            *(service.suivis[c] for c in columns), strict=True
        )
        if key not in seen
        and 2026 - born in {43, 44, 45}
        and str(entry) <= "2026-12-31"
        and (str(leave) == "NaT" or str(leave) >= "2026-01-01")
    }
    assert {row.key for row in rows} == wanted
    assert len(wanted) > 20


def test_files_at_three_six_and_twelve_months():
    rows = follow_up_files(DOSSIERS, on=dt.date(2026, 8, 1), audience="soignant")
    assert [row.key for row in rows] == ["D1", "D2"]
    first, second = rows
    assert first.due == {
        3: dt.date(2026, 2, 28),
        6: dt.date(2026, 5, 30),
        12: dt.date(2026, 11, 30),
    }
    assert first.situation == {3: "inconnu", 6: "maintien_poste", 12: "a_venir"}
    assert second.situation == {3: "formation", 6: "inconnu", 12: "a_venir"}


@pytest.mark.parametrize("audience", ["pilotage", "externe", "employeur"])
def test_nobody_else_gets_keys(audience):
    with pytest.raises(CallError, match="IRDP-R00"):
        eligible_mi_carriere(SUIVIS, VISITES, year=2026, audience=audience)
    with pytest.raises(CallError, match="IRDP-R00"):
        follow_up_files(DOSSIERS, on=dt.date(2026, 8, 1), audience=audience)


def test_a_table_that_lacks_is_said():
    with pytest.raises(CallError, match="IRDP-N022"):
        follow_up_files(None, on=dt.date(2026, 8, 1), audience="soignant")


@pytest.fixture
def pages():
    on = dt.date(2026, 8, 1)
    files = follow_up_files(DOSSIERS, on=on, audience="soignant")
    rows = eligible_mi_carriere(SUIVIS, VISITES, year=2026, audience="soignant")
    return [mi_carriere_page(rows, year=2026), follow_up_page(files, on=on)]


def test_pages_hold_keys_only(pages):
    middle, files = (re.sub(r"[\u00a0\u202f]", " ", page) for page in pages)
    assert "la liste ne convoque personne" in middle
    assert "early1" in middle
    assert not re.search(r"198\d", middle)
    assert "maintien au poste (30/05/2026)" in files
    assert "à venir (30/11/2026)" in files
    for page in (middle, files):
        assert not re.search(r"<(script|link|img|form)\b|https?://", page)


def test_pages_open_in_a_browser(pages, tmp_path, browser):
    for number, page in enumerate(pages):
        target = tmp_path / f"{number}.html"
        write_page(page, target)
        opened = browser.open(target)
        assert (opened.console, opened.requests) == ([], [])
        assert browser.violations(target) == []
