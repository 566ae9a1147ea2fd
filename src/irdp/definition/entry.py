"""The files of a folder of definitions, known by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FILE = re.compile(
    r"(questionnaire|scoring|referral|cases|texts)-([a-z][a-z0-9_]*)-(\d+\.\d+\.\d+)\.yaml"
)
LOADABLE = ("scoring", "referral")
"""The documents that score visits."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One file of a catalogue.

    Parameters
    ----------
    id, number
        What the file's name says: the document's id, its version as integers.
    kind
        Which of the five documents.
    path
        The file.
    folder
        The folder of definitions that it belongs to.
    """

    id: str
    number: tuple[int, ...]
    kind: str
    path: Path
    folder: Path

    @property
    def version(self) -> str:
        """The version as text."""
        return ".".join(map(str, self.number))

    @property
    def reference(self) -> str:
        """The document as ``id@X.Y.Z``."""
        return f"{self.id}@{self.version}"


def scan(folder: Path) -> Iterator[Entry]:
    """Yield the definition files of a folder and of its sub-folders."""
    for path in sorted(folder.rglob("*.yaml")):
        match = _FILE.fullmatch(path.name)
        if match:
            number = tuple(int(part) for part in match[3].split("."))
            yield Entry(match[2], number, match[1], path, folder)
