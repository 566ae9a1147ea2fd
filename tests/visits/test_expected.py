from __future__ import annotations

import pytest

from irdp.visits.expected import expected


@pytest.mark.parametrize(
    ("item", "english"),
    [
        ("choice", "one of 0, 1, 2, or REFUS, NSP, NC, 88"),
        ("many", "any of A, B, none, or REFUS, NSP, NC, 88"),
        ("integer", "a whole number from -100 to 100, or REFUS, NSP, NC, 88"),
        ("decimal", "a number from -10 to 90, in steps of 0.1, or REFUS, NSP, NC, 88"),
        ("truth", "true or false"),
    ],
)
def test_says_what_is_accepted(specs, item, english):
    assert expected(specs[item]).get("en") == english


def test_dates_tell_their_range(specs):
    assert expected(specs["date"]).fr.startswith(
        "une date AAAA-MM-JJ, de 2020-01-01 à 2029-12-31"
    )
