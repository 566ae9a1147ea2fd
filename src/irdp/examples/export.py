"""Made-up visits written as the software of a French service exports them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.io.atomic import atomic_writer
from irdp.ops.lanes import ItemType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.examples.visits import Visits
    from irdp.scorer import Scorer

COMMENT = "commentaire"
_COMMENTS = ("", "", "", "RAS", "à revoir ; fatigue", 'dit "ça va"', "deux\nlignes")
FAULTS = (
    "outside",
    "label",
    "too_short",
    "too_long",
    "stray_quote",
    "control",
    "repeated_id",
    "header_again",
)
"""The kinds of faulty rows; a line "Total" also ends the file."""


def write_export(  # noqa: PLR0913 - each says one thing about the file
    visits: Visits,
    path: str | Path,
    scorer: Scorer,
    *,
    encoding: str = "cp1252",
    rename: Mapping[str, str] | None = None,
    faults: float = 0.01,
    seed: int = 0,
    overwrite: bool = False,
) -> dict[str, int]:
    """Write visits as a French CSV export, some of its rows faulty on purpose.

    Semicolons, decimal commas, CRLF, ``Oui``/``Non``, ``JJ/MM/AAAA``, a column of free
    text, and a last line ``Total``.

    Parameters
    ----------
    visits, scorer
        What `fictitious_visits` gave, and for which definition.
    encoding
        ``cp1252``, ``utf-8`` or ``utf-8-sig``.
    rename
        Names of columns in the file by item.
    faults
        The share of the rows that are made faulty, in [0, 1).
    seed
        Of which rows those are.

    Returns
    -------
    dict
        How many rows there are of each kind: ``good``, ``total`` and those of `FAULTS`.
    """
    rng = np.random.default_rng([seed, len(visits)])
    names = [*visits.columns, COMMENT]
    header = [(rename or {}).get(name, name) for name in names]
    lists = [_written(visits.columns[n], n, scorer) for n in visits.columns]
    lists.append([_COMMENTS[k] for k in rng.integers(0, len(_COMMENTS), len(visits))])
    counts: Counter[str] = Counter()
    lines = [_line(header)]
    first = lists[0][0]
    for row in zip(*lists, strict=True):
        cells = list(row)
        kind = "good"
        if rng.random() < faults and cells[0] != first:
            kind = FAULTS[int(rng.integers(len(FAULTS)))]
            lines.append(_spoilt(cells, kind, first, header))
        else:
            lines.append(_line(cells))
        counts[kind] += 1
    lines.append(f"Total;{len(visits)}\r\n")
    counts["total"] += 1
    with atomic_writer(path, overwrite) as stream:
        stream.write("".join(lines).encode(encoding))
    return dict(counts)


def _spoilt(cells: list[str], kind: str, first: str, header: list[str]) -> str:
    """Return a row made faulty in one way; the first answer stands after the key."""
    if kind == "outside":
        cells[1] = "777"
    elif kind == "label":
        cells[1] = "beaucoup"
    elif kind == "repeated_id":
        cells[0] = first
    elif kind == "header_again":
        return _line(header)
    elif kind == "too_short":
        return _line(cells[:-2])
    elif kind == "too_long":
        return _line([*cells, "suite", ""])
    elif kind == "stray_quote":
        return ";".join([cells[0], '"1"2', *cells[2:-1], ""]) + "\r\n"
    else:
        cells[1] = "1\x00"
    return _line(cells)


def _written(column: list[Any], name: str, scorer: Scorer) -> list[str]:
    spec = scorer.compiled.program.items.get(name)
    boolean = spec is not None and spec.domain.kind is ItemType.BOOLEAN
    spoken = boolean and spec is not None and "oui" in spec.aliases
    return [_cell(value, spoken=spoken) for value in column]


def _cell(value: Any, *, spoken: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        words = ("Non", "Oui") if spoken else ("false", "true")
        return words[value]
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, list):
        return "|".join(value)
    return str(value)


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()
