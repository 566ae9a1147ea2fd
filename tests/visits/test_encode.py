from __future__ import annotations

import datetime as dt
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.errors import CallError, ColumnsError, Severity
from irdp.ops.item import ItemSpec
from irdp.ops.lanes import FIRST, Domain, ItemType, State
from irdp.visits.dense import BLOCK
from irdp.visits.encode import Encoder, encode, encode_mapping
from irdp.visits.flat import Flat
from irdp.visits.issues import Issue, IssueCode, code_of
from irdp.visits.parse import Parser

DAY = dt.date(2024, 1, 5)
NOON = dt.datetime(2024, 1, 5, 12)  # noqa: DTZ001
MIDNIGHT = dt.datetime(2024, 1, 5)  # noqa: DTZ001
ZONED = dt.datetime(2024, 1, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))
CANARY = "zq7canary"

INTS = [0, 1, 2, 7, 88, 2, 1]
GAPS = [0, None, 2, 7, 88, None, 1]
FLOATS = [0.0, float("nan"), -0.0, 1.5, 2.0, float("inf"), 0.1]
TEXTS = ["1", "NSP", None, "", "non", "01", "2|1"]
BOOLS = [True, None, False, True]
DAYS = [DAY, None, dt.date(2031, 1, 1)]
LISTS = [["A"], None, [], ["A", "none"], ["C"], ["A"]]


def columns():
    """Name, a column of some library, and the same values as plain objects."""
    cat = pd.Series(TEXTS, dtype="category")
    chunks = pa.chunked_array([pa.array([5, *GAPS])[1:3], pa.array(GAPS)[2:]])
    dictionary = pa.chunked_array(
        [
            pa.array(TEXTS)[:4].dictionary_encode(),
            pa.array(TEXTS)[4:].dictionary_encode(),
        ]
    )
    mixed = [1, True, "1", 1.0, Decimal(1), None, np.int64(1), "1.0", object(), [1]]
    dates = [DAY, "2024-01-05", MIDNIGHT, NOON, ZONED, pd.Timestamp(DAY), pd.NaT]
    out = {
        "list": (GAPS, GAPS),
        "list-mixed": (mixed, mixed),
        "list-lists": ([[1], [True], ["1"], [1.0], [1]],) * 2,
        "list-dates": (dates, dates),
        "tuple": (tuple(TEXTS), TEXTS),
        "numpy-text": (np.array(["1", "01", ""]), ["1", "01", ""]),
        "numpy-object": (np.array(mixed, dtype=object), mixed),
        "numpy-bool": (np.array([True, False]), [True, False]),
        "numpy-duration": (np.array([1, 2], "m8[ns]"), [np.timedelta64(1, "ns")] * 2),
        "numpy-year": (np.array(["2024"], "M8[Y]"), [np.datetime64("2024", "Y")]),
        "numpy-moment": (np.array([NOON, DAY], "M8[s]"), [NOON, DAY]),
        "numpy-swapped": (np.array([1, 2], ">i4"), [1, 2]),
        "numpy-strided": (np.arange(6)[::-2], [5, 3, 1]),
        "numpy-wide": (np.array([1, 10**6, -(2**63)]), [1, 10**6, -(2**63)]),
        "numpy-uint64": (np.array([2**64 - 1, 2**64 - 2], "u8"), [2**64 - 1] * 2),
        "numpy-masked": (np.ma.masked_array([1, 2], [False, True]), [1, None]),
        "numpy-empty": (np.zeros(0), []),
        "pandas-object": (pd.Series(mixed, dtype=object), mixed),
        "pandas-gaps": (pd.Series(GAPS), GAPS),
        "pandas-Int64": (pd.Series(GAPS, dtype="Int64"), GAPS),
        "pandas-arrow": (pd.Series(GAPS, dtype="int64[pyarrow]"), GAPS),
        "pandas-string": (pd.Series(TEXTS, dtype="string"), TEXTS),
        "pandas-category": (cat, TEXTS),
        "pandas-numbers-category": (pd.Series(GAPS).astype("category"), GAPS),
        "pandas-boolean": (pd.Series(BOOLS, dtype="boolean"), BOOLS),
        "pandas-day": (pd.Series(DAYS, dtype="datetime64[ns]"), DAYS),
        "pandas-zone": (pd.Series([ZONED, None]), [ZONED, None]),
        "pandas-lists": (pd.Series(LISTS), LISTS),
        "pandas-index": (pd.Index([1, 2]), [1, 2]),
        "polars-int": (pl.Series(GAPS), GAPS),
        "polars-large": (pl.Series([2**60 + 1, None]), [2**60 + 1, None]),
        "polars-text": (pl.Series(TEXTS), TEXTS),
        "polars-category": (pl.Series(TEXTS, dtype=pl.Categorical), TEXTS),
        "polars-enum": (pl.Series(["1", None], dtype=pl.Enum(["2", "1"])), ["1", None]),
        "polars-bool": (pl.Series(BOOLS), BOOLS),
        "polars-float32": (pl.Series([0.1, None], dtype=pl.Float32), [0.1, None]),
        "polars-day": (pl.Series(DAYS), DAYS),
        "polars-moment": (pl.Series([NOON, MIDNIGHT]), [NOON, MIDNIGHT]),
        "polars-zone": (pl.Series([MIDNIGHT]).dt.replace_time_zone("CET"), [ZONED]),
        "polars-utc": (
            pl.Series([MIDNIGHT]).dt.replace_time_zone("UTC"),
            [MIDNIGHT.replace(tzinfo=dt.UTC)],
        ),
        "polars-lists": (pl.Series(LISTS), LISTS),
        "polars-null": (pl.Series([None, None]), [None, None]),
        "polars-decimal": (
            pl.Series([Decimal("1.50")], dtype=pl.Decimal(5, 2)),
            [Decimal("1.5")],
        ),
        "arrow-chunks": (chunks, GAPS),
        "arrow-array": (pa.array(GAPS)[1:], GAPS[1:]),
        "arrow-text": (pa.chunked_array([TEXTS[:3], TEXTS[3:]]), TEXTS),
        "arrow-view": (pa.array(TEXTS, pa.string_view()), TEXTS),
        "arrow-dictionary": (dictionary, TEXTS),
        "arrow-no-chunk": (pa.chunked_array([], pa.int8()), []),
        "arrow-no-dictionary": (
            pa.chunked_array([], pa.dictionary(pa.int8(), pa.string())),
            [],
        ),
        "arrow-bool": (pa.array(BOOLS), BOOLS),
        "arrow-date": (pa.array(DAYS), DAYS),
        "arrow-date64": (pa.array(DAYS, pa.date64()), DAYS),
        "arrow-lists": (pa.array(LISTS), LISTS),
    }
    for kind in (np.int8, np.uint8, np.int64, np.float16, np.float32, np.float64):
        out[f"numpy-{kind.__name__}"] = (np.array(INTS, kind), INTS)
    for kind in (np.float32, np.float64):
        values = np.array(FLOATS, kind)
        out[f"numpy-fractions-{kind.__name__}"] = (values, FLOATS)
    return out


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("name", columns())
def test_a_column_is_the_scalar_parser_row_by_row(specs, name, flat):
    column, values = columns()[name]
    for spec in specs.values():
        parser = Parser(spec, flat=Flat() if flat else None)
        expected = [parser(value) for value in values]
        frame = encode([spec], {spec.id: column}, flat=flat)
        codes = frame.codes[spec.id]
        assert codes.dtype == spec.domain.dtype
        assert not codes.flags.writeable
        issues = {i.row: i.code for i in frame.issues}
        found = [(int(c), issues.get(k)) for k, c in enumerate(codes)]
        assert found == [(c, f"IRDP-D{i:03d}" if i else None) for c, i in expected]
        one = [encode_mapping([spec], {spec.id: v}).codes[spec.id][0] for v in values]
        assert flat or one == codes.tolist()


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 5),
    st.sampled_from([0.0, -0.0, 1.0, 2.5, 0.1, float("nan"), float("inf")]),
    st.sampled_from(["0", "1", "01", "Non", "NSP", "", "A", "A|B", "1,0", "é"]),
    st.sampled_from([Decimal(1), Decimal("NaN"), DAY, NOON, ZONED, [], ["A"], [1]]),
)


@settings(deadline=None, max_examples=100)
@given(
    values=st.lists(VALUES, max_size=12)
    | st.lists(st.sampled_from(["0", "1", "1,0", "NSP", "x", "A|B"]), max_size=12),
    cut=st.integers(0, 12),
    flat=st.booleans(),
)
def test_any_chunk_and_any_order_give_the_same_codes(specs, values, cut, flat):
    encoder = Encoder(list(specs.values()), flat=flat)
    whole = encoder.table(dict.fromkeys(specs, values))
    halves = [
        encoder.table(dict.fromkeys(specs, v)) for v in (values[:cut], values[cut:])
    ]
    back = encoder.table(dict.fromkeys(specs, values[::-1]))
    again = encoder.table(dict.fromkeys(specs, values))
    assert again.issues.to_dict() == whole.issues.to_dict()
    assert [str(note) for note in again.notes] == [str(note) for note in whole.notes]
    for name in specs:
        joined = np.concatenate([half.codes[name] for half in halves])
        assert whole.codes[name].tolist() == joined.tolist()
        assert whole.codes[name].tolist() == back.codes[name].tolist()[::-1]
        rows = [encoder.row({name: v}) for v in values]
        place = list(specs).index(name)
        assert whole.codes[name].tolist() == [codes[place] for codes, *_ in rows]


@pytest.mark.parametrize("wrong", [0, 1, 3, 5000])
@pytest.mark.parametrize("kind", [pa.int8(), pa.int16(), pa.uint8(), pa.int64()])
def test_a_long_column_of_arrow_is_read_as_a_list_is(specs, kind, wrong):
    n = 2 * BLOCK + 4321
    rng = np.random.default_rng(wrong)
    values = rng.integers(0, 3, n + 3)
    values[rng.integers(0, n, wrong)] = 88  # a code of the item, outside its run
    values[rng.integers(0, n, wrong)] = 7
    filled = pa.array(values, kind, mask=rng.random(n + 3) < 0.1)
    column = pa.chunked_array([filled.slice(3, BLOCK + 5), filled.slice(BLOCK + 8)])
    plain = encode([specs["choice"]], {"choice": column.to_pylist()})
    for data in (column, pa.chunked_array([filled[3:]])):
        found = encode([specs["choice"]], pa.table({"choice": data}))
        assert np.array_equal(found.codes["choice"], plain.codes["choice"])
        assert found.issues.to_dict() == plain.issues.to_dict()
    assert len(plain.issues) >= min(wrong, 1)


TABLE = {"integer": [1, None, 300], "choice": ["1", "NSP", "2"]}


@pytest.mark.parametrize(
    ("make", "backend"),
    [
        (lambda d: d, "numpy"),
        (pd.DataFrame, "pandas"),
        (pl.DataFrame, "polars"),
        (pl.LazyFrame, "polars"),
        (pa.table, "pyarrow"),
        (lambda d: duckdb.from_arrow(pa.table(d)), "pyarrow"),
    ],
)
def test_every_library_gives_the_same_frame(specs, make, backend):
    items = [specs["integer"], specs["choice"]]
    frame = encode(items, make(TABLE))
    assert (frame.n, frame.backend) == (3, backend)
    assert frame.codes["integer"].tolist() == [FIRST + 101, 0, State.INVALID]
    assert frame.codes["choice"].tolist() == [FIRST + 1, State.UNKNOWN, FIRST + 2]
    assert frame.rejected.tolist() == [False, False, True]
    assert frame.issues.counts() == {("integer", "IRDP-D028"): 1}
    empty = encode(items, make(pa.table(TABLE)[:0].to_pydict()))
    assert (empty.n, len(empty.issues), empty.notes) == (0, 0, ())
    assert empty.codes["choice"].dtype == np.uint8


def test_an_invalid_answer_may_count_as_missing(specs):
    items = [specs["integer"], specs["choice"]]
    data = {"integer": [300], "choice": [9]}
    frame = encode(items, data, invalid="missing")
    assert not frame.rejected.any()
    assert frame.codes["integer"].tolist() == [State.INVALID]
    assert frame.issues.severity.tolist() == [0, 0]
    mixed = encode(items, data, invalid={"choice": "missing"})
    assert [(i.item, str(i.severity)) for i in mixed.issues] == [
        ("integer", "error"),
        ("choice", "warning"),
    ]
    with pytest.raises(CallError, match="IRDP-C028"):
        encode(items, data, invalid="drop")


def test_an_absent_column_is_refused_unless_it_may_be(specs):
    items = [specs["integer"], specs["choice"]]
    data = {"integr": [1], "choice": ["1"]}
    with pytest.raises(ColumnsError, match="IRDP-C024") as caught:
        encode(items, data)
    assert "integr → integer" in str(caught.value)
    frame = encode(items, data, absent=["integer"])
    assert frame.codes["integer"].tolist() == [State.MISSING]
    assert [note.code for note in frame.notes] == ["IRDP-D061", "IRDP-D062"]
    optional = ItemSpec("integer", specs["integer"].domain, optional=True)
    assert encode([optional, specs["choice"]], data).n == 1
    with pytest.raises(CallError, match="IRDP-C027"):
        encode(items, data, absent=["integr"])


@pytest.mark.parametrize("name", ["Integer", "INTEGER", "intéger", "inte\u0301ger"])
def test_a_near_miss_is_refused_with_the_name(specs, name):
    with pytest.raises(ColumnsError, match="IRDP-C023"):
        encode([specs["integer"]], {name: [1]})


def test_outer_spaces_of_a_name_do_not_count(specs):
    item = specs["integer"]
    assert encode([item], {" integer ": [1]}).codes["integer"].tolist() == [FIRST + 101]
    assert encode_mapping([item], {"integer ": 1}).codes["integer"][0] == FIRST + 101


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"integer": [1], " integer": [1]}, "C022"),
        (pd.DataFrame([[1, 2]], columns=["integer", "integer"]), "C022"),
        (pa.Table.from_arrays([pa.array([1])] * 2, ["integer", "integer"]), "C022"),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "C025"),
        ({"integer": [1], "choice": [1, 2]}, "C026"),
        ({"integer": 1}, "C021"),
        ({"integer": CANARY}, "C021"),
        ({"integer": np.zeros((2, 2))}, "C021"),
        ([{"integer": 1}], "C020"),
        (pd.Series([1]), "C020"),
    ],
)
def test_a_wrong_table_is_refused(specs, data, code):
    with pytest.raises(CallError, match=f"IRDP-{code}") as caught:
        encode([specs["integer"], specs["choice"]], data, absent=["choice"])
    assert CANARY not in str(caught.value)


def test_what_concerns_a_column_is_said_once(specs):
    items = [specs["choice"], specs["integer"]]
    data = {"choice": ["1.0", "2,0", "1.0"], "integer": ["", "", None], "x": [1, 2, 3]}
    frame = encode(items, data, flat=True)
    assert [(n.code, str(n.severity)) for n in frame.notes] == [
        ("IRDP-D060", "warning"),
        ("IRDP-D063", "warning"),
        ("IRDP-D062", "warning"),
    ]
    assert (
        Encoder(items, known=["x"], flat=True).table(data).notes[-1].code != "IRDP-D062"
    )


def test_one_visit_tells_of_unknown_keys(specs):
    codes, _, notes = Encoder([specs["integer"]]).row({"integr": 3, 4: 5})
    assert codes == [State.MISSING]
    assert "integr → integer" in notes[0].hint.en


def test_the_index_of_pandas_is_kept(specs):
    data = pd.DataFrame({"integer": [1, 2, 3]}, index=["x", "y", "y"])
    frame = encode([specs["integer"]], data)
    assert list(frame.index) == ["x", "y", "y"]
    assert list(frame.take(np.array([2, 0])).index) == ["y", "x"]


def test_no_message_holds_a_value(specs):
    items = list(specs.values())
    data = {
        name: [CANARY, [CANARY], CANARY.encode(), {CANARY: CANARY}] for name in specs
    }
    frame = encode(items, data, flat=True)
    assert frame.rejected.all()
    said = [repr(frame), repr(frame.issues), str(frame.notes), *map(repr, frame.issues)]
    said += [
        i.message.get(lang) + i.hint.get(lang)
        for i in frame.issues
        for lang in ("fr", "en")
    ]
    assert not any(CANARY in text for text in said)


@pytest.mark.parametrize("code", IssueCode)
def test_every_issue_names_its_item(code):
    issue = Issue(0, "some_item", code_of(code), Severity.ERROR)
    for text in (issue.message.fr, issue.message.en):
        assert "some_item" in text
    assert issue.hint.fr
    assert issue.hint.en


@pytest.mark.parametrize("visit", [pd.Series({"integer": 1}), [1], None])
def test_one_visit_is_a_mapping(specs, visit):
    with pytest.raises(CallError, match="IRDP-C029"):
        encode_mapping([specs["integer"]], visit)


def test_wide_items_take_wide_codes():
    spec = ItemSpec("n", Domain(ItemType.INTEGER, 70_000))
    frame = encode([spec], {"n": np.array([0, 69_999, 70_000])})
    assert frame.codes["n"].dtype == np.uint32
    assert frame.codes["n"].tolist() == [FIRST, FIRST + 69_999, State.INVALID]
