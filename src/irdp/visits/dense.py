"""Columns of small integers, read by one addition instead of a look-up.

Where the integers that an item knows are a run without holes, the code of a value is
the value plus a constant. What lies outside the run goes through the scalar parser,
value by value, so that the result is the parser's in every case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import FIRST
from irdp.visits.distinct import Column, Faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.ops.lanes import Codes, Ints
    from irdp.visits.parse import Parsed, Parser, Run

BLOCK = 131_072
"""The rows that are read at a time: their codes stay in a near cache."""
_SPAN = 4096
_STARTS = np.arange(0, BLOCK, _SPAN)
_FEW = 4
_MOST_PARSED = 65_536
_UNSIGNED = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


class Bitmap:
    """Bits of Arrow, unpacked where they are asked for.

    Parameters
    ----------
    marks
        The bytes, uint8: the first bit is the lowest.
    offset
        Where the column begins, in bits.

    Examples
    --------
    >>> Bitmap(np.array([0b0110], np.uint8), 1)[0:3]
    array([1, 1, 0], dtype=uint8)
    """

    __slots__ = ("_marks", "_offset")

    def __init__(self, marks: Any, offset: int) -> None:
        self._marks = marks
        self._offset = offset

    def __getitem__(self, part: slice) -> Any:
        first, skip = divmod(self._offset + part.start, 8)
        n = skip + part.stop - part.start
        bits = np.unpackbits(
            self._marks[first : first + (n + 7) // 8], count=n, bitorder="little"
        )
        return bits[skip:] if skip else bits


class Integers(NamedTuple):
    """Integers of any width, and where there is one: 1, or 0; None for everywhere.

    What stands where there is none does not matter.
    """

    values: Any
    valid: Any | Bitmap | None = None


class DenseColumn:
    """A column of integers, read any rows at a time.

    Parameters
    ----------
    parts
        The column, a part after the other.
    parser
        The parser of the item.
    run
        The run of integers that the parser reads in order.

    Attributes
    ----------
    lenient
        Whether a value read so far was read leniently.
    answered
        Whether a row read so far is not missing.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain, ItemType
    >>> from irdp.visits.parse import Parser
    >>> parser = Parser(ItemSpec("pain", Domain(ItemType.INTEGER, 11)))
    >>> part = Integers(np.array([3, 9, 12], np.int8), np.array([1, 0, 1], np.uint8))
    >>> column = DenseColumn([part], parser, parser.run)
    >>> column.whole(np.empty(3, np.uint8)).codes
    array([8, 0, 4], dtype=uint8)
    """

    __slots__ = (
        "_low",
        "_parsed",
        "_parser",
        "_parts",
        "_size",
        "_starts",
        "answered",
        "lenient",
    )

    def __init__(self, parts: Sequence[Integers], parser: Parser, run: Run) -> None:
        self._parts = parts
        self._starts = [0]
        for values, _ in parts:
            self._starts.append(self._starts[-1] + len(values))
        self._parser = parser
        self._low, self._size = run
        self._parsed: dict[int, Parsed] = {}
        self.lenient = False
        self.answered = False

    def __len__(self) -> int:
        return self._starts[-1]

    def whole(self, out: Codes) -> Column:
        """Return the codes of the column, written to `out`: uint8, shape (n,)."""
        found = []
        for start in range(0, len(self), BLOCK):
            stop = min(start + BLOCK, len(self))
            found.append(self.read(start, stop, out[start:stop]))
        return Column(out, Faults.joined(found), self.lenient)

    def read(
        self, start: int, stop: int, out: Codes, first: int = FIRST
    ) -> Faults | None:
        """Write the codes of some rows; return what is wrong in them, by row.

        Parameters
        ----------
        start, stop
            The rows ``start <= row < stop``.
        out
            uint8, shape (stop - start,).
        first
            The code of the least answer: `FIRST`, or 1 for digits, where all gaps
            are 0.
        """
        found: list[Faults | None] = []
        for (values, valid), begin in zip(self._parts, self._starts, strict=False):
            a, b = max(start - begin, 0), min(stop - begin, len(values))
            if a < b:
                there = None if valid is None else valid[a:b]
                place = out
                if b - a < len(out):
                    place = out[begin + a - start : begin + b - start]
                wrong = self._write(values[a:b], there, place, first)
                if wrong is not None and len(wrong):
                    found.append(self._mend(values[a:b], wrong, place, first, begin + a))
        self.answered = self.answered or bool(out.any())
        return Faults.joined(found) if found else None

    def _write(
        self, values: Any, valid: Any | None, out: Codes, first: int
    ) -> Ints | None:
        """Write the codes of what the run holds; return the places of the others."""
        rank = values.view(_UNSIGNED[values.dtype.itemsize])
        if self._low:
            low = np.array(self._low).astype(values.dtype).view(rank.dtype)
            rank = np.subtract(rank, low, out=out if rank.dtype == out.dtype else None)
        outside = None
        if np.maximum.reduce(rank) >= self._size:
            outside = _outside(rank, valid, self._size)
        np.add(rank, np.uint8(first), out)
        if valid is not None:
            np.multiply(out, valid, out)
        return outside

    def _mend(
        self, values: Any, wrong: Ints, out: Codes, first: int, start: int
    ) -> Faults | None:
        """Write the codes of what the run does not hold; return its faults."""
        found = values[wrong].tolist()
        if len(self._parsed) > _MOST_PARSED:
            self._parsed.clear()
        for value in {*found} - self._parsed.keys():
            parsed = self._parsed[value] = self._parser.parse(value)
            self.lenient |= parsed.lenient
            self.answered |= parsed.code > 0
        lift = FIRST - first
        codes = {value: max(self._parsed[value].code, lift) - lift for value in {*found}}
        out[wrong] = [codes[value] for value in found]
        numbers = np.array([self._parsed[value].issue for value in found], np.int16)
        return Faults.of(wrong + start, numbers)


def _outside(rank: Any, valid: Any | None, size: int) -> Ints | None:
    """Return the places of valid ranks beyond a size.

    Few such ranks are looked for where they are; many, in the whole piece.
    """
    starts = _STARTS[: -(-len(rank) // _SPAN)]
    wide = np.flatnonzero(np.maximum.reduceat(rank, starts) >= size).tolist()
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
