"""Local regression on counts: lowess (linear) and loess (quadratic).

Both fit at every distinct risk, without interpolation, and weigh each risk by its
number of persons: the result is that of the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BLOCK_CELLS = 1 << 18
NEAR = 0.001
FAR = 0.999


def lowess(
    risk: Floats, n: Floats, events: Floats, *, span: float = 2.0 / 3.0
) -> Floats:
    """Return the locally linear share of events at each distinct risk.

    Parameters
    ----------
    risk : ndarray of shape (n_scores,)
        Distinct predicted risks, increasing.
    n, events : ndarray of shape (n_scores,)
        Persons and events at each risk.
    span : float
        Share of the persons in a neighbourhood.

    Returns
    -------
    ndarray of shape (n_scores,), float64
        NaN where no person has that risk.

    Notes
    -----
    Cleveland's lowess without robustness iterations and with ``delta = 0``, as in
    rms: q = ⌊span·n + 1e-7⌋ persons, at least 2; tricube kernel of r = |p − x₀|/h,
    1 up to .001 and 0 from .999, times the persons; the slope is left out where the
    spread of the neighbourhood is below .001 of the range.

    References
    ----------
    Cleveland (1979), doi:10.1080/01621459.1979.10481038.

    Examples
    --------
    >>> p = np.array([0.1, 0.2, 0.3, 0.4])
    >>> lowess(p, np.full(4, 10.0), np.array([1.0, 2, 3, 4])).round(6)
    array([0.1, 0.2, 0.3, 0.4])
    """
    q = max(2.0, np.floor(span * n.sum() + 1e-7))
    occupied = n > 0
    limits = risk[occupied][[0, -1]] if occupied.any() else np.zeros(2)
    narrow = NEAR * (limits[1] - limits[0])
    share = _shares(n, events)
    out = np.full(risk.shape, np.nan)
    for block in _blocks(risk.size):
        kernel = _kernel(risk, n, block, q, far_closed=True)
        total = kernel.sum(axis=1)
        mean_x = np.einsum("ij,j->i", kernel, risk) / total
        mean_y = np.einsum("ij,j->i", kernel, share) / total
        centred = risk[None, :] - mean_x[:, None]
        spread = np.einsum("ij,ij,ij->i", kernel, centred, centred)
        cross = np.einsum(
            "ij,ij,ij->i", kernel, centred, share[None, :] - mean_y[:, None]
        )
        sloped = np.sqrt(spread / total) > narrow
        slope = np.divide(
            cross, spread, out=np.zeros_like(cross), where=sloped & (spread > 0)
        )
        out[block] = mean_y + (risk[block] - mean_x) * slope
    out[~occupied] = np.nan
    return out


def loess(risk: Floats, n: Floats, events: Floats, *, span: float = 0.75) -> Floats:
    """Return the locally quadratic share of events at each distinct risk.

    Parameters
    ----------
    risk, n, events : ndarray of shape (n_scores,)
        As in :func:`lowess`.
    span : float
        Share of the persons in a neighbourhood.

    Returns
    -------
    ndarray of shape (n_scores,), float64
        NaN where no person has that risk.

    Notes
    -----
    q = ⌊span·n + 1e-5⌋ persons, local polynomial of degree 2 at each risk (R's
    ``surface = "direct"``), tricube kernel, 0 from r = .999.

    References
    ----------
    Austin & Steyerberg (2019), doi:10.1002/sim.8281.

    Examples
    --------
    >>> p = np.linspace(0.1, 0.9, 9)
    >>> loess(p, np.full(9, 10.0), 10 * p**2).round(6)
    array([0.01, 0.04, 0.09, 0.16, 0.25, 0.36, 0.49, 0.64, 0.81])
    """
    q = max(2.0, np.floor(span * n.sum() + 1e-5))
    share = _shares(n, events)
    out = np.full(risk.shape, np.nan)
    for block in _blocks(risk.size):
        kernel = _kernel(risk, n, block, q, far_closed=False)
        x = risk[None, :] - risk[block, None]
        scale = np.maximum(np.abs(np.where(kernel > 0, x, 0.0)).max(axis=1), 1e-300)
        x = x / scale[:, None]
        moments = [np.einsum("ij,ij->i", kernel, x**k) for k in range(5)]
        right = np.stack(
            [np.einsum("ij,j->i", kernel, share)]
            + [np.einsum("ij,ij,j->i", kernel, x**k, share) for k in (1, 2)],
            axis=-1,
        )
        gram = np.stack(
            [np.stack(moments[k : k + 3], axis=-1) for k in range(3)], axis=-2
        )
        out[block] = (np.linalg.pinv(gram, hermitian=True) @ right[..., None])[:, 0, 0]
    out[n <= 0] = np.nan
    return out


def _shares(n: Floats, events: Floats) -> Floats:
    """Return the share of events at each score, 0 where there is no person."""
    return np.divide(events, n, out=np.zeros(n.shape), where=n > 0)


def _blocks(size: int) -> list[slice]:
    """Return slices of targets whose kernels fit in memory together."""
    step = max(1, BLOCK_CELLS // max(size, 1))
    return [slice(i, min(i + step, size)) for i in range(0, size, step)]


def _kernel(
    risk: Floats, n: Floats, block: slice, q: float, *, far_closed: bool
) -> Floats:
    """Return tricube weights times persons, targets in rows."""
    distance = np.abs(risk[None, :] - risk[block, None])
    order = np.argsort(distance, axis=1, kind="stable")
    reached = np.cumsum(n[order], axis=1)
    first = np.argmax(reached >= min(q, n.sum()) * (1 - 1e-12), axis=1)
    nearest = np.take_along_axis(order, first[:, None], 1)
    width = np.take_along_axis(distance, nearest, 1)
    r = np.divide(distance, width, out=np.zeros_like(distance), where=width > 0)
    alone = width[:, 0] <= 0
    if alone.any():
        r[alone] = np.where(distance[alone] > 0, 2.0, 0.0)
    inside = r <= FAR if far_closed else r < FAR
    near = r <= NEAR
    # products, not powers: pow() is many times slower
    rest = 1.0 - r * r * r
    weight: Floats = rest * rest * rest
    weight[near] = 1.0
    weight[~inside] = 0.0
    weight *= n
    return weight
