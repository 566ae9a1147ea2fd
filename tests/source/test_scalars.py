from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irdp.source import boolean_trap, number_trap
from irdp.source.scalars import plain


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("IRDP-Q015", ["2,5", "-0,5", "1 234,5", "1\u202f234,5"]),
        (
            "IRDP-Q016",
            [
                "1_000",
                "1e3",
                "1.5E-3",
                "010",
                "00",
                "0x1F",
                "0o17",
                "0b1",
                "1:30",
                "+5",
                ".5",
                "5.",
                "1 000",
                "1\u00a0000",
                "1'000",
            ],
        ),
        (
            "IRDP-Q017",
            [
                ".nan",
                "NaN",
                ".inf",
                "-inf",
                "Infinity",
                "-0",
                "-0.0",
                "9" * 41,
                "1." + "0" * 5000,
            ],
        ),
        (None, ["5", "-2.50", "", "souvent", "2024-01-02", "1.0.0", "1/3", "12 %"]),
    ],
)
def test_each_spelling_of_a_number_is_explained(code, texts):
    assert {text: number_trap(text) for text in texts} == dict.fromkeys(texts, code)


@pytest.mark.parametrize(
    "text", ["1" * 300_000 + "x", "1_" * 200_000 + "x", "1:" * 200_000]
)
def test_a_long_text_is_explained_in_linear_time(text):
    assert number_trap(text) is None


@given(
    st.decimals(
        allow_nan=False,
        allow_infinity=False,
        places=3,
        min_value=-(10**30),
        max_value=10**30,
    )
)
def test_decimals_keep_every_digit(number):
    text = f"{number:f}"
    value = plain(text)
    if number.is_zero() and number.is_signed():
        assert value == text
    else:
        assert isinstance(value, Decimal)
        assert str(value) == text


def test_the_fortieth_digit_is_the_last():
    assert plain("9" * 40) == Decimal("9" * 40)
    assert plain("-0." + "1" * 39) == Decimal("-0." + "1" * 39)
    assert plain("9" * 41) == "9" * 41


def test_yes_is_a_text_where_a_boolean_is_expected():
    assert [boolean_trap(text) for text in ("yes", "Non", "On", "true", "x")] == [
        "IRDP-Y013",
        "IRDP-Y013",
        "IRDP-Y013",
        None,
        None,
    ]
