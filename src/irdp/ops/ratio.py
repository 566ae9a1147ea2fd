"""`ratio`: factor x numerator ÷ denominator, rounded in integers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from irdp.ops.aggregate import number
from irdp.ops.grammar import Quotient
from irdp.ops.lanes import DEPENDS_ON_UNKNOWN, OK, Lane
from irdp.ops.pointwise import needs_all, read_number, skippable, valued
from irdp.ops.rounding import SAFE, div_round
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Ratio(Score):
    """A quotient of two numbers; a denominator of zero has no value."""

    op: Literal["ratio"]
    numerator: AnyTerm
    denominator: AnyTerm
    factor: Quotient = Fraction(1)

    def build(self, scope: Scope) -> Step:
        """Compile the quotient.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.INTEGER, 6)) for i in "ab"}
        >>> score = Ratio(id="r", op="ratio", numerator="a", denominator="b", decimals=2)
        >>> env = {"a": np.array([FIRST + 2] * 2), "b": np.array([FIRST + 3, FIRST])}
        >>> score.build(Scope(items)).run(env)
        Lane(values=array([67,  0]), status=array([0, 7], dtype=uint8))
        """
        above = read_number(self.numerator, scope, "numerator", weigh=False)
        below = read_number(self.denominator, scope, "denominator", weigh=False)
        if self.denominator.weight == 0:
            scope.refuse("IRDP-Q034", "denominator", "weight")
        decimals = self.need_decimals(scope, "quotient")
        unit = (
            self.factor
            * self.numerator.weight
            / self.denominator.weight
            * Fraction(below.signature.scale, above.signature.scale)
            * 10**decimals
        )
        top, bottom = unit.numerator, unit.denominator
        reach = max(abs(above.signature.low), abs(above.signature.high))
        least = _least(below.signature.low, below.signature.high)
        most = abs(Fraction(reach * top, least * bottom)).__ceil__()
        if most >= SAFE:
            scope.refuse("IRDP-Q047", score=self.id)
        widest = max(abs(below.signature.low), abs(below.signature.high))
        wide = max(reach * abs(top), widest * bottom, abs(top), bottom) >= SAFE

        def run(env: Mapping[str, Any]) -> Lane:
            lanes = [above(env), below(env)]
            status = needs_all([above, below], lanes)
            zero = (status == OK) & (lanes[1].values == 0)
            status = np.where(zero, DEPENDS_ON_UNKNOWN, status)
            size = np.where(status == OK, lanes[1].values, 1)
            above_values = lanes[0].values
            if wide:
                size = size.astype(object)
                above_values = above_values.astype(object)
            sign = np.where(size < 0, -1, 1)
            value = div_round(
                sign * above_values * top, sign * size * bottom, self.rounding
            )
            return valued(status, value.astype(np.int64))

        signed = above.signature.low < 0 or below.signature.low < 0 or top < 0
        signature = number(10**decimals, -most if signed else 0, most, exact=False)
        return Step(skippable(signature, [above, below]), run)


def _least(low: int, high: int) -> int:
    """Return the least non-zero size of an integer between two ends."""
    return 1 if low <= 0 <= high else min(abs(low), abs(high))
