"""The reject file is readable, says why without quoting, and is read again."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.io.csv_reader import CsvSource
from irdp.io.header import REJECT_COLUMNS
from irdp.io.rejects import RejectReason, RejectWriter

WHY = RejectReason("IRDP-D021", "valeur hors modalités", "q1")


def rejected(data, *, take=lambda _row: False):
    """The source and the text of the reject file of `data`."""
    source = CsvSource(io.BytesIO(data))
    out = io.BytesIO()
    writer = RejectWriter(out, source.header.names, source.dialect)
    for chunk in source:
        for row in chunk.bad:
            writer.write_bad(row)
        for i, line in enumerate(chunk.lines.tolist()):
            if take(chunk.row(i)):
                writer.write_row(chunk.row(i), line=line, reasons=[WHY, WHY])
    return source, out.getvalue().decode()


def rows_of(data, **options):
    source = CsvSource(io.BytesIO(data), **options)
    chunks = list(source)
    rows = [chunk.row(i) for chunk in chunks for i in range(len(chunk))]
    return source, rows, [row for chunk in chunks for row in chunk.bad]


def test_a_corrected_reject_file_is_read_like_the_file_it_comes_from():
    data = 'id;q1;note\n1;9;"é;\n""x"""\n2;1;a;b\n3;1;"x"y\n4;=A1;-3\n5;1;ok\n'.encode(
        "cp1252"
    )
    _, text = rejected(data, take=lambda row: row[1] in ("9", "=A1"))
    lines = text.split("\n")
    assert lines[0] == "id;q1;note;" + ";".join(REJECT_COLUMNS)
    assert "'=A1;-3;7;q1; q1" not in text
    assert '4;\'=A1;-3;6;"q1; q1";' in text
    corrected = text.replace("2;1;a;b", "2;1;a b").replace('""x""y', "xy")
    source, rows, bad = rows_of(corrected.encode())
    assert source.header.columns == ("id", "q1", "note")
    assert not bad
    assert sorted(rows) == [
        ["1", "9", 'é;\n"x"'],
        ["2", "1", "a b"],
        ["3", "1", "xy"],
        ["4", "=A1", "-3"],
    ]


def test_an_uncorrected_reject_file_gives_the_same_faults_and_text_again():
    data = b'id;q1;q2\n1;2\nid;q1;q2\nTotal;;7\n3;"x"y;1\n4;a\0b;1\n5;"open;1\n'
    _, text = rejected(data)
    _, rows, bad = rows_of(text.encode())
    assert rows == []
    codes = ["D011", "D012", "D012", "D014", "D015", "D013"]
    assert [row.code[5:] for row in bad] == codes
    _, again = rejected(text.encode())
    strip = [line.split(";irdp_")[0] for line in again.split("\n")[:1]]
    assert strip == ["id;q1;q2"]
    cells = [row.raw for row in bad if row.cells is None]
    assert cells == ["1;2", '3;"x"y;1', '5;"open;1']


def test_the_same_map_serves_the_file_and_its_rejects():
    data = b"Identifiant;Q 1\n1;2;3\n2;9\n"
    _, text = rejected(data, take=lambda row: row[1] == "9")
    source, rows, bad = rows_of(text.encode(), rename={"Q 1": "q1"})
    assert source.header.columns == ("Identifiant", "q1")
    assert rows == [["2", "9"]]
    assert [row.raw for row in bad] == ["1;2;3"]


def test_a_row_given_twice_is_refused():
    text = "id;q1;" + ";".join(REJECT_COLUMNS) + "\n1;2;;;;;1;2;3\n1;2;;;;;1;2;3\n"
    text = text.replace(";1;2;3", ';"1;2;3"')
    _, rows, bad = rows_of(text.encode())
    assert rows == []
    assert [row.code for row in bad] == ["IRDP-D016"] * 2
    source, again = rejected(text.encode())
    assert again.count('"1;2;3"') == 2
    assert source.counts.bad == 2


def test_a_reason_never_quotes_the_row():
    data = b'a;b;c\nCANARI;1\nCANARI;\0;CANARI\n"CANARI"x;1;2\n'
    _, text = rejected(data)
    source = CsvSource(io.BytesIO(text.encode()))
    assert source.header.columns == ("a", "b", "c")
    for line in text.replace("\0", "").split("\n")[1:-1]:
        assert "CANARI" not in line.split(";IRDP-")[1].split(";")[0]
    assert "la ligne a 2 cellules, l'en-tête en a 3" in text


cells = st.text(st.sampled_from("ab'=-+;\"\n\r\t1é"), max_size=5)


@settings(deadline=None)
@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_row_goes_through_the_reject_file_unchanged(table):
    data = b"c1;c2;c3\r\nx;y;z\r\n"
    source = CsvSource(io.BytesIO(data))
    out = io.BytesIO()
    writer = RejectWriter(out, source.header.names, source.dialect)
    for row in table:
        writer.write_row(row, line=2, reasons=[WHY])
    list(source)
    _, rows, bad = rows_of(out.getvalue(), separator=";")
    assert rows == table
    assert not bad


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_reasons_are_in_one_language(lang):
    source = CsvSource(io.BytesIO(b"a;b\n1\n"))
    out = io.BytesIO()
    writer = RejectWriter(out, source.header.names, source.dialect, lang=lang)
    [writer.write_bad(row) for chunk in source for row in chunk.bad]
    assert writer.written == 1
    assert ("en-tête" in out.getvalue().decode()) == (lang == "fr")
