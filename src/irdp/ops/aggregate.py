"""Aggregates: a contribution of each term, their sum, and what is made of it.

The state is additive, so that an aggregate over many terms can be split into groups
whose partial states are tabulated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import (
    DEPENDS_ON_UNKNOWN,
    NOT_APPLICABLE,
    OK,
    PRORATED,
    TOO_FEW_ANSWERS,
    Kind,
    Lane,
    Signature,
    blind,
)
from irdp.ops.rounding import SAFE

if TYPE_CHECKING:
    from irdp.ops.lanes import Ints
    from irdp.ops.reading import Reading
    from irdp.ops.rounding import Line
    from irdp.ops.scope import Scope
    from irdp.ops.score import Missing
    from irdp.ops.step import Run


class Sums(NamedTuple):
    """The state of an aggregate over the terms seen so far, int64 each.

    ``total`` is Σ w·p and ``weight`` Σ w over the answered terms, at the common scales
    of points and weights; ``expected_weight`` is Σ w over the expected ones. The others
    count terms: answered, expected, skipped, items without an answer, prorated scores.
    """

    total: Ints
    weight: Ints
    expected_weight: Ints
    answered: Ints
    expected: Ints
    skipped: Ints
    item_gaps: Ints
    prorated: Ints

    def __add__(self, other: Sums) -> Sums:  # type: ignore[override]
        """Return the state over the terms of both."""
        return Sums(*(a + b for a, b in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Additive:
    """An aggregate in its three parts: contribution, addition, finish.

    Parameters
    ----------
    terms
        What each term reads, as points.
    reads
        By term: the names it reads.
    factors
        By term: the integer that brings weight times points to the common scale.
    weights
        By term: its weight at the common scale of weights.
    skip_as_gap
        Whether a not_applicable term counts as one without an answer.
    of_items
        By term: whether it reads an item.
    finish
        State in, lane out.
    strict
        Whether one gap is one too many: the number of gaps then says nothing.
    line
        Where `strict`: the value as a line of the total, if it is one.
    wide
        Whether totals need Python integers.
    """

    terms: tuple[Callable[[Mapping[str, Any]], Lane], ...]
    reads: tuple[tuple[str, ...], ...]
    factors: tuple[int, ...]
    weights: tuple[int, ...]
    finish: Callable[[Sums], Lane]
    skip_as_gap: bool = False
    of_items: tuple[bool, ...] = ()
    strict: bool = False
    line: Line | None = None
    wide: bool = False

    def contribute(self, i: int, lane: Lane) -> Sums:
        """Return the state of one term alone."""
        values, status = lane
        big = max(abs(self.factors[i]), abs(self.weights[i])) >= SAFE
        if self.wide or big:
            values = values.astype(object)
        has = status <= PRORATED
        skipped = status == NOT_APPLICABLE
        item_gap = status == TOO_FEW_ANSWERS
        expected = (~skipped).astype(np.int64)
        if self.skip_as_gap:
            item_gap = item_gap | (skipped & self.of_items[i])
            expected = np.ones_like(expected)
        one = has.astype(np.int64)
        share = object if big else np.int64
        return Sums(
            total=np.where(has, values * self.factors[i], 0),
            weight=one.astype(share) * self.weights[i],
            expected_weight=expected.astype(share) * self.weights[i],
            answered=one,
            expected=expected,
            skipped=skipped.astype(np.int64),
            item_gaps=item_gap.astype(np.int64),
            prorated=(status == PRORATED).astype(np.int64),
        )

    def run(self, env: Mapping[str, Any]) -> Lane:
        """Return the lane of the aggregate over the visits of `env`."""
        state = self.contribute(0, self.terms[0](env))
        for i, term in enumerate(self.terms[1:], start=1):
            state = state + self.contribute(i, term(env))
        return self.finish(state)


def of_score(reading: Reading) -> Run:
    """Return a reading as a term of an aggregate.

    The gap of a score is never the gap of an item, whatever the score's status.
    """
    if reading.of_item:
        return reading

    def run(env: Mapping[str, Any]) -> Lane:
        values, status = reading(env)
        return Lane(values, blind(status))

    return run


def gap_status(state: Sums, *, missing: Missing, n_terms: int) -> Any:
    """Return the status of a state under a missing rule.

    All terms skipped: not_applicable. Gaps that the rule does not allow, or fewer
    answers than it asks for: too_few_answers, but depends_on_unknown if there are gaps
    and all of them are those of scores.
    """
    gaps = state.expected - state.answered
    refused = np.where(
        (state.item_gaps > 0) | (gaps == 0),
        TOO_FEW_ANSWERS,
        DEPENDS_ON_UNKNOWN,
    )
    status = np.where(_meets(missing, state, gaps), OK, refused)
    status = np.where((status == OK) & (state.prorated > 0), PRORATED, status)
    return np.where(state.skipped == n_terms, NOT_APPLICABLE, status)


def _meets(missing: Missing, state: Sums, gaps: Any) -> Any:
    """Return where the answers there are do."""
    meets = state.answered > 0
    if isinstance(missing, str) or missing.then == "unknown":
        meets &= gaps == 0
    if isinstance(missing, str):
        return meets
    if missing.max_missing is not None:
        return meets & (gaps <= missing.max_missing)
    return meets & (state.answered >= (missing.min_answered or 1))


def allows_none(missing: Missing) -> bool:
    """Return whether a missing rule allows no gap at all."""
    return isinstance(missing, str) or missing.then == "unknown"


def check_missing(missing: Missing, n_terms: int, scope: Scope) -> None:
    """Refuse a missing rule that no visit could meet or that says nothing."""
    if isinstance(missing, str):
        return
    k = missing.max_missing
    if k is not None and k >= n_terms:
        scope.fault("IRDP-Q046", "missing", "max_missing", k=k, n=n_terms)
    k = missing.min_answered
    if k is not None and k > n_terms:
        scope.fault("IRDP-Q046", "missing", "min_answered", k=k, n=n_terms)


def common_scale(
    readings: Sequence[Reading], weights: Sequence[Fraction]
) -> tuple[int, tuple[int, ...]]:
    """Return the denominator of Σ w·p and the factor of each term.

    Examples
    --------
    >>> from irdp.ops.reading import Reading
    >>> tenth = Reading("a", Signature(Kind.NUMBER, 10), None, of_item=True)
    >>> common_scale([tenth], [Fraction(1, 4)])
    (40, (1,))
    """
    scale = lcm(
        1,
        *(
            (w / r.signature.scale).denominator
            for r, w in zip(readings, weights, strict=True)
        ),
    )
    factors = tuple(
        int(w * scale / r.signature.scale)
        for r, w in zip(readings, weights, strict=True)
    )
    return scale, factors


def weighted_range(
    readings: Sequence[Reading], factors: Sequence[int]
) -> tuple[int, int, bool]:
    """Return the least and greatest Σ w·p, and whether both are attained."""
    ends = [
        sorted((r.signature.low * f, r.signature.high * f))
        for r, f in zip(readings, factors, strict=True)
    ]
    names = [r.name for r in readings]
    tight = len(set(names)) == len(names) and all(
        r.signature.tight and r.of_item for r in readings
    )
    single = len(readings) == 1 and readings[0].signature.tight
    return sum(e[0] for e in ends), sum(e[1] for e in ends), tight or single


def number(scale: int, low: int, high: int, **known: Any) -> Signature:
    """Return the signature of a number."""
    return Signature(Kind.NUMBER, scale, low, high, **known)
