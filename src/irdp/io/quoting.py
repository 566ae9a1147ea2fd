r"""Cells into lines of CSV.

`csv.writer` before Python 3.13 leaves a line break unquoted that is not of its own
line end (a CR where lines end with LF): such a cell would be read back as two rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from irdp.io.dialect import Dialect


class Quoter:
    r"""Joins cells into rows of a dialect, with quotes only where they are needed.

    Parameters
    ----------
    dialect
        Separator, quote and line end.

    Examples
    --------
    >>> from irdp.io.dialect import Dialect
    >>> Quoter(Dialect(newline="\n")).rows([["a", "b;c"], ["", "x"]])
    'a;\n"b;c";x\n'
    """

    __slots__ = ("_mark", "_newline", "_quote", "_special")

    def __init__(self, dialect: Dialect) -> None:
        self._mark = dialect.separator
        self._quote = dialect.quotechar
        self._newline = dialect.newline
        self._special = re.compile(f"[\r\n{re.escape(self._mark + self._quote)}]")

    def rows(self, columns: Iterable[Sequence[str]]) -> str:
        """Return the text of the rows that these columns make, line ends included."""
        return self.lines([self.column(column) for column in columns])

    def lines(self, quoted: Sequence[Sequence[str]]) -> str:
        """Return the text of the rows that columns of quoted cells make."""
        lines = list(map(self._mark.join, zip(*quoted, strict=True)))
        if len(quoted) == 1:
            # An empty cell alone would be a blank line.
            lines = [line or self._quote * 2 for line in lines]
        return self._newline.join([*lines, ""]) if lines else ""

    def row(self, cells: Sequence[str]) -> str:
        """Return the text of one row, line end included."""
        line = self._mark.join(self.column(cells))
        if len(cells) == 1:
            line = line or self._quote * 2
        return line + self._newline

    def column(self, cells: Sequence[str]) -> Sequence[str]:
        """Return cells with quotes where they are needed."""
        if not self._special.search("".join(cells)):
            return cells
        return [
            self._enclose(cell) if self._special.search(cell) else cell
            for cell in cells
        ]

    def _enclose(self, cell: str) -> str:
        quote = self._quote
        return f"{quote}{cell.replace(quote, quote * 2)}{quote}"
