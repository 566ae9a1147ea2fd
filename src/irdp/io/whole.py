"""A file of visits or of events read whole: for what cannot be done row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import FileError, Place
from irdp.io.inputs import Input, Reading
from irdp.messages import diagnose

if TYPE_CHECKING:
    from pathlib import Path

    from irdp.visits.flat import Flat


@dataclass(frozen=True, slots=True, repr=False)
class Whole:
    """The columns of a whole file and how its cells are written."""

    columns: Mapping[str, Any]
    lines: Any
    flat: bool | Flat


def read_whole(path: str | Path, *, rename: Mapping[str, str] | None = None) -> Whole:
    """Return the columns of a whole file.

    Raises
    ------
    FileError
        Where the file cannot be read, or a row does not fit its header (the first
        such row is named).
    """
    opened = Input(str(path), Reading(dict(rename or {})))
    parts: dict[str, list[Any]] = {name: [] for name in opened.columns if name}
    lines = []
    try:
        for rows in opened:
            for bad in rows.bad:
                place = Place(str(path), bad.line)
                raise FileError(diagnose(bad.code, place, found="…", expected="…"))
            for name, column in rows.columns.items():
                parts[name].append(column)
            lines.append(rows.lines)
    finally:
        opened.close()
    columns = {name: _joined(column) for name, column in parts.items()}
    empty = np.zeros(0, np.int64)
    return Whole(columns, np.concatenate([empty, *lines]), opened.flat)


def _joined(parts: list[Any]) -> list[Any]:
    out: list[Any] = []
    for part in parts:
        out += part if isinstance(part, list) else part.to_pylist()
    return out
