"""One partition: no published number, and no difference of two, is about few persons."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.calibration import ScoreCounts
from irdp.errors import CallError
from irdp.report.published import publish


@given(
    cells=st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=25
    ),
    cuts=st.lists(st.integers(1, 24), min_size=0, max_size=4, unique=True),
    k=st.integers(2, 15),
)
@settings(deadline=None, max_examples=200)
def test_every_difference_counts_k_events_and_k_others(cells, cuts, k):
    events, others = (np.array(column) for column in zip(*cells, strict=True))
    if (events + others).sum() == 0:
        return
    counts = ScoreCounts.from_counts(
        np.arange(len(cells)), n=events + others, events=events
    )
    low, high = counts.score[0], counts.score[-1]
    starts = [c for c in sorted(cuts) if low < c <= high]
    bands = tuple((f"b{i}", float(c)) for i, c in enumerate([low, *starts]))
    risk = (counts.score + 1) / 100
    if min(events.sum(), others.sum()) < k:
        with pytest.raises(CallError, match="IRDP-K081"):
            publish(counts, risk, starts=bands, k=k)
        return
    shown = publish(counts, risk, starts=bands, k=k)
    groups = shown.counts
    assert groups.total == counts.total
    assert groups.total_events == counts.total_events
    # bounds of everything shown: groups and bands, as sums from the lowest score
    sums = [np.cumsum(groups.events), np.cumsum(groups.nonevents)]
    for stretch in shown.stretches:
        inside = (groups.score >= stretch.start) & (groups.score < stretch.stop)
        assert groups.events[inside].sum() == stretch.counts.total_events
        true = (counts.score >= stretch.start) & (counts.score < stretch.stop)
        assert counts.events[true].sum() == stretch.counts.total_events
        assert counts.n[true].sum() == stretch.counts.total
    for part in sums:
        assert np.all(np.diff(np.append(0, part)) >= k)
    assert sum(len(s.ids) for s in shown.stretches) == len(bands)
    assert np.isin(shown.risk, risk).all()


def test_a_small_band_is_joined_with_its_smaller_neighbour():
    counts = ScoreCounts.from_counts(
        [0, 1, 2, 3], n=[300, 100, 60, 40], events=[20, 20, 3, 20]
    )
    bands = (("a", 0.0), ("b", 1.0), ("c", 2.0), ("d", 3.0))
    shown = publish(counts, counts.score / 10, starts=bands, k=11)
    assert [s.ids for s in shown.stretches] == [("a",), ("b",), ("c", "d")]


def test_weights_do_not_make_a_small_band_large():
    score = np.repeat([0, 1], [400, 6])
    y = np.tile([0, 1], 203)
    weight = np.repeat([1.0, 50.0], [400, 6])
    counts = ScoreCounts.from_rows(score, y, sample_weight=weight)
    shown = publish(counts, np.array([0.2, 0.4]), starts=(("a", 0.0), ("b", 1.0)), k=11)
    assert [s.ids for s in shown.stretches] == [("a", "b")]
