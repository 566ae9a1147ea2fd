"""`mean`: the weighted mean of the answered terms, (Σ w·p) ÷ (Σ w)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Literal

from irdp.ops.aggregate import (
    Additive,
    allows_none,
    check_missing,
    common_scale,
    of_score,
    weighted_range,
)
from irdp.ops.averages import Average, close_average
from irdp.ops.read import read_term
from irdp.ops.reading import Reading
from irdp.ops.scope import Scope
from irdp.ops.score import Missing, Score
from irdp.ops.step import Step
from irdp.ops.sum import Terms, numbers_only


class Mean(Score):
    """The mean of weighted terms."""

    op: Literal["mean"]
    of: Terms
    missing: Missing = "none_allowed"

    def build(self, scope: Scope) -> Step:
        """Compile the mean; a term that is not_applicable is left out of it.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.INTEGER, 4)) for i in "ab"}
        >>> rule = {"min_answered": 1, "then": "prorate"}
        >>> step = Mean(id="m", op="mean", of=["a", "b"], missing=rule).build(Scope(items))
        >>> env = {"a": np.array([FIRST + 3] * 2), "b": np.array([FIRST, 0])}
        >>> step.signature.scale, step.run(env).values.tolist()
        (2, [3, 6])
        """
        readings = [read_term(t, scope, "of", i) for i, t in enumerate(self.of)]
        weights = [t.weight for t in self.of]
        numbers_only(readings, scope)
        check_missing(self.missing, len(readings), scope)
        if not isinstance(self.missing, str) and self.missing.then == "answered_only":
            scope.refuse("IRDP-Q049", "missing", "then", op="mean")
        may_skip = any(r.signature.may_skip for r in readings)
        if len(set(weights)) == 1 and weights[0] != 0:
            weights = [Fraction(1)] * len(weights)
        if sum(weights) == 0 or (
            len({w > 0 for w in weights}) > 1
            and (may_skip or not isinstance(self.missing, str))
        ):
            scope.refuse("IRDP-Q046", "of")
        unit = lcm(1, *(w.denominator for w in weights))
        whole = [w * unit for w in weights]
        scale, factors = common_scale(readings, whole)
        average = Average(
            scale,
            0,
            tuple(int(w) for w in whole),
            self.missing,
            per_term=True,
            may_skip=may_skip,
        )
        low, high, tight = weighted_range(readings, factors)
        ends = (low, high) if average.fixed else self._ends(readings, scale)
        signature, finish, wide = close_average(self, average, ends, scope)
        additive = Additive(
            tuple(of_score(r) for r in readings),
            tuple((r.name,) for r in readings),
            factors,
            average.weights,
            finish,
            strict=allows_none(self.missing),
            line=average.line if signature.exact else None,
            wide=wide,
        )
        signature = replace(
            signature,
            tight=tight and average.fixed,
            may_skip=all(r.signature.may_skip for r in readings),
        )
        return Step(signature, additive.run, additive)

    def _ends(self, readings: list[Reading], scale: int) -> tuple[int, int]:
        """Return the range of a mean over any of its terms."""
        lows = [Fraction(r.signature.low, r.signature.scale) for r in readings]
        highs = [Fraction(r.signature.high, r.signature.scale) for r in readings]
        return (min(lows) * scale).__floor__(), (max(highs) * scale).__ceil__()
