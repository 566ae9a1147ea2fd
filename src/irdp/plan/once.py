"""What is made of something that never changes, made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any


class Once:
    """Remembers what was made, by what it is.

    Examples
    --------
    >>> kept = Once()
    >>> kept.get("double", lambda: 2 * 21), kept.get("double", lambda: 0)
    (42, 42)
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def get(self, what: Hashable, make: Callable[[], Any]) -> Any:
        """Return what goes by a name; it is made where it is asked for first."""
        found = self._made.get(what)
        if found is None:
            found = self._made[what] = make()
        return found
