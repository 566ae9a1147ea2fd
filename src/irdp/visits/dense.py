"""Columns of small integers, read by one subtraction instead of a look-up.

Where the integers that an item knows are a run without holes, the code of a value is
the value plus a constant. What lies outside the run goes through the scalar parser,
value by value, so that the result is the parser's in every case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST
from irdp.visits.distinct import Column, Faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from irdp.ops.lanes import Codes
    from irdp.visits.parse import Parser, Run

    Piece = tuple[Any, Any | None]
    """Integers of any width, and where there is one: uint8, 0 where there is none."""

BLOCK = 131_072
"""The rows that are read at a time: their codes stay in a near cache."""
_SPAN = 4096
_STARTS = np.arange(0, BLOCK, _SPAN)
_FEW = 4
_FIRST = np.uint8(FIRST)
_UNSIGNED = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


def pieces_of(values: Any, valid: Any | None = None) -> Iterator[Piece]:
    """Yield the pieces of a column that are read at a time."""
    for start in range(0, len(values), BLOCK):
        block = slice(start, start + BLOCK)
        yield values[block], None if valid is None else valid[block]


def encode_dense(
    pieces: Iterable[Piece], parser: Parser, run: Run, out: Codes
) -> Column:
    """Return the codes of a column of integers.

    Parameters
    ----------
    pieces
        The column, a piece after the other; what stands where there is no integer does
        not matter.
    run
        The run of integers that the parser reads in order.
    out
        Where to write the codes: uint8, shape (n,).
    """
    faults: list[Faults] = []
    lenient = False
    start = 0
    for values, valid in pieces:
        place = out[start : start + len(values)]
        outside = _encode(values, valid, run, place)
        if outside is not None and len(outside):
            # They repeat themselves: each value is parsed once.
            found = values[outside].tolist()
            parsed = {value: parser.parse(value) for value in set(found)}
            place[outside] = [parsed[value].code for value in found]
            lenient |= any(p.lenient for p in parsed.values())
            numbers = np.array([parsed[value].issue for value in found], np.int16)
            faults.append(Faults(outside + start, numbers))
        start += len(values)
    return Column(out, Faults.joined(faults), lenient)


def _encode(values: Any, valid: Any | None, run: Run, out: Codes) -> Any | None:
    """Write the codes of a piece; return the places that the run does not hold."""
    rank = values.view(_UNSIGNED[values.dtype.itemsize])
    if run.low:
        low = np.array(run.low).astype(values.dtype).view(rank.dtype)
        rank = np.subtract(rank, low, out=out if rank.dtype == out.dtype else None)
    outside = _outside(rank, valid, run.size) if len(rank) else None
    np.add(rank, _FIRST, out)
    if valid is not None:
        np.multiply(out, valid, out)
    return outside


def _outside(rank: Any, valid: Any | None, size: int) -> Any | None:
    """Return the places of valid ranks beyond a size, None where there is none.

    Few such ranks are looked for where they are; many, in the whole piece.
    """
    most = np.maximum.reduceat(rank, _STARTS[: -(-len(rank) // _SPAN)])
    wide = np.flatnonzero(most >= size).tolist()
    if not wide:
        return None
    spans = [slice(k * _SPAN, (k + 1) * _SPAN) for k in wide]
    if len(spans) > _FEW:
        spans = [slice(0, len(rank))]
    found = []
    for span in spans:
        wrong = rank[span] >= size
        if valid is not None:
            np.logical_and(wrong, valid[span], out=wrong)
        found.append(np.flatnonzero(wrong) + span.start)
    return np.concatenate(found)
