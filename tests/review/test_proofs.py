"""What is proved and refuted of a definition; only what is refuted is a fault."""

import pytest

import irdp
from irdp.catalogue import Catalog
from irdp.review.check import check
from irdp.review.proofs import proofs
from irdp.review.prove import prove
from irdp.shipped import shipped_folder

HEAD = "version: 1.0.0\nstatus: draft\ntitle: {fr: x, en: x}\n"
QUESTIONNAIRE = f"""format: irdp/questionnaire/1
id: q
{HEAD}items:
  - {{id: a, type: integer, min: 0, max: 3, label: {{fr: a, en: a}}}}
  - {{id: b, type: boolean, label: {{fr: b, en: b}}}}
"""
POLICY = f"""format: irdp/referral/1
id: p
{HEAD}scorings: {{q: q@1.0.0}}
decisions:
  - id: d
    hit: first
    proposals: {{x: {{fr: x, en: x}}, y: {{fr: y, en: y}}, z: {{fr: z, en: z}}}}
    rules:
      - {{id: r, when: RULE, propose: x, basis: {{fr: r, en: r}}}}
    default: y
    undetermined: z
"""


@pytest.fixture
def verdicts(tmp_path):
    """Return what writes a scoring (and a policy) and gives its proofs by subject."""

    def of(scores, rule=None):
        (tmp_path / "questionnaire-q-1.0.0.yaml").write_text(QUESTIONNAIRE)
        said = "".join(f"  - {{id: s{i}, {s}}}\n" for i, s in enumerate(scores, 1))
        path = tmp_path / "scoring-q-1.0.0.yaml"
        path.write_text(
            f"format: irdp/scoring/1\nid: q\n{HEAD}questionnaire: q@1.0.0\n"
            f"scores:\n{said}"
        )
        if rule is not None:
            path = tmp_path / "referral-p-1.0.0.yaml"
            path.write_text(POLICY.replace("RULE", rule))
        found = proofs(irdp.load_file(path).compiled)
        return {(p.subject, p.property): p for p in found}

    return of


def test_check_tells_what_is_refuted(verdicts, tmp_path):
    verdicts(["op: sum, of: [a, {item: b, points: {true: 1, false: 1}}]"])
    assert "IRDP-Q043" in {d.code for d in check(tmp_path).warnings}
    bands = "[{id: low, from: 0}, {id: hole, from: 3}, {id: high, from: 4}]"
    verdicts(["op: affine, of: a, factor: 2", f"op: band, of: s1, bands: {bands}"])
    assert "IRDP-Q042" in {d.code for d in check(tmp_path).errors}


def test_an_item_whose_answers_have_the_same_points(verdicts):
    found = verdicts(["op: sum, of: [a, {item: b, points: {true: 1, false: 1}}]"])
    proof = found["b", "item_matters"]
    assert proof.verdict == "refuted"
    assert proof.diagnostic.code == "IRDP-Q043"
    assert proof.diagnostic.severity == "warning"
    assert found["a", "item_matters"].verdict == "proved"


def test_a_band_between_reachable_sums(verdicts):
    bands = "[{id: low, from: 0}, {id: hole, from: 3}, {id: high, from: 4}]"
    found = verdicts(
        ["op: sum, of: [{item: a, weight: 2}]", f"op: band, of: s1, bands: {bands}"]
    )
    assert found["s2.low", "band_reachable"].verdict == "proved"
    assert found["s2.high", "band_reachable"].verdict == "proved"
    proof = found["s2.hole", "band_reachable"]
    assert proof.verdict == "refuted"
    assert proof.diagnostic.code == "IRDP-Q042"
    assert proof.diagnostic.place.line == 9


def test_a_value_below_the_first_band(verdicts):
    found = verdicts(
        [
            "op: affine, of: a, factor: 2",
            "op: sum, of: [s1, a]",
            "op: band, of: s2, bands: [{id: low, from: 1}, {id: high, from: 4}]",
        ]
    )
    proof = found["s3", "bands_tile"]
    assert proof.verdict == "refuted"
    assert proof.diagnostic.code == "IRDP-Q040"


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ("{all: [{score: q.s1, ge: 2}, {score: q.s1, lt: 1}]}", "refuted"),
        ("{score: q.s1, ge: 2}", "proved"),
        ("{score: q.s1, status: [out_of_population]}", "not_proved"),
    ],
)
def test_a_rule_that_can_never_be_true(verdicts, rule, verdict):
    proof = verdicts(["op: sum, of: [a]"], rule)["d.r", "rule_can_fire"]
    assert proof.verdict == verdict
    assert (proof.diagnostic is not None) == (verdict == "refuted")
    if proof.diagnostic:
        assert proof.diagnostic.code == "IRDP-Q051"


@pytest.mark.parametrize("reference", [e.reference for e in Catalog().list()])
def test_nothing_that_ships_is_refuted(reference):
    found = proofs(irdp.load(reference).compiled)
    assert found
    assert not [p.subject for p in found if p.verdict == "refuted"]


def test_a_folder_in_words():
    found = prove([shipped_folder() / "epices"])
    assert found.ok
    assert "epices@1.0.0" in found.render("fr")
    assert "0 réfuté" in found.render("fr")
