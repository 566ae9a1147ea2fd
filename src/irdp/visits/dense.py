"""Columns of small integers, read by one subtraction instead of a look-up.

Where the integers that an item knows are a run without holes, the code of a value is
the value plus a constant. What lies outside the run goes through the scalar parser,
value by value, so that the result is the parser's in every case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST
from irdp.visits.distinct import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.visits.parse import Parser

BLOCK = 65_536
"""The rows that are read at a time: their codes stay in a near cache."""
MOST = 250
"""The most values of an item read this way: its codes fit one byte."""


@dataclass(frozen=True, slots=True)
class Run:
    """The run of integers that an item knows: ``low .. low + size - 1``."""

    low: int
    size: int


def run_of(parser: Parser) -> Run | None:
    """Return the run of integers that a parser turns into its codes in order.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain, ItemType
    >>> from irdp.visits.parse import Parser
    >>> run_of(Parser(ItemSpec("pain", Domain(ItemType.INTEGER, 11, low=-5))))
    Run(low=-5, size=11)
    """
    size = parser.spec.domain.size
    known = {v: c for v, c in parser.integers.items() if c >= FIRST}
    if size > MOST or len(known) != size:
        return None
    low = min(known)
    if any(known.get(low + i) != FIRST + i for i in range(size)):
        return None
    return Run(low, size)


def encode_dense(
    values: Any, valid: Any | None, parser: Parser, run: Run, out: Any | None = None
) -> Column:
    """Return the codes of integers of any width.

    Parameters
    ----------
    values
        ndarray of shape (n,), int8 to int64, signed or not.
    valid
        ndarray of shape (n,), uint8: 0 where there is no value.
    out
        Where to write the codes: uint8, shape (n,).
    """
    n = len(values)
    codes = np.empty(n, np.uint8) if out is None else out
    issues: Any = None
    lenient = False
    for start in range(0, n, BLOCK):
        block = slice(start, min(start + BLOCK, n))
        mask = None if valid is None else valid[block]
        bad = _block(values[block], mask, run, codes[block])
        if bad is None or not len(bad):
            continue
        # Bad cells repeat themselves: each value is parsed once.
        found = values[bad + start].tolist()
        parsed = {value: parser.parse(value) for value in set(found)}
        codes[bad + start] = [parsed[value].code for value in found]
        lenient |= any(p.lenient for p in parsed.values())
        if any(p.issue for p in parsed.values()):
            issues = np.zeros(n, np.int16) if issues is None else issues
            issues[bad + start] = [parsed[value].issue for value in found]
    return Column(codes, issues, lenient)


def _block(values: Any, valid: Any | None, run: Run, out: Any) -> Any | None:
    """Write the codes of a block; return the places that the run does not hold."""
    width = f"u{values.dtype.itemsize}"
    low = np.array(run.low).astype(values.dtype).view(width)
    rank = out if values.dtype.itemsize == 1 else None
    rank = np.subtract(values.view(width), low, out=rank)
    bad = None
    if len(rank) and int(rank.max()) >= run.size:
        outside = rank >= run.size
        if valid is not None:
            outside &= valid != 0
        bad = np.flatnonzero(outside)
    if rank is not out:
        np.copyto(out, rank, casting="unsafe")
    np.add(out, np.uint8(FIRST), out=out)
    if valid is not None:
        np.multiply(out, valid, out=out)
    return bad


def arrow_chunks(native: Any) -> Iterator[tuple[Any, Any | None]]:
    """Yield the integers and the validity of each chunk of an Arrow column."""
    kind = np.dtype(str(native.type))
    for chunk in native.chunks:
        bits, data = chunk.buffers()
        start, n = chunk.offset, len(chunk)
        values = np.frombuffer(data, kind, count=n, offset=start * kind.itemsize)
        valid = None
        if bits is not None and chunk.null_count:
            first = start // 8
            raw = np.frombuffer(bits, np.uint8)[first : (start + n + 7) // 8]
            spread = np.unpackbits(raw, bitorder="little")
            valid = spread[start - 8 * first :][:n]
        yield values, valid
