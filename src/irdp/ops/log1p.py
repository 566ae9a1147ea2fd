"""`log1p`: ln(1 + x), as for a count of days or of episodes."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from irdp.ops.pointwise import read_number, real_step
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Log1p(Score):
    """The natural logarithm of 1 + x; it has no value where x <= -1."""

    op: Literal["log1p"]
    of: AnyTerm

    def build(self, scope: Scope) -> Step:
        """Compile the logarithm.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> score = Log1p(id="l", op="log1p", of="a", decimals=3)
        >>> score.build(Scope(items)).run({"a": np.array([FIRST + 5])}).values.tolist()
        [1792]
        """
        reading = read_number(self.of, scope, "of")
        source = reading.signature

        def estimate(x: Any) -> tuple[Any, Any]:
            value = np.log1p(x)
            return value, (np.abs(x) / (1 + x) + 16 * np.abs(value)) * 2.0**-52

        signature, run = real_step(
            self,
            reading,
            scope,
            estimate=estimate,
            exact=lambda x: (1 + x).ln(),
            candidates=[
                k
                for k in (source.high, max(source.low, 1 - source.scale), source.low)
                if k <= source.high
            ],
            exists=lambda k: k > -source.scale,
        )
        return Step(signature, run)
