"""What results look like in a file, and that they are read back as they were."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.errors import CallError
from irdp.io.csv_reader import CsvSource
from irdp.io.csv_writer import CsvWriter
from irdp.io.dialect import Dialect
from irdp.io.formula import DANGEROUS, disarm_reversibly, rearm

FRENCH = Dialect("cp1252", ";", ",", "\n")
ENGLISH = Dialect("utf-8", ",", ".", "\n")


def written(columns, dialect=FRENCH, **options):
    out = io.BytesIO()
    CsvWriter(out, list(columns), dialect, **options).write(columns)
    return out.getvalue().decode().split("\n", 1)[1]


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (30.17, "30,17", "30.17"),
        (12.0, "12", "12"),
        (-0.0, "0", "0"),
        (0.1 + 0.2, "0,30000000000000004", "0.30000000000000004"),
        (1e-7, "1e-07", "1e-07"),
        (1e300, "1e+300", "1e+300"),
        (float("nan"), '""', '""'),
        (7, "7", "7"),
        (None, '""', '""'),
        (True, "true", "true"),
        (False, "false", "false"),
        (("cellule_pdp", "suivi_habituel"),) + ("cellule_pdp|suivi_habituel",) * 2,
        ((), '""', '""'),
        ('été; "x"\n', '"été; ""x""\n"', '"été; ""x""\n"'),
    ],
)
def test_each_kind_of_value_has_one_form(value, french, english):
    assert written({"x": [value]}) == french + "\n"
    assert written({"x": [value]}, ENGLISH) == english + "\n"


@pytest.mark.parametrize("first", DANGEROUS)
def test_texts_that_a_spreadsheet_would_run_are_disarmed(first):
    text = f"{first}1+1"
    assert written({"x": [text]}).strip('"\n') == f"'{text}"
    assert written({"x": [None, text]}).split("\n", 1)[1].strip('"\n') == f"'{text}"
    assert written({"x": [text]}, protect=False).strip('"').startswith(first)
    assert written({"x": np.array([-1.5, 2.0])}) == "-1,5\n2\n"


def test_truths_and_numbers_of_one_object_column_do_not_mix():
    column = np.array([True, 1.0, 1, None, np.float64(0.5)], object)
    assert written({"x": column}) == 'true\n1\n1\n""\n0,5\n'


def test_arrays_and_lists_are_written_alike():
    values = [0.5, 2.25, float("nan")]
    assert written({"x": np.array(values)}) == written({"x": values})


@pytest.mark.parametrize(
    "columns", [{"a": [1]}, {"a": [1], "b": [1, 2]}, {"a": [1], "c": [1]}]
)
def test_columns_that_do_not_fit_the_header_are_refused(columns):
    writer = CsvWriter(io.BytesIO(), ["a", "b"], FRENCH)
    with pytest.raises(CallError, match="F017"):
        writer.write(columns)


def test_a_byte_order_mark_is_written_where_one_was_read():
    out = io.BytesIO()
    CsvWriter(out, ["é"], Dialect("utf-8-sig", newline="\n"))
    assert out.getvalue() == b"\xef\xbb\xbf" + "é\n".encode()


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_a_number_is_read_back_as_the_same_number(values):
    cells = written({"x": np.array(values)}).split()
    assert [float(cell.replace(",", ".")) for cell in cells] == values


@settings(deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cs", "Cc"])
            | st.sampled_from("\r\n\t;\"'=-")
        )
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_text_is_read_back_as_the_same_text(texts, newline):
    out = io.BytesIO()
    dialect = Dialect("utf-8", newline=newline)
    CsvWriter(out, ["a", "b"], dialect, protect=False).write(
        {"a": texts, "b": ["x"] * len(texts)}
    )
    source = CsvSource(io.BytesIO(out.getvalue()), dialect)
    read = [cell for chunk in source for cell in chunk.columns["a"]]
    assert read == texts


@given(st.text(st.sampled_from("'=-+1,\tax＠\n")))
def test_rearming_undoes_disarming(text):
    safe = disarm_reversibly(text)
    assert rearm(safe) == text
    numbers = text.lstrip("+-").replace(",", "").isdigit()
    assert numbers or not safe.startswith(DANGEROUS)
