"""What is detected of a file, and what is refused rather than guessed."""

from __future__ import annotations

import io

import pytest

from irdp.errors import FileError
from irdp.io.csv_reader import CsvSource

ROW = "v1;12/03/2024;oui\r\n"


def open_source(data, **options):
    stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    return CsvSource(stream, **options)


def refusal(data, **options):
    with pytest.raises(FileError) as raised:
        list(open_source(data, **options))
    return raised.value


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "xlsx"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
        (b"PK\x03\x04other", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"%PDF-1.7", "PDF"),
        (b"PAR1\x15\x04", "Parquet"),
        (b"ARROW1\0\0", "Arrow"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<html><table>", "HTML"),
        (b'\xef\xbb\xbf{"visites": []}', "JSON"),
        (bytes(5000), "binaire"),
    ],
)
def test_another_kind_of_file_is_named(head, kind):
    error = refusal(head + b"\n1;2\n")
    assert error.diagnostics[0].code == "IRDP-D003"
    assert kind in str(error)
    assert error.diagnostics[0].hint.fr


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_named_and_refused(codec):
    error = refusal(f"id;q1\r\n{ROW}".encode(codec))
    assert error.diagnostics[0].code in ("IRDP-F010", "IRDP-D003")


@pytest.mark.parametrize("size", [1, 40_000])
@pytest.mark.parametrize("order", [("utf-8", "cp1252"), ("cp1252", "utf-8")])
def test_two_encodings_in_one_file_are_refused_with_the_line(order, size):
    lines = ["id;note", *["1;abcdefghijklmnopqrstuvwxyz"] * size]
    first = "\n".join([*lines, "x;été\n"]).encode(order[0])
    error = refusal(first + "y;été\n".encode(order[1]))
    place = error.diagnostics[0].place
    assert error.diagnostics[0].code == "IRDP-D004"
    lone = {"utf-8": size + 3, "cp1252": size + 2}[order[0]]
    assert place.line == lone
    assert "UTF-8" in str(error)


def test_a_byte_that_no_encoding_reads_is_refused_with_its_place():
    error = refusal(b"id;q\n1;\xe9\n2;\x81\n")
    assert (error.diagnostics[0].code, error.diagnostics[0].place.line) == (
        "IRDP-D004",
        3,
    )
    assert "octet 12" in str(error)


def test_an_encoding_asked_for_is_obeyed_or_refused():
    data = b"id;q\n1;\x82t\x82\n"
    (chunk,) = open_source(data, encoding="cp850")
    assert chunk.columns["q"] == ["été"]
    assert refusal(data, encoding="utf-8").diagnostics[0].code == "IRDP-D004"
    for name in ("utf-7", "rot13", "nonsense", "utf-16", "hex"):
        assert refusal(data, encoding=name).diagnostics[0].code == "IRDP-F011"


@pytest.mark.parametrize(
    "text", ["MARCHÉ\u00a0: 5", "«\u00a0CAFÉ\u00a0»", "Noël", "d’août – 3 €"]
)
def test_french_typography_in_windows_1252_is_not_taken_for_utf8(text):
    (chunk,) = open_source(f"id;q\n1;{text}\n2;été\n".encode("cp1252"))
    assert chunk.columns["q"] == [text, "été"]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("id;imc\n1;2,5\n", ";"),
        ("id;note (a, b)\n1;x\n2;y\n", ";"),
        ("id,note;x\n1,2\n3,4\n", ","),
        ("id\tq,1\n1\t2\n", "\t"),
        ("id|q\n1|2;3\n", "|"),
        ('"id;x","q"\n1,2\n', ","),
        ("id\n1\n", ";"),
    ],
)
def test_the_separator_is_that_of_the_header_and_rows(text, separator):
    assert open_source(text).dialect.separator == separator


@pytest.mark.parametrize("text", ["a;b,c\n", "a;b,c\n1;2,3\n", "a;b,c\n1|2\n"])
def test_an_ambiguous_separator_is_refused_unless_named(text):
    assert refusal(text).diagnostics[0].code == "IRDP-D005"
    assert open_source(text, separator=",").header.columns == ("a;b", "c")
    assert refusal(text, separator="x").diagnostics[0].code == "IRDP-F012"


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("a;b\n1,5;2\n", ","),
        ("a;b\n1.5;2\n", "."),
        ("a;b\n1;2\n", ","),
        ("a,b\n1,2\n", "."),
        ('a,b\n"1,5",2\n', "."),
        ("a\tb\n1,5\t2\n", ","),
        ("a\tb\n1\t2\n", "."),
    ],
)
def test_results_are_written_with_the_decimal_mark_of_the_file(text, decimal):
    assert open_source(text).dialect.decimal == decimal


def test_the_dialect_is_said():
    source = open_source("é;b\r\n1,5;2\r\n".encode("cp1252"))
    said = source.dialect.describe()
    assert (
        said.fr
        == "encodage windows-1252, séparateur « ; » (point-virgule), virgule décimale"
    )
    assert said.en == "encoding windows-1252, separator “;” (semicolon), decimal comma"
