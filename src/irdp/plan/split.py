"""Splitting an aggregate: one table, or groups of terms whose states add up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, Lane
from irdp.plan.coding import LIMIT, Coding, combinations
from irdp.plan.columns import recode
from irdp.plan.indexing import Key
from irdp.plan.machine import Instruction, Sum, WideSum
from irdp.plan.packing import pack, without_gaps
from irdp.plan.strict import strict_sum

if TYPE_CHECKING:
    from irdp.ops.aggregate import Additive, Sums
    from irdp.ops.lanes import Signature
    from irdp.plan.columns import Columns, Function


def split(
    out: str,
    additive: Additive,
    reads: list[tuple[str, ...]],
    signature: Signature,
    columns: Columns,
) -> Instruction | None:
    """Return the instruction of an aggregate; None where a term is too wide.

    Parameters
    ----------
    reads
        By term: the columns that it reads.
    """
    reads = _with_digits(additive, reads, columns)
    names = {
        n: c
        for own, mine in zip(additive.reads, reads, strict=True)
        for n, c in zip(own, mine, strict=True)
    }
    whole = columns.table(out, names, additive.run)
    if whole is not None:
        return whole
    groups = columns.groups(reads)
    if groups is None or additive.wide:
        return None
    states = [_state(additive, members, reads, columns) for members in groups]
    return _packed(out, states, additive, signature)


def _with_digits(
    additive: Additive, reads: list[tuple[str, ...]], columns: Columns
) -> list[tuple[str, ...]]:
    """Return what the terms read, items as digits where every term takes their gaps as one."""
    kept: set[str] = set()
    for own, names, term in zip(additive.reads, reads, additive.terms, strict=True):
        if (
            len(names) != 1
            or own != names
            or not _gaps_are_one(names[0], term, columns)
        ):
            kept.update(names)
    return [
        names if set(names) & kept else (columns.digit(names[0]),) for names in reads
    ]


def _gaps_are_one(item: str, term: Function, columns: Columns) -> bool:
    """Return whether a term makes the same of every state of an item."""
    size = columns.size(item)
    if item not in columns.items or size is None or size >= LIMIT:
        return False
    lane = term({item: columns.entries(item, np.arange(FIRST))})
    found = set(zip(lane.values.tolist(), lane.status.tolist(), strict=True))
    return len(found) == 1


def _state(
    additive: Additive,
    members: list[int],
    reads: list[tuple[str, ...]],
    columns: Columns,
) -> tuple[Key, Sums]:
    """Return the partial state of a group of terms at every combination."""
    key = columns.key([c for i in members for c in reads[i]])
    grid = combinations(key.sizes)
    total: Any = None
    for i in members:
        names = dict(zip(additive.reads[i], reads[i], strict=True))
        env: Mapping[str, Any] = columns.environment(names, grid)
        part = additive.contribute(i, additive.terms[i](env))
        total = part if total is None else total + part
    return key, without_gaps(total) if additive.strict else total


def _packed(
    out: str,
    states: list[tuple[Key, Sums]],
    additive: Additive,
    signature: Signature,
) -> Instruction:
    """Return the sum of packed states: an index where there are few, else finished."""
    keys = [key for key, _ in states]
    packing = pack([state for _, state in states])
    if packing.size <= LIMIT - 2:
        coding = Coding.of(additive.finish(packing.unpack(np.arange(packing.size))))
        typed = [packing.table(s).astype(coding.dtype) for _, s in states]
        return Sum(out, tuple(zip(keys, typed, strict=True)), coding)
    finish, line, found = additive.finish, additive.line, recode(signature)
    if additive.strict and line is not None and found is not None:
        strict = strict_sum(out, states, line, finish, found)
        if strict is not None:
            return strict

    def finished(state: Any) -> Lane:
        return finish(packing.unpack(state))

    tables = [packing.table(s) for _, s in states]
    return WideSum(out, tuple(zip(keys, tables, strict=True)), finished, found)
