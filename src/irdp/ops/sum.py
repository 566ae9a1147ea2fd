"""`sum`: a constant and the weighted points of its terms.

value = constant + Σ w·p. Prorated over the answered terms:
constant + (Σ w·p over answered) x (Σ w over expected) ÷ (Σ w over answered).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from irdp.ops.aggregate import (
    Additive,
    allows_none,
    check_missing,
    common_scale,
    of_score,
    weighted_range,
)
from irdp.ops.averages import Average, close_average
from irdp.ops.grammar import Number, one_or_many
from irdp.ops.lanes import Kind
from irdp.ops.read import read_term
from irdp.ops.reading import Reading
from irdp.ops.scope import Scope
from irdp.ops.score import Missing, Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm

Terms = Annotated[
    tuple[AnyTerm, ...], BeforeValidator(one_or_many), Field(min_length=1)
]


class Sum(Score):
    """The sum of weighted terms."""

    op: Literal["sum"]
    of: Terms
    constant: Number = Fraction(0)
    missing: Missing = "none_allowed"
    not_applicable: Literal["leave_out", "as_missing"] | None = None

    def build(self, scope: Scope) -> Step:
        """Compile the sum.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> item = ItemSpec("a", Domain(ItemType.INTEGER, 4))
        >>> score = Sum(id="s", op="sum", of=["a"], constant=Fraction(1, 2))
        >>> step = score.build(Scope({"a": item}))
        >>> step.run({"a": np.array([FIRST + 3, 0], np.uint8)})
        Lane(values=array([7, 0]), status=array([0, 6], dtype=uint8))
        """
        readings = [read_term(t, scope, "of", i) for i, t in enumerate(self.of)]
        weights = [t.weight for t in self.of]
        numbers_only(readings, scope)
        check_missing(self.missing, len(readings), scope)
        self._check_skipping(readings, scope)
        prorated = not isinstance(self.missing, str) and self.missing.then == "prorate"
        if not isinstance(self.missing, str) and self.missing.then == "answered_only":
            scope.refuse("IRDP-Q049", "missing", "then", op="sum")
        if prorated and (0 in weights or len({w > 0 for w in weights}) > 1):
            scope.refuse("IRDP-Q046", "missing", "then")
        scale, factors = common_scale(readings, weights)
        scale, factors = _with_constant(scale, factors, self.constant)
        low, high, tight = weighted_range(readings, factors)
        constant = int(self.constant * scale)
        unit = lcm(1, *(w.denominator for w in weights))
        leaves_out = self.not_applicable == "leave_out" and any(
            r.signature.may_skip for r in readings
        )
        average = Average(
            scale,
            constant,
            tuple(int(w * unit) for w in weights),
            self.missing,
            per_term=False,
            may_skip=leaves_out,
        )
        if not prorated:
            average = _plain(average)
        ends = (low, high)
        if leaves_out:
            ends = _partial_ends(readings, factors)
        if prorated:
            ends = _prorated_ends(readings, weights, scale, skips=leaves_out)
            points = {(r.signature.low, r.signature.high) for r in readings}
            tight = tight and len(points) == 1 and len(set(factors)) == 1
        ends = (ends[0] + constant, ends[1] + constant)
        signature, finish, wide = close_average(self, average, ends, scope)
        additive = Additive(
            tuple(of_score(r) for r in readings),
            tuple((r.name,) for r in readings),
            factors,
            average.weights,
            finish,
            skip_as_gap=self.not_applicable != "leave_out" and len(readings) > 1,
            of_items=tuple(r.of_item for r in readings),
            strict=allows_none(self.missing),
            line=average.line if signature.exact else None,
            wide=wide,
        )
        signature = replace(
            signature,
            tight=tight and not leaves_out,
            may_skip=all(r.signature.may_skip for r in readings),
        )
        return Step(signature, additive.run, additive)

    def _check_skipping(self, readings: list[Reading], scope: Scope) -> None:
        """Ask what a skipped term does: fewer terms would read as a lower score."""
        if self.not_applicable is not None or len(readings) == 1:
            return
        gates = {
            scope.items[r.name].gate if r.of_item else r.name
            for r in readings
            if r.signature.may_skip
        }
        together = len(gates) == 1 and all(r.signature.may_skip for r in readings)
        if gates and not together:
            scope.fault("IRDP-Q056", "of")


def numbers_only(readings: list[Reading], scope: Scope) -> None:
    """Refuse a category where points are needed."""
    for i, reading in enumerate(readings):
        if reading.signature.kind is Kind.CATEGORY:
            scope.refuse("IRDP-Q097", "of", i, name=reading.name)


def _partial_ends(readings: list[Reading], factors: Sequence[int]) -> tuple[int, int]:
    """Return the range of a sum from which skipped terms are left out."""
    low = high = 0
    for r, factor in zip(readings, factors, strict=True):
        ends = [r.signature.low * factor, r.signature.high * factor]
        ends += [0] if r.signature.may_skip else []
        low, high = low + min(ends), high + max(ends)
    return low, high


def _prorated_ends(
    readings: list[Reading], weights: list[Fraction], scale: int, *, skips: bool
) -> tuple[int, int]:
    """Return the range of a mean of points times the weight that is expected."""
    points = [
        Fraction(end, r.signature.scale)
        for r in readings
        for end in (r.signature.low, r.signature.high)
    ]
    sizes = [sum(weights), *(weights if skips else ())]
    ends = [p * size * scale for p in (min(points), max(points)) for size in sizes]
    return min(ends).__floor__(), max(ends).__ceil__()


def _with_constant(
    scale: int, factors: tuple[int, ...], constant: Fraction
) -> tuple[int, tuple[int, ...]]:
    wider = lcm(scale, constant.denominator)
    return wider, tuple(f * (wider // scale) for f in factors)


def _plain(average: Average) -> Average:
    """Return the average of a sum that is never prorated: a total."""
    return Average(
        average.scale,
        average.constant,
        (1,) * len(average.weights),
        average.missing,
        per_term=False,
        may_skip=False,
    )
