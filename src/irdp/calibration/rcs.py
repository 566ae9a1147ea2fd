"""Restricted cubic splines of the logit: the default calibration curve.

Every function takes one data set or many replicates at once: the last axis is the
score, a leading axis, where there is one, the replicate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.calibration.newton import expit
from irdp.calibration.quantiles import person_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KNOT_SHARES: dict[int, tuple[float, ...]] = {
    5: (0.05, 0.275, 0.5, 0.725, 0.95),
    4: (0.05, 0.35, 0.65, 0.95),
    3: (0.10, 0.50, 0.90),
}
MAX_STEPS = 60
SETTLED = 1e-9
SINGULAR = 1e-13
MAX_HALVINGS = 30


def choose_knots(logit: Floats, n: Floats, k: int) -> Floats:
    """Return `k` candidate knots: type-7 quantiles of the logit over persons.

    Examples
    --------
    >>> choose_knots(np.linspace(-4.0, 4.0, 101), np.ones(101), 3).round(6)
    array([-3.2,  0. ,  3.2])
    """
    return person_quantile(logit, n, KNOT_SHARES[k])


def spline_basis(logit: Floats, knots: Floats) -> Floats:
    """Return the design [1, ℓ, non-linear terms] of shape (..., n_scores, k).

    Notes
    -----
    Truncated cubes that are linear beyond the outer knots, divided by
    (k_K − k₁)² (Harrell, *Regression Modeling Strategies*, norm 2).

    Examples
    --------
    >>> spline_basis(np.array([-3.0, 0.0, 3.0]), np.array([-1.0, 0.0, 1.0])).round(4)
    array([[ 1.  , -3.  ,  0.  ],
           [ 1.  ,  0.  ,  0.25],
           [ 1.  ,  3.  ,  4.5 ]])
    """
    k = knots.shape[-1]
    shape = np.broadcast_shapes(logit.shape[:-1], knots.shape[:-1])
    x = np.broadcast_to(logit, (*shape, logit.shape[-1]))
    columns = [np.ones_like(x), x]
    if k:
        span = (knots[..., -1] - knots[..., 0])[..., None]
        cube = [_cube(x, knots[..., j, None]) for j in range(k)]
        last, before = knots[..., k - 1, None], knots[..., k - 2, None]
        for j in range(k - 2):
            kj = knots[..., j, None]
            term = cube[j] - cube[k - 2] * (last - kj) / (last - before)
            term += cube[k - 1] * (before - kj) / (last - before)
            columns.append(term / span**2)
    return np.stack(columns, axis=-1)


def _cube(x: Floats, knot: Floats) -> Floats:
    """Return the truncated cube (x − knot)₊³."""
    above: Floats = np.maximum(x - knot, 0.0)
    return above * above * above


def fit_many(design: Floats, n: Floats, events: Floats) -> Floats:
    """Fit one logistic model per replicate by maximum likelihood.

    Parameters
    ----------
    design : ndarray of shape (n_boot, n_scores, n_parameters)
        The second column is the logit itself.
    n, events : ndarray of shape (n_boot, n_scores)
        Persons and events at each score.

    Returns
    -------
    ndarray of shape (n_boot, n_parameters), float64
        NaN where there is no finite maximum (separation) or the design is singular.

    Notes
    -----
    Newton–Raphson with step halving from (0, 1, 0, …), until a step is below
    1e-9 of the coefficients: convergence is quadratic, so the error left is that of
    the arithmetic. The columns are scaled first, which keeps the systems well
    conditioned.

    Examples
    --------
    >>> x = np.array([[[1.0, 0.0], [1.0, 1.0]]])
    >>> fit_many(x, np.array([[10.0, 10.0]]), np.array([[2.0, 5.0]])).round(6)
    array([[-1.386294,  1.386294]])
    """
    scale = np.maximum(np.abs(design).max(axis=-2), 1e-300)
    x = design / scale[..., None, :]
    beta = np.zeros(scale.shape)
    beta[..., 1] = scale[..., 1]
    lost = np.ones(beta.shape[0], bool)
    live = np.arange(beta.shape[0])
    at = _at(x, beta, n, events)
    for _ in range(MAX_STEPS):
        step, singular = _newton_step(x, at.mu, n, events)
        step[singular] = 0.0
        taken, at = _walk(x, beta[live], step, at, (n, events))
        beta[live] += taken
        settled = np.all(np.abs(taken) <= SETTLED * (1.0 + np.abs(beta[live])), axis=-1)
        lost[live[settled & ~singular]] = False
        moving = ~settled & ~singular
        if not moving.any():
            break
        if not moving.all():
            live, x, n, events = live[moving], x[moving], n[moving], events[moving]
            at = _State(at.mu[moving], at.loglik[moving])
    found: Floats = beta / scale
    found[lost] = np.nan
    return found


class _State(NamedTuple):
    """Fitted probabilities and log-likelihood of each replicate."""

    mu: Floats
    loglik: Floats


def _at(x: Floats, beta: Floats, n: Floats, events: Floats) -> _State:
    """Return μ and Σ[e η − n ln(1 + e^η)], with one exponential for both."""
    eta = (x @ beta[..., None])[..., 0]
    small = np.exp(-np.abs(eta))
    mu = np.where(eta >= 0, 1.0, small) / (1.0 + small)
    softplus = np.maximum(eta, 0.0) + np.log1p(small)
    return _State(mu, np.sum(events * eta - n * softplus, axis=-1))


def _newton_step(
    x: Floats, mu: Floats, n: Floats, events: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the Newton step and where there is none."""
    weight = n * mu * (1.0 - mu)
    hessian = np.swapaxes(x, -1, -2) @ (x * weight[..., None])
    score = (np.swapaxes(x, -1, -2) @ (events - n * mu)[..., None])[..., 0]
    eigen = np.linalg.eigvalsh(hessian)
    bad = ~(eigen[..., 0] > SINGULAR * np.abs(eigen[..., -1]))
    hessian[bad] = np.eye(hessian.shape[-1])
    step = np.linalg.solve(hessian, score[..., None])[..., 0]
    return step.astype(np.float64), bad


def _walk(
    x: Floats, beta: Floats, step: Floats, at: _State, data: tuple[Floats, Floats]
) -> tuple[Floats, _State]:
    """Take the step, halved where the likelihood would fall."""
    floor = at.loglik - 1e-9 * (1.0 + np.abs(at.loglik))
    for _ in range(MAX_HALVINGS):
        found = _at(x, beta + step, *data)
        worse = found.loglik < floor
        if not worse.any():
            break
        step = np.where(worse[..., None], step / 2.0, step)
    return step, found


def usable_knots(logit: Floats, n: Floats, k: int = 5) -> Floats:
    """Return the largest set of at most `k` knots that are distinct, or none.

    As many parameters as knots must be carried by as many distinct scores.

    Examples
    --------
    >>> usable_knots(np.array([-1.0, 0.0, 1.0]), np.array([80.0, 10, 10])).size
    0
    """
    scores = np.count_nonzero(n > 0)
    for count in range(min(k, 5), 2, -1):
        knots = choose_knots(logit, n, count)
        if np.unique(knots).size == count and scores >= count:
            return knots
    return np.empty(0)


def replicate_curves(logit: Floats, n: Floats, events: Floats, *, k: int = 5) -> Floats:
    """Return the refitted curve of every replicate, shape (n_boot, n_scores).

    The knots are chosen again in each replicate, and their number too. A replicate
    without a finite fit is a row of NaN.
    """
    out = np.full(n.shape, np.nan)
    left = np.ones(n.shape[0], bool)
    scores = np.count_nonzero(n > 0, axis=-1)
    for count in (*range(min(k, 5), 2, -1), 0):
        if not left.any():
            break
        knots = choose_knots(logit, n, count) if count else np.empty((n.shape[0], 0))
        fits = left & (scores >= count)
        if count:
            fits &= np.all(np.diff(knots, axis=-1) > 0, axis=-1)
        rows = np.flatnonzero(fits)
        left[rows] = False
        if rows.size:
            design = spline_basis(logit, knots[rows])
            beta = fit_many(design, n[rows], events[rows])
            out[rows] = expit((design @ beta[..., None])[..., 0])
    return out
