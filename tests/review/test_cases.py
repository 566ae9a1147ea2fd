import pytest

from irdp.catalogue import Catalog
from irdp.review.cases import as_number, cases_of, run_cases
from irdp.scorer import Scorer

CATALOG = Catalog()


def result(copied, reference):
    catalog = copied.catalog
    return run_cases(Scorer(catalog.load(reference)), *cases_of(reference, catalog))


@pytest.mark.parametrize(
    "reference", [e.reference for e in CATALOG.list()], ids=lambda r: r.split("@")[0]
)
def test_shipped_cases_hold_alone_in_batch_and_shuffled(reference):
    found = run_cases(Scorer(CATALOG.load(reference)), *cases_of(reference, CATALOG))
    assert found.n >= 3
    assert found.passed, [d.render("en") for d in found.diagnostics]


def test_a_wrong_value_is_found_three_times_and_said_once_at_its_place(copy):
    copied = copy("epices")
    cases = copied.path("cases", "epices")
    copied.edit(cases, "{score: 53.84, quintile: Q5", "{score: 53.85, quintile: Q5")
    found = result(copied, "epices@1.0.0")
    assert {f.way for f in found.failures} == {"alone", "batch", "shuffled"}
    (said,) = found.diagnostics
    assert said.code == "IRDP-Q100"
    line = cases.read_text(encoding="utf-8").splitlines()[said.place.line - 1]
    assert "53.85" in line
    assert "53.85" in said.message.en
    assert "53.84" in said.message.en


@pytest.mark.parametrize(
    ("old", "new", "output"),
    [
        ("quintile: Q5, precaire: true", "quintile: Q4, precaire: true", "quintile"),
        ("precaire: true", "precaire: false", "precaire"),
        ("precaire: true", "precaire: 1", "precaire"),
        ("score: 75.14", "score: null", "score"),
        ("score: 75.14", 'score: "7514/100000"', "score"),
        ("expect_issues: [IRDP-D021]", "expect_issues: [IRDP-D028]", "issues"),
        (
            "expect_status: {score: too_few_answers",
            "expect_status: {score: prorated",
            "score.status",
        ),
    ],
)
def test_every_kind_of_expectation_can_fail(copy, old, new, output):
    copied = copy("epices")
    copied.edit(copied.path("cases", "epices"), old, new)
    assert {f.output for f in result(copied, "epices@1.0.0").failures} == {output}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("EPI01: 0", "EPI1: 0", "IRDP-Q101"),
        ("expect: {score:", "expect: {scor:", "IRDP-Q069"),
        ("id: max_100", "id: all_no", "IRDP-Q102"),
    ],
)
def test_names_that_do_not_exist_are_faults_of_the_cases(copy, old, new, code):
    copied = copy("epices")
    copied.edit(copied.path("cases", "epices"), old, new)
    found = result(copied, "epices@1.0.0")
    assert code in {d.code for d in found.faults}


def test_decisions_and_their_provisional_are_compared(copy):
    copied = copy("epices", "demo_irdp", "demo_pdp")
    cases = copied.path("cases", "demo_pdp", "0.1.0")
    text = cases.read_text(encoding="utf-8")
    first = text.index("expect: {orientation: suivi_habituel,")
    added = text[:first] + text[first:].replace(
        "expect: {orientation: suivi_habituel,",
        "expect: {orientation: cellule_pdp, orientation.provisional: true,",
        1,
    )
    cases.write_text(added, encoding="utf-8")
    found = result(copied, "demo_pdp@0.1.0")
    outputs = {f.output for f in found.failures}
    assert outputs == {"orientation", "orientation.provisional"}


@pytest.mark.parametrize("text", ["1e99999999", "high", "1/0", ""])
def test_what_is_no_number_is_none(text):
    assert as_number(text) is None
