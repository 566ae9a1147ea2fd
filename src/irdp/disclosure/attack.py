"""What somebody who knows only the published numbers can conclude.

Nothing here sees a hidden value: the intervals are those of an attacker who knows
every published number, every sum, and that no number is negative.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.disclosure.equations import Sum, components, matrix
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

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
    found: dict[str, Interval] = {}
    for names, bound in components(published, sums):
        values = np.array(
            [math.nan if published[n] is None else published[n] for n in names],
            dtype=np.float64,
        )
        hidden = np.isnan(values)
        if hidden.any():
            ends = _ends(matrix(names, bound), values, hidden)
            found |= zip((n for n in names if published[n] is None), ends, strict=True)
    return {name: found[name] for name in published if name in found}


def _ends(
    equations: object,
    values: npt.NDArray[np.float64],
    hidden: npt.NDArray[np.bool_],
) -> list[Interval]:
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to import

    columns = equations.tocsc()  # type: ignore[attr-defined]
    fixed = -(columns[:, np.flatnonzero(~hidden)] @ values[~hidden])
    free = columns[:, np.flatnonzero(hidden)]
    ends = []
    for at in range(free.shape[1]):
        direction = np.zeros(free.shape[1])
        direction[at] = 1.0
        low = linprog(direction, A_eq=free, b_eq=fixed, method="highs")
        high = linprog(-direction, A_eq=free, b_eq=fixed, method="highs")
        if low.status == 2:  # noqa: PLR2004 - scipy's code for "infeasible"
            raise CallError(diagnose("IRDP-N005"))
        top = math.inf if high.x is None else float(high.x[at])
        ends.append(Interval(float(low.x[at]), top))
    return ends
