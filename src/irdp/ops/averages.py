"""Totals and averages over the terms that were answered.

With equal weights the quotient has few possible denominators: their least common
multiple goes into the scale and the result is exact. With unequal weights it is
approximate, and rounded in integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.aggregate import gap_status, number
from irdp.ops.lanes import OK, PRORATED, Lane, Signature
from irdp.ops.rounding import SAFE, Line, div_round

if TYPE_CHECKING:
    from irdp.ops.aggregate import Sums
    from irdp.ops.scope import Scope
    from irdp.ops.score import Missing, Score


FIT = 2**61
"""Numerators below it are divided in int64, others as Python integers."""


@dataclass(frozen=True, slots=True)
class Average:
    """What a prorated sum and a mean have in common.

    The value is ``constant + total / scale * (size / answered weight)``, where `size`
    is the expected weight for a sum and 1 for a mean.
    """

    scale: int
    constant: int
    weights: tuple[int, ...]
    missing: Missing
    per_term: bool
    may_skip: bool

    @property
    def counts(self) -> list[int]:
        """The numbers of answered terms that can give a value."""
        n = len(self.weights)
        fewest = 1 if self.may_skip else n
        rule = self.missing
        if isinstance(rule, str) or rule.then == "unknown":
            return list(range(fewest, n + 1))
        if rule.max_missing is not None:
            return list(range(max(1, fewest - rule.max_missing), n + 1))
        return list(range(rule.min_answered or 1, n + 1))

    @property
    def fixed(self) -> bool:
        """Whether every value is over all the terms."""
        return self.counts == [len(self.weights)]

    def exact(self, low: int, high: int) -> tuple[Signature, Any] | None:
        """Return signature and finish with an exact scale, or None if there is none."""
        if len(set(self.weights)) > 1 and not self.fixed:
            return None
        if self.fixed:
            return self._exact_whole(low, high)
        multiple = lcm(*self.counts)
        scale = self.scale * multiple
        if scale >= SAFE or max(abs(low), abs(high)) * multiple >= SAFE:
            return None

        def finish(state: Sums) -> Lane:
            answered = np.maximum(state.answered, 1)
            size = 1 if self.per_term else state.expected
            value = state.total * size * (multiple // answered)
            return self.close(state, value + self.constant * multiple)

        return number(scale, low * multiple, high * multiple), finish

    def _exact_whole(self, low: int, high: int) -> tuple[Signature, Any] | None:
        weight = sum(self.weights) if self.per_term else 1
        if abs(self.scale * weight) >= SAFE or max(abs(low), abs(high)) >= SAFE:
            return None
        turn = -1 if weight < 0 else 1

        def finish(state: Sums) -> Lane:
            return self.close(state, state.total * turn + self.constant)

        ends = sorted((low * turn, high * turn))
        return number(self.scale * abs(weight), *ends), finish

    def rounded(self, decimals: int, rounding: Any) -> Any:
        """Return the finish that rounds the quotient to declared decimals."""
        unit = 10**decimals
        turn = -1 if self.weights and self.weights[0] < 0 else 1

        def finish(state: Sums) -> Lane:
            weight = np.where(state.answered > 0, state.weight * turn, 1)
            size = 1 if self.per_term else state.expected_weight
            top = (self.constant * weight + state.total * size * turn) * unit
            value = div_round(top, weight * self.scale, rounding).astype(np.int64)
            return self.close(state, value)

        return finish

    @property
    def line(self) -> Line | None:
        """The value as a line of the total, where it is over all the terms."""
        if not self.fixed:
            return None
        weight = sum(self.weights) if self.per_term else 1
        return Line(-1 if weight < 0 else 1, self.constant)

    def greatest(self, ends: tuple[int, int]) -> int:
        """Return a bound on the numerator of the quotient before its decimals."""
        weight = sum(map(abs, self.weights))
        reach = max(map(abs, ends)) + abs(self.constant)
        total = reach * weight if self.per_term else reach
        return max(abs(self.constant) * weight + total * weight, weight * self.scale)

    def close(self, state: Sums, value: Any) -> Lane:
        """Return the lane: the status of the state, and no value where it has none."""
        status = gap_status(state, missing=self.missing, n_terms=len(self.weights))
        gaps = (state.expected > state.answered) & (status == OK)
        if not isinstance(self.missing, str) and self.missing.then == "prorate":
            status = np.where(gaps, PRORATED, status)
        value = np.where(status <= PRORATED, value, 0)
        return Lane(value.astype(np.int64, copy=False), status)


def close_average(
    score: Score,
    average: Average,
    ends: tuple[int, int],
    scope: Scope,
) -> tuple[Signature, Any, bool]:
    """Return signature and finish of an average, and whether it needs wide integers."""
    found = average.exact(*ends)
    if found is not None:
        return found[0], found[1], False
    why = "weights" if len(set(average.weights)) > 1 else "integers"
    decimals = score.need_decimals(scope, why)
    unit = Fraction(10**decimals, average.scale)
    low, high = (ends[0] * unit).__floor__(), (ends[1] * unit).__ceil__()
    if max(abs(low), abs(high)) >= SAFE:
        scope.refuse("IRDP-Q047", score=score.id)
    finish = average.rounded(decimals, score.rounding)
    wide = average.greatest(ends) * 10**decimals >= FIT
    return number(10**decimals, low, high, exact=False), finish, wide
