"""Any arithmetic, truth or case, as `draw_aggregates` does for aggregates."""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import partial
from math import lcm, prod

from hypothesis import strategies as st

from .desk import TRUTH, Desk, NotHereError, about
from .draw_terms import short
from .lanes import Lane, decimals, scale_of, text


def affine(desk: Desk):
    part, factor = (
        desk.number(),
        desk.draw(st.sampled_from(["0.5", "-1", "2", "7/3", "-0.25"])),
    )
    constant = desk.draw(decimals(-5, 5, 2))
    size = part.size * abs(Fraction(factor)) + 5
    spec = {
        "op": "affine",
        "of": short(part.tree),
        "factor": factor,
        "constant": text(constant),
    }
    return spec, about(size, part.scale * scale_of(Fraction(factor), constant))


def product(desk: Desk):
    parts = [desk.number() for _ in range(desk.draw(st.integers(1, 3)))]
    spec = {"op": "product", "of": [short(p.tree) for p in parts]}
    return spec, about(prod(p.size for p in parts), prod(p.scale for p in parts))


def ratio(desk: Desk):
    above, below = desk.number(), desk.number()
    factor = desk.draw(st.sampled_from(["1", "7/3", "100", "0.5"]))
    spec = {
        "op": "ratio",
        "numerator": short(above.tree),
        "denominator": short(below.tree),
        "factor": factor,
    }
    return spec, about(above.size * below.scale * Fraction(factor), 1, rounded=True)


def clip(desk: Desk):
    part = desk.number()
    low, high = sorted(
        desk.draw(st.lists(decimals(-3, 8), min_size=2, max_size=2, unique=True))
    )
    ends = {"min": text(low), "max": text(high)}
    if desk.flag(3):
        del ends[desk.draw(st.sampled_from(["min", "max"]))]
    return {"op": "clip", "of": short(part.tree)} | ends, about(
        part.size + 8, lcm(part.scale, 10)
    )


def curve(desk: Desk, op: str):
    """Draw a transform whose value is transcendental (or a root)."""
    part = desk.number()
    spec, size = {"op": op, "of": short(part.tree)}, part.size
    if op == "power":
        exponent = desk.draw(
            st.sampled_from(["0.5", "2", "3", "-1", "1.5", "1/3", "-0.5"])
        )
        spec, size = spec | {"exponent": exponent}, max(size, part.scale) ** 3 + 1
    elif op == "spline":
        if size > 100:
            raise NotHereError
        knots = sorted(
            desk.draw(
                st.lists(st.integers(-5, 10), min_size=3, max_size=5, unique=True)
            )
        )
        drawn = st.lists(
            decimals(-2, 2, 2), min_size=len(knots) - 1, max_size=len(knots) - 1
        )
        spec |= {
            "knots": [text(k) for k in knots],
            "coefficients": [text(c) for c in desk.draw(drawn)],
        }
        size = 2 * len(knots) * 16 * (size + 10) ** 3
    elif op == "survival":
        spec["baseline"] = desk.draw(st.sampled_from(["0.9", "0.5", "0.99"]))
        size = Fraction(1) if size <= 50 else None
    elif op == "exp":
        size = Fraction(3) ** int(size + 1) if size <= 12 else None
    elif op == "logistic":
        size = Fraction(1) if size <= 500 else None
    if size is None:
        raise NotHereError
    return spec, about(size, 1, rounded=True)


def piecewise(desk: Desk):
    part = desk.number()
    xs = sorted(
        desk.draw(st.lists(decimals(-3, 8), min_size=2, max_size=4, unique=True))
    )
    ys = desk.draw(st.lists(decimals(-5, 5), min_size=len(xs), max_size=len(xs)))
    slopes = [
        (y1 - y0) / (x1 - x0)
        for (x0, y0), (x1, y1) in itertools.pairwise(zip(xs, ys, strict=True))
    ]
    knots = [{"x": text(x), "y": text(y)} for x, y in zip(xs, ys, strict=True)]
    outside = desk.draw(st.sampled_from(["constant", "extend"]))
    size = 5 + max(map(abs, slopes)) * (part.size + 8)
    scale = lcm(part.scale, 10) * scale_of(*slopes) * 10
    return {
        "op": "piecewise_linear",
        "of": short(part.tree),
        "knots": knots,
        "outside": outside,
    }, about(size, scale)


def truths(desk: Desk, op: str):
    if op == "not":
        return {"op": op, "of": desk.condition()}, TRUTH
    if op == "is_missing":
        return {
            "op": op,
            "of": desk.one([o for o in desk.lanes if o.kind != "date"]).name,
        }, TRUTH
    if op == "compare":
        part = desk.term(desk.one(desk.pick("number")))
        word = desk.draw(st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]))
        # a whole number is never finer than what it is compared with
        bound = desk.draw(
            st.integers(-int(min(part.size, 99)), int(min(part.size, 99)))
        )
        return {"op": op, "of": short(part.tree), word: str(bound)}, TRUTH
    return {
        "op": op,
        "of": [desk.condition() for _ in range(desk.draw(st.integers(1, 3)))],
    }, TRUTH


def case(desk: Desk):
    """Draw branches of one kind, some of them words."""
    kind = desk.draw(st.sampled_from(["number", "number", "label"]))
    size, scale, labels = Fraction(1), 1, []

    def branch():
        nonlocal size, scale
        way = desk.draw(
            st.sampled_from(["value", "value", "score", "unknown", "not_applicable"])
        )
        scores = desk.pick("number", items=False)
        if way in ("unknown", "not_applicable"):
            return way
        if kind == "label":
            labels.append(desk.draw(st.sampled_from(["red", "green", "blue"])))
            return {"label": labels[-1]}
        if way == "score" and scores:
            lane = desk.one(scores)
            size, scale = max(size, lane.size), lcm(scale, lane.scale)
            return {"score": lane.name}
        value = desk.draw(decimals(-9, 9))
        size, scale = max(size, abs(value)), lcm(scale, scale_of(value))
        return {"value": text(value)}

    cases = [
        {"when": desk.condition(), "then": branch()}
        for _ in range(desk.draw(st.integers(1, 3)))
    ]
    spec = {"op": "case", "cases": cases, "else": branch()}
    if desk.flag():
        spec["unknown"] = desk.draw(st.sampled_from(["skip", "unknown"]))
    if all(isinstance(b, str) for b in [spec["else"], *(c["then"] for c in cases)]):
        spec["else"] = {"label": "red"} if kind == "label" else {"value": "1"}
        labels.append("red")
    if kind == "label":
        return spec, Lane("", "category", keys=tuple(dict.fromkeys(labels)))
    return spec, about(size, scale)


SCORES = {
    "affine": affine,
    "product": product,
    "ratio": ratio,
    "clip": clip,
    "piecewise_linear": piecewise,
    "case": case,
    **{
        op: partial(curve, op=op)
        for op in ("log1p", "exp", "power", "logistic", "survival", "spline")
    },
    **{
        op: partial(truths, op=op)
        for op in ("all", "any", "not", "is_missing", "compare")
    },
}
