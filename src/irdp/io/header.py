"""The header of a CSV file: its names, as they are and as they are renamed."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from irdp.errors import CallError, FileError, Place
from irdp.messages import diagnose, suggest
from irdp.visits.names import reads_as_answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from irdp.errors import Diagnostic
    from irdp.io.dialect import Dialect

TEXT_COLUMN = "irdp_texte"
REJECT_COLUMNS = ("irdp_ligne", "irdp_colonne", "irdp_code", "irdp_raison", TEXT_COLUMN)
"""What a reject file adds to the columns of its input."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file, those that a reject file adds left out.

    Parameters
    ----------
    cells
        Every cell of the header as it stands, the columns of rejects included.
    kept
        The positions of the columns that are given on.
    names
        Their names in the file, in composed form and stripped.
    columns
        Their names after renaming; an empty name is not given on by name.
    text_at
        The position of `irdp_texte`, or None.
    """

    cells: tuple[str, ...]
    kept: tuple[int, ...]
    names: tuple[str, ...]
    columns: tuple[str, ...]
    text_at: int | None = field(default=None)

    @property
    def width(self) -> int:
        """The number of cells of a row of the file."""
        return len(self.cells)

    @property
    def is_reject_file(self) -> bool:
        """Whether the file is one that `irdp` wrote for rejected rows."""
        return self.text_at is not None


def tidy(name: str) -> str:
    r"""Return a column name in composed form (NFC), without outer spaces.

    Examples
    --------
    >>> tidy(" a\u0302ge ") == "âge"
    True
    """
    return unicodedata.normalize("NFC", name).strip()


def first_row(
    lines: Sequence[str], dialect: Dialect, *, name: str, first: int = 1
) -> tuple[list[str], int]:
    """Return the first row that holds something, and the number of lines read.

    Raises
    ------
    FileError
        Where no line holds anything (IRDP-D001) or the quotes of the row are
        faulty (IRDP-F014).
    """
    reader = csv.reader(
        lines, delimiter=dialect.separator, quotechar=dialect.quotechar, strict=True
    )
    faulty = False
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                return row, reader.line_num
    except csv.Error:
        faulty = True
    if faulty:
        raise FileError(diagnose("IRDP-F014", Place(name, first)))
    raise FileError(diagnose("IRDP-D001", Place(name)))


def make_header(
    cells: Sequence[str], rename: Mapping[str, str], *, place: Place
) -> Header:
    """Return the header made of the cells of the first row.

    Raises
    ------
    FileError
        Where a name stands twice (IRDP-D007, IRDP-D018).
    CallError
        Where `rename` names a column that the file does not have (IRDP-F015).
    """
    names = [tidy(cell) for cell in cells]
    kept = [i for i, name in enumerate(names) if name not in REJECT_COLUMNS]
    renamed = {tidy(old): tidy(new) for old, new in rename.items()}
    unknown = sorted(set(renamed) - set(names))
    if unknown:
        there = [name for name in names if name]
        known = suggest(unknown[0], [] if any(map(reads_as_answer, there)) else there)
        listed = ", ".join(unknown)
        raise CallError(
            diagnose(
                "IRDP-F015", place, names=listed, known_fr=known.fr, known_en=known.en
            )
        )
    columns = [renamed.get(name, name) for name in names]
    faults = _repeated(columns, place)
    if faults:
        raise FileError(*faults)
    return Header(
        cells=tuple(names),
        kept=tuple(kept),
        names=tuple(names[i] for i in kept),
        columns=tuple(columns[i] for i in kept),
        text_at=names.index(TEXT_COLUMN) if TEXT_COLUMN in names else None,
    )


def _repeated(columns: Sequence[str], place: Place) -> list[Diagnostic]:
    positions: dict[str, list[int]] = {}
    for i, name in enumerate(columns, 1):
        positions.setdefault(name, []).append(i)
    twice = {name: at for name, at in positions.items() if name and len(at) > 1}
    if any(reads_as_answer(name) for name in twice):
        return [diagnose("IRDP-D018", place)]
    return [
        diagnose(
            "IRDP-D007",
            place,
            name=name,
            count=len(at),
            positions=", ".join(map(str, at)),
        )
        for name, at in twice.items()
    ]
