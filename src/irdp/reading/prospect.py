"""What a score could still be: bounds, bands, whether its band is certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.ops.lanes import Kind, Status
from irdp.reading.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.reading.surroundings import Surroundings

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the scores of one visit could be once every question is answered.

    What is not_applicable stays so, and nothing is prorated that could be answered.

    Parameters
    ----------
    reach
        The results that are possible; None for a rejected visit.
    """

    reach: Reach | None

    @classmethod
    def of(
        cls, around: Surroundings, codes: Mapping[str, int], *, rejected: bool = False
    ) -> Prospect:
        """Return the prospect of a visit given as codes."""
        return cls(None if rejected else Reach(around, codes))

    def bounds(self, name: str) -> Bounds | None:
        """Return the least and the greatest value of a number.

        None where it is no number, has no value whatever is answered, or reads
        unanswered items with too many answers to be gone through (such as a date).
        """
        if self.reach is None:
            return None
        signature = self.reach.around.places[name][1].signature
        lane = self.reach.lane(name)
        if lane is None or signature.kind is not Kind.NUMBER:
            return None
        values = lane.values[lane.status <= Status.PRORATED]
        if not len(values):
            return None
        return (
            int(values.min()) / signature.scale,
            int(values.max()) / signature.scale,
        )

    def bands_possible(self, banding: str | None) -> tuple[str, ...] | None:
        """Return the bands that a band score could have, in written order.

        None where there is no such score, or where they cannot be found.
        """
        if self.reach is None or banding is None:
            return None
        lane = self.reach.lane(banding)
        if lane is None:
            return None
        labels = self.reach.around.places[banding][1].signature.labels
        ranks = np.unique(lane.values[lane.status <= Status.PRORATED])
        return tuple(labels[k] for k in ranks.tolist())
