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
    from irdp.visits.parse import Parser, Run

BLOCK = 131_072
"""The rows that are read at a time: their codes stay in a near cache."""
_SPAN = 4096
_STARTS = np.arange(0, BLOCK, _SPAN)
_FEW = 4
_FEW_VALUES = 32
_MOST_KNOWN = 65_536
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
        "_outliers",
        "_parts",
        "_size",
        "_starts",
        "answered",
    )

    def __init__(self, parts: Sequence[Integers], parser: Parser, run: Run) -> None:
        self._parts = parts
        self._starts = [0]
        for values, _ in parts:
            self._starts.append(self._starts[-1] + len(values))
        self._low, self._size = run
        self._outliers = _Outliers(parser)
        self.answered = False

    @property
    def lenient(self) -> bool:
        """Whether a value read so far was read leniently."""
        return self._outliers.lenient

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
        codes, numbers = self._outliers.read(values[wrong])
        if first == FIRST:
            out[wrong] = codes
        else:
            out[wrong] = np.maximum(codes, FIRST - 1) - (FIRST - 1)
        self.answered = self.answered or bool(codes.any())
        return Faults.of(wrong + start, numbers)


class _Outliers:
    """What the parser makes of integers that are not in the run: each is parsed once."""

    __slots__ = ("_codes", "_issues", "_known", "_parser", "lenient")

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._known: dict[int, int] = {}
        self._codes = np.zeros(0, np.uint8)
        self._issues = np.zeros(0, np.int16)
        self.lenient = False

    def read(self, values: Any) -> tuple[Codes, Any]:
        """Return the codes of some integers, and the number of each issue or 0."""
        if len(values) <= _FEW_VALUES:
            distinct, index = values.tolist(), None
        else:
            found, index = np.unique(values, return_inverse=True)
            distinct = found.tolist()
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        new = {*distinct} - self._known.keys()
        if new:
            self._learn(sorted(new))
        at = np.array([self._known[v] for v in distinct])
        if index is not None:
            at = at[index]
        return self._codes[at], self._issues[at]

    def _learn(self, values: list[int]) -> None:
        parsed = [self._parser.parse(value) for value in values]
        if not self._known:
            self._codes, self._issues = self._codes[:0], self._issues[:0]
        n = len(self._codes)
        self._known.update({value: n + k for k, value in enumerate(values)})
        codes = np.array([p.code for p in parsed], np.uint8)
        issues = np.array([p.issue for p in parsed], np.int16)
        self._codes = np.concatenate([self._codes, codes])
        self._issues = np.concatenate([self._issues, issues])
        self.lenient |= any(p.lenient for p in parsed)


def _outside(rank: Any, valid: Any | None, size: int) -> Ints:
    """Return the places of valid ranks beyond a size.

    Few such ranks are looked for where they are; many, in the whole piece.
    """
    starts = _STARTS[: -(-len(rank) // _SPAN)]
    wide = (np.maximum.reduceat(rank, starts) >= size).nonzero()[0].tolist()
    spans = [slice(k * _SPAN, (k + 1) * _SPAN) for k in wide]
    if len(spans) > _FEW:
        spans = [slice(0, len(rank))]
    found = []
    for span in spans:
        wrong = rank[span] >= size
        if valid is not None:
            np.logical_and(wrong, valid[span], out=wrong)
        found.append(wrong.nonzero()[0] + span.start)
    return found[0] if len(found) == 1 else np.concatenate(found)
