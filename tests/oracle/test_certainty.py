"""What a score could still be, and how much of it is there, as the oracle says."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from .certainty import bands_possible, bounds, completeness_weighted, items_of
from .items import domain
from .run import assess, needed
from .strategies import definitions, visits
from .test_engine import QUICK, load

MOST = 40


def small(result, score_id):
    read = needed(result.sheet.items, items_of(result, score_id))
    gaps = [
        domain(result.sheet.items[name])
        for name in read
        if result.items[name].state not in ("answered", "not_applicable")
    ]
    return None not in gaps and prod(map(len, gaps)) <= MOST


@pytest.mark.parametrize(
    "op", ["sum", "mean", "min", "affine", "case", "band", "count"]
)
def test_bounds_bands_and_weights(op):
    @given(st.data())
    @settings(QUICK, max_examples=12, database=None)
    def equal(data):
        drawn = data.draw(definitions(max_items=3, max_scores=3, op=op))
        visit = data.draw(visits(drawn))
        given_ = ([drawn.questionnaire], drawn.scoring, visit)
        result = assess(*given_)
        names = [n for n in result.scores if small(result, n)]
        assume(names)
        found = load(drawn.questionnaire, drawn.scoring).assess(visit)
        for name in names:
            weighted = completeness_weighted(result, name)
            mine = found.scores[name]
            assert mine.completeness_weighted == (
                None if weighted is None else float(weighted)
            )
            wanted = bounds(*given_, name)
            assert mine.bounds == (wanted and tuple(map(float, wanted)))
            spec = result.sheet.specs[name]
            if spec["op"] == "band" and not result.rejected:
                assert set(mine.bands_possible) == bands_possible(*given_, name)

    equal()
