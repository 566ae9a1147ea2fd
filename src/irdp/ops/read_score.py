"""Reading a score as points: as it stands, by label, reversed or recoded."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from irdp.ops.lanes import (
    DEPENDS_ON_UNKNOWN,
    OK,
    PRORATED,
    Kind,
    Lane,
    Signature,
    Status,
)
from irdp.ops.reading import BOOLEAN_KEYS, Reading, ceil_of, exact_keys, intervals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.ops.lanes import Ints
    from irdp.ops.scope import Scope
    from irdp.ops.term import Term


def read_score(
    term: Term, source: Signature, scope: Scope, at: tuple[str | int, ...]
) -> Reading:
    """Compile a term over a score."""
    name = term.target
    if term.points is not None:
        return _read_labels(term, source, scope, at)
    if source.kind is Kind.CATEGORY and not term.plain:
        scope.refuse("IRDP-Q096", *at, name=name)
    if term.reverse:
        return _read_reverse(name, source, scope, at)
    if term.recode is not None:
        table = exact_keys(term.recode, scope, (*at, "recode"))
        return _read_map(name, source, table)
    if term.recode_intervals is not None:
        return _read_steps(term, source, scope, at)
    return Reading(name, source, lambda lane: lane, of_item=False)


def _read_labels(
    term: Term, source: Signature, scope: Scope, at: tuple[str | int, ...]
) -> Reading:
    points = dict(term.points or {})
    keys = list(source.labels)
    if source.kind is Kind.TRUTH:
        keys = ["false", "true"]
        points = {BOOLEAN_KEYS.get(k, k): v for k, v in points.items()}
    elif source.kind is Kind.NUMBER:
        scope.refuse("IRDP-Q097", *at, "points", name=term.target)
    named = {s.label: s for s in Status if not s.has_value}
    for key in points:
        if key not in keys and key not in named:
            scope.fault(
                "IRDP-Q094", *at, "points", key, key=key, name=term.target, known=keys
            )
    lack = [key for key in keys if key not in points]
    if lack:
        scope.refuse("IRDP-Q095", *at, "points", name=term.target, lack=lack)
    scale = lcm(1, *(p.denominator for p in points.values()))
    table = np.array([int(points[k] * scale) for k in keys], np.int64)
    given = {named[k]: int(v * scale) for k, v in points.items() if k in named}

    def run(lane: Lane) -> Lane:
        values, status = table.take(lane.values), lane.status
        for state, value in given.items():
            hit = lane.status == state
            values = np.where(hit, value, values)
            status = np.where(hit, OK, status)
        return Lane(values, status)

    ints = [*table.tolist(), *given.values()]
    signature = Signature(
        Kind.NUMBER,
        scale,
        min(ints),
        max(ints),
        may_skip=source.may_skip and Status.NOT_APPLICABLE not in given,
    )
    return Reading(term.target, signature, run, of_item=False)


def _read_reverse(
    name: str, source: Signature, scope: Scope, at: tuple[str | int, ...]
) -> Reading:
    if source.declared is None:
        scope.refuse("IRDP-Q098", *at, "reverse", name=name)
    turn = (source.declared[0] + source.declared[1]) * source.scale
    if turn.denominator != 1:
        scope.refuse("IRDP-Q098", *at, "reverse", name=name)
    total = int(turn)
    signature = Signature(
        Kind.NUMBER,
        source.scale,
        total - source.high,
        total - source.low,
        exact=source.exact,
        tight=source.tight,
        may_skip=source.may_skip,
    )
    return Reading(
        name,
        signature,
        lambda lane: Lane(_where_valued(lane, total - lane.values), lane.status),
        of_item=False,
    )


def _read_map(
    name: str, source: Signature, table: Mapping[Fraction, Fraction]
) -> Reading:
    scale = lcm(1, *(v.denominator for v in table.values()))
    pairs = sorted(
        (int(k * source.scale), int(v * scale))
        for k, v in table.items()
        if (k * source.scale).denominator == 1
    )
    keys = np.array([k for k, _ in pairs], np.int64)
    images = np.array([v for _, v in pairs], np.int64)

    def run(lane: Lane) -> Lane:
        at = np.minimum(np.searchsorted(keys, lane.values), len(keys) - 1)
        gap = (keys.take(at) != lane.values) & (lane.status <= PRORATED)
        status = np.where(gap, DEPENDS_ON_UNKNOWN, lane.status)
        values = images.take(at)
        return Lane(_where_valued(Lane(values, status), values), status)

    signature = Signature(
        Kind.NUMBER,
        scale,
        int(images.min()),
        int(images.max()),
        may_skip=source.may_skip,
    )
    return Reading(name, signature, run, of_item=False)


def _read_steps(
    term: Term, source: Signature, scope: Scope, at: tuple[str | int, ...]
) -> Reading:
    bounds, images = intervals(term, scope, at)
    scale = lcm(1, *(v.denominator for v in images))
    cuts = np.array([ceil_of(b, source.scale) for b in bounds], np.int64)
    table = np.array([int(v * scale) for v in images], np.int64)
    if source.low < cuts[0] and source.tight:
        scope.fault(
            "IRDP-Q040",
            *at,
            "recode_intervals",
            0,
            "from",
            value=Fraction(source.low, source.scale),
        )

    def run(lane: Lane) -> Lane:
        at = np.searchsorted(cuts, lane.values, side="right") - 1
        gap = (at < 0) & (lane.status <= PRORATED)
        status = np.where(gap, DEPENDS_ON_UNKNOWN, lane.status)
        values = table.take(np.maximum(at, 0))
        return Lane(_where_valued(Lane(values, status), values), status)

    ints = table.tolist()
    signature = Signature(
        Kind.NUMBER, scale, min(ints), max(ints), may_skip=source.may_skip
    )
    return Reading(term.target, signature, run, of_item=False)


def _where_valued(lane: Lane, values: Ints) -> Ints:
    return np.where(lane.status <= PRORATED, values, 0)
