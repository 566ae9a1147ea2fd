"""Sums in fixed point: the whole part is the rounded line, for any parts of a total."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.ops.rounding import Line, div_round_one
from irdp.plan.strict import FixedPoint

SLOPES = st.one_of(st.integers(1, 60), st.integers(-60, -1))


@st.composite
def sums(draw):
    """Draw a line that is never negative, and totals in parts."""
    divisor = draw(st.one_of(st.integers(1, 3000), st.just(10**9), st.just(10**10)))
    slope = draw(SLOPES) * max(1, divisor // 1000)
    terms = draw(st.integers(1, 9))
    most = draw(st.integers(1, 5000))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    parts = rng.integers(0, most + 1, (terms, 400))
    parts[:, 0], parts[:, 1] = 0, most
    least = min(0, slope * terms * most)
    constant = draw(st.integers(0, 2 * divisor)) - least
    return Line(slope, constant, divisor), parts


@settings(max_examples=300, deadline=None)
@given(sums())
def test_the_whole_part_is_the_rounded_line(drawn):
    line, parts = drawn
    point = FixedPoint.of(line, len(parts))
    state = sum(point.term(part) for part in parts) + point.start
    wanted = [
        div_round_one(line.slope * total + line.constant, line.divisor, "half_up")
        for total in parts.sum(axis=0).tolist()
    ]
    assert (state >> point.bits).tolist() == wanted
    assert [line.one(t) for t in parts.sum(axis=0).tolist()] == wanted
