"""Every notebook runs from its first cell to its last, and is stored without results."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))
LONGEST = 120


def cells(path):
    book = json.loads(path.read_text(encoding="utf-8"))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    return book["cells"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_in_order_and_in_time(path, monkeypatch, capsys):
    monkeypatch.chdir(path.parent)
    names: dict[str, object] = {"__name__": "__main__"}
    start = time.monotonic()
    for cell in cells(path):
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            code = compile("".join(cell["source"]), f"{path.stem}-{cell['id']}", "exec")
            exec(code, names)  # noqa: S102 - our own notebook
    assert time.monotonic() - start < LONGEST
    assert capsys.readouterr().out


def test_the_way_ends_with_a_published_version(monkeypatch, capsys):
    (path,) = (p for p in NOTEBOOKS if p.stem == "recalibrer")
    monkeypatch.chdir(path.parent)
    names: dict[str, object] = {}
    written = ["".join(c["source"]) for c in cells(path) if c["cell_type"] == "code"]
    exec("\n".join(written), names)  # noqa: S102 - our own notebook
    first, new = names["premiere"], names["nouvelle"]
    assert new.scoring.reference == "panel_allemand@0.2.0"
    assert new.scoring.derived_from.version == first.scoring.version == "0.1.1"
    assert new.closed_test.choice != "keep"
    flagged = new.bands.cut_offs[1]
    assert flagged.figures.tp + flagged.figures.fp <= flagged.places
    assert names["jugement"].definition == "panel_allemand@0.2.0"
    assert "validated_on_update_data" not in names["jugement"].warnings
    said = " ".join("".join(c["source"]) for c in cells(path))
    assert "pour toute raison" in " ".join(said.split())
    capsys.readouterr()
