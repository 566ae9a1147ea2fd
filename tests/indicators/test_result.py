"""The forms of a table of indicators, and the figures entered by hand."""

import csv
import json

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from irdp.errors import CallError, ColumnsError, FileError, IrdpError
from irdp.indicators import Options, compute
from irdp.indicators.protect import wilson

VISITS = {
    "id_visite": list(range(60)),
    "cle_salarie": list(range(60)),
    "date": ["2026-03-02"] * 60,
    "type": ["mi_carriere"] * 40 + ["prereprise"] * 15 + ["liaison"] * 5,
}
FRAMES = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_comes_back_as_it_came(name):
    table = compute(FRAMES[name](VISITS), period=2026)
    frame = table.to_frame()
    assert type(frame).__module__.split(".")[0] == name
    plain = compute(VISITS, period=2026).to_frame()
    rows = pl.DataFrame(frame) if name != "polars" else frame
    assert rows["display"].to_list() == plain["display"]
    assert rows.columns == list(plain)
    values = rows["value"].fill_nan(None).to_list()
    assert values == plain["value"]


def test_dataframes_with_real_dates_and_lists_give_the_same():
    frame = pl.DataFrame(VISITS).with_columns(
        pl.col("date").str.to_date(), pl.col("type").map_elements(
            lambda t: [t, "vip"] if t == "mi_carriere" else [t],
            return_dtype=pl.List(pl.String),
        )
    )  # fmt: skip
    found = compute(frame, period=2026)
    assert found.get("I03", "salaries").value == 40
    stamped = pd.DataFrame(VISITS).assign(date=pd.Timestamp("2026-03-02 10:00"))
    assert compute(stamped, period=2026).get("I03", "salaries").value == 40


def test_every_kind_of_nothing_is_unknown():
    frame = pd.DataFrame(
        {
            "id_visite": pd.array([1, 2, pd.NA], dtype="Int64"),
            "cle_salarie": pd.array(["A", pd.NA, "B"], dtype="string"),
            "date": [pd.Timestamp("2026-02-01"), pd.NaT, pd.Timestamp("2026-02-01")],
            "type": pd.Categorical(["prereprise", None, "prereprise"]),
            "demandeur": [float("nan"), None, "salarie"],
        }
    )
    table = compute(frame, period=2026, audience="soignant")
    assert table.get("I06", "nombre").value == 1
    assert table.get("I10", category="inconnu").numerator == 1
    assert table.quality == {
        "date_inconnue": 1,
        "non_realisees": 0,
        "salarie_inconnu": 1,
    }


def test_json_and_csv_carry_definition_period_and_both_languages(tmp_path):
    table = compute(VISITS, period="2026-S1")
    tree = json.loads(table.to_json("en"))
    assert tree["period"] == {"start": "2026-01-01", "end": "2026-06-30"}
    assert tree["definition"]["version"] == "1.0.0"
    assert len(tree["definition"]["sha256"]) == 64
    texts = {row["id"]: row["label"] for row in tree["rows"]}
    assert texts["I07"] == "Liaison meetings"
    table.to_csv(tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(table)
    assert {row["period_end"] for row in rows} == {"2026-06-30"}
    assert all(row["display"] for row in rows)
    with pytest.raises(FileError, match="IRDP-N029"):
        table.to_csv(tmp_path / "nowhere" / "t.csv")


def test_repr_names_no_figure_and_html_is_escaped():
    table = compute(VISITS, period=2026)
    assert "40" not in repr(table)
    assert "<score>" not in table._repr_html_()
    assert "&lt;score&gt;" in table._repr_html_()


@pytest.mark.parametrize(("events", "n"), [(0, 30), (7, 30), (30, 30), (500, 2000)])
def test_wilson_is_that_of_scipy(events, n):
    from scipy.stats import binomtest

    expected = binomtest(events, n).proportion_ci(method="wilson")
    assert wilson(events, n) == pytest.approx((expected.low, expected.high))


def test_figures_entered_by_hand_complete_the_table():
    manual = {
        "I15": {"personnes_formees": 3},
        "I24": {"informes": ["E1", "E2", "E1"], "adherents": 8},
    }
    table = compute(VISITS, period=2026, manual=manual)
    assert table.get("I15", "personnes_formees").value == 3
    assert table.get("I24", "informes").value == 2
    assert table.get("I24", "taux").value == 0.25
    assert table.get("I22", "conventions").display() == (
        "non saisi : à compter par le service"
    )


def test_members_are_counted_where_they_were_not_entered():
    suivis = {
        "cle_salarie": [1, 2, 3, 4],
        "date_entree": ["2020-01-01"] * 4,
        "date_sortie": [None, None, None, "2026-01-31"],
        "etablissement": ["E1", "E1", "E2", "E3"],
    }
    table = compute(VISITS, suivis=suivis, period=2026)
    assert table.get("I24", "adherents").value == 2


@pytest.mark.parametrize(
    ("manual", "code"),
    [
        ({"I16": {"x": 1}}, "N024"),
        ({"I15": {"procedure": 1}}, "N024"),
        ({"I15": 3}, "N024"),
        ({"I15": {"procedures": -1}}, "N025"),
        ({"I15": {"procedures": "beaucoup"}}, "N025"),
        ({"I15": {"procedures": float("nan")}}, "N025"),
    ],
)
def test_faulty_figures_are_refused(manual, code):
    with pytest.raises(CallError, match=f"IRDP-{code}"):
        compute(VISITS, period=2026, manual=manual)


@pytest.mark.parametrize(
    "options",
    [
        Options(classed_by="first"),
        Options(naf_version="1993"),
        Options(dimensions=("region",)),
    ],
)
def test_faulty_options_are_refused(options):
    with pytest.raises(CallError, match="IRDP-N028"):
        compute(VISITS, period=2026, options=options)


def test_faulty_tables_are_refused():
    with pytest.raises(ColumnsError, match="IRDP-N021"):
        compute({**VISITS, "type": ["vip"]}, period=2026)
    with pytest.raises(IrdpError, match="IRDP-N022"):
        compute(VISITS, suivis=3, period=2026)


def test_get_wants_exactly_one_row():
    table = compute(VISITS, period=2026)
    for which in (("I03",), ("I99",), ("I03", "visite")):
        with pytest.raises(CallError, match="IRDP-N028"):
            table.get(*which)


def test_no_visits_at_all():
    table = compute(None, period=2026)
    assert table.get("I03", "salaries").display() == (
        "non calculable : table « visites » absente"
    )
    empty = {name: [] for name in VISITS}
    assert compute(empty, period=2026, audience="soignant").get("I07").value == 0
    assert compute(empty, period=2026).get("I07").value == "supprime"
