import pytest

from irdp.catalogue import Catalog
from irdp.definition.lock import read_lock
from irdp.review.lock import check_lock, compute_lock, write_lock
from irdp.shipped import shipped_folder


@pytest.fixture
def locked(copy):
    copied = copy("epices", "was")
    write_lock(copied.catalog, copied.folder)
    return copied


def test_every_released_document_of_the_library_is_in_lock():
    catalog = Catalog()
    said = check_lock(catalog, shipped_folder())
    assert read_lock(shipped_folder()).digests
    assert [d.message.en for d in said] == []


def codes(copied):
    return [d.code for d in check_lock(copied.catalog, copied.folder)]


def test_what_was_written_is_what_is_read(locked):
    lock = compute_lock(locked.catalog, locked.folder)
    assert read_lock(locked.folder) == lock
    kinds = {key.split()[0] for key in lock.digests}
    assert kinds == {"questionnaire", "scoring", "case"}
    assert codes(locked) == []
    assert "was" not in str(
        compute_lock(locked.catalog, locked.folder, leave_out={"was"})
    )


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("scoring", "from: 6", "from: 5"),
        ("scoring", "en: Work ability score", "en: Work Ability score"),
        ("scoring", "status: research", "status: illustrative"),
        ("questionnaire", "max: 10", "max: 11"),
        ("cases", "WAI1: 4", "WAI1: 3"),
    ],
)
def test_a_released_file_is_never_edited(locked, kind, old, new):
    path = locked.path(kind, "was")
    if old not in path.read_text(encoding="utf-8"):
        old, new = "WAI1: 0", "WAI1: 1"
    locked.edit(path, old, new)
    (said,) = check_lock(locked.catalog, locked.folder)
    assert said.code == "IRDP-Q060"
    assert said.place.file.endswith(path.name)
    assert said.place.line > 0


def test_a_new_case_is_free_a_removed_one_is_not(locked):
    path = locked.path("cases", "was")
    text = path.read_text(encoding="utf-8")
    last = text.rindex("  - id: ")
    new = "  - id: one_more\n    source: test\n    answers: {WAI1: 5}\n"
    path.write_text(text + new, encoding="utf-8")
    assert codes(locked) == []
    path.write_text(text[:last], encoding="utf-8")
    assert codes(locked) == ["IRDP-Q103"]


def test_a_file_gone_is_said_and_a_draft_is_free(locked):
    paths = locked.version("was", "2.0.0", kinds=("scoring",))
    assert codes(locked) == ["IRDP-Q061"]
    locked.edit(paths["scoring"], "status: research", "status: draft")
    assert codes(locked) == []
    locked.path("questionnaire", "was").unlink()
    assert codes(locked) == ["IRDP-Q103"]


def test_comments_and_wording_of_comments_do_not_count(locked):
    path = locked.path("scoring", "was")
    path.write_text(
        "# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert codes(locked) == []


def test_a_damaged_line_is_said(locked):
    path = locked.folder / "LOCK"
    path.write_text(
        path.read_text(encoding="utf-8") + "scoring was\n", encoding="utf-8"
    )
    assert "IRDP-Q116" in codes(locked)
