"""Kinds of file that are not CSV, known by their first bytes, and what to do then."""

from __future__ import annotations

import codecs

from irdp.errors import FileError, Place
from irdp.messages import diagnose

_FEW = 8  # characters below which nothing is concluded from null bytes
_SAVE = (
    "ouvrez-le et enregistrez la feuille en « CSV UTF-8 »",
    "open it and save the sheet as “CSV UTF-8”",
)
_SUFFIX = (
    "donnez-lui son extension (.parquet, .arrow) : il est lu par l'extra `arrow`",
    "give it its suffix (.parquet, .arrow): it is read by the extra `arrow`",
)
_UNPACK = ("décompressez-le d'abord", "unpack it first")
_EXPORT = (
    "refaites l'export en CSV depuis le logiciel d'origine",
    "export it again as CSV from the software it comes from",
)
_MAGIC: tuple[tuple[bytes, str, tuple[str, str]], ...] = (
    (b"%PDF-", "PDF", _EXPORT),
    (b"PAR1", "Parquet", _SUFFIX),
    (b"ARROW1", "Arrow", _SUFFIX),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97-2003 (.xls)", _SAVE),
    (b"\x1f\x8b", "gzip", _UNPACK),
    (b"BZh", "bzip2", _UNPACK),
    (b"\xfd7zXZ\x00", "xz", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip", _UNPACK),
    (b"Rar!\x1a\x07", "RAR", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "zstd", _UNPACK),
    (b"SQLite format 3\x00", "SQLite", _EXPORT),
    (b"$FL2", "SPSS", _EXPORT),
    (b"<stata_dta>", "Stata", _EXPORT),
    (b"\x89PNG", "PNG", _EXPORT),
    (b"\xff\xd8\xff", "JPEG", _EXPORT),
    (b"{\\rtf", "RTF", _SAVE),
    (b"<?xml", "XML", _SAVE),
    (b"<!DOCTYPE", "HTML", _SAVE),
    (b"<!doctype", "HTML", _SAVE),
    (b"<html", "HTML", _SAVE),
    (b"<HTML", "HTML", _SAVE),
    (b"<table", "HTML", _SAVE),
    (b'{"', "JSON", _EXPORT),
    (b"[{", "JSON", _EXPORT),
)
_WIDE_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def refuse_other_kinds(head: bytes, name: str) -> None:
    """Raise `FileError` where the first bytes are not those of a text to read."""
    place = Place(name)
    for bom, encoding in _WIDE_BOMS:
        if head.startswith(bom):
            raise FileError(diagnose("IRDP-F010", place, encoding=encoding))
    start = head.removeprefix(codecs.BOM_UTF8)
    kind = next((m[1:] for m in _MAGIC if start.startswith(m[0])), None)
    if start.startswith(b"PK\x03\x04"):
        kind = ("zip", _UNPACK)
        if b"xl/" in head or b"[Content_Types]" in head:
            kind = ("Excel (.xlsx)", _SAVE)
        elif b"opendocument" in head[:200]:
            kind = ("OpenDocument", _SAVE)
    sample = start[:4096]
    half = len(sample) // 2
    nulls = [part.count(0) > half * 0.4 for part in (sample[0::2], sample[1::2])]
    if half >= _FEW and any(nulls) and not all(nulls):
        raise FileError(diagnose("IRDP-F010", place, encoding="UTF-16"))
    if half >= _FEW and all(nulls):
        kind = ("binaire / binary", _EXPORT)
    if kind:
        label, (fr, en) = kind
        raise FileError(
            diagnose("IRDP-D003", place, kind=label, advice_fr=fr, advice_en=en)
        )
