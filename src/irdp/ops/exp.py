"""`exp`: e to the power x."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from irdp.ops.pointwise import read_number, real_step
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Exp(Score):
    """The exponential."""

    op: Literal["exp"]
    of: AnyTerm

    def build(self, scope: Scope) -> Step:
        """Compile the exponential.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> score = Exp(id="e", op="exp", of="a", decimals=3)
        >>> score.build(Scope(items)).run({"a": np.array([FIRST + 1])}).values.tolist()
        [2718]
        """
        reading = read_number(self.of, scope, "of")
        source = reading.signature

        def estimate(x: Any) -> tuple[Any, Any]:
            value = np.exp(x)
            return value, value * (np.abs(x) + 16) * 2.0**-52

        signature, run = real_step(
            self,
            reading,
            scope,
            estimate=estimate,
            exact=lambda x: x.exp(),
            candidates=(source.low, source.high),
        )
        return Step(signature, run)
