"""A table of visits, read a chunk at a time: no code is kept longer than its chunk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.lib.array_utils import byte_bounds

from irdp.messages import diagnose
from irdp.ops.lanes import FIRST
from irdp.visits.columns import dense_column, encode_column
from irdp.visits.dense import DenseColumn
from irdp.visits.frame import Frame
from irdp.visits.issues import ERROR, IssueBuilder

if TYPE_CHECKING:
    from irdp.errors import Diagnostic
    from irdp.ops.lanes import Bools, Codes, Domain, Ints
    from irdp.visits.columns import Raw
    from irdp.visits.distinct import Faults
    from irdp.visits.issues import Issues
    from irdp.visits.parse import Parser


class WholeColumn(NamedTuple):
    """A column that was encoded at once, and what is to be said of it."""

    codes: Codes
    faults: Faults | None = None
    lenient: bool = False
    answered: bool = True

    def arrays(self) -> list[Any]:
        """Return what the column is read from."""
        return [self.codes]

    @classmethod
    def of(cls, raw: Raw, parser: Parser) -> WholeColumn:
        """Return a raw column, encoded."""
        codes, faults, lenient = encode_column(raw, parser)
        return cls(codes, faults, lenient, bool(codes.any()) or not len(raw))


def column_of(raw: Raw, parser: Parser) -> DenseColumn | WholeColumn:
    """Return a raw column to be read by chunks: at once, if it holds no integers."""
    dense = dense_column(raw, parser) if len(raw) else None
    return WholeColumn.of(raw, parser) if dense is None else dense


@dataclass(frozen=True, slots=True)
class Origin:
    """Where visits come from.

    Parameters
    ----------
    backend, index, domains
        As in a `Frame`.
    notes, remarks
        What is to be said once for the table, before and after what is to be said of
        its columns.
    """

    backend: str
    index: object = None
    domains: Mapping[str, Domain] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()
    remarks: tuple[Diagnostic, ...] = ()


class Intake:
    """Visits to be read a chunk at a time, in order; chunks may overlap.

    Parameters
    ----------
    n
        How many visits.
    columns
        By item.
    severity
        By item: how much an invalid answer weighs.
    origin
        Where they come from.
    """

    def __init__(
        self,
        n: int,
        columns: Mapping[str, DenseColumn | WholeColumn],
        severity: Mapping[str, int],
        origin: Origin,
    ) -> None:
        self.n = n
        self._columns = columns
        self._severity = severity
        self._origin = origin
        self._said: list[Diagnostic] = []
        self._known: Issues = IssueBuilder(tuple(columns)).build()
        self._found: list[tuple[str, Ints, Any, int]] = []
        self._refused: Bools | None = None
        self._start = self._stop = self._fresh = 0
        self._wrong: list[Ints] = []
        self._unread: set[str] = set()
        for item, column in columns.items():
            if isinstance(column, WholeColumn) and column.faults is not None:
                self._note(item, column.faults)
        if self._wrong:
            self._refused = np.zeros(n, np.bool_)
            self._refused[np.concatenate(self._wrong)] = True

    @classmethod
    def of(cls, frame: Frame) -> Intake:
        """Return visits that are encoded already."""
        columns = {name: WholeColumn(codes) for name, codes in frame.codes.items()}
        origin = Origin(frame.backend, frame.index, frame.domains, frame.notes)
        intake = cls(frame.n, columns, {}, origin)
        intake._known = frame.issues
        intake._refused = frame.rejected
        return intake

    def shares(self, outs: Collection[Any]) -> bool:
        """Return whether arrays may have memory in common with the visits."""
        theirs = [byte_bounds(out) for out in outs]
        own = [byte_bounds(a) for c in self._columns.values() for a in c.arrays()]
        return any(a < stop and start < b for a, b in theirs for start, stop in own)

    def begin(self, start: int, stop: int) -> None:
        """Turn to the rows ``start <= row < stop``."""
        self._fresh = max(self._fresh, self._stop)
        self._start, self._stop = start, stop
        self._wrong.clear()
        self._unread = {
            name for name, c in self._columns.items() if isinstance(c, DenseColumn)
        }

    def codes(self, item: str) -> Codes | None:
        """Return the codes of an item in the chunk, if they were made at once."""
        column = self._columns[item]
        if isinstance(column, WholeColumn):
            return column.codes[self._start : self._stop]
        return None

    def read(self, item: str, out: Codes, first: int = FIRST) -> Codes:
        """Write the codes of an item in the chunk; digits where `first` is 1."""
        column = self._columns[item]
        if isinstance(column, WholeColumn):  # pragma: no cover - `codes` gives them
            raise TypeError(item)
        faults = column.read(self._start, self._stop, out, first)
        if item in self._unread:
            self._unread.remove(item)
            if faults is not None:
                self._note(item, faults)
        return out

    def end(self, out: Codes) -> Ints | None:
        """Check what was not read; return which rows of the chunk are rejected.

        Parameters
        ----------
        out
            A buffer, uint8, shape (stop - start,).
        """
        for item in sorted(self._unread):
            self.read(item, out)
        found = self._wrong
        if self._refused is not None:
            found.append(np.flatnonzero(self._refused[self._start : self._stop]))
        return np.concatenate(found) if found else None

    def frame(self) -> Frame:
        """Return all visits as a frame of codes, and let the raw ones go."""
        self.begin(0, self.n)
        codes: dict[str, Codes] = {}
        # One block for all columns: many fresh arrays would cost more than their codes.
        block = iter(np.empty((len(self._unread), self.n), np.uint8))
        for name, column in self._columns.items():
            if isinstance(column, WholeColumn):
                codes[name] = column.codes
                continue
            codes[name], faults, _ = column.whole(next(block))
            if faults is not None:
                self._note(name, faults)
        self.close()
        return Frame.build(
            codes,
            self.issues(),
            n=self.n,
            backend=self._origin.backend,
            notes=self.notes(),
            index=self._origin.index,
            domains=self._origin.domains,
        )

    def issues(self) -> Issues:
        """Return what is wrong with single answers, once all is read."""
        builder = IssueBuilder(self._known.items)
        builder.extend(self._known)
        builder.add_all(self._found)
        return builder.build()

    def rejected(self) -> Bools:
        """Return which visits are rejected, once all is read: bool, shape (n,)."""
        out = self._known.rejected(self.n)
        for _, rows, _, severity in self._found:
            if severity == ERROR:
                out[rows] = True
        return out

    def notes(self) -> tuple[Diagnostic, ...]:
        """Return what is to be said once for the table, once all is read."""
        return (*self._origin.notes, *self._said, *self._origin.remarks)

    def close(self) -> None:
        """Let the raw visits go, once all are read."""
        for name, column in self._columns.items():
            if column.lenient:
                self._said.append(diagnose("IRDP-D060", item=name))
            if not column.answered:
                self._said.append(diagnose("IRDP-D063", item=name))
        self._columns = {}

    def _note(self, item: str, faults: Faults) -> None:
        """Keep the faults of a column; a row is told once, and rejected each time."""
        rows, numbers = faults
        severity = self._severity[item]
        if severity == ERROR:
            self._wrong.append(rows - self._start)
        if self._start < self._fresh:
            new = rows >= self._fresh
            rows, numbers = rows[new], numbers[new]
        self._found.append((item, rows, numbers, severity))
