"""Cells bound by sums that form no table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.disclosure import Cell, Rules, Sum, System, intervals
from irdp.errors import CallError


def chain(detected: int, filled: int, seen: int) -> System:
    """Detected among filled among seen; the complements are latent."""
    system = System()
    system.add("seen", Cell(seen, seen, cost=9.0))
    system.add("filled", Cell(filled, filled))
    system.add("detected", Cell(detected, detected))
    system.add("not filled", Cell(seen - filled, seen - filled, latent=True))
    system.add("clear", Cell(filled - detected, filled - detected, latent=True))
    system.bind("seen", ["filled", "not filled"])
    system.bind("filled", ["detected", "clear"])
    return system


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((100, 500, 900), set()),
        ((4, 500, 900), {"detected"}),
        ((495, 500, 900), {"detected"}),
        ((100, 895, 900), {"filled"}),
    ],
)
def test_a_small_complement_hides_what_it_follows_from(numbers, hidden):
    system = chain(*numbers)
    secret = system.protect(Rules())
    assert secret - {"not filled", "clear"} == hidden
    shown = {
        name: None if name in secret else cell.value
        for name, cell in system.cells.items()
    }
    for name, interval in intervals(shown, system.sums).items():
        if system.cells[name].value < 11:
            assert not interval.reveals(11)


@given(
    attributes=st.lists(
        st.tuples(st.booleans(), st.booleans(), st.integers(0, 3)), max_size=70
    ),
    zero_is_safe=st.booleans(),
)
@settings(deadline=None, max_examples=20)
def test_sets_that_cross_are_safe_together(attributes, zero_is_safe):
    system = System()

    def put(name, size, latent=False):
        system.add(name, Cell(size, size, latent=latent))

    put("all", len(attributes))
    for at in (0, 1):
        put(f"in {at}", sum(a[at] for a in attributes))
        put(f"out {at}", sum(not a[at] for a in attributes), latent=True)
        system.bind("all", [f"in {at}", f"out {at}"])
    both = sum(a[0] and a[1] for a in attributes)
    union = sum(a[0] or a[1] for a in attributes)
    put("both", both, latent=True)
    put("union", union)
    put("summed", both + union, latent=True)
    system.bind("summed", ["both", "union"])
    system.bind("summed", ["in 0", "in 1"])
    for code in range(4):
        group = [a for a in attributes if a[2] == code]
        put(f"group {code}", len(group))
        put(f"group {code} in", sum(a[0] for a in group))
        put(f"group {code} out", sum(not a[0] for a in group), latent=True)
        system.bind(f"group {code}", [f"group {code} in", f"group {code} out"])
    system.bind("all", [f"group {code}" for code in range(4)])
    system.bind("in 0", [f"group {code} in" for code in range(4)])
    secret = system.protect(Rules(zero_is_safe=zero_is_safe))
    shown = {
        name: None if name in secret else cell.value
        for name, cell in system.cells.items()
    }
    for name, interval in intervals(shown, system.sums).items():
        cell = system.cells[name]
        small = cell.value < 11 and not (cell.value == 0 and zero_is_safe)
        if small:
            assert interval.high >= 11 - 1e-6
        if not cell.latent:
            assert not interval.reveals(11)


def test_hours_may_be_fractional():
    system = System()
    for name, hours, files in [("a", 2.5, 3), ("b", 30.25, 40), ("all", 32.75, 43)]:
        system.add(name, Cell(hours, files))
    system.bind("all", ["a", "b"])
    assert system.protect(Rules()) == {"a", "b"}


def test_what_cannot_be_hidden_is_not_published():
    system = System()
    for name in ("a", "b"):
        system.add(name, Cell(3, 3))
    system.add("none", Cell(0, 0))
    system.bind("a", ["b"])
    system.bind("a", ["b", "none"])  # "none" can be nothing but 0
    with pytest.raises(CallError, match="IRDP-N014"):
        system.protect(Rules())


def test_a_total_of_many_cuts_can_still_be_weighed():
    system = System()
    system.add("t", Cell(300, 300))
    for cut in range(40):
        for part, n in enumerate((4, 96, 200)):
            system.add(f"{cut} {part}", Cell(n, n))
        system.bind("t", [f"{cut} {part}" for part in range(3)])
    secret = system.protect(Rules())
    assert "t" not in secret
    assert len(secret) == 80


def test_contradictions_are_refused():
    system = System()
    system.add("a", Cell(3, 3))
    with pytest.raises(CallError, match="IRDP-N003"):
        system.add("a", Cell(4, 4))
    system.add("b", Cell(4, 4))
    with pytest.raises(CallError, match="IRDP-N004"):
        system.bind("b", ["a"])
    with pytest.raises(CallError, match="IRDP-N005"):
        intervals({"a": None, "t": 3, "b": 4}, [Sum("t", ("a", "b"))])
