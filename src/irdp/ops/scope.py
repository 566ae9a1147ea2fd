"""What a score can see while it is compiled: the items and the scores above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from irdp.ops.item import ItemSpec
    from irdp.ops.lanes import Signature
    from irdp.ops.tables import Table

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault found while compiling: its code, its place as a path, its words."""

    code: str
    path: Path
    params: Mapping[str, object]


class Unbuildable(Exception):  # noqa: N818 - a signal between floors, never seen
    """The score cannot be compiled; its faults are in the scope."""


@dataclass(slots=True)
class Scope:
    """Names in sight, and where the faults are gathered.

    Parameters
    ----------
    items, scores
        What stands above the score being compiled.
    tables
        The tables of the scoring, by id.
    broken
        Scores that have faults of their own: what reads them says nothing more.
    later
        Names that are written further down.
    """

    items: Mapping[str, ItemSpec]
    scores: dict[str, Signature] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    later: frozenset[str] = frozenset()
    path: Path = ()
    faults: list[Fault] = field(default_factory=list)
    inputs: dict[str, None] = field(default_factory=dict)

    def fault(self, code: str, *at: str | int, **params: object) -> None:
        """Note a fault at a path below the score being compiled."""
        self.faults.append(Fault(code, (*self.path, *at), params))

    def refuse(self, code: str, *at: str | int, **params: object) -> NoReturn:
        """Note a fault and give the score up."""
        self.fault(code, *at, **params)
        raise Unbuildable

    def item(self, name: str, *at: str | int) -> ItemSpec:
        """Return an item, or refuse the score."""
        if name not in self.items:
            self._unknown(name, self.items, at)
        found = self.items[name]
        if found.domain.size > found.domain.most:
            raise Unbuildable  # said of the item itself
        self.inputs.setdefault(name)
        return found

    def score(self, name: str, *at: str | int) -> Signature:
        """Return the signature of a score above, or refuse the score."""
        if name in self.broken:
            raise Unbuildable
        if name not in self.scores:
            self._unknown(name, self.scores, at)
        self.inputs.setdefault(name)
        return self.scores[name]

    def either(self, name: str, *at: str | int) -> ItemSpec | Signature:
        """Return the item or the score of this name, or refuse the score."""
        if name in self.items:
            return self.item(name, *at)
        if name not in self.scores and name not in self.broken:
            self._unknown(name, {**self.items, **self.scores}, at)
        return self.score(name, *at)

    @contextmanager
    def watching(self) -> Iterator[dict[str, None]]:
        """Give the names that are read while it lasts; they count as read after it."""
        before, self.inputs = self.inputs, {}
        try:
            yield self.inputs
        finally:
            before.update(self.inputs)
            self.inputs = before

    def any_may_skip(self) -> bool:
        """Return whether a name read so far can be not_applicable."""
        return any(
            (self.items[n] if n in self.items else self.scores[n]).may_skip
            for n in self.inputs
        )

    def _unknown(
        self, name: str, known: Mapping[str, object], at: tuple[str | int, ...]
    ) -> NoReturn:
        if name in self.later:
            self.refuse("IRDP-Q045", *at, name=name)
        self.refuse("IRDP-Q044", *at, name=name, known=known)
