"""Bytes of a file: what kind they are, how they are encoded, blocks of whole lines."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from irdp.errors import FileError, Place
from irdp.io.system import system_error
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 1 << 20
MAX_LINE = 16 << 20
UNDECIDED = "ascii"
"""No accent seen so far: UTF-8 or Windows-1252, decided at the first accent."""

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "cp1252": "windows-1252",
    "iso8859-1": "iso-8859-1",
    "iso8859-15": "iso-8859-15",
    "cp850": "cp850",
    "mac-roman": "mac-roman",
}

# A C2, C3 or E2 80 before a continuation byte is an accent or a quotation mark in
# UTF-8; in Windows-1252 it would be “Ã©” or “â€™”, which no French text holds.
_UTF8_PAIR = re.compile(
    rb"[\xc2\xc3][\x80-\xbf]|\xc5[\x92\x93]|\xe2\x80[\x80-\xbf]|\xe2\x82\xac"
)
_C1_IN_UTF8 = re.compile(rb"\xc2[\x80-\x9f]")

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


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a byte stands: its line (from 1) and its offset in the file (from 0)."""

    line: int
    byte: int


def known_encoding(name: str) -> str:
    """Return the codec of an encoding asked for, or raise `FileError`.

    Examples
    --------
    >>> known_encoding("Latin-1"), known_encoding("windows-1252")
    ('iso8859-1', 'cp1252')
    """
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    if codec not in ENCODINGS:
        raise FileError(diagnose("IRDP-F011", known=", ".join(ENCODINGS.values())))
    return codec


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
    if half and any(nulls) and not all(nulls):
        raise FileError(diagnose("IRDP-F010", place, encoding="UTF-16"))
    if half and all(nulls):
        kind = ("binaire / binary", _EXPORT)
    if kind:
        label, (fr, en) = kind
        raise FileError(
            diagnose("IRDP-D003", place, kind=label, advice_fr=fr, advice_en=en)
        )


def read_block(stream: BinaryIO, name: str) -> bytes:
    """Return the next `BLOCK` bytes, fewer only at the end of the stream."""
    parts, lacking = [], BLOCK
    while lacking:
        data = _read(stream, lacking, name)
        if not data:
            break
        parts.append(data)
        lacking -= len(data)
    return b"".join(parts)


def blocks(stream: BinaryIO, head: bytes, name: str) -> Iterator[bytes]:
    """Yield `head` and the rest of the stream in blocks of whole lines."""
    carry = head
    line = 1
    while data := read_block(stream, name):
        carry += data
        # A CR that ends the block may be half of a CRLF: it waits for the next.
        cut = carry.rfind(b"\n") + 1 or carry.rfind(b"\r", 0, -1) + 1
        if cut:
            line += count_lines(carry[:cut])
            yield carry[:cut]
            carry = carry[cut:]
        elif len(carry) > MAX_LINE:
            place = Place(name)
            raise FileError(diagnose("IRDP-F013", place, line=line, limit=MAX_LINE))
    if carry:
        yield carry


def count_lines(block: bytes) -> int:
    r"""Return the number of line ends of a block: LF, CRLF or a bare CR.

    Examples
    --------
    >>> count_lines(b"a\r\nb\rc\nd")
    3
    """
    crs = block.count(b"\r")
    bare = crs - block.count(b"\r\n") if crs else 0
    return block.count(b"\n") + bare


def spot_in(block: bytes, at: int, before: Spot) -> Spot:
    """Return where byte `at` of a block stands, the block beginning at `before`."""
    return Spot(before.line + count_lines(block[:at]), before.byte + at)


def has_controls(block: bytes, encoding: str) -> bool:
    """Tell whether a block holds a control character other than TAB, LF and CR."""
    codes = np.frombuffer(block, np.uint8)
    plain = block.count(b"\n") + block.count(b"\r") + block.count(b"\t")
    if np.count_nonzero(codes < 0x20) != plain or b"\x7f" in block:  # noqa: PLR2004
        return True
    if encoding.startswith("iso8859"):
        return bool(np.any((codes >= 0x80) & (codes < 0xA0)))  # noqa: PLR2004
    return encoding.startswith("utf") and bool(_C1_IN_UTF8.search(block))


def decode_error(block: bytes, encoding: str) -> int:
    """Return the offset of the first byte that `encoding` cannot read, or -1."""
    try:
        block.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return -1


def undecodable(
    spot: Spot, encoding: str, name: str, *, utf8: Spot | None
) -> FileError:
    """Return the error about a byte that the encoding of the file cannot read."""
    mixed = ("", "")
    if utf8:
        mixed = (
            f" ; pourtant la ligne {utf8.line} est en UTF-8",
            f"; yet line {utf8.line} is in UTF-8",
        )
    return FileError(
        diagnose(
            "IRDP-D004",
            Place(name, spot.line),
            encoding=ENCODINGS.get(encoding, encoding),
            line=spot.line,
            byte=spot.byte,
            mixed_fr=mixed[0],
            mixed_en=mixed[1],
        )
    )


def find_encoding(parts: Iterator[bytes], name: str) -> str:
    """Return ``utf-8`` or ``cp1252``, whichever reads all the blocks.

    Raises
    ------
    FileError
        Where lines of both are mixed, or neither reads the file (IRDP-D004).
    """
    at = Spot(1, 0)
    utf8 = stray = broken = None
    for part in parts:
        if not part.isascii():
            pair = _UTF8_PAIR.search(part)
            if pair and not utf8:
                utf8 = spot_in(part, pair.start(), at)
            wrong = decode_error(part, "utf-8")
            if wrong >= 0 and not stray:
                stray = spot_in(part, wrong, at)
            hole = decode_error(part, "cp1252") if wrong >= 0 else -1
            if hole >= 0 and not broken:
                broken = spot_in(part, hole, at)
        at = Spot(at.line + count_lines(part), at.byte + len(part))
    if not stray:
        return "utf-8"
    if utf8:
        raise undecodable(stray, "utf-8", name, utf8=utf8)
    if broken:
        raise undecodable(broken, "cp1252", name, utf8=None)
    return "cp1252"


def _read(stream: BinaryIO, size: int, name: str) -> bytes:
    try:
        return stream.read(size)
    except OSError as error:
        fault = system_error(error, name)
    raise fault
