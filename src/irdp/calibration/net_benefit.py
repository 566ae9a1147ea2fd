"""Net benefit at thresholds, for one data set or many replicates at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.calibration.exact import Exact, share
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from irdp.calibration.aggregate import Floats
    from irdp.calibration.risks import RiskCounts

DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a decision is taken, if not in the data at hand.

    Parameters
    ----------
    prevalence : float or decimal text, optional
        External prevalence π: TP/n becomes Sens·π and FP/n (1 − Spec)(1 − π).
    harm : float or array-like, optional
        Harm of the screening itself, in true positives per person; one number or
        one per threshold.
    declared : tuple of 2 numbers, optional
        Range of thresholds that clinicians declared; others are computed and flagged.
    """

    prevalence: Exact | None = None
    harm: ArrayLike = 0.0
    declared: tuple[Exact, Exact] | None = None


class Grid(NamedTuple):
    """Thresholds with what goes with each."""

    threshold: Floats
    harm: Floats
    prevalence: float | None
    declared: NDArray[np.bool_]


def read_grid(thresholds: ArrayLike | None, setting: Setting) -> Grid:
    """Return checked thresholds; those equal to 12 decimals are equal.

    Raises
    ------
    CallError
        ``IRDP-K079`` thresholds or harms that are impossible · ``IRDP-K063`` a
        prevalence or a declared limit outside (0, 1).
    """
    given = np.arange(1, 51) / 100 if thresholds is None else thresholds
    t: Floats = np.atleast_1d(np.asarray(given, np.float64))
    t = t.round(DECIMALS)
    harm = np.asarray(setting.harm, np.float64)
    usable = t.ndim == 1 and t.size > 0 and harm.shape in ((), t.shape)
    if not usable or not np.all((t > 0) & (t < 1)) or np.any(np.diff(t) <= 0):
        raise CallError(diagnose("IRDP-K079"))
    outside = None
    if setting.prevalence is not None:
        outside = float(share(setting.prevalence, name="prevalence"))
    declared = np.ones(t.shape, bool)
    if setting.declared is not None:
        lo, hi = (float(share(x, name="declared")) for x in setting.declared)
        declared = (t >= lo) & (t <= hi)
    return Grid(t, np.broadcast_to(harm, t.shape), outside, declared)


def plain_setting(setting: Setting) -> Setting:
    """Return the same setting in floats, as a result holds it."""
    known = None
    if setting.prevalence is not None:
        known = float(share(setting.prevalence, name="prevalence"))
    declared = None
    if setting.declared is not None:
        lo, hi = (float(share(x, name="declared")) for x in setting.declared)
        declared = (lo, hi)
    harm: ArrayLike = np.asarray(setting.harm, np.float64).tolist()
    return Setting(known, harm, declared)


def rates(counts: RiskCounts, grid: Grid) -> tuple[Floats, Floats]:
    """Return TP/n and FP/n at each threshold, under the prevalence in use."""
    caught = flagged(counts.p, counts.events[None], counts.nonevents[None], grid[0])
    ones, zeros = (np.array([c.sum()]) for c in (counts.events, counts.nonevents))
    true, false = shares(caught, (ones, zeros), grid)
    return true[0], false[0]


def flagged(
    p: Floats, events: Floats, nonevents: Floats, threshold: Floats
) -> tuple[Floats, Floats]:
    """Return true and false positives of shape (n_boot, n_thresholds), p >= t.

    Examples
    --------
    >>> true, false = flagged(np.array([0.1, 0.3]), np.array([[1.0, 2.0]]),
    ...                       np.array([[4.0, 3.0]]), np.array([0.1, 0.3, 0.5]))
    >>> true.tolist(), false.tolist()
    ([[3.0, 2.0, 0.0]], [[7.0, 3.0, 0.0]])
    """
    first = np.searchsorted(np.round(p, DECIMALS), threshold, side="left")
    at = p.size - first
    none = np.zeros((events.shape[0], 1))
    true, false = (
        np.concatenate([none, np.cumsum(c[:, ::-1], axis=1)], axis=1)[:, at]
        for c in (events, nonevents)
    )
    return true, false


def shares(
    caught: tuple[Floats, Floats], totals: tuple[Floats, Floats], grid: Grid
) -> tuple[Floats, Floats]:
    """Return TP/n and FP/n, or Sens·π and (1 − Spec)(1 − π) with an external π."""
    ones, zeros = (np.where(c > 0, c, np.nan)[:, None] for c in totals)
    if grid.prevalence is not None:
        pi = grid.prevalence
        return caught[0] / ones * pi, caught[1] / zeros * (1.0 - pi)
    n = (totals[0] + totals[1])[:, None]
    return caught[0] / n, caught[1] / n


def benefit_of(true: Floats, false: Floats, grid: Grid) -> Floats:
    """Return TP/n − FP/n · t/(1 − t) − harm."""
    odds = grid.threshold / (1.0 - grid.threshold)
    return true - false * odds - grid.harm


def everyone_of(prevalence: float | Floats, grid: Grid) -> Floats:
    """Return the net benefit of referring everyone: ȳ − (1 − ȳ)·t/(1 − t)."""
    odds = grid.threshold / (1.0 - grid.threshold)
    return prevalence - (1.0 - prevalence) * odds
