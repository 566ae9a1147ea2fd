"""What is reached from some names, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def closure(
    names: Iterable[str], following: Callable[[str], Iterable[str]]
) -> frozenset[str]:
    """Return some names, those that follow from them, and so on; a cycle is no harm.

    Examples
    --------
    >>> shown_by = {"c": ("b",), "b": ("a",)}
    >>> sorted(closure(["c"], lambda name: shown_by.get(name, ())))
    ['a', 'b', 'c']
    """
    wanted: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in wanted:
            wanted.add(name)
            todo.extend(following(name))
    return frozenset(wanted)
