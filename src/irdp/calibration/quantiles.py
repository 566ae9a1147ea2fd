"""Quantiles over persons, from values and how many persons have each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def person_quantile(
    values: ArrayLike, persons: ArrayLike, q: ArrayLike
) -> NDArray[np.float64]:
    """Return type-7 quantiles over persons, with values given once each.

    Parameters
    ----------
    values : array-like of shape (..., n_scores)
        Values, in any order.
    persons : array-like of shape (..., n_scores)
        Persons (or sums of weights) with each value, >= 0.
    q : array-like of shape (n_q,)
        Probabilities in [0, 1].

    Returns
    -------
    ndarray of shape (..., n_q), float64
        NaN where there is no person.

    Notes
    -----
    With n = Σw the position is h = 1 + (n − 1)q, x₍ₖ₎ is the first value whose
    cumulated weight reaches k, and the quantile lies between x at ⌊h⌋ and the next
    one, linearly. With w = 1 it is the default of numpy and of R (type 7).

    Examples
    --------
    >>> person_quantile([1.0, 2.0, 10.0], [3, 1, 2], [0.5, 0.9])
    array([ 1.5, 10. ])
    """
    x, w = np.broadcast_arrays(
        np.asarray(values, np.float64), np.asarray(persons, np.float64)
    )
    order = np.argsort(x, axis=-1, kind="stable")
    x = np.take_along_axis(x, order, -1)
    reached = np.cumsum(np.take_along_axis(w, order, -1), axis=-1)
    total = reached[..., -1]
    out = np.empty((*total.shape, np.size(q)))
    for i, share in enumerate(np.ravel(np.asarray(q, np.float64))):
        position = 1.0 + np.maximum(total - 1.0, 0.0) * share
        # a product such as 749 * 0.3 can miss its integer by one ulp
        below = np.floor(position + 1e-9 * np.maximum(position, 1.0) * 1e-3)
        part = np.clip(position - below, 0.0, 1.0)
        low = _at_rank(x, reached, below)
        high = _at_rank(x, reached, np.minimum(below + 1.0, np.maximum(total, 1.0)))
        out[..., i] = low + part * (high - low)
    out[total <= 0] = np.nan
    return out


def _at_rank(
    x: NDArray[np.float64], reached: NDArray[np.float64], rank: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the first value whose cumulated weight reaches `rank`."""
    slack = 1e-12 * reached[..., -1]
    hit = reached >= (np.minimum(rank, reached[..., -1]) - slack)[..., None]
    first = np.argmax(hit, axis=-1)
    return np.take_along_axis(x, first[..., None], -1)[..., 0]
