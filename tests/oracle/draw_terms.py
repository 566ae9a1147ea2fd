"""Any term: a name, and how it is read as a number."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from .lanes import Lane, Part, decimals, scale_of, text

POINTS = decimals(-5, 10)


@st.composite
def terms(draw, lane: Lane, *, invalid: bool = False) -> Part:
    """Draw a reading of a name as a number (a date has none)."""
    ways = []
    if lane.reads_as_number or (
        lane.kind == "multiple" and lane.keys[0].lstrip("-").isdigit()
    ):
        ways += ["bare", "bare"]
    if lane.keys and lane.kind in ("truth", "category", "multiple"):
        ways += ["points", "points"]
    if lane.kind == "number" and lane.is_item:
        ways += ["points"] if lane.item["type"] == "choice" else []
        ways += ["recode"]
    if lane.kind == "number":
        ways += ["recode_intervals"]
    if lane.reads_as_number and lane.ranged:
        ways += ["reverse"]
    return draw(WAYS[draw(st.sampled_from(ways))](lane, invalid=invalid))


def folds(lane: Lane) -> int:
    """Return how many options one term of a multiple item may add."""
    return len(lane.keys) if lane.kind == "multiple" else 1


def bare(lane: Lane, *, invalid: bool) -> st.SearchStrategy[Part]:
    del invalid
    size = lane.size * folds(lane)
    return st.just(Part({lane.role: lane.name}, size, lane.scale, lane.skips))


@st.composite
def points(draw, lane: Lane, *, invalid: bool) -> Part:
    """Give points to every value, and perhaps to states."""
    given = draw(
        st.lists(POINTS, min_size=len(lane.keys), max_size=len(lane.keys), unique=True)
    )
    table = dict(zip(lane.keys, given, strict=True))
    skips = lane.skips
    for state in (*lane.states, *(["invalid"] if invalid and lane.is_item else [])):
        if draw(st.integers(0, 4)) == 0:
            table[state] = draw(POINTS)
            skips = skips and state != "not_applicable"
    size = max(map(abs, table.values())) * folds(lane)
    tree = {lane.role: lane.name, "points": {k: text(v) for k, v in table.items()}}
    return Part(tree, size, scale_of(*table.values()), skips)


@st.composite
def recode(draw, lane: Lane, *, invalid: bool) -> Part:
    del invalid
    given = draw(st.lists(POINTS, min_size=len(lane.keys), max_size=len(lane.keys)))
    tree = {
        lane.role: lane.name,
        "recode": {k: text(v) for k, v in zip(lane.keys, given, strict=True)},
    }
    return Part(tree, max(map(abs, given)), scale_of(*given), lane.skips)


@st.composite
def recode_intervals(draw, lane: Lane, *, invalid: bool) -> Part:
    """Cut the numbers from below the least one upwards."""
    del invalid
    bound = int(lane.size) + 1
    inner = (
        draw(st.lists(st.integers(1 - bound, bound - 1), max_size=3, unique=True))
        if bound > 1
        else []
    )
    starts = [-bound, *sorted(inner)]
    given = draw(st.lists(POINTS, min_size=len(starts), max_size=len(starts)))
    steps = [
        {"from": text(s), "value": text(v)} for s, v in zip(starts, given, strict=True)
    ]
    tree = {lane.role: lane.name, "recode_intervals": steps}
    return Part(tree, max(map(abs, given)), scale_of(*given), lane.skips)


def reverse(lane: Lane, *, invalid: bool) -> st.SearchStrategy[Part]:
    del invalid
    tree = {lane.role: lane.name, "reverse": "true"}
    return st.just(Part(tree, lane.size * 3 + 1, lane.scale, lane.skips))


WAYS = {
    "bare": bare,
    "points": points,
    "recode": recode,
    "recode_intervals": recode_intervals,
    "reverse": reverse,
}


def weighted(part: Part, weight: Fraction) -> Part:
    """Give a term a weight (1 is not written)."""
    if weight == 1:
        return part
    return Part(
        part.tree | {"weight": text(weight)},
        part.size * abs(weight),
        part.scale * weight.denominator,
        part.skips,
    )


def short(tree: dict) -> object:
    """Write a term without options as its name alone."""
    return next(iter(tree.values())) if len(tree) == 1 else tree
