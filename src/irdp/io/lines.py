"""Decoded lines of a file, block by block, numbered as they stand in it."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from irdp.io.encoding import (
    UNDECIDED,
    Spot,
    count_lines,
    decoded,
    has_controls,
    undecodable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Some whole lines, their ends kept.

    Parameters
    ----------
    first
        The number of the first line in the file, from 1.
    text
        The lines.
    end
        Their line end, empty where there are several kinds or bare CRs.
    controls
        Whether they hold a control character.
    """

    first: int
    text: str = field(repr=False)
    end: str = ""
    controls: bool = False

    def lines(self) -> list[str]:
        """Return the lines, their ends kept."""
        return split_lines(self.text)


def split_lines(text: str) -> list[str]:
    r"""Return the lines of a text with their ends: LF, CRLF or a bare CR only.

    `str.splitlines` would also split at characters that a cell may hold.

    Examples
    --------
    >>> split_lines("a\u2028b\r\nc\rd")
    ['a\u2028b\r\n', 'c\r', 'd']
    """
    return list(io.StringIO(text, newline=""))


class LineReader:
    """Blocks of bytes into blocks of lines; what cannot be decoded is an error.

    Parameters
    ----------
    parts
        Blocks of whole lines.
    encoding
        The codec, or `UNDECIDED`: then the first block with an accent decides
        between UTF-8 and Windows-1252.
    name
        The name of the file, for errors.
    """

    __slots__ = ("_at", "_name", "_parts", "encoding")

    def __init__(self, parts: Iterator[bytes], *, encoding: str, name: str) -> None:
        self._parts = parts
        self._name = name
        self._at = Spot(1, 0)
        self.encoding = encoding

    @property
    def position(self) -> int:
        """The number of bytes read so far."""
        return self._at.byte

    def __iter__(self) -> Iterator[LineBlock]:
        for part in self._parts:
            at = self._at
            text = self._decode(part)
            size, end = count_lines(part)
            self._at = Spot(at.line + size, at.byte + len(part))
            yield LineBlock(at.line, text, end, has_controls(part, self.encoding))

    def _decode(self, part: bytes) -> str:
        if self._at.byte == 0 and self.encoding.startswith("utf-8"):
            part = part.removeprefix(codecs.BOM_UTF8)
        if self.encoding == UNDECIDED and not part.isascii():
            utf8 = isinstance(decoded(part, "utf-8"), str)
            self.encoding = "utf-8" if utf8 else "cp1252"
        codec = "utf-8" if self.encoding == "utf-8-sig" else self.encoding
        text = decoded(part, codec)
        if isinstance(text, str):
            return text
        line = self._at.line + count_lines(part[:text])[0]
        spot = Spot(line, self._at.byte + text)
        raise undecodable(spot, codec, self._name, utf8=None)
