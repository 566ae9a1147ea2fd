"""Results as Arrow record batches of one fixed schema, for runners of every kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import Kind, Status
from irdp.plan.coding import IndexLane
from irdp.plan.verdicts import IndexedVerdict
from irdp.results import decode

if TYPE_CHECKING:
    import pyarrow as pa

    from irdp.ops.lanes import Lane, Signature
    from irdp.plan.coding import AnyLane
    from irdp.plan.verdicts import AnyVerdict
    from irdp.results.reader import Reader
    from irdp.results.table import ScoreTable

Make = Callable[["pa.DataType"], "pa.Array"]
"""Makes a column of the type that the schema says."""


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


def record_batch(
    table: ScoreTable, reader: Reader, schema: pa.Schema
) -> pa.RecordBatch:
    """Return the results of a table of visits as one record batch."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    made = dict(_columns(table, reader))
    arrays = [made[field.name](field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _columns(table: ScoreTable, reader: Reader) -> Iterator[tuple[str, Make]]:
    shares: dict[tuple[str, ...], Any] = {}
    for name in reader.outputs:
        lane, node = table.lanes[name], reader.nodes[name]
        yield name, partial(_values, lane, node.signature)
        band = reader.bands.get(name)
        if band is None:
            yield f"{name}.band", partial(_nothing, len(table))
        else:
            signature = reader.nodes[band].signature
            yield f"{name}.band", partial(_values, table.lanes[band], signature)
        yield f"{name}.status", partial(_statuses, lane)
        if node.items not in shares:
            shares[node.items] = table.completeness(name)
        yield f"{name}.completeness", partial(_floats, shares[node.items])
    for step in reader.definition.program.decisions:
        verdict = table.verdicts[step.id]
        ids = [rule.id for rule in step.rules]
        propose = partial(decode.proposal, step)
        yield step.id, partial(_masks, verdict, "proposed", propose)
        yield f"{step.id}.provisional", partial(_plain, verdict.provisional)
        reasons = partial(_reasons, ids)
        yield f"{step.id}.reasons", partial(_masks, verdict, "true", reasons)
    yield "rejected", partial(_plain, table.rejected)


def _values(lane: AnyLane, signature: Signature, kind: pa.DataType) -> pa.Array:
    if signature.kind is Kind.NUMBER:
        return _floats(decode.values(lane, signature), kind)
    if isinstance(lane, IndexLane):

        def words(entries: Lane) -> pa.Array:
            return _array(decode.values(entries, signature).tolist(), kind)

        return _taken(lane.coding.table((signature, kind), words), lane.index)
    labels: Sequence[Any] = signature.labels
    if signature.kind is Kind.TRUTH:
        labels = (False, True)
    known = lane.status <= Status.PRORATED
    return _words([*labels, None], np.where(known, lane.values, len(labels)), kind)


def _nothing(n: int, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return pa.nulls(n, kind)


def _statuses(lane: AnyLane, kind: pa.DataType) -> pa.Array:
    if isinstance(lane, IndexLane):
        words = lane.coding.table(
            ("statuses", kind), lambda e: _array(decode.statuses(e).tolist(), kind)
        )
        return _taken(words, lane.index)
    return _words(decode.STATUS_LABELS.tolist(), lane.status, kind)


def _masks(
    verdict: AnyVerdict, field: str, make: Callable[[int], Any], kind: pa.DataType
) -> pa.Array:
    """Return what is made of each mask of a column of a verdict."""
    if isinstance(verdict, IndexedVerdict):
        masks, entry = np.unique(getattr(verdict.table, field), return_inverse=True)
        words = [make(mask) for mask in masks.tolist()]
        return _words(words, entry.reshape(-1).take(verdict.index), kind)
    masks, index = np.unique(getattr(verdict, field), return_inverse=True)
    return _words([make(mask) for mask in masks.tolist()], index.reshape(-1), kind)


def _reasons(ids: Sequence[str], mask: int) -> tuple[str, ...]:
    return decode.bits(mask, ids)


def _words(words: Sequence[Any], index: Any, kind: pa.DataType) -> pa.Array:
    """Return the word of each index: every word is made once."""
    return _taken(_array(words, kind), index)


def _array(words: Sequence[Any], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return pa.array(words, type=kind)


def _taken(words: pa.Array, index: Any) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return words.take(pa.array(index))


def _floats(column: Any, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return pa.array(column, type=kind, mask=np.isnan(column))


def _plain(column: Any, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return pa.array(column, type=kind)
