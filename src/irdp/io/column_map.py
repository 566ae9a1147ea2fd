"""The map from the columns of a file to items, as CSV or YAML."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from irdp.errors import CallError, DefinitionError, Place
from irdp.io.csv_reader import CsvSource
from irdp.messages import diagnose
from irdp.source import read_file

_PAIR = 2
_YAML = {".yaml", ".yml"}
_HEADS = {"colonne", "column", "column_in_file", "colonne_du_fichier"}


def read_map(path: str | Path) -> dict[str, str]:
    """Return the item of each column that a file names.

    A YAML file holds ``column: item``; a CSV file two columns, with or without the
    header ``colonne;item``.

    Raises
    ------
    FileError
        Where the file cannot be read.
    CallError
        Where it is no map (IRDP-U006), or gives a name twice (IRDP-U007).
    """
    pairs = _yaml(path) if Path(path).suffix.lower() in _YAML else _csv(path)
    for side in (0, 1):
        for name, times in Counter(pair[side] for pair in pairs).items():
            if times > 1:
                raise CallError(diagnose("IRDP-U007", Place(str(path)), name=name))
    return dict(pairs)


def _yaml(path: str | Path) -> list[tuple[str, str]]:
    value = None
    faults: tuple[object, ...] = ()
    try:
        value = read_file(Path(path), str(path)).value
    except DefinitionError as error:
        faults = error.diagnostics
    if faults:
        raise CallError(*faults)  # type: ignore[arg-type]
    if not isinstance(value, dict) or not all(
        isinstance(item, str) for item in value.values()
    ):
        raise CallError(diagnose("IRDP-U006", Place(str(path))))
    return [(str(column), item) for column, item in value.items()]


def _csv(path: str | Path) -> list[tuple[str, str]]:
    with CsvSource(path) as source:
        names = source.header.names
        wrong = len(names) != _PAIR
        head = (names[0], names[1]) if not wrong else ("", "")
        pairs = [] if head[0].lower() in _HEADS else [head]
        for chunk in source:
            wrong = wrong or bool(chunk.bad)
            if not wrong:
                pairs += list(zip(*chunk.cells, strict=True))
    pairs = [(column.strip(), item.strip()) for column, item in pairs]
    if wrong or not all(column and item for column, item in pairs):
        raise CallError(diagnose("IRDP-U006", Place(str(path))))
    return pairs
