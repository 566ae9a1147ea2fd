"""A file of visits or of events read whole: for what cannot be done row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.io.inputs import Input, Reading
from irdp.visits.flat import Flat

_DAY_FIRST = re.compile(r"(\d{2})/(\d{2})/(\d{4})")

if TYPE_CHECKING:
    from pathlib import Path

    from irdp.text import Lang


@dataclass(frozen=True, slots=True, repr=False)
class Whole:
    """The columns of a whole file.

    Parameters
    ----------
    columns
        The cells of each column.
    lines
        The line of each row.
    flat
        How numbers and dates are written.
    left_out
        How many rows do not fit the header, by code.
    """

    columns: Mapping[str, Any]
    lines: Any
    flat: bool | Flat
    left_out: Mapping[str, int]

    def with_iso_days(self) -> dict[str, list[Any]]:
        """Return the columns with ``JJ/MM/AAAA`` written ``AAAA-MM-JJ``.

        Only where the file writes days first; a cell that is no such date stays.
        """
        if not (isinstance(self.flat, Flat) and self.flat.day_first):
            return dict(self.columns)
        return {name: [_iso(v) for v in cells] for name, cells in self.columns.items()}

    def render(self, lang: Lang = "fr") -> str:
        """Return how many rows were left out, by reason; empty where none was."""
        if not self.left_out:
            return ""
        n, codes = sum(self.left_out.values()), ", ".join(self.left_out)
        words = {
            "fr": f"{n} lignes ne vont pas avec l'en-tête et sont laissées ({codes})",
            "en": f"{n} rows do not fit the header and are left out ({codes})",
        }
        return words[lang]


def read_whole(path: str | Path, *, rename: Mapping[str, str] | None = None) -> Whole:
    """Return the columns of a whole file.

    Raises
    ------
    FileError
        Where the file cannot be read.
    """
    opened = Input(str(path), Reading(dict(rename or {})))
    parts: dict[str, list[Any]] = {name: [] for name in opened.columns if name}
    lines = []
    left_out: Counter[str] = Counter()
    try:
        for rows in opened:
            left_out.update(bad.code for bad in rows.bad)
            for name, column in rows.columns.items():
                parts[name].append(column)
            lines.append(rows.lines)
    finally:
        opened.close()
    columns = {name: _joined(column) for name, column in parts.items()}
    empty = np.zeros(0, np.int64)
    return Whole(columns, np.concatenate([empty, *lines]), opened.flat, left_out)


def _iso(cell: Any) -> Any:
    found = _DAY_FIRST.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return cell if found is None else f"{found[3]}-{found[2]}-{found[1]}"


def _joined(parts: list[Any]) -> list[Any]:
    out: list[Any] = []
    for part in parts:
        out += part if isinstance(part, list) else part.to_pylist()
    return out
