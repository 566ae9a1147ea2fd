"""`logistic`: 1 ÷ (1 + e^-x), a linear predictor as a risk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import numpy as np

from irdp.ops.pointwise import read_number, real_step
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Logistic(Score):
    """The inverse of the logit."""

    op: Literal["logistic"]
    of: AnyTerm

    def build(self, scope: Scope) -> Step:
        """Compile the link.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> score = Logistic(id="p", op="logistic", of="a", decimals=3)
        >>> env = {"a": np.array([FIRST, FIRST + 2])}
        >>> score.build(Scope(items)).run(env).values.tolist()
        [500, 881]
        """
        reading = read_number(self.of, scope, "of")
        source = reading.signature

        def estimate(x: Any) -> tuple[Any, Any]:
            falling = np.exp(-np.abs(x))
            value = np.where(x < 0, falling, 1.0) / (1.0 + falling)
            return value, value * (np.abs(x) + 16) * 2.0**-52

        signature, run = real_step(
            self,
            reading,
            scope,
            estimate=estimate,
            exact=_exact,
            candidates=(source.low, source.high),
        )
        return Step(signature, run)


def _exact(x: Decimal) -> Decimal:
    return 1 / (1 + (-x).exp())
