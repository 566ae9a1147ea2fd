"""Places and ties, against the references and by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.calibration.capacity import (
    TIES,
    Capacity,
    threshold_for_capacity,
    top_scores,
)
from irdp.calibration.capacity_curves import capacity_curve
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.exact import exact, floor_share
from irdp.calibration.realised import capacity_by_group, realised_net_benefit
from irdp.errors import CallError

KEYS = {
    "include": "include_ties",
    "exclude": "exclude_ties",
    "random": "expected_random_ties",
}


def test_the_references(cohort):
    counts = ScoreCounts.from_rows(cohort.p, cohort.y)
    for want in cohort.expected["capacity"]:
        top = top_scores(counts, Capacity(str(want["fraction"]), of=1))
        assert top.k == want["k"]
        assert top.score == want["threshold_kth"]
        assert (top.above, top.tied) == (want["n_above"], want["n_tied"])
        for ties, key in KEYS.items():
            done, theirs = top.served(ties), want[key]
            assert done.flagged == theirs["flagged"]
            assert done.events == pytest.approx(theirs["TP"], abs=1e-12)
            assert done.sensitivity == pytest.approx(theirs["sens"], abs=1e-12)
            assert done.ppv == pytest.approx(theirs["ppv"], abs=1e-12)
            if "lift" in theirs:
                assert done.lift == pytest.approx(theirs["lift"], abs=1e-12)


def test_ties_by_hand(tiny, edge):
    top = top_scores(ScoreCounts.from_rows(tiny["p"], tiny["y"]), Capacity(2))
    for ties, want in tiny["top_k"]["k=2"].items():
        done = top.served(ties.removeprefix("expected_"))
        assert (done.flagged, done.events) == (want["flagged"], want["TP"])
    case = edge["ties_all_two_values"]
    counts = ScoreCounts.from_rows(case["p"], case["y"])
    assert top_scores(counts, Capacity(2)).served("random").events == pytest.approx(
        4 / 3
    )
    assert top_scores(counts, Capacity(2)).served("exclude").flagged == 0
    assert top_scores(counts, Capacity(3)).served("include")[:2] == (3, 2)


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 1)), min_size=1, max_size=30
    ),
    k=st.integers(0, 30),
    seed=st.integers(0, 9),
)
@settings(deadline=None, max_examples=150)
def test_against_sorting_rows(rows, k, seed):
    """Include and exclude by sorting; the row order never matters."""
    score, y = (np.array(column) for column in zip(*rows, strict=True))
    turn = np.random.default_rng(seed).permutation(len(rows))
    top = top_scores(ScoreCounts.from_rows(score, y), Capacity(k))
    again = top_scores(ScoreCounts.from_rows(score[turn], y[turn]), Capacity(k))
    assert top.to_json() == again.to_json()
    k = min(k, len(rows))
    if k == 0:
        assert top.served("include").flagged == 0
        return
    last = np.sort(score)[::-1][k - 1]
    assert top.served("include").flagged == np.sum(score >= last)
    assert top.served("include").events == y[score >= last].sum()
    assert top.served("exclude").flagged == np.sum(score > last)
    random = top.served("random")
    assert random.flagged == k
    assert top.served("exclude").events <= random.events + 1e-12
    assert random.events <= top.served("include").events + 1e-12


def test_top_k_is_monotone_in_k(p1):
    counts = ScoreCounts.from_rows(np.round(p1.p, 2), p1.y)
    for ties in TIES:
        events = [
            top_scores(counts, Capacity(k)).served(ties).events
            for k in range(0, 751, 10)
        ]
        assert np.all(np.diff(events) >= -1e-12)


@pytest.mark.parametrize("share", ["0.29", 0.29, Decimal("0.29"), Fraction(29, 100)])
def test_shares_are_read_as_decimals(share):
    """⌊0.29 · 100⌋ is 28 in binary floats."""
    assert Capacity(share, of=1).places_for(100) == 29
    assert Capacity(29, of=100).places_for(100) == 29
    assert floor_share(exact(share, name="x"), 100.0) == 29


@pytest.mark.parametrize(
    ("places", "of", "code"),
    [
        ("0.5", None, "K064"),
        (-1, None, "K064"),
        (3, 2, "K064"),
        (0, 0, "K064"),
        ("x", 1, "K062"),
        (float("nan"), 1, "K062"),
        (float("inf"), 1, "K062"),
    ],
)
def test_impossible_capacities(places, of, code):
    with pytest.raises(CallError, match=code):
        Capacity(places, of=of)


def test_unknown_tie_rules():
    with pytest.raises(CallError, match="K011"):
        Capacity(1, ties="row_order")
    top = top_scores(ScoreCounts.from_rows([1, 2], [0, 1]), Capacity(1))
    with pytest.raises(CallError, match="K011"):
        top.served("row_order")


def test_threshold_for_capacity():
    counts = ScoreCounts.from_counts([1, 2, 3], n=[5, 3, 2], events=[0, 1, 2])
    assert threshold_for_capacity(counts, Capacity(3)) == 2
    assert threshold_for_capacity(counts, Capacity(3, ties="exclude")) == 3
    assert threshold_for_capacity(counts, Capacity(5, ties="exclude")) == 2
    with pytest.raises(CallError, match="K066"):
        threshold_for_capacity(counts, Capacity(3, ties="random"))
    for impossible in (Capacity(0), Capacity(1, ties="exclude")):
        with pytest.raises(CallError, match="K068"):
            threshold_for_capacity(counts, impossible)


def test_the_capacity_curve_is_top_k_for_every_k(p1):
    counts = ScoreCounts.from_rows(np.round(p1.p, 2), p1.y)
    curve = capacity_curve(counts, threshold="0.15")
    for k in (1, 37, 75, 150, 400, 750):
        done = top_scores(counts, Capacity(k)).served("random")
        at = curve.at(k)
        assert at["sensitivity"] == pytest.approx(done.sensitivity, abs=1e-12)
        assert at["ppv"] == pytest.approx(done.ppv, abs=1e-12)
        odds = 0.15 / 0.85
        assert at["net_benefit"] == pytest.approx(
            (done.events - (k - done.events) * odds) / 750, abs=1e-12
        )
        score = top_scores(counts, Capacity(k)).score
        group = counts.score == score
        assert at["marginal_ppv"] == pytest.approx(
            (counts.events[group] / counts.n[group])[0]
        )
        assert at["marginal_lo"] <= at["marginal_ppv"] <= at["marginal_hi"]
    assert np.isnan(curve.at(0)["ppv"])


REALISED = [
    ("0.10", "0.05", 37, 37, 26, "capacity", 0.033037037),
    ("0.10", "0.10", 75, 75, 47, "capacity", 0.058518519),
    ("0.10", "0.20", 150, 150, 73, "capacity", 0.085925926),
    ("0.10", "0.40", 300, 280, 87, "clinical", 0.087407407),
    ("0.20", "0.10", 75, 75, 47, "capacity", 0.053333333),
    ("0.20", "0.20", 150, 150, 73, "capacity", 0.071666667),
    ("0.20", "0.40", 300, 173, 75, "clinical", 0.067333333),
]


@pytest.mark.parametrize(
    ("t", "share", "k", "served", "events", "binding", "value"), REALISED
)
def test_realised_net_benefit_of_the_anchors(  # noqa: PLR0913 - a row of the table
    p1, t, share, k, served, events, binding, value
):
    found = realised_net_benefit(
        p1.y, p1.p, threshold=t, capacity=Capacity(share, of=1)
    )
    assert (found.k, found.served, found.events) == (k, served, events)
    assert found.binding == binding
    assert found.value == pytest.approx(value, abs=1e-9)
    plain = {"0.10": 0.087407407, "0.20": 0.067333333}[t]
    assert found.unconstrained == pytest.approx(plain, abs=1e-9)
    counts = ScoreCounts.from_rows(p1.p, p1.y, service=np.arange(750) % 2)
    again = realised_net_benefit(counts, threshold=t, capacity=Capacity(share, of=1))
    assert again.to_json() == found.to_json()


def test_the_effective_threshold_is_the_stricter(p1):
    tight = realised_net_benefit(p1.y, p1.p, threshold="0.10", capacity=Capacity(75))
    assert tight.effective_threshold == 0.3952768
    loose = realised_net_benefit(p1.y, p1.p, threshold="0.10", capacity=Capacity(500))
    assert loose.effective_threshold == 0.1
    none = realised_net_benefit(p1.y, p1.p, threshold="0.10", capacity=Capacity(0))
    assert (none.served, none.value) == (0, 0)


def test_one_capacity_for_all_groups(p1):
    group = np.where(p1.columns["famhistory"].astype(float) > 0, "yes", "no")
    counts = ScoreCounts.from_rows(p1.p, p1.y, service=group)
    rows = capacity_by_group(counts.services, Capacity("0.1", of=1))
    assert {row.threshold for row in rows.values()} == {0.3952768}
    assert sum(row.tp for row in rows.values()) == 47
