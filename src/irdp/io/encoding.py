"""Bytes of a text file: how they are encoded, and blocks of whole lines."""

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

BLOCK = 1 << 18
MAX_LINE = 16 << 20
_TAB, _LF, _CR = b"\t\n\r"
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
# One pattern for each first byte: a search for a lone byte is the fast one.
_UTF8_PAIRS = tuple(
    re.compile(pattern)
    for pattern in (
        rb"\xc2[\x80-\xbf]",
        rb"\xc3[\x80-\xbf]",
        rb"\xc5[\x92\x93]",
        rb"\xe2\x80[\x80-\xbf]",
        rb"\xe2\x82\xac",
    )
)
_C1_IN_UTF8 = re.compile(rb"\xc2[\x80-\x9f]")


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
        raise FileError(diagnose("IRDP-F011", readable=", ".join(ENCODINGS.values())))
    return codec


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
    carry, given = head, 0
    while data := read_block(stream, name):
        carry += data
        # A CR that ends the block may be half of a CRLF: it waits for the next.
        cut = carry.rfind(b"\n") + 1 or carry.rfind(b"\r", 0, -1) + 1
        if cut:
            given += cut
            yield carry[:cut]
            carry = carry[cut:]
        elif len(carry) > MAX_LINE:
            place = Place(name)
            raise FileError(
                diagnose("IRDP-F013", place, byte=given + 1, limit=MAX_LINE)
            )
    if carry:
        yield carry


def count_lines(block: bytes) -> tuple[int, str]:
    r"""Return the number of line ends of a block, and the one kind they are of.

    The kind is empty where there are several, or bare CRs.

    Examples
    --------
    >>> count_lines(b"a\r\nb\rc\nd"), count_lines(b"a\r\nb\r\n")
    ((3, ''), (2, '\r\n'))
    """
    codes = np.frombuffer(block, np.uint8)
    lfs = int(np.count_nonzero(codes == _LF))
    if b"\r" not in block:
        return lfs, "\n"
    is_cr = codes == _CR
    crs = int(np.count_nonzero(is_cr))
    both = int(np.count_nonzero(is_cr[:-1] & (codes[1:] == _LF)))
    return lfs + crs - both, "\r\n" if lfs == crs == both else ""


def has_controls(block: bytes, encoding: str) -> bool:
    """Tell whether a block holds a control character other than TAB, LF and CR."""
    codes = np.frombuffer(block, np.uint8)
    low = codes < 0x20  # noqa: PLR2004
    plain = (codes == _LF) | (codes == _CR) | (codes == _TAB)
    if np.count_nonzero(low) != np.count_nonzero(plain) or b"\x7f" in block:
        return True
    if encoding.startswith("iso8859"):
        return bool(np.any((codes >= 0x80) & (codes < 0xA0)))  # noqa: PLR2004
    return encoding.startswith("utf") and bool(_C1_IN_UTF8.search(block))


def decoded(block: bytes, encoding: str) -> str | int:
    """Return the text of a block, or the offset of the first byte it cannot have."""
    try:
        return block.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start


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
            byte=spot.byte + 1,
            mixed_fr=mixed[0],
            mixed_en=mixed[1],
        )
    )


def find_encoding(stream: BinaryIO, head: bytes, name: str) -> str:
    """Return ``utf-8`` or ``cp1252``, whichever reads the whole stream.

    The stream stands after `head`, and again so when this returns.

    Raises
    ------
    FileError
        Where lines of both are mixed, or neither reads the file (IRDP-D004).
    """
    after = stream.tell()
    utf8 = stray = broken = -1
    byte = 0
    for part in blocks(stream, head, name):
        if not part.isascii():
            if utf8 < 0:
                found = [m.start() for p in _UTF8_PAIRS if (m := p.search(part))]
                utf8 = byte + min(found) if found else -1
            wrong = decoded(part, "utf-8")
            if isinstance(wrong, int):
                stray = byte + wrong if stray < 0 else stray
                hole = decoded(part, "cp1252")
                if isinstance(hole, int) and broken < 0:
                    broken = byte + hole
        byte += len(part)
    stream.seek(after - len(head))
    if stray >= 0 and utf8 >= 0:
        spot, other = _spots(stream, (stray, utf8))
        raise undecodable(spot, "utf-8", name, utf8=other)
    if broken >= 0:
        (spot,) = _spots(stream, (broken,))
        raise undecodable(spot, "cp1252", name, utf8=None)
    stream.seek(after)
    return "utf-8" if stray < 0 else "cp1252"


def _spots(stream: BinaryIO, offsets: tuple[int, ...]) -> list[Spot]:
    """Return where some bytes stand, the stream being at its start."""
    start = stream.tell()
    spots = []
    for offset in offsets:
        stream.seek(start)
        line, left = 1, offset
        while left > 0 and (data := stream.read(min(left, BLOCK))):
            line += count_lines(data)[0]
            left -= len(data)
        spots.append(Spot(line, offset))
    return spots


def _read(stream: BinaryIO, size: int, name: str) -> bytes:
    try:
        return stream.read(size)
    except OSError as error:
        fault = system_error(error, name)
    raise fault
