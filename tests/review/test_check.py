import shutil
import time

import pytest

from irdp.errors import CallError
from irdp.review.check import check
from irdp.review.lock import write_lock
from irdp.shipped import shipped_folder


def found(copied, *paths):
    report = check(list(paths) or copied.folder, catalog=copied.catalog)
    return {d.code for d in report.diagnostics}, report


def test_the_shipped_definitions_are_clean_and_checked_in_time():
    start = time.process_time()
    report = check(shipped_folder())
    said = [d.render("en") for d in report.errors if d.code != "IRDP-Q061"]
    assert said == []
    assert report.n_cases >= 200
    assert time.process_time() - start < 10


def test_a_file_is_named_after_what_it_holds(copy):
    copied = copy("was")
    path = copied.path("scoring", "was")
    path.rename(path.with_name("scoring-was-1.0.1.yaml"))
    codes, report = found(copied)
    assert "IRDP-Q022" in codes
    (said,) = [d for d in report.diagnostics if d.code == "IRDP-Q022"]
    assert "scoring-was-1.0.0.yaml" in said.hint.en


def test_faults_of_all_files_come_in_one_run(copy):
    copied = copy("was", "epices", "phq2")
    copied.edit(copied.path("scoring", "was"), "op: sum", "op: summ")
    copied.edit(copied.path("questionnaire", "epices"), "type: choice", "type: choise")
    copied.edit(copied.path("scoring", "phq2"), "range: [0, 6]", "range: [0, 5]")
    codes, report = found(copied)
    assert {"IRDP-Q032", "IRDP-Q053"} <= codes
    assert len({d.place.file for d in report.errors}) == 3
    assert len(report.errors) == len(set(report.errors))


def test_a_changed_number_is_caught_by_a_case(copy):
    copied = copy("epices")
    copied.edit(copied.path("scoring", "epices"), "10.06", "10.05")
    codes, report = found(copied)
    assert "IRDP-Q100" in codes
    assert not report.ok


def test_lock_is_held(copy):
    copied = copy("was")
    write_lock(copied.catalog, copied.folder)
    assert found(copied)[1].ok
    copied.edit(copied.path("scoring", "was"), "fr: Faible", "fr: Basse")
    codes, report = found(copied)
    assert codes == {"IRDP-Q060"}
    assert len(report.errors) == 1


@pytest.mark.parametrize(
    ("number", "old", "new", "enough"),
    [
        ("1.0.1", "fr: Faible", "fr: Basse", True),
        ("1.0.1", "from: 6", "from: 5", False),
        ("1.1.0", "from: 6", "from: 5", True),
        ("1.1.0", "of: [WAI1]", "of: [{item: WAI1, weight: 2}]", False),
    ],
)
def test_the_smallest_bump_is_enforced(copy, number, old, new, enough):
    copied = copy("was")
    paths = copied.version("was", number, kinds=("scoring",))
    copied.edit(paths["scoring"], old, new)
    if "weight" in new:
        copied.edit(paths["scoring"], "range: [0, 10]", "range: [0, 20]")
    codes, _ = found(copied)
    assert ("IRDP-Q104" in codes) is not enough


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("{until: 2025-12-31}", "{from: 2026-01-01}", set()),
        ("{until: 2025-12-31}", "{from: 2026-02-01}", {"IRDP-Q105"}),
        ("{until: 2026-12-31}", "{from: 2026-02-01}", {"IRDP-Q106"}),
        ("{from: 2020-01-01}", "{from: 2026-02-01}", set()),
    ],
)
def test_holes_and_overlaps_of_versions_in_force(copy, before, after, expected):
    copied = copy("was")
    new = copied.version("was", "1.0.1", kinds=("scoring", "cases"))["scoring"]
    for path, text in ((copied.path("scoring", "was"), before), (new, after)):
        copied.edit(
            path, "\ninvalid_answers:", f"\neffective: {text}\ninvalid_answers:"
        )
    codes, _ = found(copied)
    assert codes == expected


def test_items_shared_by_questionnaires_are_defined_alike(copy):
    copied = copy("was", "wai")
    base, _ = found(copied)
    assert base == set()
    copied.edit(copied.path("questionnaire", "was"), "max: 10", "max: 9")
    copied.edit(copied.path("scoring", "was"), "range: [0, 10]", "range: [0, 9]")
    codes, report = found(copied)
    assert "IRDP-Q107" in codes
    (said,) = [d for d in report.diagnostics if d.code == "IRDP-Q107"]
    assert "max" in said.message.en
    assert "WAI1" in said.message.en


def test_published_asks_for_verified_sources_in_every_document(copy):
    copied = copy("demo_irdp", "epices", "demo_pdp")
    path = copied.path("referral", "demo_pdp", "0.1.0")
    copied.edit(path, "status: illustrative", "status: published")
    codes, _ = found(copied)
    assert "IRDP-Q062" in codes


def test_published_asks_for_a_source_of_every_number(copy):
    copied = copy("was")
    path = copied.path("scoring", "was")
    copied.edit(path, "status: research", "status: published")
    copied.edit(
        copied.path("questionnaire", "was"), "status: research", "status: published"
    )
    assert found(copied)[0] == set()
    copied.edit(path, "label: {fr: Faible, en: Poor}, detected: true, source: jaaskelainen_2016",
                "label: {fr: Faible, en: Poor}, detected: true")  # fmt: skip
    codes, report = found(copied)
    assert codes == {"IRDP-Q117"}
    assert "from = 0" in report.errors[0].message.fr


def test_a_definition_without_cases_is_a_warning(copy):
    copied = copy("was")
    copied.path("cases", "was").unlink()
    codes, report = found(copied)
    assert codes == {"IRDP-Q109"}
    assert report.ok


def test_one_file_or_a_subfolder_may_be_checked(copy):
    assert check(shipped_folder() / "was").n_files == 3
    copied = copy("was", "epices")
    copied.edit(copied.path("scoring", "epices"), "10.06", "10,06")
    _, report = found(copied, copied.path("scoring", "was"))
    assert report.ok
    assert report.n_definitions == 1


def test_a_private_pack_beside_the_library_and_a_copy_of_all_of_it(copy, tmp_path):
    copied = copy("was")
    report = check(copied.folder)
    assert {d.code for d in report.errors} == {"IRDP-C011"}
    whole = tmp_path / "whole"
    shutil.copytree(shipped_folder(), whole)
    (whole / "LOCK").unlink(missing_ok=True)
    assert check(whole).ok
    with pytest.raises(CallError):
        check(tmp_path / "nowhere")
