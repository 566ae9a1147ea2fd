"""Results as Arrow record batches of one fixed schema, for runners of every kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from irdp.ops.lanes import Kind
from irdp.results.coded import Coded

if TYPE_CHECKING:
    import pyarrow as pa

    from irdp.results.reader import Reader
    from irdp.results.table import ScoreTable


def arrow_schema(reader: Reader) -> pa.Schema:
    """Return the schema of the results of a definition.

    Numbers are double, truths bool, categories, bands and statuses string; every type
    is one that any Arrow consumer reads (nothing unsigned, no dictionary). The
    provenance is the schema's metadata.
    """
    import pyarrow as pa  # noqa: PLC0415 - an extra

    types = {Kind.NUMBER: pa.float64(), Kind.TRUTH: pa.bool_()}
    fields = []
    for name in reader.outputs:
        kind = reader.nodes[name].signature.kind
        fields += [
            pa.field(name, types.get(kind, pa.string())),
            pa.field(f"{name}.band", pa.string()),
            pa.field(f"{name}.status", pa.string(), nullable=False),
            pa.field(f"{name}.completeness", pa.float64()),
        ]
    for step in reader.definition.program.decisions:
        one = pa.string() if step.hit == "first" else pa.list_(pa.string())
        fields += [
            pa.field(step.id, one, nullable=False),
            pa.field(f"{step.id}.provisional", pa.bool_(), nullable=False),
            pa.field(f"{step.id}.reasons", pa.list_(pa.string()), nullable=False),
        ]
    fields.append(pa.field("rejected", pa.bool_(), nullable=False))
    origin = json.dumps(reader.provenance.to_dict(), ensure_ascii=False)
    return pa.schema(fields, metadata={"irdp.provenance": origin.encode()})


def record_batch(table: ScoreTable, schema: pa.Schema) -> pa.RecordBatch:
    """Return the results of a table of visits as one record batch."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    columns = {**table.coded_columns(), "rejected": table.rejected}
    arrays = [arrow_array(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def arrow_array(column: Coded | Any, kind: pa.DataType) -> pa.Array:
    """Return a column of results as an Arrow array: what is unknown is null."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    def made(values: Any) -> pa.Array:
        listed = pa.types.is_list(kind)
        plain = [list(value) for value in values.tolist()] if listed else values
        return pa.array(plain, type=kind, from_pandas=True)

    if isinstance(column, Coded):
        entries = column.entries
        array = entries.made.get(("arrow", kind), lambda: made(entries.values))
        return array.take(pa.array(column.index))
    return made(column)
