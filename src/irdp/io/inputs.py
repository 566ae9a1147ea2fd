"""Visits from a CSV, Parquet or Arrow file, some rows at a time, in one form."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import FileError
from irdp.io.csv_reader import CsvSource
from irdp.io.dialect import Dialect
from irdp.io.system import system_error
from irdp.io.tables import TableSource, is_columnar
from irdp.visits.flat import Flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from irdp.errors import Diagnostic
    from irdp.io.sift import BadRow

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a user says of the files to read.

    Parameters
    ----------
    rename
        New names of columns by their names in the file.
    encoding, separator
        How CSV files are written, instead of detecting it.
    day_first
        Whether dates are written ``JJ/MM/AAAA``; None: where the cells of a row are
        not separated by commas.
    """

    rename: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    separator: str | None = None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """Some rows of a file as columns, and the rows that do not fit its header."""

    columns: Mapping[str, Any]
    cells: Any
    lines: NDArray[np.int64]
    bad: Sequence[BadRow] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, i: int) -> list[str]:
        """Return the cells of row `i` as texts, in the order of the file."""
        return [_text(column[i]) for column in self.cells]


class Input:
    """One file of visits, open.

    Parameters
    ----------
    path
        The file, or ``-`` for the standard input (CSV only).
    reading
        What the user says of it.

    Attributes
    ----------
    columns
        The names of its columns after renaming.
    names
        Their names in the file.
    dialect
        How it is written; the default one for a file that is no CSV.
    flat
        How numbers and dates are written in its cells; False where they are typed.
    """

    def __init__(self, path: str, reading: Reading) -> None:
        self.path = path
        self.source: CsvSource | TableSource
        if path != STDIN and is_columnar(_head(path)):
            self.source = TableSource(path, rename=reading.rename)
            self.columns = self.source.names
            self.names = tuple(self.columns)
            self.dialect = Dialect()
            self.flat: bool | Flat = False
            return
        self.source = CsvSource(
            path,
            rename=reading.rename,
            encoding=reading.encoding,
            separator=reading.separator,
        )
        self.columns = self.source.header.columns
        self.names = self.source.header.names
        self.dialect = self.source.dialect
        first = reading.day_first
        self.flat = Flat(
            decimal_comma=self.dialect.decimal == ",",
            day_first=self.dialect.separator != "," if first is None else first,
        )

    @property
    def size(self) -> int | None:
        """The number of bytes (CSV) or of rows (columns) to read, where known."""
        if isinstance(self.source, TableSource):
            return self.source.total
        return self.source.size

    @property
    def position(self) -> int:
        """How much of `size` was read."""
        if isinstance(self.source, TableSource):
            return self.source.counts.given
        return self.source.position

    @property
    def read(self) -> int:
        """How many rows were read, faulty ones included."""
        return self.source.counts.read

    @property
    def blank(self) -> int:
        """How many blank lines were met."""
        return self.source.counts.blank

    def warnings(self) -> list[Diagnostic]:
        """Return what is worth saying once the file was read."""
        return self.source.warnings()

    def __iter__(self) -> Iterator[Rows]:
        if isinstance(self.source, CsvSource):
            for chunk in self.source:
                yield Rows(chunk.columns, chunk.cells, chunk.lines, chunk.bad)
            return
        first = 1
        for table in self.source:
            columns = {name: table.column(name) for name in table.column_names}
            lines = np.arange(first, first + len(table), dtype=np.int64)
            yield Rows(columns, tuple(columns.values()), lines)
            first += len(table)

    def close(self) -> None:
        """Close the file."""
        self.source.close()


def _head(path: str) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(8)
    except OSError as error:
        fault: FileError = system_error(error, path)
    except ValueError:
        return b""
    raise fault


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    value = cell.as_py() if hasattr(cell, "as_py") else cell
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(map(_text, value))
    return str(value)
