"""Parquet and Arrow files, a few rows at a time (extra `arrow`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from irdp.errors import CallError, FileError, Place
from irdp.io.header import make_header
from irdp.io.open import ROWS
from irdp.io.read_once import ReadOnce
from irdp.io.system import system_error
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa


_PARQUET, _ARROW, _STREAM = b"PAR1", b"ARROW1", b"\xff\xff\xff\xff"


def is_columnar(head: bytes) -> bool:
    """Tell whether a file that begins so is a Parquet or an Arrow file.

    Examples
    --------
    >>> is_columnar(b"PAR1..."), is_columnar(b"id;q1")
    (True, False)
    """
    return head.startswith((_PARQUET, _ARROW, _STREAM))


class TableSource(ReadOnce):
    """A Parquet file, Arrow file or Arrow stream, read once, in pyarrow tables.

    Parameters
    ----------
    source
        A path, or a stream of bytes that can go back.
    rename
        New names of columns by their names in the file.
    rows
        The most rows in a table.
    columns
        The columns to read, by their new names; all of them where it is None. Those
        that the file does not have are left out.

    Attributes
    ----------
    names
        The columns of the file, renamed.
    counts
        How many rows were given on so far; none is ever faulty as a row.
    total
        The number of rows that the file says it has, None for an Arrow stream.

    Raises
    ------
    FileError
        Where the file cannot be opened (IRDP-F001 to F004), needs the extra `arrow`
        (IRDP-F019), has a name twice (IRDP-D007), or is truncated or damaged
        (IRDP-D042), here or while it is read.
    """

    def __init__(
        self,
        source: str | Path | BinaryIO,
        *,
        rename: Mapping[str, str] | None = None,
        rows: int = ROWS,
        columns: Collection[str] | None = None,
    ) -> None:
        super().__init__(source, rows)
        try:
            self._begin(rename or {}, columns)
        except BaseException:
            self.close()
            raise

    def _begin(
        self, rename: Mapping[str, str], columns: Collection[str] | None
    ) -> None:
        arrow = import_arrow(self.name)
        head = self._stream.read(8)
        self._stream.seek(-len(head), 1)
        self.total: int | None = None
        self._file: Any = None
        names = _guarded(self.name, lambda: self._open(arrow, head))
        header = make_header(names, rename, place=Place(self.name))
        kept = dict(zip((names[i] for i in header.kept), header.columns, strict=True))
        self.names = tuple(header.columns)
        self._new = {
            old: new for old, new in kept.items() if columns is None or new in columns
        }

    def _open(self, arrow: Any, head: bytes) -> list[str]:
        if head.startswith(_PARQUET):
            from pyarrow import parquet  # noqa: PLC0415 - the extra `arrow`

            self._file = parquet.ParquetFile(self._stream)
            self.total = self._file.metadata.num_rows
            return list(self._file.schema_arrow.names)
        kind = "file" if head.startswith(_ARROW) else "stream"
        self._file = getattr(arrow.ipc, f"open_{kind}")(self._stream)
        return list(self._file.schema.names)

    @property
    def schema(self) -> pa.Schema:
        """The columns that are read, renamed, and their types."""
        arrow = import_arrow(self.name)
        schema = getattr(self._file, "schema_arrow", None) or self._file.schema
        fields = [schema.field(old).with_name(new) for old, new in self._new.items()]
        return arrow.schema(fields)

    def __iter__(self) -> Iterator[pa.Table]:
        self._start()
        old = list(self._new)
        try:
            batches = self._batches(old)
            while (batch := _guarded(self.name, lambda: _next(batches))) is not None:
                for start in range(0, len(batch), self._rows):
                    part = batch.slice(start, self._rows)
                    self.counts.given += len(part)
                    yield _table(part, self._new)
        finally:
            self.close()

    def _batches(self, old: list[str]) -> Iterator[pa.RecordBatch]:
        if hasattr(self._file, "iter_batches"):
            yield from self._file.iter_batches(batch_size=self._rows, columns=old)
        elif hasattr(self._file, "num_record_batches"):
            for i in range(self._file.num_record_batches):
                yield self._file.get_batch(i).select(old)
        else:
            for batch in self._file:
                yield batch.select(old)

    def __repr__(self) -> str:
        return f"<TableSource {self.name}: {len(self.names)} columns>"


class ParquetWriter:
    """Writes tables of results as one Parquet file, with what they say of themselves.

    Parameters
    ----------
    stream
        Where the bytes go.
    schema
        The columns and their types.
    metadata
        Texts kept in the footer of the file by their names (provenance).
    """

    def __init__(
        self, stream: BinaryIO, schema: pa.Schema, *, metadata: Mapping[str, str]
    ) -> None:
        import_arrow("")
        from pyarrow import parquet  # noqa: PLC0415 - the extra `arrow`

        texts = {k.encode(): v.encode() for k, v in metadata.items()}
        self._schema = schema.with_metadata({**(schema.metadata or {}), **texts})
        self._writer = parquet.ParquetWriter(stream, self._schema, compression="zstd")

    def write(self, columns: Mapping[str, object] | pa.Table | pa.RecordBatch) -> None:
        """Write some rows: one column per name of the schema."""
        arrow = import_arrow("")
        if isinstance(columns, arrow.RecordBatch):
            columns = arrow.Table.from_batches([columns])
        if not isinstance(columns, arrow.Table):
            found, expected = set(columns), set(self._schema.names)
            if found != expected:
                listed = ", ".join(sorted(found)), ", ".join(self._schema.names)
                raise CallError(
                    diagnose("IRDP-F017", found=listed[0], expected=listed[1])
                )
            columns = arrow.table(dict(columns), schema=self._schema)
        self._writer.write_table(columns.cast(self._schema))

    def close(self) -> None:
        """Write the footer; without it the file is not whole."""
        self._writer.close()


def import_arrow(name: str) -> Any:
    """Return pyarrow, or raise the `FileError` that says how to get it."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - the extra `arrow`
        import pyarrow.ipc  # noqa: PLC0415
    except ImportError:
        pass
    else:
        return pa
    raise FileError(diagnose("IRDP-F019", Place(name) if name else None))


def _table(batch: pa.RecordBatch, new: Mapping[str, str]) -> pa.Table:
    arrow = import_arrow("")
    columns = [batch.column(old) for old in new]
    return arrow.Table.from_arrays(columns, names=list(new.values()))


def _next(batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
    batch = next(batches, None)
    if batch is not None:
        batch.validate(full=True)
    return batch


def _guarded(name: str, call: Callable[[], Any]) -> Any:
    """Return what `call` does; what pyarrow finds wrong is said in our words.

    Its own may quote data, so its exception is not kept as a context either.
    """
    arrow = import_arrow(name)
    fault = FileError(diagnose("IRDP-D042", Place(name)))
    try:
        return call()
    except (arrow.ArrowException, ValueError, KeyError, TypeError):
        pass
    except OSError as error:
        if error.errno:
            fault = system_error(error, name)
    raise fault
