"""`piecewise_linear`: straight lines between knots, exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from irdp.ops.aggregate import number
from irdp.ops.grammar import Frozen, Number
from irdp.ops.lanes import Lane
from irdp.ops.pointwise import gaps, read_number, valued
from irdp.ops.reading import ceil_of
from irdp.ops.rounding import SAFE
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Knot(Frozen):
    """A point of the line."""

    x: Number
    y: Number


class PiecewiseLinear(Score):
    """A line through knots; outside them it stays constant or goes on."""

    op: Literal["piecewise_linear"]
    of: AnyTerm
    knots: Annotated[tuple[Knot, ...], Field(min_length=2)]
    outside: Literal["constant", "extend"]

    def build(self, scope: Scope) -> Step:
        """Compile the line.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> score = PiecewiseLinear(
        ...     id="l", op="piecewise_linear", of="a", outside="constant",
        ...     knots=[{"x": 1, "y": 0}, {"x": 3, "y": 1}],
        ... )
        >>> step = score.build(Scope(items))
        >>> env = {"a": np.array([FIRST, FIRST + 2, FIRST + 5])}
        >>> (step.run(env).values / step.signature.scale).tolist()
        [0.0, 0.5, 1.0]
        """
        for i, (a, b) in enumerate(pairwise(self.knots)):
            if b.x <= a.x:
                scope.refuse("IRDP-Q041", "knots", i + 1, "x")
        reading = read_number(self.of, scope, "of")
        source = reading.signature
        lines = self._lines()
        unit = source.scale
        scale = lcm(*(lcm(a.denominator, (b / unit).denominator) for a, b in lines))
        starts = np.array([int(a * scale) for a, _ in lines], np.int64)
        slopes = np.array([int(b * scale / unit) for _, b in lines], np.int64)
        cuts = np.array([ceil_of(k.x, unit) for k in self.knots], np.int64)

        def run(env: Mapping[str, Any]) -> Lane:
            lane = reading(env)
            (status,) = gaps([reading], [lane])
            at = np.searchsorted(cuts, lane.values, side="right")
            return valued(status, starts.take(at) + slopes.take(at) * lane.values)

        ends = self._ends(source.low, source.high, unit, scale, lines)
        if max(abs(e) for e in (*ends, scale, *starts.tolist())) >= SAFE:
            scope.refuse("IRDP-Q047", score=self.id)
        signature = replace(number(scale, *ends), may_skip=source.may_skip)
        return Step(signature, run)

    def _lines(self) -> list[tuple[Fraction, Fraction]]:
        """Return (intercept, slope) before the first knot, between knots, after."""
        inner = []
        for a, b in pairwise(self.knots):
            slope = (b.y - a.y) / (b.x - a.x)
            inner.append((a.y - slope * a.x, slope))
        if self.outside == "extend":
            return [inner[0], *inner, inner[-1]]
        flat = Fraction(0)
        return [(self.knots[0].y, flat), *inner, (self.knots[-1].y, flat)]

    def _ends(
        self,
        low: int,
        high: int,
        unit: int,
        scale: int,
        lines: list[tuple[Fraction, Fraction]],
    ) -> tuple[int, int]:
        ys = [k.y for k in self.knots if low <= k.x * unit <= high]
        for end in (Fraction(low, unit), Fraction(high, unit)):
            a, b = lines[sum(k.x <= end for k in self.knots)]
            ys.append(a + b * end)
        return (min(ys) * scale).__floor__(), (max(ys) * scale).__ceil__()
