"""Results as Arrow record batches of one fixed schema, for runners of every kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import Kind
from irdp.results import decode

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

    columns = dict(_columns(table))
    arrays = [_array(columns[f.name], f.type, pa) for f in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _columns(table: ScoreTable) -> Iterator[tuple[str, Any]]:
    for name in table.outputs:
        yield name, table.values(name)
        yield f"{name}.band", table.bands(name)
        yield f"{name}.status", decode.statuses(table.lanes[name])
        yield f"{name}.completeness", table.completeness(name)
    for name in table.verdicts:
        yield name, table.decisions(name)
        yield f"{name}.provisional", table.provisional(name)
        yield f"{name}.reasons", table.reasons(name)
    yield "rejected", table.rejected


def _array(column: Any, kind: Any, pa: Any) -> Any:
    if column.dtype == np.float64:
        return pa.array(column, type=kind, mask=np.isnan(column))
    if column.dtype == np.bool_:
        return pa.array(column, type=kind)
    return pa.array(column.tolist(), type=kind)


