"""Reading an item as points: one table of points and one of statuses by code."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from irdp.ops.lanes import (
    FIRST,
    TOO_FEW_ANSWERS,
    ItemType,
    Kind,
    Lane,
    Signature,
    State,
    Status,
    is_integer,
)
from irdp.ops.reading import (
    BOOLEAN_KEYS,
    STATES,
    Reading,
    ceil_of,
    exact_keys,
    intervals,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from irdp.ops.item import ItemSpec
    from irdp.ops.lanes import Codes, Ints, Statuses
    from irdp.ops.scope import Scope
    from irdp.ops.term import Term

from irdp.ops.rounding import SAFE

MOST_NAMED = 20
GAP_OF_STATE = {
    State.MISSING: Status.TOO_FEW_ANSWERS,
    State.REFUSED: Status.TOO_FEW_ANSWERS,
    State.UNKNOWN: Status.TOO_FEW_ANSWERS,
    State.INVALID: Status.TOO_FEW_ANSWERS,
    State.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}


def read_item(
    term: Term, item: ItemSpec, scope: Scope, at: tuple[str | int, ...], fold: str
) -> Reading:
    """Compile a term over an item; `fold` combines the options of a `multiple` one."""
    domain = item.domain
    if domain.kind is ItemType.DATE:
        scope.refuse("IRDP-Q091", *at, name=item.id)
    points = _points_of_values(term, item, scope, at)
    if points is None:
        scope.refuse("IRDP-Q090", *at, name=item.id)
    states = {
        STATES[key]: value
        for key, value in (term.points or {}).items()
        if key in STATES
    }
    ints, unit = points
    scale = lcm(unit, *(p.denominator for p in states.values()))
    ints = [p * (scale // unit) for p in ints]
    if domain.kind is ItemType.MULTIPLE:
        run, low, high = _read_mask(ints, states, scale, fold)
    else:
        run = _read_table(ints, states, scale)
        low, high = min(ints), max(ints)
    given = [int(p * scale) for p in states.values()]
    if max(map(abs, [low, high, scale, *given])) >= SAFE:
        scope.refuse("IRDP-Q047", *at, score=item.id)
    signature = Signature(
        Kind.NUMBER,
        scale,
        min([low, *given]),
        max([high, *given]),
        tight=True,
        may_skip=item.may_skip and State.NOT_APPLICABLE not in states,
    )
    return Reading(item.id, signature, run, of_item=True)


def _points_of_values(
    term: Term, item: ItemSpec, scope: Scope, at: tuple[str | int, ...]
) -> tuple[list[int], int] | None:
    """Return the points of each value as integers, and their denominator."""
    domain = item.domain
    if term.points is not None:
        return _over_one(_points_of_options(term.points, item, scope, at))
    if domain.kind is ItemType.MULTIPLE or domain.options:
        if not all(is_integer(o) for o in domain.options):
            return None
        values, unit = [int(o) for o in domain.options], 1
        if domain.kind is ItemType.MULTIPLE:
            return values, 1
    elif domain.numeric:
        values, unit = list(range(domain.low, domain.low + domain.size)), domain.scale
    else:
        return None
    if term.reverse:
        turn = min(values) + max(values)
        return [turn - v for v in values], unit
    if term.recode is not None:
        return _recoded(term.recode, values, unit, item, scope, (*at, "recode"))
    if term.recode_intervals is not None:
        bounds, images = intervals(term, scope, at)
        cuts = [ceil_of(bound, unit) for bound in bounds]
        if min(values) < cuts[0]:
            least = Fraction(min(values), unit)
            scope.refuse("IRDP-Q040", *at, "recode_intervals", 0, "from", value=least)
        points, scale = _over_one(images)
        return [points[bisect_right(cuts, v) - 1] for v in values], scale
    return values, unit


def _recoded(
    recode: Mapping[str, Fraction],
    values: list[int],
    unit: int,
    item: ItemSpec,
    scope: Scope,
    at: tuple[str | int, ...],
) -> tuple[list[int], int]:
    table = exact_keys(recode, scope, at)
    known = set(values)
    for key in sorted(table):
        if key * unit not in known:
            scope.fault("IRDP-Q092", *at, str(key), value=key)
    lack = [Fraction(v, unit) for v in values if Fraction(v, unit) not in table]
    if lack:
        scope.refuse("IRDP-Q093", *at, name=item.id, lack=lack[:MOST_NAMED])
    return _over_one([table[Fraction(v, unit)] for v in values])


def _over_one(points: Sequence[Fraction]) -> tuple[list[int], int]:
    """Return fractions as integers over one denominator."""
    scale = lcm(1, *(p.denominator for p in points))
    return [int(p * scale) for p in points], scale


def _points_of_options(
    points: Mapping[str, Fraction],
    item: ItemSpec,
    scope: Scope,
    at: tuple[str | int, ...],
) -> list[Fraction]:
    domain = item.domain
    if domain.options:
        keys = list(domain.options)
    elif domain.kind is ItemType.BOOLEAN:
        keys = ["false", "true"]
        points = {BOOLEAN_KEYS.get(k, k): v for k, v in points.items()}
    else:
        keys = [str(domain.number(FIRST + i)) for i in range(domain.size)]
    for key in points:
        if key not in keys and key not in STATES:
            scope.fault(
                "IRDP-Q094", *at, "points", key, key=key, name=item.id, known=keys
            )
    lack = [key for key in keys if key not in points]
    if lack:
        scope.refuse("IRDP-Q095", *at, "points", name=item.id, lack=lack)
    return [points[key] for key in keys]


def _read_table(
    points: list[int], states: Mapping[State, Fraction], scale: int
) -> Callable[[Codes], Lane]:
    values = np.zeros(FIRST + len(points), np.int64)
    status = np.zeros(FIRST + len(points), np.uint8)
    values[FIRST:] = points
    for state, gap in GAP_OF_STATE.items():
        if state in states:
            values[state] = int(states[state] * scale)
        else:
            status[state] = gap
    return lambda codes: Lane(values.take(codes), status.take(codes))


def _read_mask(
    points: list[int], states: Mapping[State, Fraction], scale: int, fold: str
) -> tuple[Callable[[Codes], Lane], int, int]:
    heads = _read_table([0], states, scale)

    def run(codes: Codes) -> Lane:
        head = heads(np.minimum(codes, FIRST))
        mask = np.where(codes >= FIRST, codes, FIRST).astype(np.int64) - FIRST
        values, status = _fold_mask(mask, points, fold)
        answered = codes >= FIRST
        return Lane(
            np.where(answered, values, head.values),
            np.where(answered, status, head.status),
        )

    if fold == "sum":
        low = sum(p for p in points if p < 0)
        return run, low, sum(p for p in points if p > 0)
    return run, min(points), max(points)


def _fold_mask(mask: Ints, points: list[int], fold: str) -> tuple[Ints, Statuses]:
    chosen = [(mask >> i) & 1 for i in range(len(points))]
    status = np.zeros(mask.shape, np.uint8)
    if fold == "sum":
        values = np.zeros_like(mask)
        for bit, point in zip(chosen, points, strict=True):
            values += bit * point
        return values, status
    pick = np.minimum if fold == "min" else np.maximum
    worst = max(points) if fold == "min" else min(points)
    values = np.full_like(mask, worst)
    for bit, point in zip(chosen, points, strict=True):
        values = np.where(bit == 1, pick(values, point), values)
    status[mask == 0] = TOO_FEW_ANSWERS
    return np.where(mask == 0, 0, values), status


def read_options(item: ItemSpec) -> Reading:
    """Compile an item without numbers as the category of its options."""
    ranks = list(range(item.domain.size))
    signature = Signature(
        Kind.CATEGORY,
        high=item.domain.size - 1,
        labels=item.domain.options,
        tight=True,
        may_skip=item.may_skip,
    )
    return Reading(item.id, signature, _read_table(ranks, {}, 1), of_item=True)
