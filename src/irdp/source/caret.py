"""The line a place points at, with a caret under its column."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from irdp.errors import IrdpError
from irdp.source.characters import blanked, split_lines
from irdp.source.file import read_bytes

if TYPE_CHECKING:
    from irdp.errors import Place

_WIDTH = 76
_ELLIPSIS = "…"


def caret(origin: str | Path, place: Place) -> str:
    r"""Return the line at `place` and a caret under its column, safe for a terminal.

    Parameters
    ----------
    origin
        The text itself as a str, or the file as a Path.
    place
        A place in it.

    Returns
    -------
    str
        Two lines; an empty string where there is no such line. A long line is cut
        to 76 columns around the place, invisible characters show as spaces.

    Examples
    --------
    >>> from irdp.errors import Place
    >>> print(caret("a: 1\nb: @x", Place("demo.yaml", 2, 4)))
    2 | b: @x
      |    ^
    """
    text = _text(origin)
    lines = split_lines(text)
    if not text or not 1 <= place.line <= len(lines):
        return ""
    line = blanked(lines[place.line - 1].replace("\t", " "))
    column = min(max(place.column, 1) - 1, len(line))
    start = max(0, column - _WIDTH * 2 // 3) if len(line) > _WIDTH else 0
    window = line[start : start + _WIDTH]
    lead = _ELLIPSIS if start else ""
    tail = _ELLIPSIS if start + _WIDTH < len(line) else ""
    gutter = str(place.line)
    offset = len(lead) + _columns(line[start:column])
    return f"{gutter} | {lead}{window}{tail}\n{' ' * len(gutter)} | {' ' * offset}^"


def _text(origin: str | Path) -> str:
    if not isinstance(origin, Path):
        return origin.removeprefix("\ufeff")
    try:
        return read_bytes(origin).decode("utf-8", "replace").removeprefix("\ufeff")
    except IrdpError:
        return ""


def _columns(text: str) -> int:
    """Return how many columns `text` takes on a terminal."""
    return sum(
        0
        if unicodedata.combining(char)
        else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )
