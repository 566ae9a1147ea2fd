"""A parsed file: its plain tree, and where each thing stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from irdp.errors import Diagnostic, Place

TreePath = tuple[str | int, ...]
_COLUMN_BITS = 32


class Places(Mapping[TreePath, Place]):
    """The places of a file by path; each is built when it is asked for.

    A place is kept as one integer: a large file has a hundred thousand of them, and
    few are ever shown.
    """

    __slots__ = ("_file", "_packed")

    def __init__(self, file: str, packed: Mapping[TreePath, int]) -> None:
        self._file = file
        self._packed = packed

    def __getitem__(self, path: TreePath) -> Place:
        packed = self._packed[path]
        return Place(
            self._file, packed >> _COLUMN_BITS, packed & ((1 << _COLUMN_BITS) - 1)
        )

    def __iter__(self) -> Iterator[TreePath]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def pack(line: int, column: int) -> int:
    """Return a line and a column as one integer."""
    return line << _COLUMN_BITS | column


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file.

    Parameters
    ----------
    name
        The file name shown in places.
    value
        The plain tree: dict with text keys, list, str, Decimal, bool or None.
    places
        The place of each value by its path, such as ``("scores", 0, "id")``.
    keys
        The place of each key of a mapping, by the path of its value.
    quoted
        The paths of the texts written in quotes or as a block.
    warnings
        What was read but may not be what was meant.

    Examples
    --------
    >>> from irdp.source import read_text
    >>> source = read_text("title: {fr: Âge}", "demo.yaml")
    >>> source.value, str(source.place(("title", "fr")))
    ({'title': {'fr': 'Âge'}}, 'demo.yaml:1:13')
    """

    name: str
    value: object
    places: Mapping[TreePath, Place]
    keys: Mapping[TreePath, Place]
    quoted: frozenset[TreePath] = frozenset()
    warnings: tuple[Diagnostic, ...] = ()

    def place(self, path: TreePath) -> Place:
        """Return the place of the value at `path`, or of its nearest ancestor."""
        return self._nearest(self.places, path)

    def key_place(self, path: TreePath) -> Place:
        """Return the place of the key of `path`; its value's where it has no key."""
        return self.keys.get(path) or self._nearest(self.places, path)

    def _nearest(self, known: Mapping[TreePath, Place], path: TreePath) -> Place:
        for length in range(len(path), -1, -1):
            if path[:length] in known:
                return known[path[:length]]
        return Place(self.name)
