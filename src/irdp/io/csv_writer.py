"""Columns of results as CSV, in the dialect of the file that was read."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from irdp.errors import CallError
from irdp.io.formula import DANGEROUS, disarm
from irdp.io.quoting import Quoter
from irdp.messages import diagnose
from irdp.results.coded import Coded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from irdp.io.dialect import Dialect

_EXACT = 2.0**53
_MEMO = 100_000
_REPEATED = {str, bool, tuple}  # few distinct values: each is written out once


class _Numbers(dict[float, str]):
    """The text of each number met, so that it is made once."""

    def __init__(self, decimal: str) -> None:
        super().__init__()
        self._decimal = decimal

    def __missing__(self, value: float) -> str:
        if len(self) > _MEMO:
            self.clear()
        text = self[value] = self.form(value)
        return text

    def form(self, value: float) -> str:
        """Return the shortest text that reads back as the same number."""
        if value != value:  # noqa: PLR0124 - NaN; math.isnan refuses very long integers
            return ""
        text = repr(value)
        if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
            text = repr(int(value))
        return text.replace(".", self._decimal)


class CsvWriter:
    r"""Writes columns as rows of a CSV file, chunk by chunk, in UTF-8.

    A number has the decimal mark of the dialect and the fewest digits that read
    back as the same number; unknown (None, NaN) is an empty cell; a truth is
    ``true`` or ``false``; a tuple is its members joined by ``|``. A text that a
    spreadsheet would take for a formula gets an apostrophe before it.

    Parameters
    ----------
    stream
        Where the bytes go.
    names
        The names of the columns; the header is written at once.
    dialect
        Separator, decimal mark and line end; a byte order mark goes first where the
        file that was read had one.
    protect
        False leaves the texts as they are.

    Examples
    --------
    >>> import io
    >>> from irdp.io.dialect import Dialect
    >>> out = io.BytesIO()
    >>> writer = CsvWriter(out, ["id", "score", "ok"], Dialect(newline="\n"))
    >>> writer.write({"id": ["=1"], "score": [30.5], "ok": [True]})
    >>> print(out.getvalue().decode(), end="")
    id;score;ok
    '=1;30,5;true
    """

    __slots__ = ("_form", "_names", "_numbers", "_quoter", "_stream", "_text")

    def __init__(
        self,
        stream: BinaryIO,
        names: Sequence[str],
        dialect: Dialect,
        *,
        protect: bool = True,
    ) -> None:
        self._stream = stream
        self._names = tuple(names)
        self._text: Callable[[str], str] = disarm if protect else str
        self._form = (dialect, protect)  # of equal ones, all texts are equal
        self._numbers = _Numbers(dialect.decimal)
        self._quoter = Quoter(dialect)
        if dialect.encoding == "utf-8-sig":
            stream.write(codecs.BOM_UTF8)
        self._send(self._quoter.row([self._text(name) for name in names]))

    def write(self, columns: Mapping[str, Sequence[Any] | np.ndarray | Coded]) -> None:
        """Write some rows, given as one column of the same length per name.

        Raises
        ------
        CallError
            Where a column is lacking, unknown, or of another length (IRDP-F017).
        """
        lengths = {len(column) for column in columns.values()}
        if set(columns) != set(self._names) or len(lengths) > 1:
            found, expected = ", ".join(columns), ", ".join(self._names)
            raise CallError(diagnose("IRDP-F017", found=found, expected=expected))
        self._send(self._quoter.lines([self._quoted(columns[n]) for n in self._names]))

    def _send(self, text: str) -> None:
        self._stream.write(text.encode())

    def _quoted(self, column: Sequence[Any] | np.ndarray | Coded) -> Sequence[str]:
        """Return the cells of a column as they are written; of entries, each once."""
        if not isinstance(column, Coded):
            return self._quoter.column(self._cells(column))
        entries = column.entries
        texts = entries.made.get(self._form, lambda: self._texts(entries.values))
        cells: list[str] = texts.take(column.index).tolist()
        return cells

    def _texts(self, entries: Any) -> Any:
        return np.array(self._quoter.column(self._cells(entries)), dtype=object)

    def _cells(self, column: Sequence[Any] | np.ndarray) -> list[str]:
        if isinstance(column, np.ndarray) and column.dtype.kind in "iuf":
            unknown = np.isnan(column)
            known = np.where(unknown, 0, column) if unknown.any() else column
            cells = list(map(self._numbers.__getitem__, known.tolist()))
            for i in np.flatnonzero(unknown).tolist():
                cells[i] = ""
            return cells
        values = column.tolist() if isinstance(column, np.ndarray) else column
        kinds = set(map(type, values))
        if kinds == {str}:
            safe = {text[:1] for text in values}.isdisjoint(DANGEROUS)
            return list(values if safe else map(self._text, values))
        kinds.discard(type(None))
        if len(kinds) == 1 and kinds <= _REPEATED:
            memo = {value: self._cell(value) for value in set(values)}
            return list(map(memo.__getitem__, values))
        return list(map(self._cell, values))

    def _cell(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool | np.bool_):
            return "true" if value else "false"
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, int | float):
            return self._numbers.form(value)
        if isinstance(value, tuple | list):
            return self._text("|".join(map(str, value)))
        return self._text(str(value))
