"""The example on real people: one command, every row accounted for."""

from __future__ import annotations

import csv
import runpy
from pathlib import Path

import pytest

import irdp
from irdp.review.check import check

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "german_panel"


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(EXAMPLE / "run.py"))


def test_the_cohort_is_the_one_that_the_data_document(script):
    rows = script["person_years"]()
    assert len(rows) == 7698
    assert sum(row["sorti_emploi"] for row in rows) == 400


def test_one_command_writes_and_scores_the_file(script, tmp_path, capsys):
    report = script["main"](tmp_path / "panel")
    assert (report.read, report.scored, report.rejected) == (7698, 7698, 0)
    said = capsys.readouterr().out
    assert "pour toute raison" in said
    assert "Ce n'est pas la désinsertion professionnelle" in said
    folder = tmp_path / "panel"
    with (folder / "panel_allemand_scores.csv").open(encoding="utf-8") as file:
        scored = list(csv.DictReader(file, delimiter=";"))
    assert len(scored) == 7698
    # The same people one by one, from the points written in the scoring.
    for row, got in zip(script["person_years"](), scored, strict=True):
        points = 3 * (row["age"] >= 55) + (row["docvis"] >= 3) + (row["docvis"] >= 10)
        points += 2 * (row["hospvis"] >= 1) + (row["educ"] < 10) + (row["educ"] < 12)
        assert int(float(got["points"].replace(",", "."))) == points + row["kids"]


def test_the_definition_and_its_cases_are_clean(script):
    found = check([EXAMPLE])
    assert [str(d) for d in found.diagnostics] == []
    scorer = irdp.load_file(script["SCORING"])
    assert scorer.definition.status == "illustrative"
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    for words in ("pour toute raison", "pas la désinsertion", "pas la France"):
        assert words in readme
