"""The guard against differences between releases, attacked by a solver."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from irdp.disclosure import Manifest, Release, Sum, betrayed, intervals, suppress
from irdp.errors import CallError, FileError

YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
NEXT = {"start": date(2027, 1, 1), "end": date(2027, 12, 31)}


def release(cells, period=YEAR, **more):
    return Release(name="cpom", cells=cells, **period, **more)


@pytest.mark.parametrize(
    ("change", "period", "refused"),
    [
        (0, YEAR, False),
        (1, YEAR, True),
        (-10, YEAR, True),
        (11, YEAR, False),
        (1, NEXT, False),
    ],
)
def test_small_differences_are_refused(change, period, refused):
    first = release({"I03": 400})
    second = release({"I03": 400 + change}, period)
    log = Manifest().add(first, k=11)
    if refused:
        with pytest.raises(CallError, match="IRDP-N011"):
            log.add(second, k=11)
    else:
        assert log.add(second, k=11).releases == (first, second)


def test_another_cell_hidden_the_second_time_is_refused():
    sums = (Sum("t", ("a", "b", "c")),)
    first = release({"a": None, "b": None, "c": 50, "t": 84}, sums=sums)
    second = release({"a": None, "b": 30, "c": None, "t": 84}, sums=sums)
    with pytest.raises(CallError, match="IRDP-N011"):
        Manifest().add(first, k=11).add(second, k=11)


def test_a_small_move_of_hidden_parts_is_refused():
    sums = (Sum("t", ("a", "b", "c")),)
    first = release({"a": None, "b": None, "c": 50, "t": 84}, sums=sums)
    second = release({"a": None, "b": None, "c": 70, "t": 105}, sums=sums)
    assert "t" in set(betrayed(first, second, 11))


def test_a_latent_cell_may_follow_unless_it_is_small():
    sums = (Sum("seen", ("detected", "clear")),)
    more = {"sums": sums, "latent": frozenset({"clear"})}
    first = release({"seen": 500, "detected": 100, "clear": None}, **more)
    second = release({"seen": 600, "detected": 150, "clear": None}, **more)
    small = release({"seen": 600, "detected": 195, "clear": None}, **more)
    assert list(betrayed(first, second, 11)) == []
    assert list(betrayed(first, small, 11)) != []


def test_tables_that_are_not_nested_are_compared_cell_by_cell():
    sums = (Sum("t", ("a", "b")),)
    first = release({"a": None, "b": 40, "t": 80}, sums=sums)
    moved = release({"a": None, "b": 80, "t": 100}, sums=sums)
    assert list(betrayed(first, moved, 11)) == []
    closer = release({"a": None, "b": 80, "t": 115}, sums=sums)
    assert set(betrayed(first, closer, 11)) == {"t"}


def test_a_code_that_comes_later_is_no_obstacle():
    first = release({"a": 40, "t": 40}, sums=(Sum("t", ("a",)),))
    sums = (Sum("t", ("a", "b")),)
    assert (
        list(betrayed(first, release({"a": 60, "b": 20, "t": 80}, sums=sums), 11)) == []
    )
    late = release({"a": None, "b": None, "t": 45}, sums=sums)
    assert "t" in set(betrayed(first, late, 11))


shape = st.tuples(st.integers(1, 3), st.integers(2, 3))


@given(data=st.data(), k=st.sampled_from([5, 11]))
@settings(deadline=None, max_examples=15)
def test_accepted_pairs_reveal_nothing(data, k):
    size = data.draw(shape)
    first = data.draw(arrays(np.int64, size, elements=st.integers(0, 60)))
    more = data.draw(
        arrays(np.int64, size, elements=st.sampled_from([0, 0, 3, 15, 40]))
    )
    tables = [suppress(first), suppress(first + more)]
    old, new = (release(t.cells(), sums=tuple(t.sums())) for t in tables)
    try:
        Manifest().add(old, k=k).add(new, k=k)
    except CallError:
        return
    names = list(old.cells)
    cells = {f"1{n}": v for n, v in old.cells.items()}
    cells |= {f"2{n}": v for n, v in new.cells.items()}
    cells |= {f"d{n}": None for n in names}
    sums = [Sum(f"2{n}", (f"1{n}", f"d{n}")) for n in names]
    for label in "12":
        sums += [
            Sum(label + s.total, tuple(label + p for p in s.parts)) for s in old.sums
        ]
    for name, interval in intervals(cells, sums).items():
        if name.startswith("d"):
            assert interval.low < 1e-6 or interval.high >= k - 1e-6
        else:
            assert not interval.reveals(k)


def test_the_log_is_kept_in_a_file(tmp_path):
    path = tmp_path / "publications.json"
    assert Manifest.load(path) == Manifest()
    sums = (Sum("t", ("a", "b")),)
    first = release({"a": None, "b": None, "t": 60}, sums=sums)
    log = Manifest().add(first, k=11)
    log.save(path)
    assert Manifest.load(path) == log
    assert path.stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["", "[]", '{"format": "other"}', "{"])
def test_a_file_that_is_no_log_is_refused(tmp_path, text):
    path = tmp_path / "publications.json"
    path.write_text(text)
    with pytest.raises(FileError, match="IRDP-N013"):
        Manifest.load(path)


def test_a_log_that_cannot_be_written(tmp_path):
    with pytest.raises(FileError, match="IRDP-N012"):
        Manifest().save(tmp_path / "nowhere" / "publications.json")
