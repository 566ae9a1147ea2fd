"""What is written is read back bit for bit; what disagrees with itself is refused."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest

import irdp
from irdp import recalibration as rec
from irdp.definition.read import MODELS, parse
from irdp.definition.tree import tree
from irdp.definition.write import definition_text
from irdp.errors import CallError, DefinitionError
from irdp.report.signalement import signalement_page
from irdp.shipped import shipped_folder
from irdp.source import read_file, read_text

KINDS = ("scoring", "questionnaire", "referral", "cases")
SHIPPED = sorted(p for k in KINDS for p in shipped_folder().rglob(f"{k}-*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_every_shipped_document_is_written_as_it_was_read(path):
    model = MODELS[path.name.partition("-")[0]]
    read = parse(read_file(path), model)
    text = definition_text(tree(read))
    again = parse(read_text(text, path.name), model)
    assert again == read
    assert definition_text(tree(again)) == text


def test_a_new_version_is_written_and_scores_the_same(tmp_path, scorer, study):
    source = Path(__file__).parent / "questionnaire-made_up-1.0.0.yaml"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    path = study.new.write(tmp_path)
    assert path.name == "scoring-made_up-2.0.0.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=")
    loaded = irdp.load_file(path)
    assert loaded.definition == study.new
    assert loaded.definition.to_yaml() == text
    visits = {
        "x": list(range(101)),
        "age": [40] * 101,
        "visit_date": ["2026-03-01"] * 101,
    }
    before = rec.scorer_of(study.new, like=scorer).score(visits).values("risk")
    assert loaded.score(visits).values("risk").tobytes() == before.tobytes()
    factor = study.fit.operations[0]["factor"]
    assert f"factor: {factor}" in text


def test_the_parent_is_named_with_its_digest(scorer, study):
    derived = study.new.derived_from
    assert (derived.id, derived.version) == ("made_up", "1.2.0")
    assert derived.digest.startswith("sha256:")
    assert study.new.status == "research"
    assert [s.step for s in study.new.calibration.lineage] == ["derive", "update"]
    assert scorer.definition.derived_from is None


def test_what_is_written_never_changes(tmp_path, study):
    study.new.write(tmp_path)
    with pytest.raises(CallError, match="K095"):
        study.new.write(tmp_path)
    study.new.write(tmp_path, overwrite=True)


def test_a_folder_is_made_and_a_yaml_name_is_a_file(tmp_path, study):
    made = study.new.write(tmp_path / "new" / "folder")
    assert made == tmp_path / "new" / "folder" / study.new.file_name
    assert study.new.write(tmp_path / "mine.yml") == tmp_path / "mine.yml"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ({"version": "1.2.0"}, "K092"),
        ({"version": "1.1.9"}, "K092"),
        ({"version": "2.0.0", "bands": {"points": []}}, "K093"),
        ({"version": "2.0.0", "bands": {"level": [{"id": "low"}]}}, "K094"),
        ({"version": "2.0.0", "operations": [{"id": "a", "op": "magic"}]}, "K094"),
        ({"version": "2.0.0", "calibration": {"performance": {"auc": 1}}}, "K094"),
        (
            {
                "version": "2.0.0",
                "operations": [
                    {"id": "lp", "op": "affine", "of": "points", "factor": float("nan")}
                ],
            },
            "K094",
        ),
    ],
)
def test_a_revision_that_cannot_be_is_refused(scorer, call, code):
    with pytest.raises(CallError, match=code):
        scorer.definition.revise(**call)


def _block(study, *path, value):
    block = deepcopy(study.block)
    at = block
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return block


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("score",), "nobody", "Q120"),
        (("counted_score",), "nobody", "Q120"),
        (("bands_from",), {"nobody": {"rule": "youden"}}, "Q120"),
        (("bands_from", "high", "from"), 3, "Q121"),
        (("applicability", "age"), [16, 67], "Q122"),
        (("applicability",), {"valid_until": "2030-01-01"}, "Q122"),
    ],
)
def test_a_block_that_disagrees_with_its_scoring_is_refused(
    scorer, study, path, value, code
):
    new = scorer.definition.revise(
        version="2.0.0",
        bands={"level": study.bands.as_list},
        calibration=_block(study, *path, value=value),
    )
    with pytest.raises(DefinitionError, match=code):
        rec.scorer_of(new, like=scorer)


def test_after_its_last_day_people_are_warned(scorer, study):
    made = rec.scorer_of(study.new, like=scorer)
    visit = {"x": 50, "age": 40}
    late = made.assess({**visit, "visit_date": "2027-01-01"})
    on_time = made.assess({**visit, "visit_date": "2026-12-31"})
    for lang, words in (("fr", "jusqu'au 31/12/2026"), ("en", "until 2026-12-31")):
        assert words in late.explain(lang)
        assert words not in on_time.explain(lang)
    assert "31/12/2026" in late._repr_html_()
    pages = [signalement_page(a, audience="soignant") for a in (late, on_time)]
    assert ["31/12/2026" in page for page in pages] == [True, False]
    days = ["2026-12-31", "2027-01-01", "2027-02-01"]
    table = made.score({"x": [50] * 3, "age": [40] * 3, "visit_date": days})
    assert "visites postérieures : 2." in table._repr_html_()
    assert "31/12/2026" not in table.take(np.array([0]))._repr_html_()
    assert (
        late.to_dict() == made.assess({**visit, "visit_date": "2027-01-01"}).to_dict()
    )


def test_the_summary_of_a_file_says_until_when(tmp_path, scorer, study):
    made = rec.scorer_of(study.new, like=scorer)
    source = tmp_path / "v.csv"
    source.write_text("x;age;visit_date\n50;40;01/02/2027\n", encoding="utf-8")
    report = irdp.score_file(source, tmp_path / "o.csv", made)
    assert (report.scored, report.rejected) == (1, 0)
    assert "jusqu'au 31/12/2026" in report.render("fr")
    assert "until 2026-12-31" in report.render("en")
