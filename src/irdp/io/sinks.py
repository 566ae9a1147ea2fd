"""Where results go: the rows of a CSV file, or of a Parquet file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from irdp.errors import CallError, Place
from irdp.io.csv_writer import CsvWriter
from irdp.io.outputs import arrow_arrays, arrow_schema
from irdp.io.tables import ParquetWriter, import_arrow
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.io.dialect import Dialect
    from irdp.io.manifest import Digested

FORMATS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    "": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}


def format_of(output: str | Path) -> str:
    """Return the format that a file name asks for.

    Raises
    ------
    CallError
        Where no such file is written (IRDP-F020).

    Examples
    --------
    >>> format_of("scores.parquet"), format_of("-")
    ('parquet', 'csv')
    """
    suffix = Path(output).suffix.lower()
    if suffix not in FORMATS:
        listed = ", ".join(k for k in FORMATS if k)
        raise CallError(diagnose("IRDP-F020", Place(str(output)), formats=listed))
    return FORMATS[suffix]


class Sink(Protocol):
    """Something that takes columns of results, some rows at a time."""

    def write(self, columns: Mapping[str, Any]) -> None:
        """Write some rows."""

    def close(self) -> None:
        """Write what comes last."""


class CsvSink:
    """Writes results as CSV."""

    def __init__(
        self,
        stream: Digested,
        names: list[str],
        dialect: Dialect,
        *,
        protect: bool,
    ) -> None:
        self._writer = CsvWriter(stream, names, dialect, protect=protect)  # type: ignore[arg-type]

    def write(self, columns: Mapping[str, Any]) -> None:
        """Write some rows."""
        plain = {
            name: column.to_pylist() if hasattr(column, "to_pylist") else column
            for name, column in columns.items()
        }
        self._writer.write(plain)

    def close(self) -> None:
        """Do nothing: the last row is the end of the file."""


class ParquetSink:
    """Writes results as Parquet, with where they come from in the footer."""

    def __init__(
        self,
        stream: Digested,
        types: Mapping[str, str],
        kept: Mapping[str, Any],
        metadata: Mapping[str, str],
    ) -> None:
        self._arrow = import_arrow("")
        self._schema = arrow_schema(self._arrow, types, kept)
        self._writer = ParquetWriter(stream, self._schema, metadata=metadata)  # type: ignore[arg-type]

    def write(self, columns: Mapping[str, Any]) -> None:
        """Write some rows."""
        self._writer.write(arrow_arrays(self._arrow, self._schema, columns))

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()
