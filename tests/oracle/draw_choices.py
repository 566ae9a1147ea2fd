"""Any score, continued: defaults, tables, categories and dates."""

from __future__ import annotations

import itertools
from functools import partial
from math import lcm, prod

from hypothesis import strategies as st

from .desk import KNOWN, TRUTH, Desk, NotHereError, about
from .draw_aggregates import AGGREGATES
from .draw_conditions import some
from .draw_scores import SCORES
from .lanes import Lane, decimals, text

AS_NUMBER = {"true": "1", "false": "0"}  # what a truth reads as in a table


def default(desk: Desk):
    lane = desk.one([*desk.pick("number"), *desk.pick("truth", items=False)])
    states = lane.states if lane.is_item else KNOWN
    spec = {"op": "default", "of": lane.name, "for": desk.draw(some(states))}
    if lane.kind == "truth":
        return spec | {"value": desk.draw(st.sampled_from(["true", "false"]))}, TRUTH
    return spec | {"value": text(desk.draw(decimals(-9, 9)))}, about(
        lane.size + 9, lcm(lane.scale, 10)
    )


def coalesce(desk: Desk):
    lanes = desk.pick("number")
    if desk.flag(3):
        lanes = desk.pick("truth", items=False)
    lanes = desk.few(lanes, 1, 3)
    spec = {"op": "coalesce", "of": [o.name for o in lanes]}
    if lanes[0].kind == "truth":
        return spec, TRUTH
    return spec, about(max(o.size for o in lanes), lcm(*(o.scale for o in lanes)))


def concat(desk: Desk):
    lanes = desk.pick("truth", "category")
    lanes = desk.few(lanes, 1, 3)
    if prod(len(o.keys) for o in lanes) > 100:
        raise NotHereError
    separator = desk.draw(st.sampled_from(["", "-", "_"]))
    spec = {"op": "concat", "of": [o.name for o in lanes], "separator": separator}
    return spec, Lane("", "other")


def lookup(desk: Desk, op: str):
    """Draw a table over one or two names; a row may lack."""
    lanes = [o for o in desk.pick("number", "truth", "category") if 0 < len(o.keys) < 8]
    lanes = desk.few(lanes, 1, 1 if op == "lookup" else 2)
    keys = list(itertools.product(*(o.keys for o in lanes)))
    if len(keys) > 1 and desk.flag(3):
        keys.remove(desk.draw(st.sampled_from(keys)))
    values = desk.draw(
        st.lists(decimals(-9, 99), min_size=len(keys), max_size=len(keys))
    )
    columns = [f"k{i}" for i, _ in enumerate(lanes)]
    keys = [[AS_NUMBER.get(part, part) for part in key] for key in keys]
    rows = [{"key": k, "value": text(v)} for k, v in zip(keys, values, strict=True)]
    table = {"version": "1.0.0", "keys": columns, "rows": rows}
    names = [o.name for o in lanes]
    if op == "lookup":
        spec = {"op": op, "of": names[0]}
    elif len(names) > 1 and desk.flag():
        spec = {"op": op, "of": names[0], "keys": names[1:]}
    else:
        spec = {"op": op, "keys": names}
    return spec | {"table": table}, about(99, 10)


def dates(desk: Desk, op: str):
    days = [o.name for o in desk.pick("date")]
    if len(days) < (2 if op == "days_between" else 1):
        raise NotHereError
    if op == "days_between":
        start, end = desk.draw(st.permutations(days))[:2]
        return {"op": op, "from": start, "to": end}, about(4_000_000, 1)
    if op == "age":
        return {"op": op, "of": days[0]}, about(10_000, 1)
    return {"op": "year", "of": days[0]}, about(10_000, 1)


def band(desk: Desk, reach):
    """Cut a number where it is known to reach, the least of it in the first band."""
    lane = desk.one(desk.pick("number"))
    met = reach(lane.name)
    if not met:
        raise NotHereError
    places = min(2 if lane.places is None else lane.places, 2)
    cuts, last = [], None
    for value in met:
        cut = (value * 10**places).__floor__()
        if last is None:
            cuts.append(-(int(lane.size) + 1) * 10**places)
        elif cut > last * 10**places and (len(cuts) == 1 or desk.flag()):
            cuts.append(cut)
        last = value
    ids = tuple(f"b{i}" for i, _ in enumerate(cuts[:5]))
    bands = [
        {"id": i, "from": text_of(c, places), "label": {"fr": i}}
        for i, c in zip(ids, cuts, strict=False)
    ]
    return {"op": "band", "of": lane.name, "bands": bands}, Lane(
        "", "category", keys=ids
    )


def text_of(cut: int, places: int) -> str:
    return text(about(cut, 1).size / 10**places)


DRAWN = {
    **AGGREGATES,
    **SCORES,
    "default": default,
    "coalesce": coalesce,
    "concat": concat,
    "band": band,
    **{op: partial(lookup, op=op) for op in ("lookup", "norm_table")},
    **{op: partial(dates, op=op) for op in ("days_between", "age", "year")},
}
OFTEN = (*DRAWN, *["sum", "mean", "case", "band"] * 2)
