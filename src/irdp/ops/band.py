"""`band`: which interval a number lies in, intervals written by lower bound."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from irdp.ops.grammar import Frozen, Label, Name, Number, SourceId
from irdp.ops.lanes import DEPENDS_ON_UNKNOWN, PRORATED, Kind, Lane, Signature
from irdp.ops.pointwise import gaps, read_number, valued
from irdp.ops.reading import ceil_of
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class BandSpec(Frozen):
    """One band: closed below at `from`, open above at the next one."""

    id: Name
    from_: Number = Field(alias="from")
    label: Label | None = None
    detected: bool = False
    source: SourceId | None = None


class Band(Score):
    """The band of a number; its value is the band's id."""

    op: Literal["band"]
    of: AnyTerm
    bands: Annotated[tuple[BandSpec, ...], Field(min_length=1)]
    main: bool = False

    def build(self, scope: Scope) -> Step:
        """Compile the cut-offs.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> bands = [{"id": "low", "from": 0}, {"id": "high", "from": 3}]
        >>> step = Band(id="b", op="band", of="a", bands=bands).build(Scope(items))
        >>> values = step.run({"a": np.array([FIRST + 2, FIRST + 3])}).values
        >>> [step.signature.labels[i] for i in values]
        ['low', 'high']
        """
        ids = [b.id for b in self.bands]
        for i, (a, b) in enumerate(pairwise(self.bands)):
            if b.from_ <= a.from_:
                scope.fault("IRDP-Q041", "bands", i + 1, "from")
            if b.id in ids[: i + 1]:
                scope.fault("IRDP-Q010", "bands", i + 1, "id", name=b.id)
        reading = read_number(self.of, scope, "of")
        source = reading.signature
        cuts = np.array([ceil_of(b.from_, source.scale) for b in self.bands], np.int64)
        if all(a.from_ < b.from_ for a, b in pairwise(self.bands)):
            self._check_reach(cuts, source, scope)

        def run(env: Mapping[str, Any]) -> Lane:
            lane = reading(env)
            (status,) = gaps([reading], [lane])
            at = np.searchsorted(cuts, lane.values, side="right") - 1
            below = (at < 0) & (status <= PRORATED)
            status = np.where(below, DEPENDS_ON_UNKNOWN, status)
            return valued(status, at)

        signature = Signature(
            Kind.CATEGORY,
            high=len(ids) - 1,
            labels=tuple(ids),
            may_skip=source.may_skip,
        )
        return Step(signature, run)

    def _check_reach(self, cuts: Any, source: Signature, scope: Scope) -> None:
        """Refuse a number in no band, a band without numbers, a cut too fine."""
        if source.tight and source.low < cuts[0]:
            least = Fraction(source.low, source.scale)
            scope.fault("IRDP-Q040", "bands", 0, "from", value=least)
        for i, band in enumerate(self.bands):
            rounded = not source.exact and source.scale > 1
            if rounded and (band.from_ * source.scale).denominator != 1:
                scope.fault("IRDP-Q052", "bands", i, "from")
            top = cuts[i + 1] - 1 if i + 1 < len(cuts) else source.high
            if cuts[i] > source.high or top < max(source.low, cuts[i]):
                scope.fault(
                    "IRDP-Q042",
                    "bands",
                    i,
                    "from",
                    name=band.id,
                    low=Fraction(source.low, source.scale),
                    high=Fraction(source.high, source.scale),
                )
