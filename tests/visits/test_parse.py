from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from enum import IntEnum, StrEnum

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.ops.item import ItemSpec
from irdp.ops.lanes import FIRST, Domain, ItemType, State
from irdp.visits.encode import encode
from irdp.visits.flat import Flat
from irdp.visits.parse import Parser

MISSING, REFUSED, UNKNOWN, NA = 0, 1, 2, 3
NFD = unicodedata.normalize("NFD", "très souvent")
DAY = FIRST + (dt.date(2024, 1, 5) - dt.date(2020, 1, 1)).days
ABSENCES = [None, "", "  \u00a0", float("nan"), np.float32("nan"), Decimal("NaN")]
ABSENCES += [pd.NA, pd.NaT, np.datetime64("NaT"), Decimal("sNaN"), np.ma.masked]
PARIS = dt.timezone(dt.timedelta(hours=1))


class Two(IntEnum):
    TWO = 2


class Word(StrEnum):
    F = "F"


VALUES = {
    "choice": [
        *[(v, FIRST + 1) for v in (1, "1", 1.0, Decimal("1.00"), np.int8(1), " 1 ")],
        *[(v, FIRST + 1) for v in (np.float16(1), np.uint64(1), np.array(1))],
        *[(Two.TWO, FIRST + 2), (0, FIRST), (-0.0, FIRST), (np.str_("2"), FIRST + 2)],
        *[("NON", FIRST), ("non ", FIRST), (NFD, FIRST + 2)],
        *[("NSP", UNKNOWN), (88, UNKNOWN), (88.0, UNKNOWN), ("REFUS", REFUSED)],
    ],
    "letters": [("H", FIRST), (Word.F, FIRST + 1)],
    "integer": [(0, FIRST + 100), (-100, FIRST), (100.0, FIRST + 200), (88, UNKNOWN)],
    "decimal": [
        *[(0.1, FIRST + 101), (np.float32(0.1), FIRST + 101), (-10, FIRST)],
        *[(Decimal("1.50"), FIRST + 115), (90, FIRST + 1000), ("NC", NA)],
    ],
    "boolean": [
        *[(True, FIRST + 1), (np.bool_(0), FIRST), (1, FIRST + 1), (0.0, FIRST)],
        *[("OUI", FIRST + 1), ("NC", NA)],
    ],
    "truth": [(False, FIRST)],
    "date": [
        *[(dt.date(2024, 1, 5), DAY), (dt.datetime(2024, 1, 5), DAY)],  # noqa: DTZ001
        *[(pd.Timestamp("2024-01-05"), DAY), ("2024-01-05", DAY), ("NC", NA)],
        *[(np.datetime64("2024-01-05T00", "ns"), DAY), (88, UNKNOWN)],
    ],
    "many": [
        *[([], FIRST), (["A", "B", "A"], FIRST + 3), (("none",), FIRST + 4)],
        *[({"B"}, FIRST + 2), (np.array(["A"]), FIRST + 1), ("NSP", UNKNOWN)],
        (["NSP"], UNKNOWN),
    ],
    "numbered": [([1, 3.0], FIRST + 5), (np.array([2, 3]), FIRST + 6)],
}
FAULTS = {
    "choice": [
        *[("01", 23), ("1.0", 23), ("+1", 23), (True, 23), (np.bool_(1), 23)],
        *[("True", 23), ("nsp", 23), ("Souvent", 22), (3, 21), ("3", 21), ("oui.", 22)],
        *[(v, 24) for v in ("NA", "n/a", "None", "null", "999", "-1", "?", ".", 999)],
        *[(float("inf"), 25), (Decimal("-Infinity"), 25), (1.5, 26), (2**60, 26)],
        *[(1e300, 26), (b"1", 21), (1j, 21), ([1], 21), ({}, 21), (object(), 21)],
    ],
    "letters": [("h", 23), ("Homme", 21), (1, 21)],
    "integer": [
        *[(2.0000000001, 26), (True, 27), (101, 28), (-101, 28), (2**53 + 1, 26)],
        *[(10**5000, 26), (float("-inf"), 25), ("5", 23), ("beaucoup", 21)],
        *[("NA", 24), (Decimal("1e999999999"), 26), (Decimal("1e-999999999"), 26)],
        *[(dt.date(2024, 1, 5), 21), (np.timedelta64(3, "ns"), 21), ("-1", 24)],
    ],
    "decimal": [(0.12, 26), (90.1, 28), (False, 27), (0.1 + 0.2, 26), ("1,5", 23)],
    "boolean": [("true", 23), (2, 23), ("2", 23), ("peut-être", 22)],
    "truth": [(1, 23), ("1", 23), (0.0, 23), ("oui", 22), ("NSP", 24)],
    "date": [
        *[("05/01/2024", 32), ("2024-02-30", 32), (45292, 32), ("05/01/24", 32)],
        *[
            ("2019-12-31", 28),
            (dt.date(2030, 1, 1), 28),
            (True, 32),
            ("NA", 24),
            (10**5000, 32),
        ],
        *[(dt.datetime(2024, 1, 5, 1), 34), ("2024-01-05T00:00:00Z", 34)],  # noqa: DTZ001
        *[(dt.datetime(2024, 1, 5, tzinfo=PARIS), 34), (pd.Timestamp(1), 34)],
        *[(pd.Timestamp("2024-01-05", tz="UTC"), 34), (np.datetime64("2024", "Y"), 32)],
    ],
    "many": [
        *[(["A", "none"], 29), (["A", "NSP"], 29), (["C"], 21), ([None], 21)],
        *[("A", 23), ("A|B", 21), (["A", True], 23), ([["A"]], 21)],
    ],
    "numbered": [(1, 23), ([True], 23), (["01"], 23)],
}
FLAT = {
    "choice": [
        *[("1.0", FIRST + 1, 0), ("1,00", FIRST + 1, 0), ("01.0", 4, 23)],
        *[("88.0", UNKNOWN, 0), ("1,5", 4, 21)],
    ],
    "integer": [
        *[("12", FIRST + 112, 0), ("-5,0", FIRST + 95, 0), ("88,0", UNKNOWN, 0)],
        *[("05", 4, 23), ("1 234", 4, 28), ("1,5", 4, 26), ("1e1", 4, 23)],
        *[("999", 4, 24), ("-1", FIRST + 99, 0), ("200", 4, 28), ("9" * 5000, 4, 21)],
    ],
    "decimal": [("1,5", FIRST + 115, 0), ("1.50", FIRST + 115, 0), ("1,55", 4, 26)],
    "boolean": [("TRUE", FIRST + 1, 0), ("false", FIRST, 0), ("1.0", FIRST + 1, 0)],
    "date": [("2024-01-05", DAY, 0), ("05/01/2024", 4, 32)],
    "many": [("A|B", FIRST + 3, 0), ("A|none", 4, 29), ("A||B", 4, 21), ("NSP", 2, 0)],
    "numbered": [("1|3.0", FIRST + 5, 0), ("2", FIRST + 2, 0), (2, FIRST + 2, 0)],
}


def rows(table):
    return [
        pytest.param(item, *case, id=f"{item}-{k}")
        for item, cases in table.items()
        for k, case in enumerate(cases)
    ]


@pytest.mark.parametrize(("item", "value", "code"), rows(VALUES))
def test_reads(specs, item, value, code):
    assert Parser(specs[item])(value) == (code, 0)


@pytest.mark.parametrize(("item", "value", "issue"), rows(FAULTS))
def test_refuses(specs, item, value, issue):
    assert Parser(specs[item])(value) == (State.INVALID, issue)


@pytest.mark.parametrize(("item", "text", "code", "issue"), rows(FLAT))
def test_reads_a_flat_file(specs, item, text, code, issue):
    assert Parser(specs[item], flat=Flat())(text) == (code, issue)


@pytest.mark.parametrize("value", ABSENCES, ids=repr)
@pytest.mark.parametrize("flat", [None, Flat()])
def test_an_absence_is_missing_for_every_type(specs, value, flat):
    for spec in specs.values():
        assert Parser(spec, flat=flat)(value) == (MISSING, 0)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_thousands_may_be_spaced(space):
    pay = ItemSpec("pay", Domain(ItemType.DECIMAL, 10**6, scale=10))
    assert Parser(pay, flat=Flat())(f"1{space}234,5") == (FIRST + 12345, 0)
    assert Parser(pay, flat=Flat())(f"12{space}34") == (State.INVALID, 23)


def test_dates_and_decimals_follow_the_declared_format(specs):
    flat = Flat(decimal_comma=True, day_first=True)
    assert Parser(specs["date"], flat=flat)("05/01/2024") == (DAY, 0)
    assert Parser(specs["decimal"], flat=flat)("1.234") == (State.INVALID, 6)
    assert Parser(specs["decimal"], flat=flat)("12.5") == (FIRST + 225, 0)


def test_a_lenient_reading_is_told(specs):
    parser = Parser(specs["choice"], flat=Flat())
    assert parser.parse("1,0").lenient
    assert not parser.parse("1").lenient
    assert Parser(specs["integer"], flat=Flat()).parse("1.0").lenient
    assert not Parser(specs["decimal"], flat=Flat()).parse("1.0").lenient


def test_an_absence_wins_over_an_answer_with_the_same_code(specs):
    domain = specs["integer"].domain
    spec = ItemSpec("age", domain, {"99": State.UNKNOWN}, {})
    assert Parser(spec)(99) == (UNKNOWN, 0)
    digits = Domain(ItemType.CHOICE, 2, ("1", "9"))
    spec = ItemSpec("code", digits, {"9": State.REFUSED}, {"9": FIRST})
    assert Parser(spec)("9") == Parser(spec)(9.0) == (REFUSED, 0)


def test_an_alias_that_differs_by_case_only_is_exact(specs):
    domain = specs["choice"].domain
    parser = Parser(ItemSpec("q", domain, {}, {"Oui": FIRST, "OUI": FIRST + 1}))
    assert parser("OUI") == (FIRST + 1, 0)
    assert parser("oui") == (State.INVALID, 23)


def test_a_narrow_float_is_the_whole_number_it_holds():
    wide = ItemSpec("n", Domain(ItemType.INTEGER, 2 * 10**8))
    assert Parser(wide)(np.float32(123456792)) == (FIRST + 123456792, 0)


class Hostile:
    """Every hook raises: reading it must run none of them."""

    def _boom(self, *_args):
        raise RuntimeError

    __str__ = __repr__ = __int__ = __float__ = __index__ = __hash__ = _boom
    __eq__ = __bool__ = __len__ = __iter__ = __array__ = _boom
    __class__ = property(_boom)


class HostileText(str):
    __slots__ = ()

    def _boom(self, *_args):
        raise RuntimeError

    __str__ = __repr__ = __hash__ = __eq__ = strip = casefold = _boom


def test_no_code_of_a_value_is_run(specs):
    for spec in specs.values():
        for flat in (None, Flat()):
            parser = Parser(spec, flat=flat)
            assert parser(Hostile())[0] == State.INVALID
            assert parser([Hostile()])[0] == State.INVALID
            column = [Hostile(), [Hostile()], 1, HostileText("no"), None]
            frame = encode([spec], {spec.id: column}, flat=flat or False)
            assert frame.rejected[:2].all()
    assert Parser(specs["choice"])(HostileText("1")) == (FIRST + 1, 0)


ANYTHING = st.one_of(
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=3),
    st.complex_numbers(),
    st.lists(st.text(alphabet="ABnoe|", max_size=4), max_size=3),
    st.dictionaries(st.text(max_size=1), st.none(), max_size=1),
    st.integers(-(2**63), 2**63 - 1).map(lambda k: np.datetime64(k, "ns")),
    st.from_regex(r"[-+]?[0-9]{1,4}[.,]?[0-9]{0,3}", fullmatch=True),
)


@settings(deadline=None, max_examples=300)
@given(value=ANYTHING, flat=st.booleans())
def test_any_value_gets_a_code_of_the_domain(specs, value, flat):
    for spec in specs.values():
        code, issue = Parser(spec, flat=Flat() if flat else None)(value)
        assert 0 <= code < FIRST + spec.domain.size
        assert (code == State.INVALID) == bool(issue)
