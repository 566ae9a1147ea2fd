"""`clip`: a number held between a lower and an upper cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import lcm
from typing import Any, Literal

import numpy as np

from irdp.ops.aggregate import number
from irdp.ops.grammar import Number
from irdp.ops.lanes import Lane
from irdp.ops.pointwise import gaps, read_number, valued
from irdp.ops.rounding import SAFE
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Clip(Score):
    """A number with caps."""

    op: Literal["clip"]
    of: AnyTerm
    min: Number | None = None
    max: Number | None = None

    def build(self, scope: Scope) -> Step:
        """Compile the caps.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> step = Clip(id="c", op="clip", of="a", max=3).build(Scope(items))
        >>> step.run({"a": np.array([FIRST + 5, FIRST + 2])}).values.tolist()
        [3, 2]
        """
        if self.min is None and self.max is None:
            scope.refuse("IRDP-Q031", "min")
        if self.min is not None and self.max is not None and self.min > self.max:
            scope.refuse("IRDP-Q034", "min")
        reading = read_number(self.of, scope, "of", weigh=False)
        source = reading.signature
        caps = [c for c in (self.min, self.max) if c is not None]
        scale = lcm(
            (self.of.weight / source.scale).denominator, *(c.denominator for c in caps)
        )
        factor = int(self.of.weight * scale / source.scale)
        ends = sorted((source.low * factor, source.high * factor))
        if abs(factor) >= SAFE:
            scope.refuse("IRDP-Q047", score=self.id)
        low, high = (
            None if c is None else int(c * scale) for c in (self.min, self.max)
        )
        # A cap outside the range of the number wins over the end that it passes.
        low = min(ends[0], ends[1] if high is None else high) if low is None else low
        high = max(ends[1], low) if high is None else min(high, max(ends[1], low))
        low = max(low, min(ends[0], high))

        def run(env: Mapping[str, Any]) -> Lane:
            lane = reading(env)
            (status,) = gaps([reading], [lane])
            return valued(status, np.clip(lane.values * factor, low, high))

        kept = [min(max(e, low), high) for e in ends]
        signature = replace(
            number(scale, *kept), tight=source.tight, may_skip=source.may_skip
        )
        return Step(signature, run)
