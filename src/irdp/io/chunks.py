"""Rows on their way from a file to the scorer: some columns of text at a time."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from irdp.io.sift import BadRow, Sifted

_VOLUME = 16 << 20  # bytes of text after which a chunk is given though it is short


@dataclass(frozen=True, slots=True, repr=False)
class Chunk:
    """Some rows as columns of text, and the faulty rows met among them.

    Parameters
    ----------
    columns
        The cells of each named column, after renaming.
    cells
        The same columns by position, columns without a name included.
    lines : ndarray of shape (n_rows,), int64
        The number of the first line of each row in the file, from 1.
    bad
        The rows that do not make a visit, in the order of the file.
    """

    columns: dict[str, list[str]]
    cells: tuple[list[str], ...]
    lines: NDArray[np.int64]
    bad: tuple[BadRow, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def __repr__(self) -> str:
        shape = f"{len(self.columns)} columns, {len(self)} rows, {len(self.bad)} bad"
        return f"<Chunk: {shape}>"

    def row(self, i: int) -> list[str]:
        """Return the cells of row `i` as they stood, in the order of the file."""
        return [column[i] for column in self.cells]


@dataclass(slots=True)
class Counts:
    """How many rows were given on, were faulty, and how many lines were blank."""

    given: int = 0
    bad: int = 0
    blank: int = 0

    @property
    def read(self) -> int:
        """Every data row, given or faulty."""
        return self.given + self.bad


@dataclass(slots=True)
class Pending:
    """Rows read and not yet given on."""

    rows: list[list[str]] = field(default_factory=list, repr=False)
    lines: list[int] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    volume: int = 0

    def add(self, sifted: Sifted, volume: int) -> None:
        """Keep what was sifted from `volume` bytes."""
        self.rows += sifted.rows
        self.lines += sifted.lines
        self.bad += sifted.bad
        self.volume += volume

    def is_full(self, rows: int) -> bool:
        """Tell whether there is enough for a chunk."""
        most = max(len(self.rows), len(self.bad))
        return most >= rows or (most > 0 and self.volume >= _VOLUME)

    def take(self, most: int, names: Sequence[str]) -> Chunk:
        """Give the first rows, `most` at the most, and the faulty rows before the rest."""
        rows, lines = self.rows[:most], self.lines[:most]
        del self.rows[:most], self.lines[:most]
        end = len(self.bad)
        if self.lines:
            end = bisect_left(self.bad, self.lines[0], key=lambda row: row.line)
        bad = self.bad[:end]
        del self.bad[:end]
        self.volume = 0
        by_column = zip(*rows, strict=True) if rows else ([] for _ in names)
        cells = tuple(map(list, by_column))
        columns = {k: cells[i] for i, k in enumerate(names) if k}
        return Chunk(columns, cells, np.array(lines, np.int64), tuple(bad))
