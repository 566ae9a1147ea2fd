"""Parquet and Arrow files are read whole, written whole, or refused."""

from __future__ import annotations

import io
import sys

import pyarrow as pa
import pytest
from pyarrow import ipc, parquet

from irdp.errors import CallError, FileError
from irdp.io.atomic import atomic_writer
from irdp.io.tables import ParquetWriter, TableSource, is_columnar

TABLE = pa.table(
    {
        "id": [f"v{i}" for i in range(10)],
        " Âge ": pa.array(range(10), pa.int8()),
        "q1": pa.array(["oui", None] * 5).dictionary_encode(),
    }
)


def parquet_bytes(table):
    out = io.BytesIO()
    parquet.write_table(table, out, row_group_size=4)
    return out.getvalue()


def file_bytes(table):
    out = io.BytesIO()
    with ipc.new_file(out, table.schema) as writer:
        writer.write_table(table, max_chunksize=4)
    return out.getvalue()


def stream_bytes(table):
    out = io.BytesIO()
    with ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table, max_chunksize=4)
    return out.getvalue()


FORMATS = [parquet_bytes, file_bytes, stream_bytes]


@pytest.mark.parametrize("make", FORMATS)
@pytest.mark.parametrize("rows", [1, 3, 100])
def test_every_format_gives_the_same_rows(make, rows, tmp_path):
    data = make(TABLE)
    assert is_columnar(data)
    path = tmp_path / "visites"
    path.write_bytes(data)
    source = TableSource(path, rename={"Âge": "age"}, rows=rows)
    tables = list(source)
    assert source.names == ("id", "age", "q1")
    assert max(len(table) for table in tables) <= rows
    whole = pa.concat_tables(tables, promote_options="permissive")
    assert whole.column("age").to_pylist() == list(range(10))
    assert whole.column("q1").to_pylist() == ["oui", None] * 5
    assert source.counts.read == 10
    assert source._stream.closed


@pytest.mark.parametrize("make", FORMATS)
def test_only_the_columns_asked_for_are_read(make):
    source = TableSource(io.BytesIO(make(TABLE)), columns=["q1", "absent"])
    assert {name for table in source for name in table.column_names} == {"q1"}
    with pytest.raises(CallError, match="F016"):
        list(source)


@pytest.mark.parametrize("make", FORMATS)
def test_a_damaged_file_is_refused_without_a_word_of_its_content(make):
    data = make(TABLE)
    refused = 0
    for size in range(8, len(data), 7):
        try:
            list(TableSource(io.BytesIO(data[:size])))
        except FileError as error:
            assert error.diagnostics[0].code == "IRDP-D042"  # noqa: PT017
            assert error.__context__ is None  # noqa: PT017
            refused += 1
    assert refused


@pytest.mark.parametrize("make", FORMATS)
def test_no_rows_are_said(make):
    source = TableSource(io.BytesIO(make(TABLE.slice(0, 0))))
    assert sum(len(table) for table in source) == 0
    assert [d.code for d in source.warnings()] == ["IRDP-D002"]


def test_a_name_twice_is_refused():
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["q1", " q1"])
    with pytest.raises(FileError, match="D007"):
        TableSource(io.BytesIO(stream_bytes(table)))


def test_without_pyarrow_the_way_out_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FileError, match=r"irdp\[arrow\]"):
        TableSource(io.BytesIO(parquet_bytes(TABLE)))


def test_results_are_written_with_their_provenance(tmp_path):
    path = tmp_path / "scores.parquet"
    schema = pa.schema([("id", pa.string()), ("score", pa.float64())])
    with atomic_writer(path) as stream:
        writer = ParquetWriter(stream, schema, metadata={"irdp": '{"id": "epices"}'})
        writer.write({"id": ["a"], "score": [1.5]})
        writer.write(pa.table({"id": ["b"], "score": pa.array([None], pa.float64())}))
        with pytest.raises(CallError, match="F017"):
            writer.write({"id": ["a"]})
        writer.close()
    table = parquet.read_table(path)
    assert table.to_pydict() == {"id": ["a", "b"], "score": [1.5, None]}
    assert table.schema.metadata[b"irdp"] == b'{"id": "epices"}'
