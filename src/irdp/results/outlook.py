"""Reading aids of one score of one visit, computed when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.ops.lanes import FIRST, Lane, State, Status
from irdp.reading.nearest import nearest_change

if TYPE_CHECKING:
    from irdp.reading.contributions import Contributions
    from irdp.reading.nearest import Change
    from irdp.results.reader import Reader
    from irdp.results.row import Row


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Outlook:
    """What one score of one visit is made of and what it could still be.

    Parameters
    ----------
    reader
        What decodes the results of its definition.
    name
        The score, by its name in results.
    row
        The visit.
    """

    reader: Reader
    name: str
    row: Row

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The least and greatest value that the score could have."""
        return self.reader.prospect(self.row).bounds(self.name)

    @property
    def bands_possible(self) -> tuple[str, ...] | None:
        """The bands that the score could have."""
        return self.reader.prospect(self.row).bands_possible(
            self.reader.bands.get(self.name)
        )

    @property
    def completeness(self) -> float | None:
        """The share of its items that is answered."""
        return self.reader.completeness(self.name, self.row)

    @property
    def completeness_weighted(self) -> float | None:
        """The share of what hangs on its items that is answered."""
        sizes = self.reader.sizes[self.name]
        if sizes is None:
            return None
        codes = self.row.codes
        expected = [(n, s) for n, s in sizes if codes[n] != State.NOT_APPLICABLE]
        whole = sum(size for _, size in expected)
        answered = sum(size for n, size in expected if codes[n] >= FIRST)
        return float(answered / whole) if whole else None

    @property
    def contributions(self) -> Contributions | None:
        """What each item gives to the score."""
        if self.row.lanes[self.name][1] > Status.PRORATED:
            return None
        items = self.reader.definition.program.items
        codes = {
            n: np.array([c], items[n].domain.dtype) for n, c in self.row.codes.items()
        }
        lanes = {
            n: Lane(np.array([k], np.int64), np.array([status], np.uint8))
            for n, (k, status) in self.row.lanes.items()
        }
        found = self.reader.additive.table(self.name, codes, lanes)
        return None if found is None else found[0]

    @property
    def nearest_change(self) -> Change | None:
        """The smallest change of one answer that changes the band."""
        banding = self.reader.bands.get(self.name)
        if banding is None or self.row.rejected:
            return None
        return nearest_change(self.reader.around, self.row.codes, banding)
