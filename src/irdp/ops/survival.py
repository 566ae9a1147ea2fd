"""`survival`: 1 - S0^exp(x), the risk of a Cox equation at its horizon."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import numpy as np

from irdp.ops.grammar import Number
from irdp.ops.pointwise import read_number, real_step
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Survival(Score):
    """The risk that goes with a baseline survival and a linear predictor."""

    op: Literal["survival"]
    of: AnyTerm
    baseline: Number

    def build(self, scope: Scope) -> Step:
        """Compile the link.

        Examples
        --------
        >>> import numpy as np
        >>> from fractions import Fraction
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> kept = Fraction(9, 10)
        >>> score = Survival(id="p", op="survival", of="a", baseline=kept, decimals=3)
        >>> env = {"a": np.array([FIRST, FIRST + 1])}
        >>> score.build(Scope(items)).run(env).values.tolist()
        [100, 249]
        """
        reading = read_number(self.of, scope, "of")
        if not 0 < self.baseline < 1:
            scope.refuse("IRDP-Q027", "baseline")
        source = reading.signature
        kept = self.baseline
        log_kept = float(np.log(float(kept)))

        def estimate(x: Any) -> tuple[Any, Any]:
            with np.errstate(over="ignore"):
                power = np.exp(np.minimum(x, 700.0)) * log_kept
            value = -np.expm1(power)
            slope = np.abs(power) * np.exp(power) * (np.abs(x) + 16)
            return value, (slope + 16 * value) * 2.0**-52

        def exact(x: Decimal) -> Decimal:
            base = Decimal(kept.numerator) / Decimal(kept.denominator)
            return 1 - (x.exp() * base.ln()).exp()

        signature, run = real_step(
            self,
            reading,
            scope,
            estimate=estimate,
            exact=exact,
            candidates=(source.low, source.high),
        )
        return Step(signature, run)
