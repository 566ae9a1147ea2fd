"""Any condition over the names at hand."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from .lanes import Lane, decimals, text

STATUSES = ["not_applicable", "out_of_population", "too_few_answers", "depends_on_unknown", "prorated", "ok"]  # fmt: skip
SIMPLE = ("eq", "ne", "lt", "le", "gt", "ge")


@st.composite
def conditions(draw, lanes: list[Lane], depth: int = 2) -> object:
    """Draw a condition: a comparison, a state, or a connective of smaller ones."""
    if depth and draw(st.integers(0, 2)) == 0:
        inner = conditions(lanes, depth - 1)
        word = draw(st.sampled_from(["all", "any", "not"]))
        if word == "not":
            return {"not": draw(inner)}
        return {word: draw(st.lists(inner, min_size=1, max_size=3))}
    return draw(simple(draw(st.sampled_from(lanes)), lanes))


@st.composite
def simple(draw, lane: Lane, lanes: list[Lane]) -> object:
    subject = {lane.role: lane.name}
    if lane.kind in ("multiple", "other") or draw(st.integers(0, 5)) == 0:
        if lane.is_item:
            return subject | {"state": draw(some(["answered", *lane.states]))}
        return subject | {"status": draw(some(STATUSES))}
    if lane.kind == "date":
        return draw(of_date(lane, lanes))
    if lane.kind == "category":
        return draw(of_category(lane))
    if lane.kind == "truth":
        whole = [{"truth": lane.name}, lane.name] if not lane.is_item else []
        wanted = draw(st.sampled_from(["true", "false"]))
        return draw(st.sampled_from([*whole, subject | {"eq": wanted}]))
    return subject | draw(comparisons(lane, lanes))


@st.composite
def of_date(draw, lane: Lane, lanes: list[Lane]) -> dict:
    other = [o for o in lanes if o.kind == "date" and o.name != lane.name]
    if other and draw(st.booleans()):
        right = {"date": draw(st.sampled_from(other)).name}
    else:
        right = draw(st.sampled_from(["1980-01-01", "2004-02-29", "2024-06-15"]))
    return {"date": lane.name, draw(st.sampled_from(["lt", "le", "gt", "ge"])): right}


@st.composite
def of_category(draw, lane: Lane) -> dict:
    if not lane.is_item:
        return {"band": lane.name, "is": draw(some(lane.keys))}
    if draw(st.booleans()):
        return {"item": lane.name, "in": draw(some(lane.keys))}
    word = draw(st.sampled_from(["eq", "ne"]))
    return {"item": lane.name, word: draw(st.sampled_from(lane.keys))}


@st.composite
def comparisons(draw, lane: Lane, lanes: list[Lane]) -> dict:
    """Draw how a number is compared: with constants no finer than it, or a score."""
    scores = [o for o in lanes if o.kind == "number" and not o.is_item]
    if scores and not lane.is_item and draw(st.integers(0, 4)) == 0:
        other = draw(st.sampled_from(scores))
        return {draw(st.sampled_from(SIMPLE)): {"score": other.name}}
    word = draw(st.sampled_from([*SIMPLE, "in", "between"]))
    if word == "between":
        return {
            word: [
                text(v)
                for v in sorted(draw(st.lists(constants(lane), min_size=2, max_size=2)))
            ]
        }
    if word == "in":
        found = draw(st.lists(constants(lane), min_size=1, max_size=3, unique=True))
        return {word: [text(v) for v in found]}
    return {word: text(draw(constants(lane)))}


def constants(lane: Lane) -> st.SearchStrategy:
    if lane.keys:
        return st.sampled_from([Fraction(key) for key in lane.keys])
    bound = min(int(lane.size) + 1, 1000)
    return decimals(-bound, bound, 1 if lane.places is None else min(lane.places, 2))


def some(values) -> st.SearchStrategy:
    """Draw a few of a list, in order."""
    return st.sets(st.sampled_from(list(values)), min_size=1).map(
        lambda kept: [v for v in values if v in kept]
    )
