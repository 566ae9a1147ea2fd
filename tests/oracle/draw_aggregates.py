"""Any aggregate: one function per operation, drawing from the names above it.

Each gives (what the score says, what is known of its values), or raises
`NotHereError` where the names above do not allow the operation.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import partial
from math import lcm

from hypothesis import strategies as st

from .desk import Desk, about, missing
from .draw_conditions import some
from .draw_terms import short, weighted
from .lanes import Lane, decimals, scale_of, text


def sums(desk: Desk):
    parts = [
        desk.term(o)
        for o in desk.few(desk.pick("number", "truth", "category", "multiple"), 1, 5)
    ]
    sign = desk.draw(st.sampled_from([1, 1, -1]))
    weights = [Fraction(sign)] * len(parts)
    if desk.flag():
        drawn = st.lists(
            decimals(0, 3).filter(bool), min_size=len(parts), max_size=len(parts)
        )
        weights = [sign * w for w in desk.draw(drawn)]
    spec = missing(desk, len(parts), "prorate")
    prorated = (
        isinstance(spec.get("missing"), dict) and spec["missing"]["then"] == "prorate"
    )
    if desk.flag(4) and not prorated:
        weights = [w * desk.draw(st.sampled_from([1, -1])) for w in weights]
    parts = [weighted(p, w) for p, w in zip(parts, weights, strict=True)]
    if len(parts) > 1 and any(p.skips for p in parts):
        spec["not_applicable"] = desk.draw(st.sampled_from(["leave_out", "as_missing"]))
    constant = desk.draw(decimals(-5, 5, 2)) if desk.flag() else Fraction(0)
    if constant:
        spec["constant"] = text(constant)
    n = lcm(*range(1, len(parts) + 1)) if prorated else 1
    size = (
        sum(p.size for p in parts) * len(parts) * 31 + 5
        if prorated
        else sum(p.size for p in parts) + 5
    )
    scale = lcm(scale_of(constant), *(p.scale for p in parts)) * n
    uneven = prorated and len(set(weights)) > 1
    return spec | {"op": "sum", "of": [short(p.tree) for p in parts]}, about(
        size, scale, rounded=uneven
    )


def mean(desk: Desk):
    parts = [
        desk.term(o) for o in desk.few(desk.pick("number", "truth", "category"), 1, 5)
    ]
    uneven = len(parts) > 1 and desk.flag(3)
    size, n = max(p.size for p in parts), lcm(*range(1, len(parts) + 1))
    scale = lcm(*(p.scale for p in parts)) * n
    if uneven:
        parts = [weighted(p, desk.draw(decimals(0, 3).filter(bool))) for p in parts]
    spec = {"op": "mean", "of": [short(p.tree) for p in parts]} | missing(
        desk, len(parts), "prorate"
    )
    return spec, about(size, scale, rounded=uneven)


def extreme(desk: Desk, op: str):
    parts = [
        desk.term(o)
        for o in desk.few(desk.pick("number", "truth", "category", "multiple"), 1, 5)
    ]
    spec = {
        "op": op,
        "of": [short(p.tree) for p in parts],
    }
    lane = about(max(p.size for p in parts), lcm(*(p.scale for p in parts)))
    return spec | missing(desk, len(parts), "answered_only"), lane


def count(desk: Desk):
    several = desk.pick("multiple")
    if several and desk.flag():
        lane = desk.one(several)
        spec = {"op": "count", "of": {"item": lane.name}}
        return spec | (
            {"options": desk.draw(some(lane.keys))} if desk.flag() else {}
        ), about(len(lane.keys), 1)
    members = [desk.condition() for _ in range(desk.draw(st.integers(1, 4)))]
    return {"op": "count", "of": members} | missing(
        desk, len(members), "answered_only"
    ), about(len(members), 1)


def n_answered(desk: Desk):
    parts = [
        desk.term(o)
        for o in desk.few(desk.pick("number", "truth", "category", "multiple"), 1, 5)
    ]
    return {"op": "n_answered", "of": [short(p.tree) for p in parts]}, about(
        len(parts), 1
    )


def argmax(desk: Desk):
    names = [o.name for o in desk.few(desk.pick("number", items=False), 2, 3)]
    ties = desk.draw(st.sampled_from(["unknown", "first", "list"]))
    pairs = [
        c for n in range(2, len(names) + 1) for c in itertools.combinations(names, n)
    ]
    labels = (*names, *("+".join(p) for p in pairs)) if ties == "list" else tuple(names)
    spec = {"op": "argmax", "of": names, "ties": ties}
    # a list of ties is no id that a condition could name
    return spec, Lane("", "other" if ties == "list" else "category", keys=labels)


AGGREGATES = {
    "sum": sums,
    "mean": mean,
    "min": partial(extreme, op="min"),
    "max": partial(extreme, op="max"),
    "count": count,
    "n_answered": n_answered,
    "argmax": argmax,
}
