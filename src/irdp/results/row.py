"""One visit as plain Python integers: what an assessment is decoded from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from irdp.plan.verdicts import VerdictRow
    from irdp.visits.issues import Issues


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
