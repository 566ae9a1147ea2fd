"""What a professional made of a proposal: complete, dated, tied to its provenance."""

import datetime as dt
import json

import pytest

import irdp
from irdp.errors import CallError
from irdp.results.validation_record import ValidationRecord, record_decision

DAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def assessment():
    return irdp.load("pdp@0.1.0").assess({"visit_date": "2026-10-05"})


def record(assessment, outcome="accepted", **changes):
    given = {"by": "medecin_travail", "on": DAY} | changes
    return record_decision(assessment, "orientation", outcome, **given)


def test_accepted_retains_what_was_proposed(assessment):
    kept = record(assessment)
    assert kept.proposed == kept.retained == ("a_completer",)
    assert kept.provisional == assessment.decisions["orientation"].provisional
    assert kept.why == ""


def test_changed_retains_another_proposal_of_the_same_decision(assessment):
    kept = record(assessment, "changed", chosen="cellule_pdp", why="vu en réunion")
    assert kept.retained == ("cellule_pdp",)
    assert record(assessment, "refused", why="déjà suivi").retained == ()


def test_it_is_tied_to_its_provenance_and_comes_back(assessment):
    kept = record(assessment, "refused", why="déjà suivi", by="idest")
    plain = json.loads(kept.to_json())
    origin = assessment.provenance
    assert plain["provenance"] == {
        "reference": origin.reference,
        "scoring_digest": origin.scoring_digest,
        "content_digest": origin.content_digest,
        "engine": origin.engine,
    }
    assert (plain["on"], plain["was"]) == ("2026-11-21", "to_be_validated")
    assert ValidationRecord.from_dict(plain) == kept


def test_its_repr_says_nothing_of_the_person(assessment):
    kept = record(assessment, "refused", why="secret médical")
    assert "secret" not in repr(kept)
    assert "a_completer" not in repr(kept)


@pytest.mark.parametrize(
    ("outcome", "changes", "code"),
    [
        ("ok", {}, "IRDP-R010"),
        ("accepted", {"by": "employeur"}, "IRDP-R011"),
        ("accepted", {"by": "assistant_social"}, "IRDP-R011"),
        ("refused", {}, "IRDP-R012"),
        ("refused", {"why": "  "}, "IRDP-R012"),
        ("changed", {"why": "x", "chosen": "embauche"}, "IRDP-R013"),
        ("changed", {"why": "x"}, "IRDP-R014"),
        ("changed", {"why": "x", "chosen": []}, "IRDP-R014"),
        ("changed", {"why": "x", "chosen": "a_completer"}, "IRDP-R014"),
        ("accepted", {"chosen": "cellule_pdp"}, "IRDP-R014"),
        ("accepted", {"on": "2026-11-21"}, "IRDP-R015"),
        ("accepted", {"on": dt.datetime(2026, 11, 21)}, "IRDP-R015"),  # noqa: DTZ001
    ],
)
def test_what_does_not_fit_is_refused(assessment, outcome, changes, code):
    with pytest.raises(CallError, match=code):
        record(assessment, outcome, **changes)


def test_an_unknown_decision_is_refused(assessment):
    with pytest.raises(CallError, match="IRDP-C004"):
        record_decision(assessment, "x", "accepted", by="medecin_travail", on=DAY)


@pytest.mark.parametrize("key", ["schema", "decision", "provenance", "on", "by"])
def test_a_record_that_was_altered_is_not_read(assessment, key):
    plain = record(assessment).to_dict()
    with pytest.raises(CallError, match="IRDP-R01"):
        ValidationRecord.from_dict({k: v for k, v in plain.items() if k != key})


@pytest.mark.parametrize(
    "change", [{"schema": "x"}, {"on": "x"}, {"by": "x"}, {"outcome": "x"}]
)
def test_a_record_that_does_not_fit_is_not_read(assessment, change):
    plain = record(assessment).to_dict()
    with pytest.raises(CallError, match="IRDP-R01"):
        ValidationRecord.from_dict(plain | change)
