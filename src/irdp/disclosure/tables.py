"""Tables of counts with their margins, small cells hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.disclosure.equations import Sum
from irdp.disclosure.rules import Rules
from irdp.disclosure.system import Cell, System
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
    Mask = npt.NDArray[np.bool_]

TOTAL = -1


@dataclass(frozen=True, slots=True)
class SuppressedTable:
    """A table with its margins, as it may be published.

    Parameters
    ----------
    values
        ndarray of shape (rows + 1, columns + 1) or (cells + 1,), float64; the last
        row and column are the totals; NaN where the number is hidden.
    hidden
        ndarray of bool, same shape: what is hidden, for whatever reason. Nothing
        tells a small cell from one that is hidden to protect it.
    k
        The threshold that was applied.
    """

    values: Numbers
    hidden: Mask
    k: int

    def cells(self) -> dict[str, float | None]:
        """Return each cell by name ("r0c1", totals "r0c*"), None where hidden."""
        return {
            name: None if self.hidden[at] else float(self.values[at])
            for name, at in _names(self.values.shape).items()
        }

    def sums(self) -> list[Sum]:
        """Return the sums that bind the cells."""
        return _sums(self.values.shape)

    def rates(self) -> Numbers:
        """Return the shares of each row's total, NaN where either is hidden.

        Returns
        -------
        ndarray of the table's shape, float64, in [0, 1]
        """
        return hide_derived(self.values, self.values[..., TOTAL:])


def suppress(
    counts: npt.ArrayLike,
    *,
    rules: Rules | None = None,
    persons: npt.ArrayLike | None = None,
    shares: npt.ArrayLike | None = None,
) -> SuppressedTable:
    """Hide the small cells of a table, and the cells from which they follow.

    Parameters
    ----------
    counts
        array-like of shape (cells,) or (rows, columns): non-negative numbers,
        without totals; the totals are computed and treated as cells.
    rules
        What is hidden; the rules of `Rules()` if None.
    persons
        Persons behind each cell, same shape; the counts themselves if None. The
        totals of this array are taken for the margins.
    shares
        Share of the largest unit in each cell, in [0, 1], same shape.

    Returns
    -------
    SuppressedTable

    Raises
    ------
    CallError
        Where the counts are not a vector or a matrix of finite numbers >= 0.

    Examples
    --------
    >>> table = suppress([[120, 35, 9], [80, 22, 14], [200, 61, 30]])
    >>> bool(table.hidden[0, 2]), int(table.hidden.sum()), table.values[3].tolist()
    (True, 4, [400.0, 118.0, 53.0, 571.0])
    """
    rules = rules or Rules()
    inner = np.asarray(counts, dtype=np.float64)
    if inner.ndim not in {1, 2} or not np.isfinite(inner).all() or (inner < 0).any():
        raise CallError(diagnose("IRDP-N006"))
    values = _with_margins(inner)
    people = values if persons is None else _with_margins(np.asarray(persons))
    dominant = np.zeros(values.shape)
    if shares is not None:
        dominant[tuple(slice(n) for n in inner.shape)] = shares
    hidden = np.zeros(values.shape, dtype=np.bool_)
    names = _names(values.shape)
    for name in _system(values, people, dominant).protect(rules):
        hidden[names[name]] = True
    shown = np.where(hidden, np.nan, values)
    shown.setflags(write=False)
    hidden.setflags(write=False)
    return SuppressedTable(shown, hidden, rules.k)


def _system(values: Numbers, people: Numbers, dominant: Numbers) -> System:
    """Return a table with margins as cells and sums; large cells cost more."""
    system = System()
    for name, at in _names(values.shape).items():
        n = float(values[at])
        cost = float(1 + np.log1p(n))
        cell = Cell(n, int(people[at]), float(dominant[at]), cost=cost)
        system.add(name, cell)
    for equation in _sums(values.shape):
        system.bind(equation.total, equation.parts)
    return system


def hide_derived(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Numbers:
    """Return the quotient of published numbers, NaN where one of them is hidden.

    Parameters
    ----------
    numerator, denominator
        array-likes that broadcast together; NaN where hidden.

    Returns
    -------
    ndarray, float64
        NaN also where the denominator is 0: there is no rate of nobody.

    Examples
    --------
    >>> hide_derived([12, np.nan, 0], [48, 50, 0]).tolist()
    [0.25, nan, nan]
    """
    top = np.asarray(numerator, dtype=np.float64)
    bottom = np.asarray(denominator, dtype=np.float64)
    shape = np.broadcast_shapes(top.shape, bottom.shape)
    rates: Numbers = np.full(shape, np.nan)
    np.divide(top, bottom, out=rates, where=bottom != 0)
    return rates


def _with_margins(inner: npt.NDArray[np.generic]) -> Numbers:
    values = inner.astype(np.float64)
    for axis in range(values.ndim):
        values = np.concatenate([values, values.sum(axis=axis, keepdims=True)], axis)
    return values


def _names(shape: tuple[int, ...]) -> Mapping[str, tuple[int, ...]]:
    return {_name(at, shape): at for at in np.ndindex(*shape)}


def _name(at: tuple[int, ...], shape: tuple[int, ...]) -> str:
    parts = ("*" if i == n - 1 else str(i) for i, n in zip(at, shape, strict=True))
    return "".join(f"{axis}{part}" for axis, part in zip("rc", parts, strict=False))


def _sums(shape: tuple[int, ...]) -> list[Sum]:
    if len(shape) == 1:
        n = shape[0] - 1
        return [Sum(_name((n,), shape), tuple(_name((i,), shape) for i in range(n)))]
    rows, columns = shape
    across = [
        Sum(
            _name((r, columns - 1), shape),
            tuple(_name((r, c), shape) for c in range(columns - 1)),
        )
        for r in range(rows)
    ]
    down = [
        Sum(
            _name((rows - 1, c), shape),
            tuple(_name((r, c), shape) for r in range(rows - 1)),
        )
        for c in range(columns)
    ]
    return across + down
