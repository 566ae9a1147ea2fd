"""What is published of a service, attacked by a solver, and the audiences."""

import dataclasses
import json

import pytest

from irdp.disclosure import intervals
from irdp.errors import CallError, IrdpError
from irdp.examples import fictitious_service
from irdp.indicators import Options, compute

CROSSED = Options(dimensions=("naf", "taille", "naf_taille"))


@pytest.fixture(scope="module")
def small_service():
    return fictitious_service(4_000, seed=3)


@pytest.fixture(scope="module")
def published(small_service, instruments):
    def publish(**given):
        given = {"period": 2026, "options": CROSSED} | given
        return compute(**small_service.tables(), instruments=instruments, **given)

    return publish


def betrayed_cells(table):
    """Return the cells that a solver brings back from what is published."""
    release = table.to_release()
    found = intervals(release.cells, release.sums)
    secret = {n: i for n, i in found.items() if n not in release.latent}
    assert secret
    return [name for name, interval in secret.items() if interval.reveals(table.k)]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"audience": "externe", "period": "2026-T1"},
        {"k": 5, "options": dataclasses.replace(CROSSED, zero_is_safe=True)},
    ],
)
def test_no_small_cell_comes_back(published, given):
    assert betrayed_cells(published(**given)) == []


def test_no_hidden_number_is_kept(published, small_service, instruments):
    table = published()
    truth = compute(
        **small_service.tables(),
        instruments=instruments,
        period=2026,
        options=CROSSED,
        audience="soignant",
    )
    released = {n for n in table.published.cells.values() if n is not None}
    assert all(n == 0 or n >= table.k for n in released if float(n).is_integer())
    fields = {f.name for f in dataclasses.fields(table)}
    assert "screen" not in fields
    assert truth.published is None


def test_nothing_small_is_printed_anywhere(published, small_service, instruments):
    table = published()
    truth = compute(
        **small_service.tables(),
        instruments=instruments,
        period=2026,
        options=CROSSED,
        audience="soignant",
    )
    for shown, known in zip(table.rows, truth.rows, strict=True):
        assert (shown.id, shown.category) == (known.id, known.category)
        for number in (shown.numerator, shown.denominator, *shown.excluded.values()):
            assert (
                number in {None, "supprime", 0}
                or number >= 11
                or (shown.kind in {"expected", "manual"} or shown.unit == "heures")
            )
        if "supprime" in {shown.numerator, shown.denominator}:
            assert shown.value == "supprime"
            assert shown.low is shown.high is None
            assert shown.display() == "supprime"
            assert shown.state == "supprime"
        elif shown.kind != "median":
            assert shown.value == known.value


def test_every_form_says_that_it_is_hidden(published, tmp_path):
    table = published()
    hidden = [row for row in table.rows if row.value == "supprime"]
    assert hidden
    tree = json.loads(table.to_json())
    assert sum(row["value"] == "supprime" for row in tree["rows"]) == len(hidden)
    columns = table.to_frame()
    assert columns["display"].count("supprime") == len(hidden)
    assert all(
        value is None
        for value, shown in zip(columns["value"], columns["display"], strict=True)
        if shown == "supprime"
    )
    table.to_csv(tmp_path / "cpom.csv")
    lines = (tmp_path / "cpom.csv").read_text(encoding="utf-8").splitlines()
    assert sum("supprime" in line for line in lines) >= len(hidden)
    assert table._repr_html_().count("<td>supprime</td>") >= len(hidden)


@pytest.mark.parametrize("audience", ["employeur", "", "Pilotage"])
def test_there_is_no_audience_for_an_employer(audience):
    with pytest.raises(CallError, match="IRDP-N026"):
        compute({}, period=2026, audience=audience)


@pytest.mark.parametrize(
    ("audience", "k", "code"),
    [("pilotage", 4, "N001"), ("externe", 10, "N027"), ("pilotage", 5, None)],
)
def test_thresholds(audience, k, code):
    if code is None:
        assert compute({}, period=2026, audience=audience, k=k).k == k
    else:
        with pytest.raises(IrdpError, match=f"IRDP-{code}"):
            compute({}, period=2026, audience=audience, k=k)


def test_releases_are_guarded(published, tmp_path):
    log = tmp_path / "publications.json"
    options = Options(dimensions=())
    year = published(options=options)
    year.release(log)
    year.release(log)  # the same again tells nothing new
    with pytest.raises(CallError, match="IRDP-N011"):
        published(options=options, period="2026-01-01/2026-12-29").release(log)
    published(options=options, period="2025").release(log)
    soignant = published(audience="soignant")
    with pytest.raises(CallError, match="IRDP-N030"):
        soignant.release(log)
    assert "S0" not in log.read_text()
