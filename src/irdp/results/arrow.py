"""Results as Arrow record batches of one fixed schema, for runners of every kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from irdp.results.coded import Coded
from irdp.results.layout import arrow_types, layout

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

    types = arrow_types(pa)
    fields = [
        pa.field(field.name, types[field.holds], nullable=not field.full)
        for field in layout(reader)
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
