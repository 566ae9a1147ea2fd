"""What the reader gives, what it sets apart, and that it loses nothing."""

from __future__ import annotations

import io
import traceback
import tracemalloc
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.errors import CallError, FileError, IrdpError
from irdp.io import encoding as enc
from irdp.io.csv_reader import CsvSource
from irdp.io.dialect import Dialect
from irdp.io.quoting import Quoter

HEADER = "id_visite;âge;q1;q2;q3;note"
CANARY = "CANARI-7391"


def read(data, **options):
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    source = CsvSource(stream, **options)
    return source, list(source)


def only(data, **options):
    source, chunks = read(data, **options)
    assert len(chunks) == 1
    return source, chunks[0]


def bad(data, **options):
    """Line and code of each faulty row, and how many rows were given."""
    source, chunks = read(data, **options)
    found = [(row.line, row.code) for chunk in chunks for row in chunk.bad]
    assert source.counts.read == source.counts.given + len(found)
    return found, source.counts.given


def code_of(data, **options):
    with pytest.raises(FileError) as raised:
        read(data, **options)
    return raised.value.diagnostics[0].code


def test_a_french_export_is_read_as_it_stands():
    rows = [
        HEADER,
        'v1;45;2,5;oui;1\u00a0234,5;"deux\r\nlignes ; et « guillemets "" »"',
        "v2;51;3,0;non;;",
    ]
    data = ("\r\n".join(rows) + "\r\n").encode("cp1252")
    source, chunk = only(data)
    assert source.dialect == Dialect("cp1252", ";", ",", "\r\n")
    assert chunk.columns["âge"] == ["45", "51"]
    assert chunk.columns["q3"] == ["1\u00a0234,5", ""]
    assert chunk.columns["note"][0] == 'deux\r\nlignes ; et « guillemets " »'
    assert chunk.lines.tolist() == [2, 4]
    assert chunk.lines.dtype == np.int64
    assert chunk.row(1) == ["v2", "51", "3,0", "non", "", ""]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_dialect_gives_the_same_cells(codec, separator, newline):
    dialect = Dialect(separator=separator, newline=newline)
    table = [["id", "é", "q"], ["1", "x;y,z|", "a\nb"], ["2", "", "ç"]]
    text = Quoter(dialect).rows(list(zip(*table, strict=True)))
    source, chunk = only(text.encode(codec))
    assert source.dialect.encoding == codec
    assert source.dialect.separator == separator
    assert list(chunk.columns) == table[0]
    assert [chunk.row(i) for i in range(len(chunk))] == table[1:]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1;2", [(2, "IRDP-D011")]),
        ("1;2;3;4", [(2, "IRDP-D011")]),
        ("7;8;9\na;b;c", [(3, "IRDP-D012")]),
        ("Total;20;", [(2, "IRDP-D012")]),
        ("TOTAL : 20", [(2, "IRDP-D012")]),
        ('1;"x;3\n4;5;6', [(2, "IRDP-D013")]),
        ('1;"abc"def;3', [(2, "IRDP-D014")]),
        ('1;"abc" ;3', [(2, "IRDP-D014")]),
        ("1;x\0y;3", [(2, "IRDP-D015")]),
        ("1;x\x1by;3", [(2, "IRDP-D015")]),
        ("1;x\u0085y;3", [(2, "IRDP-D015")]),
        (f"1;{'x' * 131073};3", [(2, "IRDP-D017")]),
    ],
)
def test_a_faulty_row_is_set_apart_with_its_code_and_the_next_is_read(body, expected):
    lines = body.count("\n") + 1
    found, rows = bad(f"a;b;c\n{body}\n10;11;12\n")
    assert found == expected
    assert rows == lines  # every other line and the last one


@pytest.mark.parametrize("last", ["9;8;7", '"9";"8";"7"', '9;"8\n8";7'])
@pytest.mark.parametrize("rows", [3, 40_000])
def test_a_quote_left_open_costs_its_own_line_only(rows, last):
    body = [f"{i};oui;non" for i in range(rows)]
    body[1] = '1;"oui;non'
    text = "\n".join(["a;b;c", *body, last, ""])
    found, rows_given = bad(text)
    assert found == [(3, "IRDP-D013")]
    assert rows_given == rows


@pytest.mark.parametrize("width", [3, 7])
def test_two_stray_quotes_do_not_swallow_the_rows_between_them(width):
    body = [[f"{i}{k}" for k in range(width)] for i in range(10)]
    body[2][1] = '"' + body[2][1]
    body[8][1] += '"'
    header = [f"c{k}" for k in range(width)]
    found, rows = bad("\n".join(map(";".join, [header, *body])))
    assert found == [(4, "IRDP-D013"), (10, "IRDP-D014")]
    assert rows == 8


def test_prose_over_several_lines_is_one_cell():
    note = '"Adresse : 12, rue X ; Lyon\n\nLe 3 ; rue Y"'
    source, chunk = only(f"id;q;note\n1;oui;{note}\n2;non;x\n")
    assert len(chunk) == 2
    assert source.counts.blank == 0


def test_blank_lines_are_counted_and_empty_cells_are_a_row():
    source, chunk = only("a;b\n\n1;2\n   \n;\n\n")
    assert (source.counts.given, source.counts.blank) == (2, 3)
    assert chunk.lines.tolist() == [3, 5]


def test_a_column_alone_needs_no_separator():
    _, chunk = only('q1\noui\n""\n\nnon\n')
    assert chunk.columns == {"q1": ["oui", "", "non"]}


def test_a_total_column_or_company_is_not_a_footer():
    found, rows = bad("employeur;q1;q2\nTotalEnergies;1;2\nTotal;oui;non\nTotal;;4\n")
    assert (found, rows) == ([(4, "IRDP-D012")], 2)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "IRDP-D001"),
        (b"\xef\xbb\xbf", "IRDP-D001"),
        (b"\n \r\n", "IRDP-D001"),
        (b"a;b;a\n1;2;3\n", "IRDP-D007"),
        ("é;e\u0301\n1;2\n".encode(), "IRDP-D007"),
        (b"1;0;1\n0;0;0\n", "IRDP-D018"),
        (b'a;"b"c\n1;2\n', "IRDP-F014"),
        (b'a;"b\n1;2\n', "IRDP-F014"),
    ],
)
def test_a_file_without_a_usable_header_is_refused(data, code):
    assert code_of(data) == code


@pytest.mark.parametrize("data", [b"a;b\n", b"a;b", b"\xef\xbb\xbfa;b\r\n\r\n"])
def test_a_header_alone_is_no_rows_and_said(data):
    source, chunks = read(data)
    assert chunks == []
    assert list(source.header.columns) == ["a", "b"]
    assert [d.code for d in source.warnings()] == ["IRDP-D002"]


def test_columns_are_renamed_and_unnamed_ones_stay_in_the_row():
    source, chunk = only(" Âge ;q;;\n45;1;;\n", rename={"A\u0302ge": "age"})
    assert list(chunk.columns) == ["age", "q"]
    assert source.header.names == ("Âge", "q", "", "")
    assert chunk.row(0) == ["45", "1", "", ""]


def test_a_map_that_does_not_fit_is_refused():
    with pytest.raises(CallError, match="q2"):
        read("q1\n1\n", rename={"q2": "x"})
    assert code_of("q1;q2\n1;2\n", rename={"q2": "q1"}) == "IRDP-D007"


def test_a_line_that_names_the_separator_is_obeyed():
    source, chunk = only("sep=,\r\na,b;c\r\n1,2\r\n")
    assert source.dialect.separator == ","
    assert chunk.lines.tolist() == [3]


@pytest.mark.parametrize("rows", [1, 2, 3, 7])
def test_chunks_hold_the_same_rows_in_the_same_order(rows):
    text = "a;b\n" + "".join(f"{i};{'x;' * (i % 5 == 0)}\n" for i in range(20))
    source, chunks = read(text, rows=rows)
    lines = [line for chunk in chunks for line in chunk.lines.tolist()]
    assert max(len(chunk) for chunk in chunks) <= rows
    assert lines == [i + 2 for i in range(20) if i % 5]
    assert [b.line for c in chunks for b in c.bad] == [2, 7, 12, 17]
    firsts = [c.lines[0] for c in chunks if len(c)]
    for chunk, after in zip(chunks, firsts[1:], strict=False):
        assert all(b.line < after for b in chunk.bad)
    assert source.counts.read == 20


def test_a_source_is_read_once():
    source, _ = read("a;b\n1;2\n")
    with pytest.raises(CallError, match="F016"):
        list(source)


class Pipe(io.RawIOBase):
    """A stream that cannot go back and gives few bytes at a time."""

    def __init__(self, data):
        self._stream = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._stream.readinto(memoryview(buffer)[:1000])


@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_a_pipe_decides_its_encoding_at_the_first_accent(codec):
    rows = ["id;note", *(f"{i};abcdefghij" for i in range(100_000)), "x;été"]
    source = CsvSource(Pipe("\r\n".join(rows).encode(codec)))
    assert "ascii" in source.dialect.describe().fr
    chunks = list(source)
    assert chunks[-1].columns["note"][-1] == "été"
    assert source.counts.given == 100_001


def test_the_file_is_closed_and_its_size_known(tmp_path):
    path = tmp_path / "visites é.csv"
    path.write_bytes(b"a;b\n1;2\n")
    with CsvSource(path) as source:
        assert source.size == 8
        assert [len(chunk) for chunk in source] == [1]
        assert source.position == source.size
    assert source._stream.closed


@pytest.mark.parametrize(
    ("name", "code"),
    [("absent.csv", "IRDP-F001"), (".", "IRDP-F002"), ("a\0b", "IRDP-F001")],
)
def test_a_file_that_cannot_be_opened_is_an_error_that_says_why(tmp_path, name, code):
    with pytest.raises(FileError) as raised:
        CsvSource(f"{tmp_path}/{name}")
    assert raised.value.diagnostics[0].code == code


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory():
    data = b"a;b\n1;2\n" + b"x" * (20 << 20)
    with pytest.raises(FileError) as raised:
        list(CsvSource(Pipe(data)))
    assert raised.value.diagnostics[0].code == "IRDP-F013"
    assert "byte 9 " in str(raised.value)


@pytest.mark.parametrize(
    "data",
    [
        f"a;b;c\n{CANARY};1\n1;2;3;{CANARY}\n",
        f'a;b;c\n1;"{CANARY}"x;3\n"{CANARY};2;3\n',
        f"a;b;c\n{CANARY};\0;{CANARY}\n",
        f"a;b;c\n1;2;{CANARY}\n",
        f"a;b\n{CANARY};é\n".encode() + b"\xe9;2\n",
        f"a;b\n{CANARY};\x81\n".encode("latin-1"),
        f"a;{CANARY};b\n1;{'x' * 140_000}{CANARY};2\n",
    ],
)
def test_no_cell_reaches_a_repr_a_message_or_a_traceback(data):
    said, context = [], None
    try:
        source, chunks = read(data)
        said += [repr(source), repr(chunks), str(source.counts)]
        said += [str(row.reason) for chunk in chunks for row in chunk.bad]
    except IrdpError as error:
        said += [str(error), repr(error), traceback.format_exc()]
        context = error.__context__
    assert context is None
    assert CANARY not in "".join(said)


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
    | st.sampled_from(';,"\n\r\t|'),
    max_size=6,
)


@settings(deadline=None, max_examples=150)
@given(
    st.integers(2, 5).flatmap(
        lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), max_size=8)
    ),
    st.sampled_from([";", ",", "\t", "|"]),
    st.integers(1, 4),
)
def test_well_formed_rows_are_given_as_written(table, separator, rows):
    width = len(table[0]) if table else 2
    header = [f"c{i}" for i in range(width)]
    text = Quoter(Dialect(separator=separator)).rows(
        list(zip(header, *table, strict=True))
    )
    source, chunks = read(text, rows=rows, encoding="utf-8", separator=separator)
    given_rows = [chunk.row(i) for chunk in chunks for i in range(len(chunk))]
    assert given_rows == table
    assert source.counts.bad == 0


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=120)
    | st.lists(
        st.sampled_from(
            [b'"', b";", b"\n", b"\r", b"a", b"\xe9", b"\0", b"Total", b'""']
        )
    ).map(b"".join),
    st.booleans(),
    st.integers(1, 3),
)
def test_any_bytes_are_rows_or_an_error_and_each_row_counts_once(data, headed, rows):
    if headed:
        data = b"a;b\n" + data
    try:
        source, chunks = read(data, rows=rows, separator=";")
    except IrdpError:
        return
    lines = [
        line for c in chunks for line in [*c.lines.tolist(), *(b.line for b in c.bad)]
    ]
    assert len(lines) == len(set(lines)) == source.counts.read
    assert sum(len(c) for c in chunks) == source.counts.given
    text = "".join("".join(c.row(i)) for c in chunks for i in range(len(c)))
    text += "".join(b.raw for c in chunks for b in c.bad) + "".join(source.header.cells)
    letters = [byte for byte in data if chr(byte).isalnum() and byte < 0x80]
    assert sorted(letters) == sorted(
        ord(c) for c in text if c.isalnum() and c.isascii()
    )


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                '"',
                ";",
                "\n",
                "\r\n",
                "1",
                "é",
                "\x01",
                "Total",
                '""',
                "1;2\n",
                '3;"4"\n',
            ]
        ),
        max_size=40,
    ).map("".join),
    st.integers(8, 40),
)
def test_where_blocks_end_changes_nothing(text, size):
    data, found = ("a;b\n" + text).encode(), []
    for block in (enc.BLOCK, size):
        with mock.patch.object(enc, "BLOCK", block):
            source, chunks = read(data, dialect=Dialect(newline="\n"))
        rows = [(int(c.lines[i]), c.row(i)) for c in chunks for i in range(len(c))]
        found.append((rows, [b for c in chunks for b in c.bad], source.counts))
    assert found[0] == found[1]


def test_the_memory_does_not_grow_with_the_file():
    def peak(rows):
        stream = Pipe(b"id;note\n" + b"1;" + b"x" * 30 + b"\n" + b"2;y\n" * rows)
        tracemalloc.start()
        for _ in CsvSource(stream):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(2_000_000) < 1.1 * peak(500_000)
