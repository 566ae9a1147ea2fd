"""What operations that need every one of their inputs have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, Overflow, localcontext
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import (
    DEPENDS_ON_UNKNOWN,
    PRORATED,
    Kind,
    Lane,
    Signature,
    blind,
    lacking,
)
from irdp.ops.read import read_term
from irdp.ops.rounding import SAFE, round_real, settle

if TYPE_CHECKING:
    from fractions import Fraction

    from irdp.ops.lanes import Statuses
    from irdp.ops.reading import Reading
    from irdp.ops.scope import Scope
    from irdp.ops.score import Score
    from irdp.ops.term import Term


def gaps(readings: Sequence[Reading], lanes: Sequence[Lane]) -> list[Statuses]:
    """Return the status of each input: the gap of a score is never an item's."""
    return [
        lane.status if reading.of_item else blind(lane.status)
        for reading, lane in zip(readings, lanes, strict=True)
    ]


def read_number(
    term: Term, scope: Scope, *at: str | int, weigh: bool = True
) -> Reading:
    """Compile a term that must be a number (a truth reads as 1 or 0), and weigh it."""
    reading = read_term(term, scope, *at)
    if reading.signature.kind is Kind.CATEGORY:
        scope.refuse("IRDP-Q097", *at, name=reading.name)
    return weighed(reading, term.weight, scope, *at) if weigh else reading


def weighed(
    reading: Reading, weight: Fraction, scope: Scope, *at: str | int
) -> Reading:
    """Return a reading times a weight."""
    if weight == 1:
        return reading
    source = reading.signature
    unit = weight / source.scale
    factor, scale = unit.numerator, unit.denominator
    low, high = sorted((source.low * factor, source.high * factor))
    if max(abs(low), abs(high), abs(factor), scale) >= SAFE:
        scope.refuse("IRDP-Q047", *at, score=reading.name)
    signature = Signature(
        Kind.NUMBER,
        scale,
        low,
        high,
        exact=source.exact,
        tight=source.tight,
        may_skip=source.may_skip,
    )

    def run(column: Any) -> Lane:
        lane = reading.run(column)
        return Lane(lane.values * factor, lane.status)

    return replace(reading, signature=signature, run=run)


def valued(status: Any, values: Any) -> Lane:
    """Return the lane with 0 where there is no value."""
    return Lane(np.where(status <= PRORATED, values, 0), status)


def real_step(  # noqa: PLR0913 - a function, its estimate and its proof
    score: Score,
    reading: Reading,
    scope: Scope,
    *,
    estimate: Callable[[Any], tuple[Any, Any]],
    exact: Callable[[Decimal], Decimal],
    candidates: Sequence[int],
    exists: Callable[[int], bool] = lambda _: True,
) -> tuple[Signature, Callable[[Mapping[str, Any]], Lane]]:
    """Return signature and kernel of a real function of one number.

    Parameters
    ----------
    estimate
        float64 values in, float64 results and a bound on the error of each out.
    exact
        The same function in the decimal arithmetic of the current context.
    candidates
        Arguments between which the function is monotone: they give its range.
    exists
        Whether the function has a value at an argument (an integer over the scale).
    """
    decimals = score.need_decimals(scope, "real")
    scale = reading.signature.scale

    def at(argument: int, digits: int) -> Decimal:
        with localcontext() as context:
            context.prec = digits + 30
            context.Emax, context.Emin = 10**9, -(10**9)
            return exact(Decimal(argument) / Decimal(scale))

    ends = _range(at, [c for c in candidates if exists(c)], decimals, score, scope)
    everywhere = all(exists(c) for c in candidates)
    source = reading.signature
    attained = (
        source.tight and everywhere and {*candidates} <= {source.low, source.high}
    )
    may = np.vectorize(exists, otypes=[np.bool_])

    def run(env: Mapping[str, Any]) -> Lane:
        lane = reading(env)
        (status,) = gaps([reading], [lane])
        if not everywhere:
            none = (status <= PRORATED) & ~may(lane.values)
            status = np.where(none, DEPENDS_ON_UNKNOWN, status)
        safe = np.where(status <= PRORATED, lane.values, candidates[0])
        if not everywhere:
            safe = np.where(may(safe), safe, _first(candidates, exists))
        guess, error = estimate(safe / scale)
        values = round_real(safe, guess, error, at, decimals, score.rounding)
        return valued(status, values)

    signature = Signature(
        Kind.NUMBER,
        10**decimals,
        *ends,
        exact=False,
        tight=attained,
        may_skip=reading.signature.may_skip,
    )
    return signature, run


def _first(candidates: Sequence[int], exists: Callable[[int], bool]) -> int:
    return next((c for c in candidates if exists(c)), 0)


def _range(
    at: Callable[[int, int], Decimal],
    candidates: Sequence[int],
    decimals: int,
    score: Score,
    scope: Scope,
) -> tuple[int, int]:
    if not candidates:
        scope.refuse("IRDP-Q079", score=score.id)
    limit = Decimal(SAFE)
    try:
        most = max(abs(at(candidate, 40)) for candidate in candidates)
    except Overflow:
        scope.refuse("IRDP-Q047", score=score.id)
    if most >= limit.scaleb(-decimals):
        scope.refuse("IRDP-Q047", score=score.id)
    found = [
        settle(lambda d, c=c: at(c, d), decimals, score.rounding)  # type: ignore[misc]
        for c in candidates
    ]
    return min(found), max(found)


def needs_all(readings: Sequence[Reading], lanes: Sequence[Lane]) -> Statuses:
    """Return the status of what needs all of its inputs."""
    return lacking(gaps(readings, lanes))


def skippable(signature: Signature, readings: Sequence[Reading]) -> Signature:
    """Return a signature that is not_applicable where an input is."""
    return replace(signature, may_skip=any(r.signature.may_skip for r in readings))
