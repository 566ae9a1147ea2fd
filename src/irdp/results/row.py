"""One visit as plain Python integers: what an assessment is decoded from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from irdp.plan.verdicts import VerdictRow
    from irdp.visits.issues import Issues


class Row:
    """One visit, scored.

    Parameters
    ----------
    names, codes
        The items and their codes, in order; codes that follow do not count.
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

    __slots__ = (
        "_by_name",
        "_codes",
        "_names",
        "issues",
        "lanes",
        "rejected",
        "row",
        "verdicts",
    )

    def __init__(  # noqa: PLR0913 - a visit has that many parts
        self,
        names: Iterable[str],
        codes: Iterable[int],
        lanes: Mapping[str, tuple[int, int]],
        verdicts: Mapping[str, VerdictRow],
        issues: Issues,
        *,
        row: int = 0,
        rejected: bool = False,
    ) -> None:
        self._names = names
        self._codes = codes
        self._by_name: dict[str, int] | None = None
        self.lanes = lanes
        self.verdicts = verdicts
        self.issues = issues
        self.row = row
        self.rejected = rejected

    @property
    def codes(self) -> Mapping[str, int]:
        """Item id to its code; found by name once one is asked for."""
        if self._by_name is None:
            self._by_name = dict(zip(self._names, self._codes, strict=False))
        return self._by_name
