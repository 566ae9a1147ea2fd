"""The quick way: lines without quotes become columns by one split of their text.

It gives what `csv` gives, several times faster, for it makes no list per row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

_WINDOW = 1 << 16


@dataclass(frozen=True, slots=True)
class Plain:
    """Lines that have as many cells as the header, by column, and the others.

    Parameters
    ----------
    cells
        The cells, a list for each column.
    at
        The position of each row among the lines, from 0.
    odd
        The other lines by their positions.
    size
        The number of lines.
    """

    cells: list[list[str]] = field(repr=False)
    at: np.ndarray
    odd: dict[int, str] = field(repr=False)
    size: int


def split_plain(
    text: str, end: str, *, mark: str, quote: str, width: int
) -> Plain | None:
    r"""Return the cells of a text by column, or None where that takes a CSV reader.

    Examples
    --------
    >>> plain = split_plain("1;2\n3\n4;5\n", "\n", mark=";", quote='"', width=2)
    >>> plain.cells, plain.at.tolist(), plain.odd
    ([['1', '4'], ['2', '5']], [0, 2], {1: '3'})
    """
    if width < 2 or quote in text or not end or not text or _has_long_line(text):  # noqa: PLR2004
        return None
    if not text.endswith(end):
        text += end
    cells = _columns(text, mark, width, end)
    if cells is not None:
        size = len(cells[0])
        return Plain(cells, np.arange(size), {}, size)
    lines = text.removesuffix(end).split(end)
    fits = np.fromiter(map(str.count, lines, repeat(mark)), np.int64) == width - 1
    odd = {int(i): lines[i] for i in np.flatnonzero(~fits)}
    at = np.flatnonzero(fits)
    kept = "".join([f"{lines[i]}{end}" for i in at])
    cells = _columns(kept, mark, width, end) if kept else [[] for _ in range(width)]
    return None if cells is None else Plain(cells, at, odd, len(lines))


def _has_long_line(text: str) -> bool:
    """Tell whether a line may reach the limit of a cell."""
    starts = range(0, len(text) - _WINDOW, _WINDOW)
    return any(text.find("\n", i, i + _WINDOW) < 0 for i in starts)


def _columns(text: str, mark: str, width: int, end: str) -> list[list[str]] | None:
    """Return the cells by column where every line has `width` of them, else None.

    Between two separators stands a cell, or the last cell of a line and the first
    of the next: the latter at every multiple of ``width - 1``, or the lines differ.
    """
    tokens = text.removesuffix(end).split(mark)
    step = width - 1
    joints = tokens[step:-1:step]
    rows = len(joints) + 1
    if len(tokens) != rows * step + 1 or text.count(end) != rows:
        return None
    if joints and set(map(str.count, joints, repeat(end))) != {1}:
        return None
    ends = end.join(joints).split(end) if joints else []
    first = [tokens[0], *ends[1::2]]
    last = [*ends[0::2], tokens[-1]]
    middle = [tokens[k::step] for k in range(1, step)]
    return [first, *middle, last]
