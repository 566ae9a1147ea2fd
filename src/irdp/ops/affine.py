"""`affine`: constant + factor x, as in a z-score or a scale from 0 to 100."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any, Literal

from irdp.ops.grammar import Quotient
from irdp.ops.lanes import Kind, Lane, Signature
from irdp.ops.pointwise import gaps, read_number, valued
from irdp.ops.rounding import SAFE
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Affine(Score):
    """A line."""

    op: Literal["affine"]
    of: AnyTerm
    factor: Quotient = Fraction(1)
    constant: Quotient = Fraction(0)

    def build(self, scope: Scope) -> Step:
        """Compile the line.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> step = Affine(id="t", op="affine", of="a", factor=4).build(Scope(items))
        >>> step.run({"a": np.array([FIRST + 5])}).values.tolist()
        [20]
        """
        reading = read_number(self.of, scope, "of", weigh=False)
        source = reading.signature
        slope = self.factor * self.of.weight / source.scale
        scale = lcm(slope.denominator, self.constant.denominator)
        factor, constant = int(slope * scale), int(self.constant * scale)
        if max(abs(factor), abs(constant)) >= SAFE:
            scope.refuse("IRDP-Q047", score=self.id)
        ends = sorted((source.low * factor, source.high * factor))

        def run(env: Mapping[str, Any]) -> Lane:
            lane = reading(env)
            (status,) = gaps([reading], [lane])
            return valued(status, lane.values * factor + constant)

        signature = Signature(
            Kind.NUMBER,
            scale,
            ends[0] + constant,
            ends[1] + constant,
            tight=source.tight,
            may_skip=source.may_skip,
        )
        return Step(signature, run)
