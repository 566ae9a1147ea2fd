"""Counts: what they add up to, what they refuse, what they hide."""

from __future__ import annotations

import json
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.discrimination import auc
from irdp.calibration.exchange import read_counts
from irdp.calibration.overall import brier
from irdp.calibration.ratio import observed_expected
from irdp.calibration.weak import weak_calibration
from irdp.errors import CallError, ColumnsError

ROWS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 1), st.sampled_from("abc")),
    min_size=1,
    max_size=60,
)


def _rule(score):
    return (score + 1) / 12


@settings(deadline=None, max_examples=60)
@given(ROWS, st.randoms(use_true_random=False))
def test_rows_counts_and_services_are_one(rows, random):
    score, y, service = (list(c) for c in zip(*rows, strict=True))
    whole = ScoreCounts.from_rows(score, y)
    split = ScoreCounts.from_rows(score, y, service=service)
    assert split.merge_services() == whole
    parts = [
        ScoreCounts.from_rows(
            *(zip(*((s, e) for s, e, w in rows if w == name), strict=True))
        )
        for name in sorted(set(service))
    ]
    added = parts[0]
    for part in parts[1:]:
        added = added + part
    assert added == whole
    shuffled = rows[:]
    random.shuffle(shuffled)
    score, y, service = (list(c) for c in zip(*shuffled, strict=True))
    again = ScoreCounts.from_rows(score, y, service=service)
    assert again.to_json() == split.to_json()
    values = np.array(score, dtype=float)
    for metric in (brier, observed_expected, auc):
        by_rows, by_counts = metric(y, _rule(values)), metric(whole, _rule)
        assert by_counts.value == pytest.approx(by_rows.value, abs=1e-9, nan_ok=True)
        assert by_counts.lo == pytest.approx(by_rows.lo, abs=1e-9, nan_ok=True)


def test_chunks_and_kinds_of_input_change_nothing(monkeypatch):
    rng = np.random.default_rng(5)
    score, y = rng.integers(0, 40, 5000), rng.random(5000) < 0.2
    want = ScoreCounts.from_rows(score, y)
    monkeypatch.setattr("irdp.calibration.aggregate.CHUNK", 7)
    kinds = [
        (score.astype(float), y.astype(float)),
        (score.astype(np.int8), y.astype(np.int8)),
        (list(map(int, score)), list(map(bool, y))),
        (pd.Series(score, dtype="Int64"), pd.Series(y, dtype="boolean")),
        (pl.Series(score), pl.Series(y)),
    ]
    for s, outcome in kinds:
        assert ScoreCounts.from_rows(s, outcome) == want


def test_small_integers_do_not_overflow():
    n = 70_000
    counts = ScoreCounts.from_rows(np.ones(n, np.int8), np.ones(n, np.int8))
    assert counts.total == counts.total_events == n
    assert counts.events.dtype == np.int64
    assert auc(np.r_[np.ones(n, bool), np.zeros(n, bool)], np.zeros(2 * n)).value == 0.5


def test_near_ties_are_ties(edge):
    case = edge["float_near_ties"]
    p = [0.1 + 0.2, 0.3, 0.1 * 7, 0.7]
    counts = ScoreCounts.from_rows(p, case["y"])
    assert counts.score.tolist() == [0.3, 0.7]
    assert auc(case["y"], p).value == case["auc_expected_after_canonicalisation"]


@pytest.mark.parametrize(
    ("score", "want"),
    [([12345.0, 12345.5], [12345.0, 12345.5]), ([-0.0, 0.0], [0.0]), ([1e15], [1e15])],
)
def test_canonical_scores_keep_their_value(score, want):
    counts = ScoreCounts.from_rows(score, [1] * len(score))
    assert counts.score.tolist() == want
    assert not np.signbit(counts.score).any()


@pytest.mark.parametrize(
    ("score", "y", "options", "code"),
    [
        ([1, 2], [0, 2], {}, "K001"),
        ([1, 2], [0, -1], {}, "K001"),
        ([1, 2], [0, 0.5], {}, "K001"),
        ([1, 2], ["no", "yes"], {}, "K003"),
        ([1, np.nan], [0, 1], {}, "K002"),
        ([1, 2], [0, None], {}, "K002"),
        ([1, 2], [0, np.nan], {}, "K002"),
        ([[1, 2]], [0, 1], {}, "K003"),
        (["a", "b"], [0, 1], {}, "K003"),
        ([1, 2, 3], [0, 1], {}, "K004"),
        ([], [], {}, "K005"),
        ([1, np.inf], [0, 1], {}, "K008"),
        ([1, 2], [0, 1], {"sample_weight": [1, -1]}, "K006"),
        ([1, 2], [0, 1], {"sample_weight": [1, np.inf]}, "K006"),
        ([1, 2], [0, 1], {"sample_weight": [1, np.nan]}, "K002"),
        ([1, 2], [0, 1], {"sample_weight": [0, 0]}, "K005"),
        ([1, 2], [0, 1], {"service": ["a"]}, "K004"),
        ([1, 2], [0, 1], {"service": ["a", None]}, "K002"),
        ([1, 2], [0, 1], {"service": [1.0, np.nan]}, "K002"),
        ([1, 2], [0, 1], {"missing": "ignore"}, "K011"),
    ],
)
def test_bad_rows_are_refused_by_name(score, y, options, code):
    with pytest.raises(CallError, match=f"IRDP-{code}"):
        ScoreCounts.from_rows(score, y, **options)


def test_columns_of_another_length_are_a_columns_error():
    with pytest.raises(ColumnsError):
        ScoreCounts.from_rows([1, 2, 3], [0, 1])


@pytest.mark.parametrize("risk", [[-0.1, 0.2], [0.5, 1.2]])
def test_probabilities_outside_their_range_are_refused(risk):
    with pytest.raises(CallError, match="IRDP-K007"):
        brier([0, 1], risk)
    counts = ScoreCounts.from_rows([1, 2], [0, 1])
    with pytest.raises(CallError, match="IRDP-K007"):
        brier(counts)
    with pytest.raises(CallError, match="IRDP-K007"):
        brier(counts, risk)


def test_risks_that_do_not_fit_the_counts_are_refused():
    counts = ScoreCounts.from_rows([1, 2], [0, 1])
    with pytest.raises(CallError, match="IRDP-K004"):
        brier(counts, [0.1, 0.2, 0.3])
    with pytest.raises(CallError, match="IRDP-K002"):
        brier(counts, [0.1, np.nan])
    with pytest.raises(CallError, match="IRDP-K015"):
        brier(counts, [0.1, 0.2], sample_weight=[1, 1])
    with pytest.raises(CallError, match="IRDP-K017"):
        brier([0, 1])


def test_missing_rows_are_left_out_and_counted():
    counts = ScoreCounts.from_rows(
        [1, np.nan, 2, 3], [0, 1, np.nan, 1], missing="drop", service=list("aabb")
    )
    assert (counts.total, counts.dropped) == (2, 2)
    assert counts.to_dict()["dropped"] == 2


def test_messages_show_no_value():
    with pytest.raises(CallError) as caught:
        ScoreCounts.from_rows([41.73, 2], [0, 3])
    assert "41" not in str(caught.value)


@pytest.mark.parametrize(
    ("n", "events"), [([1], [2]), ([-1], [-1]), ([1.5], [1]), ([np.nan], [0])]
)
def test_impossible_counts_are_refused(n, events):
    with pytest.raises(CallError, match="IRDP-K010"):
        ScoreCounts.from_counts([1], n=n, events=events)


def test_counts_with_and_without_services_do_not_add():
    a = ScoreCounts.from_rows([1], [0])
    b = ScoreCounts.from_rows([1], [0], service=["x"])
    with pytest.raises(CallError, match="IRDP-K013"):
        a + b
    both = b + ScoreCounts.from_rows([1, 2], [1, 1], service=["x", "y"])
    assert {k: v.total for k, v in both.services.items()} == {"x": 2, "y": 1}


def test_counts_of_two_versions_do_not_add():
    a = ScoreCounts.from_rows([1], [0]).of_definition("demo@1.0.0")
    b = ScoreCounts.from_rows([1], [0]).of_definition("demo@2.0.0")
    with pytest.raises(CallError, match="IRDP-K016"):
        a + b


def test_counts_cannot_be_changed_in_place():
    counts = ScoreCounts.from_rows([1], [0])
    with pytest.raises(ValueError, match="read-only"):
        counts.n[0] = 5


def test_json_and_digest_say_the_same_for_the_same_counts():
    a = ScoreCounts.from_rows([3, 1, 2], [1, 0, 1])
    b = ScoreCounts.from_counts([1, 2, 3, 2], n=[1, 0, 1, 1], events=[0, 0, 1, 1])
    assert a.digest == b.digest
    assert a == b
    assert json.loads(a.to_json())["n"] == [1, 1, 1]
    assert a.digest != (a + b).digest


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_frames_of_either_library(backend):
    counts = ScoreCounts.from_rows([1, 2, 2], [0, 1, 0], service=["b", "a", "b"])
    frame = counts.to_frame(backend)
    assert list(frame.columns) == ["score", "n", "events", "service"]
    assert list(frame["service"]) == ["a", "b", "b"]


def test_weights_of_zero_do_not_count():
    counts = ScoreCounts.from_rows([1, 2], [0, 1], sample_weight=[2.0, 0.0])
    assert counts.rows.tolist() == [1]
    assert counts.n_sq.tolist() == [4.0]


def test_weighted_and_plain_counts_add():
    a = ScoreCounts.from_rows([1, 2], [0, 1], sample_weight=[2.0, 3.0])
    both = a + ScoreCounts.from_rows([2], [1])
    assert both.n.tolist() == [2.0, 4.0]
    assert both.events_sq.tolist() == [0.0, 10.0]
    assert both.rows.tolist() == [1, 2]


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=12
    ),
    st.integers(1, 11),
)
def test_no_suppressed_cell_is_small(cells, k):
    ones, zeros = np.array(cells).T
    if ones.sum() + zeros.sum() == 0:
        return
    counts = ScoreCounts.from_counts(np.arange(len(ones)), n=ones + zeros, events=ones)
    if ones.sum() < k or zeros.sum() < k:
        with pytest.raises(CallError, match="IRDP-K014"):
            counts.suppress(k)
        return
    hidden = counts.suppress(k)
    assert hidden.events.min() >= k
    assert hidden.nonevents.min() >= k
    assert (hidden.total, hidden.total_events) == (counts.total, counts.total_events)
    assert set(hidden.score) <= set(counts.score)
    assert hidden.k == k


def test_small_services_are_pooled():
    rng = np.random.default_rng(3)
    score = rng.integers(0, 20, 620)
    y = (rng.random(620) < 0.3).astype(int)
    service = np.repeat(["big", "large", "tiny"], [300, 300, 20])
    counts = ScoreCounts.from_rows(score, y, service=service)
    hidden = counts.suppress(11)
    assert "tiny" not in hidden.services
    assert hidden.total == 620
    for block in hidden.services.values():
        assert min(block.events.min(), block.nonevents.min()) >= 11
    assert hidden.events.min() >= 11


def test_suppressed_counts_still_recalibrate(p1):
    score = np.floor(100 * p1.p + 0.5)
    counts = ScoreCounts.from_rows(score, p1.y)
    hidden = counts.suppress(11)

    def rule(s):
        return 1 / (1 + np.exp(3.20174 - 0.0671315 * s))

    assert auc(hidden).value == pytest.approx(auc(counts).value, abs=0.02)
    full, less = weak_calibration(counts, rule), weak_calibration(hidden, rule)
    assert abs(less.slope.value - full.slope.value) < full.slope.se
    assert abs(less.citl.value - full.citl.value) < full.citl.se


def test_a_decimal_column_is_read():
    counts = ScoreCounts.from_rows([Decimal("0.3"), Decimal("0.3")], [0, 1])
    assert counts.n.tolist() == [2]


@pytest.mark.parametrize(
    "options",
    [{}, {"service": list("abab")}, {"sample_weight": [1.0, 2.5, 3.0, 1.5]}],
    ids=["plain", "services", "weights"],
)
def test_counts_are_read_back_exactly(options):
    counts = ScoreCounts.from_rows([1.25, 2, 2, 7], [0, 1, 0, 1], **options)
    counts = counts.of_definition("demo@1.0.0")
    again = read_counts(counts.to_json())
    assert again == counts
    assert again.to_json() == counts.to_json()
    assert again.services.keys() == counts.services.keys()


def test_suppressed_counts_are_read_back_with_their_k():
    counts = ScoreCounts.from_counts([1, 2, 3], n=[30, 30, 30], events=[5, 12, 15])
    hidden = counts.suppress(11)
    assert read_counts(hidden.to_json()).k == 11
    liar = {**counts.to_dict(), "k": 11}
    with pytest.raises(CallError, match="IRDP-K010"):
        read_counts(liar)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1, 2]", "K026"),
        ("{", "K026"),
        ("{}", "K026"),
        ('{"score": [1], "n": [1], "events": [2]}', "K010"),
        ('{"score": ["x"], "n": [1], "events": [1]}', "K003"),
    ],
)
def test_text_that_is_no_counts_is_refused(text, code):
    with pytest.raises(CallError, match=f"IRDP-{code}"):
        read_counts(text)
