"""The quick way gives what a CSV reader gives, line by line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.io.lines import split_lines
from irdp.io.plain import split_plain


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.text(st.sampled_from("ab;; é\u2028\t"), max_size=7), min_size=1, max_size=8
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.integers(2, 4),
)
def test_columns_are_those_of_a_csv_reader(lines, end, closed, width):
    text = end.join(lines) + (end if closed else "")
    plain = split_plain(text, end, mark=";", quote='"', width=width)
    if not text:
        assert plain is None
        return
    rows = list(csv.reader(split_lines(text), delimiter=";", strict=True))
    fitting = [i for i, row in enumerate(rows) if len(row) == width]
    assert plain.at.tolist() == fitting
    assert [list(row) for row in zip(*plain.cells, strict=True)] == [
        rows[i] for i in fitting
    ]
    assert sorted(plain.odd) == sorted(set(range(len(rows))) - set(fitting))
    assert plain.size == len(rows)
    read = csv.reader(io.StringIO("\n".join(plain.odd.values())), delimiter=";")
    assert [r for r in read if r] == [
        r for i, r in enumerate(rows) if i in plain.odd and r
    ]


@pytest.mark.parametrize(
    ("text", "end", "width"),
    [
        ('1;"2"\n', "\n", 2),
        ("1;2\r3;4\n", "", 2),
        ("1\n2\n", "\n", 1),
        ("", "\n", 2),
        (f"1;{'x' * 140_000}\n2;3\n", "\n", 2),
    ],
)
def test_what_takes_a_csv_reader_is_left_to_it(text, end, width):
    assert split_plain(text, end, mark=";", quote='"', width=width) is None
