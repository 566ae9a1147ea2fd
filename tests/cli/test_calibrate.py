"""`irdp calibrate` and `irdp report` on a file: streams, exit codes, what is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import irdp
from irdp.cli.app import run

MADE_UP = Path(__file__).parents[1] / "recalibration"
NAME = "scoring-made_up-1.2.0.yaml"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a scoring and the file of a cohort, as a French export."""
    monkeypatch.chdir(tmp_path)
    for path in MADE_UP.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    rng = np.random.default_rng(7)
    x = rng.integers(0, 101, 3000)
    y = rng.random(3000) < 1 / (1 + np.exp(3.6 - 0.045 * x))
    cells = ["oui" if event else "non" for event in y]
    cells[:5] = [""] * 5
    rows = [f"{i};{x[i]};40;01/03/2026;{cells[i]};S{i % 3}" for i in range(3000)]
    text = "\n".join(["id_visite;x;age;visit_date;issue;service", *rows, ""])
    (tmp_path / "visites.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_calibrate_writes_the_next_version_and_says_what_changed(capsys):
    asked = ["calibrate", "visites.csv", "-d", NAME, "--outcome", "issue"]
    asked += ["--places", "100/1000", "--sensitivity", "0.80", "--service", "service"]
    assert run([*asked, "--json"]) == 0
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert said["diff"]["level"] == "major"
    assert said["method"] == said["closed_test"]["choice"] == "logistic"
    assert "lues 3000 = comptées 2995" in err
    assert "+ sans score ou sans issue 5" in err
    new = irdp.load_file(said["written"]).definition
    assert (new.version, new.derived_from.version) == ("2.0.0", "1.2.0")
    assert set(new.calibration.bands_from) == {"middle", "high"}
    assert new.calibration.data.services == 3
    assert run(asked) == 2  # a version that is written never changes
    assert "IRDP-K095" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_report_is_one_file_without_small_counts(capsys):
    asked = ["report", "visites.csv", "-d", NAME, "--outcome", "issue"]
    asked += ["--places", "100/1000", "-o", "rapport.html"]
    assert run([*asked, "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("n 2995")
    assert "Written: rapport.html" in err
    html = Path("rapport.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in html
    assert "made_up@1.2.0" in html
    assert run(asked) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--outcome", "devenir"], "IRDP-K098"),
        (["--outcome", "x"], "IRDP-K097"),
        (["--outcome", "issue", "--service", "ville"], "IRDP-K098"),
        (["--outcome", "issue", "--places", "4"], "IRDP-K099"),
        (["--outcome", "issue", "--places", "x", "--sensitivity", "0.8"], "IRDP-K062"),
        (["--outcome", "issue", "--method", "beta"], "IRDP-K011"),
        (["--outcome", "issue", "--to", "1.0.0"], "IRDP-K092"),
        (["--outcome", "issue", "--to", "deux"], "IRDP-K092"),
        (["--outcome", "issue", "--counted", "level"], "IRDP-K090"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    folder, capsys, arguments, code
):
    before = sorted(folder.iterdir())
    assert run(["calibrate", "visites.csv", "-d", NAME, *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, code in err) == ("", True)
    assert "Traceback" not in err
    assert sorted(folder.iterdir()) == before
