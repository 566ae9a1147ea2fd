"""Suppressed tables, attacked by a solver that sees only what is published."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from irdp.disclosure import Rules, hide_derived, intervals, suppress
from irdp.errors import CallError

DATA = Path(__file__).parents[1] / "data" / "disclosure"


def attack(table, rules):
    """Fail if a hidden cell of `table` follows from the published ones."""
    found = intervals(table.cells(), table.sums())
    assert len(found) == table.hidden.sum()
    return [name for name, interval in found.items() if interval.reveals(rules.k)]


def test_published_example():
    example = json.loads((DATA / "suppression_example.json").read_text())
    header, *rows = example["counts"]
    inner = np.array([row[1:-1] for row in rows[:-1]])
    table = suppress(inner, rules=Rules(k=example["k"]))
    [[row, column]] = example["primary"]
    at = [r[0] for r in rows].index(row), header.index(column) - 1
    assert table.hidden[at]
    assert table.hidden[at[0]].sum() >= 2
    assert table.hidden[:, at[1]].sum() >= 2
    assert not table.hidden[-1].any()
    assert not table.hidden[:, -1].any()
    assert attack(table, Rules()) == []
    shown = np.array([r[1:] for r in rows], dtype=float)
    assert np.array_equal(table.values[~table.hidden], shown[~table.hidden])


counts = st.one_of(st.integers(0, 14), st.integers(0, 200))
shapes = st.one_of(
    st.tuples(st.integers(1, 6)), st.tuples(st.integers(1, 5), st.integers(1, 4))
)


@given(
    inner=shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=counts)),
    k=st.sampled_from([5, 11]),
    zero_is_safe=st.booleans(),
)
@settings(deadline=None, max_examples=40)
def test_no_hidden_cell_is_derivable(inner, k, zero_is_safe):
    rules = Rules(k=k, zero_is_safe=zero_is_safe)
    table = suppress(inner, rules=rules)
    whole = suppress(inner, rules=Rules(k=k, zero_is_safe=True))
    small = rules.primary(inner)
    assert table.hidden[tuple(slice(n) for n in inner.shape)][small].all()
    assert attack(table, rules) == []
    assert attack(whole, rules) == []
    found = intervals(table.cells(), table.sums())
    truth = dict(zip(table.cells(), _with_margins(inner).ravel(), strict=True))
    for name, (low, high) in found.items():
        assert low - 1e-6 <= truth[name] <= high + 1e-6
        if truth[name] < k and not (truth[name] == 0 and zero_is_safe):
            assert high >= k - 1e-6


def _with_margins(inner):
    for axis in range(inner.ndim):
        inner = np.concatenate([inner, inner.sum(axis=axis, keepdims=True)], axis)
    return inner


def test_only_the_primary_cells_hidden_would_be_derivable():
    inner = np.array([[120, 35, 9], [80, 22, 14], [200, 61, 30]])
    table = suppress(inner)
    naive = dict(zip(table.cells(), _with_margins(inner).ravel(), strict=True))
    naive = {name: float(n) for name, n in naive.items()} | {"r0c2": None}
    assert intervals(naive, table.sums())["r0c2"] == (9, 9)


@pytest.mark.parametrize(
    ("n", "safe", "hidden"),
    [
        ([0, 50, 60], False, True),
        ([0, 50, 60], True, False),
        ([10, 50, 60], True, True),
        ([11, 50, 60], True, False),
    ],
)
def test_zero_and_threshold(n, safe, hidden):
    assert suppress(n, rules=Rules(zero_is_safe=safe)).hidden[0] == hidden


def test_visits_of_few_persons_and_dominant_units_are_hidden():
    assert suppress([40, 50, 60], persons=[3, 50, 60]).hidden[0]
    table = suppress([40, 50, 60], shares=[0.85, 0.84, 0.1])
    assert table.hidden.tolist() == [True, True, False, False]
    assert attack(table, Rules()) == []


def test_a_small_table_hides_its_total():
    table = suppress([3, 4])
    assert table.hidden.all()
    assert np.isnan(table.rates()).all()


def test_rates_of_hidden_cells_are_hidden():
    table = suppress([[3, 97], [40, 60]])
    assert np.array_equal(np.isnan(table.rates()), table.hidden)
    assert np.isnan(hide_derived([5.0], [np.nan]))


@pytest.mark.parametrize("counts", [[-1, 4], [[[1]]], [np.nan, 3], 4])
def test_faulty_counts_are_refused(counts):
    with pytest.raises(CallError, match="IRDP-N006"):
        suppress(counts)


@pytest.mark.parametrize("given", [{"k": 4}, {"dominance": 0.5}, {"dominance": 1.1}])
def test_faulty_rules_are_refused(given):
    with pytest.raises(CallError, match=r"IRDP-N00[12]"):
        Rules(**given)


def test_results_are_read_only():
    table = suppress([40, 50])
    with pytest.raises(ValueError, match="read-only"):
        table.values[0] = 1
