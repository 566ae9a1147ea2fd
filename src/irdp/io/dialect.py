"""How a CSV file is written: its encoding, separator, decimal mark and line ends."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.errors import FileError, Place
from irdp.io.encoding import ENCODINGS, UNDECIDED
from irdp.messages import diagnose
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEPARATORS = {
    ";": Text("point-virgule", "semicolon"),
    ",": Text("virgule", "comma"),
    "\t": Text("tabulation", "tab"),
    "|": Text("barre verticale", "vertical bar"),
}
_SAMPLE_ROWS = 200
_FITTING_SHARE = 0.8
_COMMA_NUMBER = re.compile(r"\s*[+-]?\d+,\d+\s*")
_POINT_NUMBER = re.compile(r"\s*[+-]?\d+\.\d+\s*")


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""How a CSV file is read, and how results are written back beside it.

    Parameters
    ----------
    encoding
        The codec it is read with; writing is always UTF-8, with a byte order mark
        where the file that was read had one (``utf-8-sig``).
    separator
        One of ``;``, ``,``, TAB and ``|``.
    decimal
        The decimal mark to write; both are read.
    newline
        The line end to write.
    quotechar
        The character that encloses a cell; doubled inside it.

    Examples
    --------
    >>> print(Dialect("cp1252", ";", ",", "\r\n").describe().en)
    encoding windows-1252, separator “;” (semicolon), decimal comma
    """

    encoding: str = "utf-8"
    separator: str = ";"
    decimal: str = ","
    newline: str = "\r\n"
    quotechar: str = '"'

    def describe(self) -> Text:
        """Return the dialect in words, in both languages."""
        mark = self.separator if self.separator != "\t" else "TAB"
        words = SEPARATORS.get(self.separator, Text(mark, mark))
        name = ENCODINGS.get(self.encoding, self.encoding)
        if self.encoding == UNDECIDED:
            name = "ascii / utf-8 / windows-1252"
        comma = self.decimal == ","
        return Text(
            f"encodage {name}, séparateur « {mark} » ({words.fr}), "
            f"{'virgule décimale' if comma else 'point décimal'}",
            f"encoding {name}, separator “{mark}” ({words.en}), "
            f"decimal {'comma' if comma else 'point'}",
        )

    def rows(self, lines: Iterator[str] | Sequence[str]) -> Iterator[list[str]]:
        """Return the rows of some lines, read strictly (`csv.Error` where faulty)."""
        return csv.reader(
            lines, delimiter=self.separator, quotechar=self.quotechar, strict=True
        )


def detect_dialect(
    head: bytes,
    lines: Sequence[str],
    *,
    encoding: str,
    separator: str | None,
    name: str,
) -> Dialect:
    """Return the dialect of a file from its first lines.

    Parameters
    ----------
    head
        The first bytes, of which only a byte order mark matters here.
    lines
        The first lines, decoded, their ends kept.
    encoding
        The codec already found for the file.
    separator
        The separator asked for, or None to detect it on the header.
    name
        The name of the file, for errors.

    Raises
    ------
    FileError
        Where the separator asked for is not one that is read (IRDP-F012), or the
        header and rows allow more than one (IRDP-D005).
    """
    if separator is None:
        separator = _detect_separator(lines, name)
    elif separator not in SEPARATORS:
        marks = "; , TAB |"
        raise FileError(diagnose("IRDP-F012", Place(name), readable=marks))
    if encoding == "utf-8" and head.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    return Dialect(
        encoding=encoding,
        separator=separator,
        decimal=_decimal_to_write(lines, separator),
        newline=_newline(lines),
    )


def _sample(lines: Sequence[str], separator: str) -> list[list[str]]:
    """Return the header and the first rows, as well as they can be read."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=separator):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) > _SAMPLE_ROWS:
                break
    except csv.Error:
        return rows
    return rows


def _detect_separator(lines: Sequence[str], name: str) -> str:
    samples = {mark: _sample(lines, mark) for mark in SEPARATORS}
    found = [mark for mark, rows in samples.items() if rows and len(rows[0]) > 1]
    if len(found) > 1:
        found = [mark for mark in found if _fits(samples[mark])] or found
    if len(found) > 1:
        marks = [f"« {SEPARATORS[mark].fr} »" for mark in found]
        line = next((i for i, text in enumerate(lines, 1) if text.strip()), 1)
        place = Place(name, line)
        raise FileError(diagnose("IRDP-D005", place, candidates=", ".join(marks)))
    return found[0] if found else ";"


def _fits(rows: list[list[str]]) -> bool:
    """Tell whether nearly all rows have as many cells as the header."""
    width = len(rows[0])
    body = rows[1:]
    fitting = sum(len(row) == width for row in body)
    return bool(body) and fitting >= _FITTING_SHARE * len(body)


def _decimal_to_write(lines: Sequence[str], separator: str) -> str:
    """Return the mark seen most; a comma in doubt, but only beside semicolons."""
    if separator == ",":
        return "."
    cells = [cell for row in _sample(lines, separator)[1:] for cell in row]
    commas = sum(_COMMA_NUMBER.fullmatch(cell) is not None for cell in cells)
    points = sum(_POINT_NUMBER.fullmatch(cell) is not None for cell in cells)
    if commas == points:
        return "," if separator == ";" else "."
    return "," if commas > points else "."


def _newline(lines: Sequence[str]) -> str:
    return "\r\n" if any(line.endswith("\r\n") for line in lines[:1]) else "\n"
