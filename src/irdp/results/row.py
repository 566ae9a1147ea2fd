"""One visit as plain Python integers: what an assessment is decoded from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from irdp.plan.verdicts import VerdictRow
    from irdp.visits.issues import Issues


class ItemCodes(Mapping[str, int]):
    """The code of each item of one visit; found by name once one is asked for.

    Parameters
    ----------
    names
        The items.
    codes
        Their codes, in order; what follows them does not count.
    """

    __slots__ = ("_by_name", "_codes", "_names")

    def __init__(self, names: Sequence[str], codes: Sequence[int]) -> None:
        self._names = names
        self._codes = codes
        self._by_name: dict[str, int] | None = None

    def __getitem__(self, name: str) -> int:
        if self._by_name is None:
            self._by_name = dict(zip(self._names, self._codes, strict=False))
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Row(NamedTuple):
    """One visit, scored.

    Parameters
    ----------
    codes
        Item id to its code.
    lanes
        Score to its integer and its status.
    verdicts
        Decision to its verdict.
    issues
        What is wrong with answers of the table that the visit is a row of.
    row
        Its row in that table.
    rejected
        Whether it was rejected.
    """

    codes: Mapping[str, int]
    lanes: Mapping[str, tuple[int, int]]
    verdicts: Mapping[str, VerdictRow]
    issues: Issues
    row: int
    rejected: bool
