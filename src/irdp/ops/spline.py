"""`spline`: a restricted cubic spline, linear outside its outer knots.

constant + c1 x + Σ c_{j+1} s_j(x), with (Harrell's basis, norm 2)
s_j(x) = [(x-k_j)+³ - (x-k_{K-1})+³ (k_K-k_j)/(k_K-k_{K-1})
          + (x-k_K)+³ (k_{K-1}-k_j)/(k_K-k_{K-1})] / (k_K-k_1)², j = 1 .. K-2.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from irdp.ops.aggregate import number
from irdp.ops.grammar import Number
from irdp.ops.lanes import PRORATED, Lane
from irdp.ops.pointwise import gaps, read_number, skippable, valued
from irdp.ops.rounding import SAFE, round_fraction
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Spline(Score):
    """A restricted cubic spline with its published coefficients."""

    op: Literal["spline"]
    of: AnyTerm
    knots: Annotated[tuple[Number, ...], Field(min_length=3)]
    coefficients: Annotated[tuple[Number, ...], Field(min_length=2)]
    constant: Number = Fraction(0)

    def build(self, scope: Scope) -> Step:
        """Compile the spline; each distinct argument is computed once, exactly.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 9))}
        >>> score = Spline(
        ...     id="l", op="spline", of="a", knots=[1, 3, 5], coefficients=[1, 2],
        ...     decimals=3,
        ... )
        >>> score.build(Scope(items)).run({"a": np.array([FIRST + 4])}).values.tolist()
        [7125]
        """
        for i, (a, b) in enumerate(pairwise(self.knots)):
            if b <= a:
                scope.refuse("IRDP-Q041", "knots", i + 1)
        if len(self.coefficients) != len(self.knots) - 1:
            scope.refuse("IRDP-Q081", "coefficients", n=len(self.knots) - 1)
        decimals = self.need_decimals(scope, "real")
        reading = read_number(self.of, scope, "of")
        source = reading.signature
        bound = self._bound(
            Fraction(source.low, source.scale), Fraction(source.high, source.scale)
        )
        most = (bound * 10**decimals).__ceil__() + 1
        if most >= SAFE:
            scope.refuse("IRDP-Q047", score=self.id)

        def run(env: Mapping[str, Any]) -> Lane:
            lane = reading(env)
            (status,) = gaps([reading], [lane])
            arguments = np.where(status <= PRORATED, lane.values, source.low)
            distinct, back = np.unique(arguments, return_inverse=True)
            images = [
                round_fraction(
                    self.value(Fraction(int(k), source.scale)), decimals, self.rounding
                )
                for k in distinct
            ]
            return valued(status, np.array(images, np.int64)[back])

        signature = number(10**decimals, -most, most, exact=False)
        return Step(skippable(signature, [reading]), run)

    def value(self, x: Fraction) -> Fraction:
        """Return the spline at x, exactly."""
        terms = [x, *(self._basis(j, x) for j in range(len(self.knots) - 2))]
        return self.constant + sum(
            (c * t for c, t in zip(self.coefficients, terms, strict=True)), Fraction(0)
        )

    def _basis(self, j: int, x: Fraction) -> Fraction:
        k = self.knots
        last, before = k[-1], k[-2]

        def cube(knot: Fraction) -> Fraction:
            return max(x - knot, Fraction(0)) ** 3

        return (
            cube(k[j])
            - cube(before) * (last - k[j]) / (last - before)
            + cube(last) * (before - k[j]) / (last - before)
        ) / (last - k[0]) ** 2

    def _bound(self, low: Fraction, high: Fraction) -> Fraction:
        """Return a bound on the size of the spline: its basis is rising."""
        size = abs(self.constant) + abs(self.coefficients[0]) * max(abs(low), abs(high))
        for j, c in enumerate(self.coefficients[1:]):
            size += abs(c) * self._basis(j, high)
        return size
