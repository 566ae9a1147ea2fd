"""Published numbers and the sums that bind them; what an attacker can derive.

Every number that is or could be derived is a cell, totals too; every sum is an
equation ``total = part + part + …``. Some cells are latent: nobody publishes them,
but they follow by subtraction (those of a group who are *not* detected).

Complementary suppression follows the linear-programming heuristic of the
statistical offices (Fischetti & Salazar-González 2001, *Management Science* 47(7),
doi 10.1287/mnsc.47.7.1008.9804, section on heuristics): for each cell to protect,
find the cheapest change of the whole table that keeps every sum, leaves no number
negative and makes this cell large enough; whatever the change touches is hidden.
The change is the proof: the changed table agrees with all that is published.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.disclosure.equations import Sum, components, matrix
from irdp.disclosure.rules import Rules, wanted_change
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    import numpy.typing as npt

    Mask = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.float64]

TOLERANCE = 1e-6
FEW = 4  # below this many open cells, one by one is as quick
TOTAL_COST = 20.0  # a hidden total costs as much as twenty of its parts


class Cell(NamedTuple):
    """One number: its value, the persons behind it, and how it may be treated."""

    value: float
    persons: int
    share: float = 0.0
    latent: bool = False
    zero_is_safe: bool = False
    cost: float = 1.0


@dataclass(slots=True)
class System:
    """Cells by name and the sums that bind them.

    Examples
    --------
    >>> system = System()
    >>> for name, n in {"a": 4, "b": 30, "all": 34}.items():
    ...     system.add(name, Cell(n, n))
    >>> system.bind("all", ["a", "b"])
    >>> sorted(system.protect(Rules()))
    ['a', 'b']
    """

    cells: dict[str, Cell] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)

    def add(self, name: str, cell: Cell) -> None:
        """Add a cell, or check that it says the same as the one of that name."""
        known = self.cells.setdefault(name, cell)
        if known.value != cell.value:
            raise CallError(diagnose("IRDP-N003", name=name))
        if known.latent and not cell.latent:
            self.cells[name] = cell

    def bind(self, total: str, parts: list[str] | tuple[str, ...]) -> None:
        """Declare that `total` is the sum of `parts`; it must hold.

        No parts at all bind nothing: there is no row from which to subtract.
        """
        if not parts:
            return
        gap = self.cells[total].value - sum(self.cells[p].value for p in parts)
        if abs(gap) > TOLERANCE:
            raise CallError(diagnose("IRDP-N004", total=total))
        self.sums.append(Sum(total, tuple(parts)))

    def protect(self, rules: Rules) -> frozenset[str]:
        """Return the names of the cells to hide, latent ones included.

        Parameters
        ----------
        rules
            What is small, what dominates, whether a zero is safe.

        Returns
        -------
        frozenset of str
            Primary cells and those hidden so that they cannot be derived.
        """
        names = list(self.cells)
        cells = list(self.cells.values())
        values = np.array([c.value for c in cells], dtype=np.float64)
        primary = rules.primary(
            np.array([c.persons for c in cells], dtype=np.int64),
            shares=np.array([c.share for c in cells], dtype=np.float64),
            zero_is_safe=np.array(
                [c.zero_is_safe or rules.zero_is_safe for c in cells], dtype=np.bool_
            ),
        )
        hidden = primary | np.array([c.latent for c in cells], dtype=np.bool_)
        costs = np.array([c.cost for c in cells], dtype=np.float64)
        order = {name: at for at, name in enumerate(names)}
        uses = np.zeros(len(names))
        for equation in self.sums:
            uses[order[equation.total]] += 1
        costs *= TOTAL_COST ** np.minimum(uses, 2)  # more would blind the solver
        for group, places in components(order, [s.cells for s in self.sums]):
            at = np.array([order[n] for n in group], dtype=np.intp)
            sums = [self.sums[place] for place in places]
            hidden[at] = _Block(group, sums, values[at], costs[at]).protect(
                primary[at], hidden[at], rules.k
            )
        return frozenset(n for n, h in zip(names, hidden, strict=True) if h)


class _Block:
    """The cells of one connected set of equations."""

    def __init__(
        self, names: list[str], sums: list[Sum], values: Numbers, costs: Numbers
    ) -> None:
        self.values = values
        self.costs = costs
        self.matrix = matrix(names, sums).tocsc()

    def protect(self, primary: Mask, hidden: Mask, k: int) -> Mask:
        """Return the hidden cells, enlarged until every primary one is safe."""
        hidden = hidden.copy()
        wanted = wanted_change(self.values, k)
        proven = ~primary
        for at in np.argsort(-wanted, kind="stable"):
            if proven[at]:
                continue
            change = self._cheapest_change(int(at), float(wanted[at]), hidden)
            moved = np.abs(change) > TOLERANCE
            proven |= change >= wanted - TOLERANCE
            if not (moved & ~hidden).any() and int((~proven).sum()) > FEW:
                proven |= self._proven_together(~proven, wanted, hidden)
            hidden |= moved
        return hidden

    def _proven_together(self, open_: Mask, wanted: Numbers, hidden: Mask) -> Mask:
        """Return cells that one change of hidden cells makes large enough at once."""
        from scipy.optimize import linprog  # noqa: PLC0415 - slow to import
        from scipy.sparse import csr_array, eye_array, hstack  # noqa: PLC0415

        at, goals = np.flatnonzero(hidden), np.flatnonzero(open_)
        place = np.searchsorted(at, goals)
        m, n = len(goals), len(at)
        raised = csr_array((-np.ones(m), (np.arange(m), place)), shape=(m, n))
        bounds = [(-v, None) for v in self.values[at]] + [(0, w) for w in wanted[goals]]
        found = linprog(
            np.concatenate([np.zeros(n), -1.0 / wanted[goals]]),
            A_ub=hstack([raised, eye_array(m)]).tocsr(),
            b_ub=np.zeros(m),
            A_eq=hstack(
                [self.matrix[:, at], csr_array((self.matrix.shape[0], m))]
            ).tocsr(),
            b_eq=np.zeros(self.matrix.shape[0]),
            bounds=bounds,
            method="highs",
        )
        proven = np.zeros(len(hidden), dtype=np.bool_)
        if found.x is None:  # one by one, then
            return proven
        change = found.x[:n]
        whole = np.abs(change - np.round(change)).max(initial=0.0) < TOLERANCE
        if whole or self.fractional:
            proven[at] = change >= wanted[at] - TOLERANCE
        return proven

    def _cheapest_change(self, at: int, by: float, hidden: Mask) -> Numbers:
        """Return the cheapest change that raises one cell and keeps all sums."""
        from scipy.optimize import linprog  # noqa: PLC0415 - slow to import
        from scipy.sparse import hstack  # noqa: PLC0415

        n = len(self.values)
        costs = np.where(hidden, 0.0, self.costs)
        upper = np.concatenate([np.full(n, np.inf), self.values])
        lower = np.zeros(2 * n)
        lower[at] = upper[at] = by
        upper[n + at] = 0.0
        for integrality in (0, 1):
            found = linprog(
                # a hair of cost on hidden cells: no idle flow in circles
                np.concatenate([costs, costs]) + TOLERANCE,
                A_eq=hstack([self.matrix, -self.matrix]).tocsr(),
                b_eq=np.zeros(self.matrix.shape[0]),
                bounds=np.column_stack([lower, upper]),
                method="highs",
                integrality=integrality,
            )
            if found.x is None:
                raise CallError(diagnose("IRDP-N014", status=found.status))
            change: Numbers = found.x[:n] - found.x[n:]
            whole = np.abs(change - np.round(change)).max() < TOLERANCE
            if whole or self.fractional:
                return change
        return change

    @property
    def fractional(self) -> bool:
        """Whether some value is no whole number (hours): then no integer search."""
        return bool((np.abs(self.values - np.round(self.values)) > TOLERANCE).any())
