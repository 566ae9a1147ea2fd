"""The sums that bind published numbers, as a graph and as a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Sum(NamedTuple):
    """One equation: the cell `total` is the sum of the cells `parts`."""

    total: str
    parts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """All its cells, the total first."""
        return (self.total, *self.parts)


def components(
    names: Iterable[str], links: Sequence[Sequence[str]]
) -> Iterator[tuple[list[str], list[int]]]:
    """Yield the groups of names that links bind together, each with its links.

    Parameters
    ----------
    names
        All names.
    links
        Groups of names that belong together.

    Yields
    ------
    tuple of list
        The names of a group, and the places of its links in `links`.

    Examples
    --------
    >>> list(components("tabz", [("t", "a", "b")]))
    [(['t', 'a', 'b'], [0]), (['z'], [])]
    """
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for first, *others in links:
        for other in others:
            parent[root(other)] = root(first)
    groups: dict[str, list[str]] = {}
    for name in parent:
        groups.setdefault(root(name), []).append(name)
    bound: dict[str, list[int]] = {}
    for at, link in enumerate(links):
        bound.setdefault(root(link[0]), []).append(at)
    for top, group in groups.items():
        yield group, bound.get(top, [])


def matrix(names: Sequence[str], sums: Sequence[Sum]) -> Any:
    """Return the equations as a sparse matrix: a row per sum, a column per cell."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - slow to import

    order = {name: at for at, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    entries: list[float] = []
    for row, (total, parts) in enumerate(sums):
        for name, entry in [(total, -1.0), *((part, 1.0) for part in parts)]:
            rows.append(row)
            columns.append(order[name])
            entries.append(entry)
    return csr_array((entries, (rows, columns)), shape=(len(sums), len(names)))
