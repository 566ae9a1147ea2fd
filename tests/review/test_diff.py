import pytest

from irdp.catalogue import Catalog
from irdp.errors import CallError
from irdp.review.classify import Level
from irdp.review.diff import diff, diff_documents, least_version


def changed(copied, kind, name, edits, *, number="9.0.0"):
    """Return the diff of a definition and its copy under `number` with edits."""
    path = copied.version(name, number, kinds=(kind,))[kind]
    for old, new in edits:
        copied.edit(path, old, new)
    catalog = copied.catalog
    if kind == "questionnaire":
        pair = [
            catalog.document(catalog.entry(f"{name}@{n}", (kind,)))
            for n in ("1.0.0", number)
        ]
        return diff_documents(*pair)
    return diff(catalog.load(f"{name}@1.0.0"), catalog.load(f"{name}@{number}"))


def classes(found):
    return {(c.about, c.level) for c in found.changes}


@pytest.mark.parametrize(
    ("edits", "expected", "least"),
    [
        ([], set(), "1.0.1"),
        ([("fr: Faible", "fr: Basse")], {("wording", "patch")}, "1.0.1"),
        ([("status: research", "status: published")], {("provenance", "patch")}, "1.0.1"),
        ([("verified: true", "verified: false")], {("provenance", "patch")}, "1.0.1"),
        ([("unit: point", "unit: pt")], {("meaning", "patch")}, "1.0.1"),
        ([("from: 6", "from: 5")], {("decision", "minor")}, "1.1.0"),
        ([("id: moderate", "id: middle")], {("decision", "minor")}, "1.1.0"),
        ([(", detected: true", "")], {("decision", "minor")}, "1.1.0"),
        ([("of: [WAI1]", "of: [WAI1]\n    constant: 0.5"),
          ("range: [0, 10]", "range: [0.5, 10.5]")],
         {("score", "major"), ("meaning", "patch")}, "2.0.0"),
        ([("missing: none_allowed", "missing: none_allowed\n    decimals: 1")],
         {("score", "major")}, "2.0.0"),
        ([("sources:", "  - {id: more, op: n_answered, of: [WAI1]}\nsources:")],
         {("optional_score", "minor")}, "1.1.0"),
        ([("invalid_answers: reject", "invalid_answers: missing")],
         {("score", "major")}, "2.0.0"),
        ([("    unit: point", "    unit: point\n    report: internal")],
         {("structure", "major")}, "2.0.0"),
    ],
)  # fmt: skip
def test_a_change_of_a_scoring_is_named_and_bumped(copy, edits, expected, least):
    found = changed(copy("was"), "scoring", "was", edits)
    assert classes(found) == expected
    assert found.least == least
    assert found.enough


def test_a_truth_read_by_a_number_changes_scores_and_else_only_a_decision(copy):
    alone = changed(copy("phq9"), "scoring", "phq9", [("ge: 10", "ge: 11")])
    assert classes(alone) == {("decision", "minor")}


def test_a_truth_read_by_a_number_is_a_score(copy):
    edits = [("{item: PHQ9, ge: 1}", "{item: PHQ9, ge: 2}")]
    found = changed(copy("phq9"), "scoring", "phq9", edits)
    assert classes(found) == {("score", "major")}


def test_the_same_change_below_one_is_a_minor_bump():
    assert least_version("0.1.0", Level.MAJOR) == "0.2.0"
    assert least_version("0.1.0", Level.MINOR) == "0.1.1"
    assert least_version("0.1.0", Level.PATCH) == "0.1.1"
    assert least_version("1.2.3", Level.MAJOR) == "2.0.0"


OPTION = '{code: 1, label: {fr: Oui, en: "Yes"}, aliases: [Oui, oui]}'


@pytest.mark.parametrize(
    ("edits", "level"),
    [
        ([("fr: Sport,", "fr: Activité,")], "patch"),
        ([("refused: [REFUS]", "refused: [REFUS, RF]")], "major"),
        ([("aliases: [Oui, oui]", "aliases: [Oui, oui, O]")], "minor"),
        ([("aliases: [Oui, oui]", "aliases: [Oui]")], "major"),
        ([("min: 14", "min: 15")], "major"),
        ([("unit: year", "unit: month")], "major"),
        ([("  - id: EPI11", "  - {id: new, type: boolean, label: {fr: N}}\n  - id: EPI11")],
         "major"),
        ([("  - id: EPI11",
           "  - {id: new, type: boolean, optional: true, label: {fr: N}}\n  - id: EPI11")],
         "minor"),
    ],
)  # fmt: skip
def test_a_change_of_a_questionnaire(copy, edits, level):
    found = changed(copy("epices"), "questionnaire", "epices", edits)
    assert found.level == level


@pytest.mark.parametrize(
    ("edit", "level"),
    [
        (("fr: Sport,", "fr: Activité,"), "patch"),
        (("refused: [REFUS]", "refused: [REFUS, RF]"), "minor"),
        (("min: 14", "min: 15"), "major"),
        (("  - id: EPI11", "  - {id: new, type: boolean, label: {fr: N}}\n  - id: EPI11"),
         "patch"),
    ],
)  # fmt: skip
def test_a_scoring_that_reads_a_new_questionnaire(copy, edit, level):
    copied = copy("epices")
    asked = copied.version("epices", "2.0.0", kinds=("questionnaire",))["questionnaire"]
    copied.edit(asked, *edit)
    edits = [("questionnaire: epices@1.0.0", "questionnaire: epices@2.0.0")]
    found = changed(copied, "scoring", "epices", edits)
    assert found.level == level


@pytest.mark.parametrize(
    ("edit", "about", "least"),
    [
        (("gt: 30", "gt: 60"), "decision", "0.1.1"),
        (("hit: first", "hit: collect"), "decision", "0.1.1"),
        (("fr: Poursuivre", "fr: Continuer"), "wording", "0.1.1"),
        (("optional: true", "optional: false"), "structure", "0.2.0"),
    ],
)
def test_a_change_of_a_policy(copy, edit, about, least):
    copied = copy("demo_irdp", "epices", "demo_pdp")
    kinds = ("referral",)
    path = copied.version("demo_pdp", "0.2.0", old="0.1.0", kinds=kinds)["referral"]
    copied.edit(path, *edit)
    catalog = copied.catalog
    found = diff(catalog.load("demo_pdp@0.1.0"), catalog.load("demo_pdp@0.2.0"))
    assert {c.about for c in found.changes} == {about}
    assert found.least == least


def test_a_policy_takes_over_what_its_scoring_changes(copy):
    copied = copy("demo_irdp", "epices", "demo_pdp")
    inner = copied.version("epices", "1.1.0", kinds=("scoring",))["scoring"]
    copied.edit(inner, "10.06", "10.05")
    kinds = ("referral",)
    path = copied.version("demo_pdp", "0.1.1", old="0.1.0", kinds=kinds)["referral"]
    copied.edit(path, "epices@1.0.0", "epices@1.1.0")
    catalog = copied.catalog
    found = diff(catalog.load("demo_pdp@0.1.0"), catalog.load("demo_pdp@0.1.1"))
    assert found.level == "major"
    assert not found.enough


def test_it_reads_in_both_languages_and_names_the_numbers(copy):
    found = changed(copy("was"), "scoring", "was", [("from: 6", "from: 5")])
    assert "scores › category › bands › moderate › from : 6 → 5" in found.render("fr")
    assert "smallest number allowed: 1.1.0" in found.render("en")
    assert found.to_dict()["changes"][0]["before"] == "6"


def test_two_definitions_are_not_two_versions():
    catalog = Catalog()
    with pytest.raises(CallError):
        diff(catalog.load("was@1.0.0"), catalog.load("phq2@1.0.0"))
