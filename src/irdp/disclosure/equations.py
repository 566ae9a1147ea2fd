"""The sums that bind published numbers, as a graph and as a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Sum(NamedTuple):
    """One equation: the cell `total` is the sum of the cells `parts`."""

    total: str
    parts: tuple[str, ...]


def components(
    names: Iterable[str], sums: Sequence[Sum]
) -> Iterator[tuple[list[str], list[Sum]]]:
    """Yield the groups of cells that sums bind together, each with its sums.

    Examples
    --------
    >>> sums = [Sum("t", ("a", "b"))]
    >>> [(group, len(bound)) for group, bound in components("tabz", sums)]
    [(['t', 'a', 'b'], 1), (['z'], 0)]
    """
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for total, parts in sums:
        for part in parts:
            parent[root(part)] = root(total)
    groups: dict[str, list[str]] = {}
    for name in parent:
        groups.setdefault(root(name), []).append(name)
    bound: dict[str, list[Sum]] = {}
    for equation in sums:
        bound.setdefault(root(equation.total), []).append(equation)
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
