from fractions import Fraction
from itertools import product

import pytest

from irdp.catalogue import Catalog
from irdp.definition.cases import Cases
from irdp.definition.read import parse
from irdp.review.boundaries import boundaries
from irdp.review.cases import cases_of, run_cases
from irdp.review.coverage import coverage
from irdp.scorer import Scorer
from irdp.source import read_text

CATALOG = Catalog()
NAMES = [
    "epices@1.0.0",
    "wai@1.0.0",
    "phq9@1.0.0",
    "demo_irdp@0.1.0",
    "startback@1.0.0",
]


def generated(reference):
    scorer = Scorer(CATALOG.load(reference))
    found = boundaries(scorer)
    source = read_text(found.to_yaml(), "generated.yaml")
    return scorer, found, parse(source, Cases), source


@pytest.mark.parametrize("reference", NAMES)
def test_the_cases_are_read_hold_and_stand_on_both_sides_of_every_cut(reference):
    scorer, found, cases, source = generated(reference)
    assert run_cases(scorer, cases, source).passed
    shown, of = coverage(scorer, cases).counts()["cut"]
    assert shown == of
    assert found.not_found == ()
    shown, of = coverage(scorer, cases).counts()["state"]
    assert shown == of
    assert {case.source for case in cases.cases} == {"generated"}


def test_sums_are_searched_exactly():
    scorer, found, _, _ = generated("epices@1.0.0")
    score = next(s for s in scorer.definition.scores if s.id == "score")
    points = [tuple(term.points.values()) for term in score.of]
    sums = {score.constant + sum(chosen) for chosen in product(*points)}
    cases = {case.id: case.expect["score"] for case in found.cases}
    for cut in (Fraction(3017, 100), Fraction(4852, 100)):
        text = f"{float(cut):.2f}".replace(".", "_")
        assert cases[f"quintile_below_{text}"] == max(s for s in sums if s < cut)
        assert cases[f"quintile_at_{text}"] == min(s for s in sums if s >= cut)


def test_the_same_seed_gives_the_same_text():
    scorer = Scorer(CATALOG.load("startback@1.0.0"))
    assert boundaries(scorer).to_yaml() == boundaries(scorer).to_yaml()


def test_coverage_says_what_no_case_shows(copy):
    copied = copy("epices")
    path = copied.path("cases", "epices")
    text = path.read_text(encoding="utf-8")
    first, second = (text.index(f"  - id: {n}") for n in ("all_no", "max_100"))
    path.write_text(text[:second], encoding="utf-8")
    assert first < second
    catalog = copied.catalog
    scorer = Scorer(catalog.load("epices@1.0.0"))
    found = coverage(scorer, cases_of("epices@1.0.0", catalog)[0])
    lacking = {(p.kind, p.name, p.what) for p in found.lacking}
    assert ("option", "EPI01", "1") in lacking
    assert ("option", "EPI01", "0") not in lacking
    assert ("cut", "quintile", "< 30.17") in lacking
    assert ("cut", "quintile", "≥ 48.52") not in lacking
    assert ("state", "EPI01", "refused") in lacking
    assert ("value", "precaire", "false") in lacking
    assert 0 < found.share < 1
    assert "EPI01 refused" in found.render("en")


def test_coverage_of_a_policy_counts_each_rule_three_times():
    scorer = Scorer(CATALOG.load("demo_pdp@0.1.0"))
    found = coverage(scorer, cases_of("demo_pdp@0.1.0", CATALOG)[0])
    rules = {p.name for p in found.points if p.kind == "rule"}
    assert found.counts()["rule"][1] == 3 * len(rules)
    assert {p.what for p in found.points if p.kind == "rule"} == {
        "true",
        "false",
        "unknown",
    }
