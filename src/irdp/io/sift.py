"""Rows that are visits on one side; blank lines and faulty rows on the other."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from irdp.io.formula import rearm
from irdp.io.header import TEXT_COLUMN, tidy
from irdp.io.lines import split_lines
from irdp.io.records import fault_code
from irdp.messages import diagnose
from irdp.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irdp.io.dialect import Dialect
    from irdp.io.header import Header
    from irdp.io.plain import Plain
    from irdp.io.records import Split

CELL_LIMIT = 131_072
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SUM = r"(?:sous[ -]?)?tota(?:l|ux)\b"
_SUM_ROW = re.compile(_SUM, re.IGNORECASE)
_TOTAL = re.compile(_SUM + r"(?: g[ée]n[ée]ral)?[\s:=\d]*", re.IGNORECASE)
_FIGURE = re.compile(r"[\s\d.,%+-]*")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be given on as a visit.

    Parameters
    ----------
    line
        The number of its first line in the file, from 1.
    code
        The code of the fault, ``IRDP-D0…``.
    column
        The column at fault in the words of the file, or None.
    raw
        The row as it stood, its last line end left out. Never in a repr.
    reason
        The fault in words; it never quotes the row.
    cells
        Its cells where it fits the header, else None. Never in a repr.
    """

    line: int
    code: str
    column: str | None = None
    raw: str = field(default="", repr=False)
    reason: Text = field(default_factory=lambda: Text(""))
    cells: tuple[str, ...] | None = field(default=None, repr=False)


@dataclass(slots=True)
class Sifted:
    """Rows that fit the header, by column, their line numbers, and all other rows."""

    cells: list[list[str]] = field(repr=False)
    lines: NDArray[np.int64]
    bad: list[BadRow]
    blank: int = 0


@dataclass(slots=True)
class _Odd:
    """What is wrong with a row; without a code it is a blank line."""

    code: str = ""
    column: str | None = None
    cells: tuple[str, ...] | None = None
    raw: str | None = None
    params: dict[str, object] = field(default_factory=dict)


class RowSifter:
    """Sorts the rows of a file by its header.

    Parameters
    ----------
    header
        The columns of the file.
    dialect
        How it is written; `irdp_texte` is read again with it.
    """

    __slots__ = ("_dialect", "_first_names", "_header")

    def __init__(self, header: Header, dialect: Dialect) -> None:
        self._header = header
        self._dialect = dialect
        name = header.names[0] if header.names else ""
        self._first_names = {name, unicodedata.normalize("NFD", name)} - {""}

    def sift(self, split: Split, *, first: int, controls: bool) -> Sifted:
        """Return the rows of `split` sorted; its first line has number `first`.

        Where `controls` is false no cell is searched for control characters.
        """
        rows = split.rows
        odd = self._misfits(rows)
        if len(self._header.kept) != self._header.width:
            self._restore(rows, odd)
        self._find_titles(rows, odd)
        if controls or self._header.is_reject_file:
            self._find_controls(rows, odd)
        spans = {i: (split.starts[i], split.ends[i]) for i in odd}
        faults = [(_Odd(fault.code), fault.start, fault.end) for fault in split.faults]
        faults += [(what, *spans[i]) for i, what in odd.items()]
        bad = [
            _bad(what, first + start, split.text(start, end))
            for what, start, end in faults
            if what.code
        ]
        bad.sort(key=lambda row: row.line)
        starts = split.starts
        if odd:
            good = [i for i in range(len(rows)) if i not in odd]
            rows = [rows[i] for i in good]
            starts = [starts[i] for i in good]
        cells = _by_column(rows, len(self._header.kept))
        lines = np.array(starts, np.int64) + first
        return Sifted(cells, lines, bad, len(faults) - len(bad))

    def sift_plain(self, plain: Plain, *, first: int) -> Sifted:
        """Return lines already split in columns sorted; not for a file of rejects."""
        cells, at = plain.cells, plain.at
        mark = self._dialect.separator
        odd = {i: self._misfit(line.split(mark)) for i, line in plain.odd.items()}
        titles = []
        for k in self._suspects(cells[0]):
            row = [column[k] for column in cells]
            if self._is_title(row):
                titles.append(k)
                odd[int(at[k])] = _Odd(
                    "IRDP-D012", cells=tuple(row), raw=mark.join(row)
                )
        if titles:
            at = np.delete(at, titles)
            for column in cells:
                for k in reversed(titles):
                    del column[k]
        bad = [
            _bad(what, first + i, plain.odd.get(i, ""))
            for i, what in sorted(odd.items())
            if what.code
        ]
        return Sifted(cells, at + first, bad, len(odd) - len(bad))

    def _misfits(self, rows: list[list[str]]) -> dict[int, _Odd]:
        width = self._header.width
        if not set(map(len, rows)) - {width}:
            return {}
        return {i: self._misfit(row) for i, row in enumerate(rows) if len(row) != width}

    def _misfit(self, row: list[str], expected: int | None = None) -> _Odd:
        if not row or (len(row) == 1 and not row[0].strip()):
            return _Odd()
        title = next((cell.strip() for cell in row if cell.strip()), "")
        if _SUM_ROW.match(title):
            return _Odd("IRDP-D012")
        counts = {"found": len(row), "expected": expected or self._header.width}
        return _Odd("IRDP-D011", params=dict(counts))

    def _restore(self, rows: list[list[str]], odd: dict[int, _Odd]) -> None:
        """Leave out the columns that rejects add; read a row kept as text again."""
        kept, text_at = self._header.kept, self._header.text_at
        for i, row in enumerate(rows):
            if i in odd:
                continue
            cells = [row[k] for k in kept]
            text = row[text_at] if text_at is not None else ""
            if text_at is not None:
                cells = [rearm(cell) for cell in cells]
            if text.strip() and text != TEXT_COLUMN:
                found = self._reread(rearm(text), cells)
                if isinstance(found, _Odd):
                    odd[i] = found
                    continue
                cells = found
            rows[i] = cells

    def _reread(self, text: str, cells: list[str]) -> list[str] | _Odd:
        if any(cell.strip() for cell in cells):
            return _Odd("IRDP-D016", raw=text, cells=tuple(cells))
        try:
            found = [row for row in self._dialect.rows(split_lines(text)) if row]
        except csv.Error as error:
            return _Odd(fault_code(str(error)), raw=text)
        if len(found) == 1 and len(found[0]) == len(cells):
            return found[0]
        odd = self._misfit([cell for row in found for cell in row], len(cells))
        odd.raw = text
        return odd

    def _find_titles(self, rows: list[list[str]], odd: dict[int, _Odd]) -> None:
        """Find headers repeated and totals among the rows that fit."""
        for i in self._suspects([row[0] if row else "" for row in rows]):
            if i not in odd and self._is_title(rows[i]):
                odd[i] = _Odd("IRDP-D012", cells=tuple(rows[i]))

    def _suspects(self, firsts: list[str]) -> list[int]:
        """Return the rows whose first cell may be a column name or a total."""
        text = "\n".join(firsts)
        names = self._first_names
        if "ota" not in text.lower() and not any(name in text for name in names):
            return []
        return [
            i
            for i, cell in enumerate(firsts)
            if cell.strip() in names or "ota" in cell.lower()
        ]

    def _is_title(self, row: list[str]) -> bool:
        if _TOTAL.fullmatch(row[0].strip()):
            others = [cell for cell in row[1:] if cell.strip()]
            few = len(others) <= max(1, len(row) // 2)
            return few and all(_FIGURE.fullmatch(cell) for cell in others)
        if row[0].strip() not in self._first_names:
            return False
        return tuple(map(tidy, row)) == self._header.names

    def _find_controls(self, rows: list[list[str]], odd: dict[int, _Odd]) -> None:
        for i, row in enumerate(rows):
            if i in odd or not _CONTROL.search("".join(row)):
                continue
            at = next(k for k, cell in enumerate(row) if _CONTROL.search(cell))
            name = self._header.names[at]
            odd[i] = _Odd("IRDP-D015", column=name, cells=tuple(row))


def _by_column(rows: list[list[str]], width: int) -> list[list[str]]:
    """Return the cells by column; a few rows at a time stay in the cache."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for i in range(0, len(rows), 256):
        parts = zip(*rows[i : i + 256], strict=True)
        for column, part in zip(columns, parts, strict=True):
            column.extend(part)
    return columns


def _bad(odd: _Odd, line: int, raw: str) -> BadRow:
    params = {"limit": CELL_LIMIT, **odd.params}
    return BadRow(
        line=line,
        code=odd.code,
        column=odd.column,
        raw=raw if odd.raw is None else odd.raw,
        reason=diagnose(odd.code, **params).message,  # type: ignore[arg-type]
        cells=odd.cells,
    )
