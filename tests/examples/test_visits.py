"""Made-up visits: the same for a seed, readable by every definition, as declared."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import irdp
from irdp.examples.export import write_export
from irdp.examples.index_population import draw_inputs, population
from irdp.examples.visits import fictitious_visits

REFERENCES = [found.reference for found in irdp.catalog()]


@pytest.mark.parametrize("reference", REFERENCES)
def test_visits_of_every_definition_are_valid_and_repeat_for_a_seed(reference):
    scorer = irdp.load(reference)
    visits = fictitious_visits(scorer, 300, seed=4)
    assert visits.columns == fictitious_visits(scorer, 300, seed=4).columns
    table = scorer.score({n: visits.columns[n] for n in scorer.items})
    assert not table.rejected.any()
    assert "IRDP-D030" not in {issue.code for issue in table.issues}
    valued = {name: (table.status(name) == "ok").any() for name in table.outputs}
    assert any(valued.values()) or not valued
    assert len(set(visits.columns["id_visite"])) == 300


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_an_export_reads_back_as_the_same_visits(tmp_path, encoding):
    scorer = irdp.load("pdp_droits@1.0.0")
    visits = fictitious_visits(scorer, 400, seed=9)
    path = tmp_path / "v.csv"
    counts = write_export(visits, path, scorer, encoding=encoding, faults=0)
    assert counts == {"good": 400, "total": 1}
    report = irdp.score_file(path, tmp_path / "o.csv", scorer)
    assert (report.scored, report.rejected) == (400, 1)
    frame = scorer.encode({n: visits.columns[n] for n in scorer.items})
    for name, codes in frame.codes.items():
        assert report.items[name].answered == int(np.count_nonzero(codes >= 5)), name


def test_the_inputs_have_the_shares_of_the_design():
    drawn = draw_inputs(np.random.default_rng(3), 200_000)
    leave, ability = drawn["arret_plus_7j_3ans"], drawn["WAI1"]
    shares = {
        0.31: drawn["age"] >= 50,
        0.35: leave,
        0.13: drawn["tms_diagnostique"],
        0.38: drawn["douleur_tms"],
        0.15: (ability >= 6) & (ability <= 7),
    }
    for share, found in shares.items():
        assert found.mean() == pytest.approx(share, abs=0.005)
    mental, low = drawn["trouble_mental"], ability <= 5
    assert mental[leave].mean() == pytest.approx(0.20, abs=0.005)
    assert mental[~leave].mean() == pytest.approx(0.06, abs=0.005)
    assert low[leave].mean() == pytest.approx(0.19, abs=0.005)
    assert low[~leave].mean() == pytest.approx(0.05, abs=0.005)


def test_the_population_gives_the_levels_that_the_definition_declares():
    found = population()
    declared = {
        "age": 0.18,
        "arret_plus_7j_3ans": 0.23,
        "trouble_mental": 0.04,
        "tms_diagnostique": 0.07,
        "douleur_tms": 0.09,
        "WAI1": 0.12,
    }
    assert {name: round(v, 2) for name, v in found.levels.items()} == declared
    assert round(100 * found.mean, 2) == 0.80
    assert found.auc == pytest.approx(0.665, abs=0.01)
    assert found.events[0.05] == pytest.approx(0.16, abs=0.01)
    assert found.events[0.15] == pytest.approx(0.34, abs=0.015)
    assert found.render("fr").count("\n") == found.render("en").count("\n")


def test_the_demonstration_needs_no_extra(tmp_path):
    code = (
        "import sys\n"
        "for name in ('pandas', 'polars', 'pyarrow', 'matplotlib', 'jinja2'):\n"
        "    sys.modules[name] = None\n"
        "from irdp.cli.app import run\n"
        "sys.exit(run(['demo', '--out', sys.argv[1]]))\n"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, str(tmp_path / "d")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "d" / "scores.csv").exists()
