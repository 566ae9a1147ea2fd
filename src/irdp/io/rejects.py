"""The reject file: rows as they stood, why they were rejected, readable again."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from irdp.io.formula import disarm_reversibly
from irdp.io.header import REJECT_COLUMNS
from irdp.io.quoting import Quoter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.io.dialect import Dialect
    from irdp.io.sift import BadRow
    from irdp.text import Lang


@dataclass(frozen=True, slots=True)
class RejectReason:
    """Why a row was rejected: the column, the code, and words that quote nothing."""

    code: str
    reason: str
    column: str = ""


class RejectWriter:
    r"""Writes rejected rows so that, once corrected, the file is read as it is.

    Its columns are those of the file that was read, then `irdp_ligne`,
    `irdp_colonne`, `irdp_code`, `irdp_raison` and `irdp_texte`; the last holds the
    whole text of a row that does not fit the header. The reader leaves these
    columns out, and reads `irdp_texte` where it is filled. Cells that a spreadsheet
    would take for a formula get an apostrophe, which the reader takes off again.

    Parameters
    ----------
    stream
        Where the bytes go.
    names
        The names of the columns of the file that was read (``source.header.names``).
    dialect
        Its dialect; the encoding is UTF-8.
    lang
        The language of the reasons of faulty rows.

    Examples
    --------
    >>> import io
    >>> from irdp.io.dialect import Dialect
    >>> out = io.BytesIO()
    >>> writer = RejectWriter(out, ["id", "q1"], Dialect(newline="\n"))
    >>> why = RejectReason("IRDP-D021", "hors modalités", "q1")
    >>> writer.write_row(["7", "x"], line=12, reasons=[why])
    >>> print(out.getvalue().decode(), end="")
    id;q1;irdp_ligne;irdp_colonne;irdp_code;irdp_raison;irdp_texte
    7;x;12;q1;IRDP-D021;hors modalités;
    """

    __slots__ = ("_lang", "_quoter", "_stream", "_width", "written")

    def __init__(
        self,
        stream: BinaryIO,
        names: Sequence[str],
        dialect: Dialect,
        *,
        lang: Lang = "fr",
    ) -> None:
        self._stream = stream
        self._width = len(names)
        self._lang: Lang = lang
        self._quoter = Quoter(dialect)
        self.written = 0
        if dialect.encoding == "utf-8-sig":
            stream.write(codecs.BOM_UTF8)
        self._send([*map(disarm_reversibly, names), *REJECT_COLUMNS])

    def write_row(
        self, cells: Sequence[str], *, line: int, reasons: Sequence[RejectReason]
    ) -> None:
        """Write a row that fits the header, with every reason for its rejection."""
        columns = "; ".join(reason.column for reason in reasons if reason.column)
        codes = "; ".join(reason.code for reason in reasons)
        words = "; ".join(reason.reason for reason in reasons)
        kept = map(disarm_reversibly, cells)
        self._send([*kept, str(line), columns, codes, words, ""])
        self.written += 1

    def write_bad(self, bad: BadRow) -> None:
        """Write a row that the reader could not give on."""
        reason = RejectReason(bad.code, bad.reason.get(self._lang), bad.column or "")
        if bad.cells is not None and bad.code != "IRDP-D016":
            self.write_row(bad.cells, line=bad.line, reasons=[reason])
            return
        cells = map(disarm_reversibly, bad.cells or [""] * self._width)
        why = [str(bad.line), reason.column, reason.code, reason.reason]
        self._send([*cells, *why, disarm_reversibly(bad.raw)])
        self.written += 1

    def _send(self, row: Sequence[str]) -> None:
        self._stream.write(self._quoter.row(row).encode())
