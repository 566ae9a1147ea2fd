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
    outside = None
    if len(rank) and np.maximum.reduce(rank) >= run.size:
        wrong = rank >= run.size
        if valid is not None:
            wrong &= valid != 0
        outside = np.flatnonzero(wrong)
    np.add(rank, _FIRST, out)
    if valid is not None:
        np.multiply(out, valid, out)
    return outside
