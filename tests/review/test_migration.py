import numpy as np
import pandas as pd
import polars as pl
import pytest

from irdp.definition.digest import content_digest, scoring_digest
from irdp.errors import CallError, ColumnsError, DefinitionError
from irdp.review.check import check
from irdp.review.migration import plan_migration


def plan(copied, edits, migration):
    path = copied.version("epices", "2.0.0", kinds=("questionnaire",))["questionnaire"]
    for old, new in edits:
        copied.edit(path, old, new, count=-1)
    if migration:
        text = path.read_text(encoding="utf-8").rstrip("\n")
        path.write_text(text + "\nmigration:\n" + migration, encoding="utf-8")
    catalog = copied.catalog
    entries = [catalog.entry(f"epices@{v}.0.0", ("questionnaire",)) for v in (1, 2)]
    before, after = (catalog.document(e) for e in entries)
    return plan_migration(before, after, catalog.source(entries[1].path))


RENAMED = [("  - id: EPI06\n", "  - id: SPORT\n")]
RECODED = [
    (
        (
            "label: {fr: Sport, en: Sport}\n    options:\n"
            '      - {code: 1, label: {fr: Oui, en: "Yes"}, aliases: [Oui, oui]}\n'
            '      - {code: 0, label: {fr: Non, en: "No"}, aliases: [Non, non]}\n'
        ),
        (
            "label: {fr: Sport, en: Sport}\n    options:\n"
            '      - {code: oui, label: {fr: Oui, en: "Yes"}}\n'
            '      - {code: non, label: {fr: Non, en: "No"}}\n'
        ),
    )
]
RULES = "  from: 1.0.0\n  rename: {EPI06: SPORT}\n  recode: {SPORT: {1: oui, 0: non}}\n"


def test_a_rename_with_a_one_to_one_recode_loses_nothing(copy):
    found = plan(copy("epices"), RECODED + RENAMED, RULES)
    assert not found.lossy
    assert found.comparable
    data = {"EPI06": [1, 0.0, "Oui", None, "NSP", float("nan")], "other": [1] * 6}
    out = found.migrate(data)
    assert out["SPORT"][:5] == ["oui", "non", "oui", None, "NSP"]
    assert "EPI06" not in out
    assert out["other"] == [1] * 6
    array = np.array([1, 0, 1], np.int8)
    assert found.migrate({"EPI06": array})["SPORT"] == ["oui", "non", "oui"]
    assert found.migrate({"EPI06": 1, "age": 40}) == {"SPORT": "oui", "age": 40}


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_a_table_comes_back_as_it_came(copy, library):
    found = plan(copy("epices"), RECODED + RENAMED, RULES)
    out = found.migrate(library({"EPI06": [1, 0, 1], "age": [30, 40, 50]}))
    assert isinstance(out, library)
    assert list(out["SPORT"]) == ["oui", "non", "oui"]
    assert set(out.columns) == {"SPORT", "age"}
    with pytest.raises(ColumnsError):
        found.migrate(library({"EPI06": [1], "SPORT": ["oui"]}))


@pytest.mark.parametrize(
    ("edits", "migration", "lossy", "comparable"),
    [
        ([("fr: Sport,", "fr: Activité,")], "  from: 1.0.0\n", False, True),
        ([("min: 14", "min: 16")], "  from: 1.0.0\n", True, False),
        ([("min: 14", "min: 10")], "  from: 1.0.0\n", False, True),
        (
            [("  - id: EPI11", "  - {id: new, type: boolean, label: {fr: N}}\n  - id: EPI11")],
            "  from: 1.0.0\n",
            False,
            False,
        ),
        (RECODED, "  from: 1.0.0\n  recode: {EPI06: {1: oui, 0: oui}}\n", True, False),
        (RENAMED, "  from: 1.0.0\n  drop: [EPI06]\n", True, False),
    ],
)  # fmt: skip
def test_what_is_lost_is_said(copy, edits, migration, lossy, comparable):
    found = plan(copy("epices"), edits, migration)
    assert (found.lossy, found.comparable) == (lossy, comparable)
    assert all(loss.what.fr and loss.what.en for loss in found.losses)
    assert ("non comparables" in found.render("fr")) is not comparable


@pytest.mark.parametrize(
    ("edits", "migration", "name"),
    [
        (RENAMED, "  from: 1.0.0\n", "EPI06"),
        (RENAMED, "  from: 1.0.0\n  rename: {EPI6: SPORT}\n", "EPI6"),
        (RENAMED, "  from: 1.0.0\n  rename: {EPI06: SPORTS}\n", "SPORTS"),
        ([], "  from: 1.0.0\n  drop: [EPI06]\n", "EPI06"),
        (RECODED, "  from: 1.0.0\n", "EPI06"),
        (RECODED, "  from: 1.0.0\n  recode: {EPI06: {1: oui, 0: nein}}\n", "nein"),
        (RECODED, "  from: 1.0.0\n  recode: {EPI06: {1: oui, 0: non, 2: non}}\n", "2"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_place(copy, edits, migration, name):
    copied = copy("epices")
    with pytest.raises(DefinitionError) as error:
        plan(copied, edits, migration)
    assert {d.code for d in error.value.diagnostics} == {"IRDP-Q110"}
    assert any(name in d.message.en for d in error.value.diagnostics)
    assert all(d.place and d.place.line for d in error.value.diagnostics)
    report = check(copied.folder, catalog=copied.catalog)
    assert "IRDP-Q110" in {d.code for d in report.errors}


def test_without_a_migration_from_that_version_there_is_none(copy):
    with pytest.raises(CallError):
        plan(copy("epices"), [], "")


def test_a_migration_decides_no_number(copy):
    copied = copy("epices")
    plan(copied, [], "  from: 1.0.0\n")
    catalog = copied.catalog
    one, two = (
        catalog.document(catalog.entry(f"epices@{v}.0.0", ("questionnaire",)))
        for v in (1, 2)
    )
    assert scoring_digest([one]) == scoring_digest([two])
    assert content_digest([one]) != content_digest([two])
