"""What somebody who knows only the published numbers can conclude.

Nothing here sees a hidden value: the intervals are those of an attacker who knows
every published number, every sum, and that no number is negative.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.disclosure.equations import Sum, components
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TOLERANCE = 1e-6


class Interval(NamedTuple):
    """The least and the greatest value a hidden cell can have."""

    low: float
    high: float

    def reveals(self, k: int) -> bool:
        """Tell whether the interval gives the cell away.

        It does where it is a point, or where every value in it lies in [1, k - 1].

        Examples
        --------
        >>> Interval(3, 3).reveals(11), Interval(1, 10).reveals(11)
        (True, True)
        >>> Interval(0, 7).reveals(11), Interval(4, 11).reveals(11)
        (False, False)
        """
        exact = self.high - self.low < TOLERANCE
        return exact or (self.low > TOLERANCE and self.high < k - TOLERANCE)


def intervals(
    published: Mapping[str, float | None], sums: Sequence[Sum]
) -> dict[str, Interval]:
    """Return the feasible interval of every hidden cell, by linear programming.

    Parameters
    ----------
    published
        Each cell's published value, None where it is hidden.
    sums
        The sums that bind the cells.

    Returns
    -------
    dict of str to Interval
        One entry per hidden cell; `high` is infinite where nothing bounds it.

    Raises
    ------
    CallError
        Where no numbers agree with what is published.

    Examples
    --------
    >>> intervals({"a": None, "b": None, "c": 50, "t": 84}, [Sum("t", ("a", "b", "c"))])
    {'a': Interval(low=0.0, high=34.0), 'b': Interval(low=0.0, high=34.0)}
    """
    known = {name: float(n) for name, n in published.items() if n is not None}
    equations = _subtract(known, [_Equation.of(s) for s in sums])
    unknown = [name for name in published if name not in known]
    found = {name: Interval(n, n) for name, n in known.items()}
    links = [tuple(equation.factors) for equation in equations]
    for names, places in components(unknown, links):
        ends = _ends(names, [equations[place] for place in places])
        found |= dict(zip(names, ends, strict=True))
    return {name: found[name] for name, n in published.items() if n is None}


class _Equation(NamedTuple):
    """The sum of factor times cell is `rest`."""

    factors: dict[str, float]
    rest: float

    @classmethod
    def of(cls, equation: Sum) -> _Equation:
        return cls({equation.total: -1.0} | dict.fromkeys(equation.parts, 1.0), 0.0)

    def less(self, known: Mapping[str, float]) -> _Equation:
        """Return the equation without the cells that are known."""
        gone = sum(f * known[n] for n, f in self.factors.items() if n in known)
        left = {n: f for n, f in self.factors.items() if n not in known}
        return _Equation(left, self.rest - gone)


def _subtract(known: dict[str, float], equations: list[_Equation]) -> list[_Equation]:
    """Add to `known` all that follows by subtraction; return what is left over."""
    while True:
        equations = [equation.less(known) for equation in equations]
        before = len(known)
        for factors, rest in equations:
            if len(factors) == 1:
                [(name, factor)] = factors.items()
                known.setdefault(name, rest / factor)
        if any(not factors and abs(rest) > TOLERANCE for factors, rest in equations):
            raise CallError(diagnose("IRDP-N005"))
        equations = [equation for equation in equations if equation.factors]
        if len(known) == before:
            break
    if any(value < -TOLERANCE for value in known.values()):
        raise CallError(diagnose("IRDP-N005"))
    return equations


def _ends(names: list[str], equations: list[_Equation]) -> list[Interval]:
    """Minimise and maximise each of some cells that equations bind together."""
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to import
    from scipy.sparse import csr_array  # noqa: PLC0415

    if not equations:
        return [Interval(0.0, math.inf)] * len(names)
    order = {name: at for at, name in enumerate(names)}
    entries = [
        (factor, row, order[name])
        for row, equation in enumerate(equations)
        for name, factor in equation.factors.items()
    ]
    factors, rows, columns = zip(*entries, strict=True)
    left = csr_array((factors, (rows, columns)), shape=(len(equations), len(names)))
    right = np.array([equation.rest for equation in equations])
    ends = []
    for at in range(len(names)):
        direction = np.zeros(len(names))
        direction[at] = 1.0
        low = linprog(direction, A_eq=left, b_eq=right, method="highs")
        high = linprog(-direction, A_eq=left, b_eq=right, method="highs")
        if low.x is None:
            raise CallError(diagnose("IRDP-N005"))
        top = math.inf if high.x is None else float(high.x[at])
        ends.append(Interval(float(low.x[at]), top))
    return ends
