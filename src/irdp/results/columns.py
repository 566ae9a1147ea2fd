"""The columns that a table of results has, coded where values repeat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.results import decode
from irdp.results.coded import Coded
from irdp.results.layout import layout

if TYPE_CHECKING:
    from irdp.plan.coding import AnyLane
    from irdp.plan.verdicts import AnyVerdict
    from irdp.results.reader import Reader
    from irdp.visits.frame import Frame


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Columns:
    """What is asked of the results of many visits, a column at a time.

    Parameters
    ----------
    reader
        What decodes the results of their definition.
    frame
        The encoded visits.
    lanes
        By score: its integers and statuses.
    verdicts
        By decision: what it gives.
    """

    reader: Reader
    frame: Frame
    lanes: Mapping[str, AnyLane]
    verdicts: Mapping[str, AnyVerdict]
    _shares: dict[tuple[str, ...], Coded] = field(default_factory=dict)

    def all(self, *, completeness: bool) -> dict[str, Coded | Any]:
        """Return every column that is reported, by its name in a file of scores."""
        return {
            field.name: getattr(self, field.part)(field.of)
            for field in layout(self.reader)
            if completeness or field.part != "completeness"
        }

    def values(self, name: str) -> Coded | Any:
        """Return the values of a score; an array for the numbers of a plain lane."""
        return decode.coded_values(self.lanes[name], self.reader.nodes[name].signature)

    def bands(self, name: str) -> Coded:
        """Return the band id of a score."""
        band = self.reader.bands.get(name)
        if band is None:
            return Coded(np.zeros(self.frame.n, np.uint8), decode.NOTHING)
        found: Coded = self.values(band)
        return found

    def statuses(self, name: str) -> Coded:
        """Return the status of a score."""
        return decode.coded_statuses(self.lanes[name])

    def completeness(self, name: str) -> Coded:
        """Return answered ÷ expected of a score, counted once for the same items."""
        items = self.reader.nodes[name].items
        found = self._shares.get(items)
        if found is None:
            found = decode.completeness(items, self.frame.codes)
            self._shares[items] = found
        return found

    def provisional(self, name: str) -> Coded:
        """Return where an unknown rule could change a decision."""
        return decode.coded_provisional(self.verdicts[name])

    def proposals(self, name: str) -> Coded:
        """Return the proposal of a decision."""
        return decode.coded_proposals(self.verdicts[name], self.reader.steps[name])

    def reasons(self, name: str) -> Coded:
        """Return the ids of the true rules of a decision."""
        ids = [rule.id for rule in self.reader.steps[name].rules]
        return decode.coded_masks(
            self.verdicts[name], "true", lambda mask: decode.bits(mask, ids)
        )
