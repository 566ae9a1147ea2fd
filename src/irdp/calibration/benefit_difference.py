"""Is one score more useful than another? The paired difference of net benefit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.aggregate import canonical, check_outcome, column
from irdp.calibration.decision import percentile
from irdp.calibration.estimate import CI
from irdp.calibration.net_benefit import DECIMALS, Setting, read_grid
from irdp.calibration.resampling import draws
from irdp.calibration.result import Result
from irdp.calibration.risks import RiskCounts
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from irdp.calibration.aggregate import Floats, Numbers


@dataclass(frozen=True, slots=True, eq=False)
class BenefitDifference(Result):
    """Net benefit of score A minus that of score B, on the same persons.

    Parameters
    ----------
    threshold : ndarray of shape (n_thresholds,), float64, in (0, 1)
    difference, lo, hi : ndarray of shape (n_thresholds,), float64
        In true positives per person; percentile bootstrap of the joint cells.
    n, events : float
        Persons and events.
    level, method, n_boot, seed
        The interval.
    warnings : tuple of str
        Machine-readable remarks.
    """

    threshold: Floats
    difference: Floats
    lo: Floats
    hi: Floats
    n: float
    events: float
    level: float
    method: str
    n_boot: int
    seed: int
    warnings: tuple[str, ...] = ()


def net_benefit_difference(
    y_true: object,
    risk_a: object,
    risk_b: object,
    *,
    thresholds: ArrayLike | None = None,
    ci: CI | None = None,
) -> BenefitDifference:
    """Return NB(A) − NB(B) at each threshold with a paired interval.

    Parameters
    ----------
    y_true : array-like of shape (n_persons,)
        Outcome 0/1.
    risk_a, risk_b : array-like of shape (n_persons,)
        Risks of the same persons by the two scores, in [0, 1].
    thresholds : array-like of shape (n_thresholds,), optional
        Increasing, in (0, 1); 0.01 to 0.50 by 0.01 if not given.
    ci : CI, optional
        Level, replicates and seed.

    Raises
    ------
    CallError
        ``IRDP-K080`` columns of different lengths, missing values, or risks outside
        [0, 1] · ``IRDP-K079`` impossible thresholds.

    Notes
    -----
    Persons with the same pair of risks are one cell; only the number of thresholds
    that each risk reaches matters, so that there are at most (T + 1)² cells. The
    resample of the cells is the row bootstrap of the pairs.

    Examples
    --------
    >>> found = net_benefit_difference([0, 1, 0, 1], [.1, .9, .2, .8], [.5, .5, .5, .5],
    ...                                thresholds=[0.4], ci=CI(n_boot=50))
    >>> found.difference.round(4)
    array([0.3333])
    """
    ci = ci or CI()
    grid = read_grid(thresholds, Setting())
    y, reached = _pairs(y_true, (risk_a, risk_b), grid.threshold)
    size = grid.threshold.size + 1
    code, cell = np.unique(reached[0] * size + reached[1], return_inverse=True)
    n = np.bincount(cell).astype(np.float64)
    events = np.bincount(cell, weights=y).astype(np.float64)
    # the "risk" of a joint cell is its number: only its counts are resampled
    cells = RiskCounts(np.arange(code.size, dtype=np.float64), n, events)
    flags = [
        (part[:, None] > np.arange(grid.threshold.size)).astype(np.float64)
        for part in np.divmod(code, size)
    ]
    gain = flags[0] - flags[1]
    odds = grid.threshold / (1.0 - grid.threshold)

    def difference(events: Floats, nonevents: Floats) -> Floats:
        total = (events.sum(axis=1) + nonevents.sum(axis=1))[:, None]
        true = np.einsum("bc,ct->bt", events, gain)
        false = np.einsum("bc,ct->bt", nonevents, gain)
        found: Floats = (true - false * odds) / total
        return found

    # no quantile groups here: a joint cell has no place in an order
    drawn = list(draws(cells, ci))
    replicates = [difference(draw.events, draw.nonevents) for draw in drawn]
    lo, hi = percentile(np.concatenate(replicates), ci.level)
    lost = sum(int(draw.one_class.sum()) for draw in drawn)
    return BenefitDifference(
        threshold=grid.threshold,
        difference=difference(events[None], (n - events)[None])[0],
        lo=lo,
        hi=hi,
        n=float(n.sum()),
        events=float(events.sum()),
        level=ci.level,
        method="bootstrap_percentile",
        n_boot=ci.n_boot,
        seed=ci.seed,
        warnings=(f"one_class_replicates={lost}",) if lost else (),
    )


def _pairs(
    y_true: object, risks: tuple[object, object], threshold: Floats
) -> tuple[Numbers, list[Numbers]]:
    """Return the outcomes, and how many thresholds each risk reaches."""
    y = column(y_true, "y_true")
    check_outcome(y)
    reached = []
    for name, risk in zip(("risk_a", "risk_b"), risks, strict=True):
        p = canonical(column(risk, name))
        if p.shape != y.shape or not np.all((p >= 0) & (p <= 1)):
            raise CallError(diagnose("IRDP-K080"))
        at = np.searchsorted(threshold, np.round(p, DECIMALS), side="right")
        reached.append(at.astype(np.int64))
    return y.astype(np.float64), reached
