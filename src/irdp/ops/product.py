"""`product`: Π w·p of its terms, as in interactions and conditional weights."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm, prod
from typing import Any, Literal

import numpy as np

from irdp.ops.aggregate import number
from irdp.ops.lanes import PRORATED, Lane
from irdp.ops.pointwise import needs_all, read_number, skippable, valued
from irdp.ops.rounding import SAFE, div_round
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.sum import Terms


class Product(Score):
    """The product of terms."""

    op: Literal["product"]
    of: Terms

    def build(self, scope: Scope) -> Step:
        """Compile the product.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> step = Product(id="p", op="product", of=["a", "a"]).build(Scope(items))
        >>> step.run({"a": np.array([FIRST + 5])}).values.tolist()
        [25]
        """
        readings = [
            read_number(t, scope, "of", i, weigh=False) for i, t in enumerate(self.of)
        ]
        shares = [
            t.weight / r.signature.scale for t, r in zip(self.of, readings, strict=True)
        ]
        scale = lcm(1, prod(s.denominator for s in shares))
        factor = prod(s.numerator for s in shares)
        low, high = 1, 1
        for r in readings:
            ends = [
                a * b for a in (low, high) for b in (r.signature.low, r.signature.high)
            ]
            low, high = min(ends), max(ends)
        low, high = sorted((low * factor, high * factor))
        wide = max(abs(low), abs(high), abs(factor), scale) >= SAFE
        decimals = self.need_decimals(scope, "integers") if wide else None

        def run(env: Mapping[str, Any]) -> Lane:
            lanes = [r(env) for r in readings]
            status = needs_all(readings, lanes)
            dtype = object if wide else np.int64
            value = np.full(status.shape, factor, dtype)
            for lane in lanes:
                value = value * np.where(lane.status <= PRORATED, lane.values, 0)
            if decimals is not None:
                value = div_round(value * 10**decimals, scale, self.rounding)
                value = value.astype(np.int64)
            return valued(status, value)

        if decimals is None:
            return Step(skippable(number(scale, low, high), readings), run)
        unit = 10**decimals
        ends = [(low * unit) // scale, -((-high * unit) // scale)]
        if max(map(abs, ends)) >= SAFE:
            scope.refuse("IRDP-Q047", score=self.id)
        signature = number(unit, *ends, exact=False)
        return Step(skippable(signature, readings), run)
