"""Isotonic regression on counts (PAVA): the best monotone curve there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pava(n: NDArray[np.float64], events: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the non-decreasing shares of events nearest to those observed.

    Parameters
    ----------
    n, events : ndarray of shape (n_scores,)
        Persons and events at each distinct score, scores increasing.

    Returns
    -------
    ndarray of shape (n_scores,), float64
        A step function in [0, 1]; a score without persons takes the value of the
        step below it.

    References
    ----------
    Dimitriadis, Gneiting & Jordan (2021), doi:10.1073/pnas.2016191118.

    Examples
    --------
    >>> pava(np.array([10.0, 10, 20]), np.array([1.0, 4, 6])).round(4)
    array([0.1   , 0.3333, 0.3333])
    """
    from sklearn.isotonic import isotonic_regression  # noqa: PLC0415

    held = np.flatnonzero(n > 0)
    out = np.full(n.shape, np.nan)
    if not held.size:
        return out
    fitted = isotonic_regression(
        np.asarray(events, np.float64)[held] / n[held],
        sample_weight=np.asarray(n, np.float64)[held],
        y_min=0.0,
        y_max=1.0,
    )
    place = np.maximum(np.searchsorted(held, np.arange(n.size), side="right") - 1, 0)
    out[:] = fitted[place]
    return out


def steps(
    n: NDArray[np.float64], events: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the first score of each step of the isotonic fit, and its height.

    Examples
    --------
    >>> steps(np.array([10.0, 10, 20]), np.array([1.0, 4, 6]))[0]
    array([0, 1])
    """
    curve = pava(n, events)
    starts = np.flatnonzero(np.diff(curve, prepend=-np.inf) > 0)
    return starts, curve[starts]
