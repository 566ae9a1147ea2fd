"""A parsed file: its plain tree, and where each thing stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.errors import Diagnostic, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

TreePath = tuple[str | int, ...]


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
            place = known.get(path[:length])
            if place:
                return place
        return Place(self.name)
