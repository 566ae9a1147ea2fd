"""Instruments of shapes that no shipped definition has hold their cases."""

from pathlib import Path

import pytest

from irdp.catalogue import Catalog
from irdp.loading import load, load_file
from irdp.review.cases import cases_of, run_cases

FOREIGN = Path(__file__).parent.parent / "data" / "foreign"
SCORINGS = sorted(FOREIGN.glob("*/scoring-*.yaml"))


def test_every_folder_has_a_scoring_and_its_cases():
    folders = [p for p in sorted(FOREIGN.iterdir()) if p.is_dir()]
    assert [s.parent for s in SCORINGS] == folders
    assert all(len(list(folder.glob("cases-*.yaml"))) == 1 for folder in folders)


@pytest.mark.parametrize("path", SCORINGS, ids=lambda p: p.parent.name)
def test_cases_computed_elsewhere_hold_alone_in_batch_and_shuffled(path):
    catalog = Catalog(paths=(path.parent,))
    reference = load_file(path).definition.reference
    found = run_cases(load(reference, catalog=catalog), *cases_of(reference, catalog))
    assert found.n >= 4
    assert found.passed, [d.render("en") for d in found.diagnostics]
