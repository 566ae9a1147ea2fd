"""Lines into rows, strictly: what cannot be a row is set apart, nothing is lost.

A quote that is never closed would swallow the rows after it. Where a row fails
over several lines, only its first line is set apart and the others are read again,
each on its own.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from irdp.io.dialect import Dialect

MAX_RECORD = 4 << 20
"""Characters after which an open quote is given up (about 30 cells at their limit)."""
_OPEN = "unexpected end of data"
_TOO_LONG = "field larger"
# With fewer columns a cell of prose could look like rows by its separators alone.
_WIDE = 6
_NARROW = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """Lines ``[start, end)`` of a block that are not a row, and why (a code)."""

    start: int
    end: int
    code: str


@dataclass(slots=True)
class Split:
    """The rows of some lines: row i is made of lines ``[starts[i], ends[i])``."""

    lines: list[str] = field(repr=False)
    rows: list[list[str]] = field(default_factory=list, repr=False)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def text(self, start: int, end: int) -> str:
        """Return lines as they stand, without their last line end."""
        return "".join(self.lines[start:end]).rstrip("\r\n")


class RecordSplitter:
    """Splits blocks of lines into rows; an unfinished row waits for the next block.

    Parameters
    ----------
    dialect
        How the file is written.
    width
        The number of cells of the header.
    """

    __slots__ = ("_dialect", "_orderly", "_width", "waiting")

    def __init__(self, dialect: Dialect, *, width: int) -> None:
        self._dialect = dialect
        self._width = width
        quote, mark = re.escape(dialect.quotechar), re.escape(dialect.separator)
        enclosed = f"{quote}[^{quote}]*(?:{quote}{quote}[^{quote}]*)*{quote}"
        cell = f"(?:{enclosed}|[^{quote}{mark}\r\n]*)"
        self._orderly = re.compile(f"{cell}(?:{mark}{cell})*[\r\n]*")
        self.waiting: list[str] = []

    def split(self, lines: list[str], *, last: bool) -> Split:
        """Return the rows of the lines that waited and of these.

        The last lines wait for the next call where a quote is still open, unless
        this is the `last` one.
        """
        split = Split(self.waiting + lines if self.waiting else lines)
        self.waiting = []
        at = 0
        while at < len(split.lines):
            at = self._walk(split, at, last=last)
        return split

    def _walk(self, split: Split, at: int, *, last: bool) -> int:
        """Read rows from line `at` on until one fails; return where to go on."""
        lines = split.lines
        reader = csv.reader(
            lines[at:] if at else lines,
            delimiter=self._dialect.separator,
            quotechar=self._dialect.quotechar,
            strict=True,
        )
        start, reason = at, ""
        rows, starts, ends = split.rows, split.starts, split.ends
        try:
            for row in reader:
                end = at + reader.line_num
                if end - start > 1 and self._swallows_rows(lines[start:end]):
                    return self._read_again(split, start, end)
                rows.append(row)
                starts.append(start)
                ends.append(end)
                start = end
        except csv.Error as error:
            reason = str(error)
        if not reason:
            return len(lines)
        end = at + reader.line_num
        if reason.startswith(_OPEN) and not last and self._may_wait(lines[start:]):
            self.waiting = lines[start:]
            del lines[start:]
            return len(lines)
        if end - start > 1:
            return self._read_again(split, start, end)
        split.faults.append(Fault(start, end, fault_code(reason)))
        return end

    def _read_again(self, split: Split, start: int, end: int) -> int:
        """Set the first line apart and read each of the others on its own."""
        split.faults.append(Fault(start, start + 1, "IRDP-D013"))
        for i in range(start + 1, end):
            found = self._alone(split.lines[i])
            if isinstance(found, list):
                split.rows.append(found)
                split.starts.append(i)
                split.ends.append(i + 1)
            elif i == end - 1 and found == "IRDP-D013":
                return i
            else:
                split.faults.append(Fault(i, i + 1, found))
        return end

    def _alone(self, line: str) -> list[str] | str:
        """Return the row of one line, or the code of its fault.

        The line may be the rest of a cell: then a quote stands inside a cell that is
        not enclosed, and that is a fault here though `csv` would let it pass.
        """
        reason = ""
        rows: list[list[str]] = []
        try:
            rows = list(self._dialect.rows([line]))
        except csv.Error as error:
            reason = str(error)
        if reason:
            return fault_code(reason)
        if not self._orderly.fullmatch(line):
            return "IRDP-D014"
        return rows[0] if rows else []

    def _swallows_rows(self, lines: list[str]) -> bool:
        """Tell whether lines of one row look like a row each, by their separators.

        Two are enough in a wide file; in a narrow one prose may look so, and all of
        at least three lines have to.
        """
        marks = self._width - 1
        mark = self._dialect.separator
        alike = sum(line.count(mark) == marks for line in lines)
        if self._width >= _WIDE:
            return alike > 1
        return self._width >= _NARROW and alike == len(lines) >= _NARROW

    def _may_wait(self, lines: list[str]) -> bool:
        return sum(map(len, lines)) <= MAX_RECORD


def fault_code(reason: str) -> str:
    """Return the code of what `csv` says of a row.

    Examples
    --------
    >>> fault_code("unexpected end of data")
    'IRDP-D013'
    """
    if reason.startswith(_OPEN):
        return "IRDP-D013"
    return "IRDP-D017" if reason.startswith(_TOO_LONG) else "IRDP-D014"
