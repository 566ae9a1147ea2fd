"""Rows on their way from a file to the scorer: some columns of text at a time."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from irdp.io.sift import BadRow, Sifted


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


def chunks_of(sifted: Sifted, names: Sequence[str], *, most: int) -> Iterator[Chunk]:
    """Yield what was sifted in chunks of `most` rows at the most.

    Each faulty row goes with the rows before it, so that order is kept.
    """
    lines, bad = sifted.lines, sifted.bad
    start, seen = 0, 0
    while start < len(lines) or seen < len(bad):
        end = start + most
        cells, until = sifted.cells, len(bad)
        if len(lines) > most:
            cells = [column[start:end] for column in cells]
        if end < len(lines):
            until = bisect_left(bad, lines[end], key=lambda row: row.line)
        columns = {name: cells[i] for i, name in enumerate(names) if name}
        yield Chunk(columns, tuple(cells), lines[start:end], tuple(bad[seen:until]))
        start, seen = end, until
