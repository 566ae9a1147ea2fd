"""What is wrong with single rows: a structured array that points and never quotes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from irdp.errors import Diagnostic, Severity
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from irdp.ops.lanes import Bools, Ints
    from irdp.text import Text

WARNING, ERROR = 0, 1


class IssueCode(IntEnum):
    """The number in ``IRDP-Dnnn`` of what can be wrong with one answer."""

    AMBIGUOUS_NUMBER = 6
    OUTSIDE = 21
    LABEL = 22
    FORM = 23
    UNDECLARED_STATE = 24
    INFINITE = 25
    NOT_EXACT = 26
    TRUTH = 27
    BOUNDS = 28
    EXCLUSIVE = 29
    NOT_ASKED = 30
    CONTRADICTION = 31
    DATE = 32
    DATE_ORDER = 33
    MOMENT = 34


def code_of(number: int) -> str:
    """Return the code of a message about visits.

    Examples
    --------
    >>> code_of(21)
    'IRDP-D021'
    """
    return f"IRDP-D{number:03d}"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong in one row: where, which rule, how much it weighs."""

    row: int
    item: str
    code: str
    severity: Severity

    @property
    def message(self) -> Text:
        """What is wrong, without the value, in French and English."""
        return self._diagnostic.message

    @property
    def hint(self) -> Text:
        """What to do about it, in French and English."""
        return self._diagnostic.hint

    @property
    def _diagnostic(self) -> Diagnostic:
        return diagnose(self.code, item=self.item, column=self.item)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Issues:
    """The issues of many rows, sorted by row and then by item.

    Parameters
    ----------
    items
        The names that `item` indexes: items, or checks of the questionnaire.
    row
        int64, shape (k,): the row, from 0.
    item
        int32, shape (k,): an index into `items`, -1 where no item is concerned.
    code
        int16, shape (k,): the number in ``IRDP-Dnnn``.
    severity
        int8, shape (k,): 0 for a warning, 1 for an error, which rejects the row.

    Examples
    --------
    >>> builder = IssueBuilder(("age",))
    >>> builder.add([4, 1], "age", IssueCode.BOUNDS)
    >>> issues = builder.build()
    >>> len(issues), issues.for_row(4)[0].code, issues.counts()
    (2, 'IRDP-D028', {('age', 'IRDP-D028'): 2})
    """

    items: tuple[str, ...]
    row: Ints
    item: NDArray[np.int32]
    code: NDArray[np.int16]
    severity: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.row)

    def __iter__(self) -> Iterator[Issue]:
        return (self._issue(k) for k in range(len(self)))

    def __repr__(self) -> str:
        errors = int(np.count_nonzero(self.severity))
        return f"Issues({errors} errors, {len(self) - errors} warnings)"

    def for_row(self, row: int) -> tuple[Issue, ...]:
        """Return the issues of one row, by item."""
        first, last = np.searchsorted(self.row, [row, row + 1])
        return tuple(self._issue(k) for k in range(int(first), int(last)))

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many rows have each pair of item and code."""
        pairs = np.stack([self.item, self.code.astype(np.int32)], axis=1)
        found, times = np.unique(pairs, axis=0, return_counts=True)
        return {
            (self._name(int(item)), code_of(int(code))): int(n)
            for (item, code), n in zip(found, times, strict=True)
        }

    def to_dict(self) -> dict[str, list[object]]:
        """Return the columns `row`, `item`, `code` and `severity` as plain lists."""
        names = [*self.items, ""]
        return {
            "row": self.row.tolist(),
            "item": [names[k] for k in self.item],
            "code": [code_of(int(k)) for k in self.code],
            "severity": [str(_severity(int(k))) for k in self.severity],
        }

    def rejected(self, n: int) -> Bools:
        """Return which of `n` rows have an issue that rejects them (bool, shape (n,))."""
        out = np.zeros(n, dtype=np.bool_)
        out[self.row[self.severity == ERROR]] = True
        return out

    def take(self, rows: Ints) -> Issues:
        """Return the issues of the given rows, renumbered in the order given."""
        first = np.searchsorted(self.row, rows, side="left")
        many = np.searchsorted(self.row, rows, side="right") - first
        new = np.repeat(np.arange(len(rows), dtype=np.int64), many)
        before = np.repeat(np.cumsum(many) - many, many)
        pick = np.repeat(first, many) + np.arange(len(new)) - before
        return Issues(
            self.items, new, self.item[pick], self.code[pick], self.severity[pick]
        )

    def slice(self, start: int, stop: int) -> Issues:
        """Return the issues of the rows ``start <= row < stop``, counted from 0."""
        k = slice(*(int(i) for i in np.searchsorted(self.row, [start, stop])))
        row = self.row[k] - start
        return Issues(self.items, row, self.item[k], self.code[k], self.severity[k])

    @staticmethod
    def concat(parts: Sequence[Issues], row_offsets: Sequence[int]) -> Issues:
        """Return the issues of several tables laid one below the other."""
        builder = IssueBuilder(())
        for part, offset in zip(parts, row_offsets, strict=True):
            builder.extend(part, offset)
        return builder.build()

    def _issue(self, k: int) -> Issue:
        return Issue(
            int(self.row[k]),
            self._name(int(self.item[k])),
            code_of(int(self.code[k])),
            _severity(int(self.severity[k])),
        )

    def _name(self, index: int) -> str:
        return self.items[index] if index >= 0 else ""


class IssueBuilder:
    """Gathers issues item by item, then sorts them once.

    Parameters
    ----------
    items
        The names known beforehand, in order; `add` appends further ones.
    """

    def __init__(self, items: Sequence[str]) -> None:
        self._index = {name: k for k, name in enumerate(items)}
        self._parts: list[
            tuple[Ints, NDArray[np.int32], NDArray[np.int16], NDArray[np.int8]]
        ] = []

    def add(
        self,
        rows: Sequence[int] | Ints,
        item: str,
        code: int | NDArray[np.int16],
        severity: int = ERROR,
    ) -> None:
        """Add one issue for each of `rows`; `item` is "" where none is concerned."""
        index = self._index.setdefault(item, len(self._index)) if item else -1
        if not len(rows):
            return
        row = np.asarray(rows, dtype=np.int64)
        self._parts.append(
            (
                row,
                np.full(len(row), index, dtype=np.int32),
                np.broadcast_to(np.asarray(code, dtype=np.int16), row.shape),
                np.full(len(row), severity, dtype=np.int8),
            )
        )

    def add_all(
        self, parts: Sequence[tuple[str, Ints, NDArray[np.int16], int]]
    ) -> None:
        """Add the issues of many pieces: an item, rows, codes, a severity each."""
        if not parts:
            return
        items, rows, codes, severities = zip(*parts, strict=True)
        many = [len(row) for row in rows]
        index = [self._index.setdefault(k, len(self._index)) for k in items]
        self._parts.append(
            (
                np.concatenate(rows),
                np.repeat(np.array(index, np.int32), many),
                np.concatenate(codes),
                np.repeat(np.array(severities, np.int8), many),
            )
        )

    def extend(self, issues: Issues, offset: int = 0) -> None:
        """Add issues already built, their rows moved by `offset`."""
        names = [self._index.setdefault(k, len(self._index)) for k in issues.items]
        lookup = np.array([*names, -1], dtype=np.int32)
        row = issues.row + offset
        self._parts.append((row, lookup[issues.item], issues.code, issues.severity))

    def build(self) -> Issues:
        """Return everything added, sorted by row, item and code; read-only."""
        empty = np.zeros(0, dtype=np.int64)
        columns = list(zip(*self._parts, strict=True)) or [(empty,)] * 4
        types = (np.int64, np.int32, np.int16, np.int8)
        arrays = [
            np.concatenate(c).astype(t, copy=False)
            for c, t in zip(columns, types, strict=True)
        ]
        row, item, code, severity = arrays
        order = np.lexsort((code, item, row))
        row, item, code, severity = (a[order] for a in arrays)
        for array in (row, item, code, severity):
            array.setflags(write=False)
        return Issues(tuple(self._index), row, item, code, severity)


def _severity(number: int) -> Severity:
    return Severity.ERROR if number == ERROR else Severity.WARNING
