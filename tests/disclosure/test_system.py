"""Cells bound by sums that form no table."""

import pytest

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


def test_hours_may_be_fractional():
    system = System()
    for name, hours, files in [("a", 2.5, 3), ("b", 30.25, 40), ("all", 32.75, 43)]:
        system.add(name, Cell(hours, files))
    system.bind("all", ["a", "b"])
    assert system.protect(Rules()) == {"a", "b"}


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
