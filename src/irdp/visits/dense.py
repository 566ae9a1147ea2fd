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
_FEW = 4
_MOST_KNOWN = 65_536
_FIRST, _ONE = np.uint8(FIRST), np.uint8(1)
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
        "_outliers",
        "_parts",
        "_size",
        "_starts",
        "answered",
    )

    def __init__(self, parts: Sequence[Integers], parser: Parser, run: Run) -> None:
        low, self._size = run
        self._parts = [_Part.of(part, low) for part in parts]
        self._starts = [0]
        for values, _ in parts:
            self._starts.append(self._starts[-1] + len(values))
        self._outliers = _Outliers(parser)
        self.answered = False

    @property
    def lenient(self) -> bool:
        """Whether a value read so far was read leniently."""
        return self._outliers.lenient

    def __len__(self) -> int:
        return self._starts[-1]

    def arrays(self) -> list[Any]:
        """Return what the column is read from."""
        return [part.values for part in self._parts]

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
        if len(self._parts) == 1:
            faults = self._read(self._parts[0], slice(start, stop), out, first)
        else:
            faults = self._read_all(start, stop, out, first)
        self.answered = self.answered or bool(out.any())
        return faults

    def _read_all(self, start: int, stop: int, out: Codes, first: int) -> Faults | None:
        """Read rows of several parts."""
        found = []
        for part, begin, end in zip(self._parts, self._starts, self._starts[1:]):  # noqa: B905 - one start more
            a, b = max(start, begin), min(stop, end)
            if a < b:
                rows = slice(a - begin, b - begin)
                faults = self._read(part, rows, out[a - start : b - start], first)
                if faults is not None:
                    found.append(faults._replace(rows=faults.rows + begin))
        return Faults.joined(found)

    def _read(self, part: _Part, rows: slice, out: Codes, first: int) -> Faults | None:
        """Write the codes of some rows of a part; return its faults."""
        rank, valid = part.rank[rows], part.valid
        if part.low is not None:
            # In place where types are the same; what is wider is new.
            rank = np.subtract(rank, part.low, out if part.narrow else None)
        there = None if valid is None else valid[rows]
        outside = None
        if np.maximum.reduce(rank) >= self._size:
            outside = _outside(rank, there, self._size)
        np.add(rank, _ONE if first == 1 else _FIRST, out)
        if there is not None:
            np.multiply(out, there, out)
        if outside is None or not len(outside):
            return None
        codes, numbers = self._outliers.read(part.values[rows][outside])
        self.answered = self.answered or bool(codes.any())
        if first != FIRST:
            codes = np.maximum(codes, FIRST - 1) - (FIRST - 1)
        out[outside] = codes
        return Faults.of(outside + rows.start, numbers)


class _Part(NamedTuple):
    """Integers as ranks in a run: unsigned, and what is to be taken off, if anything."""

    values: Any
    valid: Any | Bitmap | None
    rank: Any
    low: Any | None
    narrow: bool

    @classmethod
    def of(cls, part: Integers, low: int) -> _Part:
        """Return a part of a column, for a run that begins at `low`."""
        values, valid = part
        rank = values.view(_UNSIGNED[values.dtype.itemsize])
        least = np.array(low).astype(values.dtype).view(rank.dtype)
        narrow = rank.dtype.itemsize == 1
        return cls(values, valid, rank, least if low else None, narrow)


class _Outliers:
    """What the parser makes of integers that are not in the run: each is parsed once."""

    __slots__ = ("_bytes", "_codes", "_issues", "_parser", "_wide", "lenient")

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._bytes: Any = None
        self._wide: dict[int, int] = {}
        self._codes: list[int] = []
        self._issues: list[int] = []
        self.lenient = False

    def read(self, values: Any) -> tuple[Any, Any]:
        """Return the codes of some integers, and the number of each issue or 0."""
        at = self._of_bytes(values) if values.itemsize == 1 else self._of_wide(values)
        return np.array(self._codes, np.uint8)[at], np.array(self._issues, np.int16)[at]

    def _of_bytes(self, values: Any) -> Any:
        """Return where each of some bytes is known."""
        if self._bytes is None:
            self._bytes = np.full(256, -1, np.int16)
        raw = values.view(np.uint8)
        at = self._bytes[raw]
        if np.minimum.reduce(at) < 0:
            for value in {*values[at < 0].tolist()}:
                self._bytes[value] = self._learn(value)  # below 0, from the end
            at = self._bytes[raw]
        return at

    def _of_wide(self, values: Any) -> Any:
        """Return where each of some integers is known."""
        distinct, index = np.unique(values, return_inverse=True)
        if len(self._wide) > _MOST_KNOWN:
            self._wide.clear()
            self._codes.clear()
            self._issues.clear()
        found = []
        for value in distinct.tolist():
            if value not in self._wide:
                self._wide[value] = self._learn(value)
            found.append(self._wide[value])
        return np.array(found)[index]

    def _learn(self, value: int) -> int:
        """Parse an integer; return where it is known from now on."""
        parsed = self._parser.parse(value)
        self._codes.append(parsed.code)
        self._issues.append(parsed.issue)
        self.lenient |= parsed.lenient
        return len(self._codes) - 1


def _outside(rank: Any, valid: Any | None, size: int) -> Ints:
    """Return the places of valid ranks beyond a size.

    Few such ranks are looked for where they are; many, in the whole piece.
    """
    most = np.maximum.reduceat(rank, np.arange(0, len(rank), _SPAN))
    wide = (most >= size).nonzero()[0]
    spans = [slice(0, len(rank))]
    if len(wide) <= _FEW:
        spans = [slice(k, k + _SPAN) for k in (wide * _SPAN).tolist()]
    found = []
    for span in spans:
        wrong = rank[span] >= size
        if valid is not None:
            np.logical_and(wrong, valid[span], out=wrong)
        found.append(wrong.nonzero()[0] + span.start)
    return found[0] if len(found) == 1 else np.concatenate(found)
