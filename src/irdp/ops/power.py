"""`power`: x to a fixed exponent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import numpy as np

from irdp.ops.grammar import Quotient
from irdp.ops.pointwise import read_number, real_step
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Power(Score):
    """A power; it has no value where a real one does not exist."""

    op: Literal["power"]
    of: AnyTerm
    exponent: Quotient

    def build(self, scope: Scope) -> Step:
        """Compile the power.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> score = Power(id="p", op="power", of="a", exponent="1/2", decimals=3)
        >>> score.build(Scope(items)).run({"a": np.array([FIRST + 2])}).values.tolist()
        [1414]
        """
        reading = read_number(self.of, scope, "of")
        source = reading.signature
        exponent = self.exponent
        whole = exponent.denominator == 1

        def exact(x: Decimal) -> Decimal:
            if x == 0:
                return Decimal(1 if exponent == 0 else 0)
            if whole:
                return x ** int(exponent)
            return x ** (Decimal(exponent.numerator) / Decimal(exponent.denominator))

        def estimate(x: Any) -> tuple[Any, Any]:
            value = np.power(
                x, int(exponent) if whole and exponent >= 0 else float(exponent)
            )
            size = np.abs(np.log(np.where(x == 0, 1.0, np.abs(x))))
            growth = abs(float(exponent)) * (1 + size) + 16
            return value, np.abs(value) * growth * 2.0**-52

        def exists(k: int) -> bool:
            if k == 0:
                return exponent >= 0
            return k > 0 or whole

        ends = (source.high, source.low, -1, 0, 1)
        signature, run = real_step(
            self,
            reading,
            scope,
            estimate=estimate,
            exact=exact,
            candidates=[k for k in ends if source.low <= k <= source.high],
            exists=exists,
        )
        return Step(signature, run)
