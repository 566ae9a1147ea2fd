"""Queues: the anchors, the laws, and whom the order of rows must not decide on."""

from __future__ import annotations

import numpy as np
import pytest

from irdp.calibration.overload import overload_probability
from irdp.calibration.policies import (
    Arrivals,
    FixedThreshold,
    TopK,
    TwoTier,
    WaitingList,
)
from irdp.calibration.queue import simulate_capacity
from irdp.errors import CallError

POLICIES = [
    TopK(),
    FixedThreshold(0.3952768),
    WaitingList(0.3952768, patience=3),
    TwoTier(high=0.5, middle=0.3),
]


def arrivals(p1, turn=slice(None)):
    number = p1.columns["patientid"].astype(int)
    return Arrivals(
        p1.p[turn],
        batch=((number - 1) // 50)[turn],
        order=number[turn],
        y_true=p1.y[turn],
    )


def test_top_k_of_the_anchor(p1):
    done = simulate_capacity(arrivals(p1), per_batch=5, policy=TopK())
    assert (done.flagged, done.served, done.events_served) == (75, 75, 48)
    assert (done.batches_above, done.batches_below) == (0, 0)
    assert (done.most_in_a_batch, done.unused_places) == (5, 0)
    assert done.smallest_score_served == 0.2698809


def test_fixed_threshold_of_the_anchor(p1):
    policy = FixedThreshold(0.3952768)
    done = simulate_capacity(arrivals(p1), per_batch=5, policy=policy)
    assert (done.flagged, done.events_flagged) == (75, 47)
    assert (done.batches_above, done.batches_below) == (5, 7)
    assert (done.most_in_a_batch, done.unused_places) == (8, 9)
    assert (done.turned_away, done.events_served) == (9, 42)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_row_order_decides_nothing_and_everyone_is_counted(p1, policy):
    first = simulate_capacity(arrivals(p1), per_batch=5, policy=policy)
    for seed in range(3):
        turn = np.random.default_rng(seed).permutation(750)
        again = simulate_capacity(arrivals(p1, turn), per_batch=5, policy=policy)
        assert again.served_per_batch.tobytes() == first.served_per_batch.tobytes()
        assert again.events_served == first.events_served
    assert first.flagged == first.served + first.turned_away + first.still_waiting
    assert first.served == first.served_per_batch.sum() == first.waiting.size
    assert first.served_per_batch.max() <= 5


def test_a_waiting_list_serves_no_less_than_turning_away(p1):
    away = simulate_capacity(
        arrivals(p1), per_batch=5, policy=FixedThreshold(0.3952768)
    )
    for patience in (1, 2, 4):
        policy = WaitingList(0.3952768, patience=patience)
        done = simulate_capacity(arrivals(p1), per_batch=5, policy=policy)
        assert done.served >= away.served
        assert done.waiting.max() <= patience - 1 or patience == 1


def test_a_waiting_list_by_hand():
    """One place a week: 9 is served, 8 waits a week, 7 gives up, 6 waits at the end."""
    rows = Arrivals(
        [9, 8, 7, 6, 5],
        batch=[1, 1, 1, 3, 3],
        order=[0, 1, 2, 3, 4],
        y_true=[1, 1, 0, 0, 0],
        batches=[1, 2, 3],
    )
    done = simulate_capacity(rows, per_batch=1, policy=WaitingList(5, patience=2))
    assert done.served_per_batch.tolist() == [1, 1, 1]
    assert done.waiting.tolist() == [0, 0, 1]
    assert (done.turned_away, done.still_waiting) == (1, 1)
    assert (done.unused_places, done.events_served) == (0, 2)


def test_two_tiers_by_hand():
    """Two places: the high band first by arrival, then the middle band."""
    rows = Arrivals(
        [2, 5, 9, 6, 3],
        batch=[1, 1, 1, 2, 2],
        order=[0, 1, 2, 3, 4],
        y_true=[0, 0, 1, 1, 0],
    )
    done = simulate_capacity(rows, per_batch=2, policy=TwoTier(high=6, middle=3))
    assert done.served_per_batch.tolist() == [2, 2]
    assert done.flagged_per_batch.tolist() == [2, 2]
    assert done.events_served == 2
    assert done.turned_away == 0


def test_weeks_without_arrivals_leave_places_empty():
    rows = Arrivals([9, 8], batch=[1, 4], batches=[1, 2, 3, 4])
    done = simulate_capacity(rows, per_batch=1, policy=TopK())
    assert (done.unused_places, done.batches_below) == (2, 2)
    assert done.events_served is None


@pytest.mark.parametrize("policy", [TopK(), FixedThreshold(1), WaitingList(1)])
def test_ties_without_a_key_are_refused(policy):
    rows = Arrivals([3, 3, 3], batch=[1, 1, 1])
    with pytest.raises(CallError, match="K070"):
        simulate_capacity(rows, per_batch=2, policy=policy)
    done = simulate_capacity(rows, per_batch=3, policy=policy)
    assert done.served == 3


@pytest.mark.parametrize(
    ("rows", "per_batch", "policy", "code"),
    [
        (Arrivals([1], batch=[1]), 0, TopK(), "K064"),
        (Arrivals([1], batch=[1]), 1, WaitingList(0, patience=0), "K064"),
        (Arrivals([1, 2], batch=[1]), 1, TopK(), "K071"),
        (Arrivals([np.nan], batch=[1]), 1, TopK(), "K071"),
        (Arrivals([1], batch=[2], batches=[1]), 1, TopK(), "K071"),
        (Arrivals([1], batch=[1]), 1, TwoTier(high=1, middle=1), "K076"),
        (Arrivals([1], batch=[1], y_true=[2]), 1, TopK(), "K001"),
    ],
)
def test_bad_input(rows, per_batch, policy, code):
    with pytest.raises(CallError, match=code):
        simulate_capacity(rows, per_batch=per_batch, policy=policy)


class TestOverload:
    def test_the_anchor(self):
        found = overload_probability(arrivals=50, places=5, flag_rate=0.1)
        assert found.probability == pytest.approx(0.3838769923, abs=1e-10)
        assert found.model == "binomial"

    def test_over_dispersed_batches(self):
        seen = np.array([0, 12, 1, 10, 2, 11, 0, 9])
        found = overload_probability(arrivals=50, places=8, flagged_per_batch=seen)
        pi, s2 = seen.mean() / 50, seen.var(ddof=1)
        rho = (s2 / (50 * pi * (1 - pi)) - 1) / 49
        assert (found.model, found.flag_rate) == ("beta_binomial", pi)
        assert found.rho == pytest.approx(rho, abs=1e-12)
        plain = overload_probability(arrivals=50, places=8, flag_rate=pi)
        assert found.probability > 2 * plain.probability

    def test_calm_batches_are_binomial(self):
        found = overload_probability(
            arrivals=50, places=5, flagged_per_batch=[5, 5, 5, 5, 6]
        )
        assert (found.model, found.rho) == ("binomial", 0.0)

    @pytest.mark.parametrize(
        "arguments",
        [
            {},
            {"flag_rate": 1.5},
            {"flag_rate": float("nan")},
            {"flagged_per_batch": [3]},
            {"flagged_per_batch": [3, 51]},
            {"flagged_per_batch": [3, -1]},
        ],
    )
    def test_bad_input(self, arguments):
        with pytest.raises(CallError, match="K078"):
            overload_probability(arrivals=50, places=5, **arguments)
