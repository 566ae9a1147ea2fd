"""Logistic regression on cells: Newton's method, with offset, weights and Firth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.risks import RiskCounts

TOLERANCE = 1e-13
MAX_STEPS = 200
MAX_HALVINGS = 30
NEARLY = 1e-9
SMALL = 0.01
ROUNDING = 1e-12
SINGULAR = 1e14
DIVERGED = 40.0


@dataclass(frozen=True, slots=True, eq=False)
class LogisticFit:
    """A fitted logistic model on cells.

    Parameters
    ----------
    beta
        Coefficients, shape (d,).
    cov
        Inverse information (XᵀWX)⁻¹, shape (d, d).
    loglik
        Log-likelihood at `beta`, without the Firth term.
    mu
        Fitted probabilities, shape (U,).
    converged
        False where the coefficients ran away (separation) or did not settle.
    """

    beta: Floats
    cov: Floats
    loglik: float
    mu: Floats
    converged: bool


def expit(x: Floats) -> Floats:
    """Return 1/(1+e^−x) without overflow.

    Examples
    --------
    >>> expit(np.array([-800.0, 0.0])).tolist()
    [0.0, 0.5]
    """
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


def loglik(eta: Floats, n: Floats, events: Floats) -> float:
    """Return Σ[e ln μ + (n−e) ln(1−μ)], μ = expit(η), exactly 0 where e or n−e is 0."""
    return -float(
        np.sum(events * np.logaddexp(0, -eta) + (n - events) * np.logaddexp(0, eta))
    )


def information(design: Floats, weight: Floats) -> Floats:
    """Return XᵀWX; summed without BLAS, so that threads do not change the bits."""
    made: Floats = np.einsum("ui,uj->ij", design * weight[:, None], design)
    return made


def fit(
    design: Floats,
    n: Floats,
    events: Floats,
    *,
    offset: Floats | None = None,
    firth: bool = False,
    start: Floats | None = None,
) -> LogisticFit:
    """Fit logit μ = Xβ + offset by maximum likelihood, or Firth's penalised one.

    Newton–Raphson with step halving until max|Δβ|/max(1, |β|) < 1e-13. Firth (1993)
    has the score Σ_j x_j[(e_j − n_j μ_j) + H_j(½ − μ_j)], H_j = n_j μ_j(1−μ_j) x_jᵀ(XᵀWX)⁻¹x_j.

    Parameters
    ----------
    design
        Shape (U, d), float64.
    n, events
        Sums per cell, shape (U,), not negative.
    offset
        Shape (U,); 0 where not given.
    firth
        Whether to maximise loglik + ½ ln|XᵀWX|.
    start
        Where the search begins, shape (d,); 0 where not given.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> fit(one, np.array([10.0]), np.array([5.0])).beta.tolist()
    [0.0]
    """
    shift = np.zeros(len(n)) if offset is None else offset
    # Columns of one size: units of the predictors must not decide what is singular.
    scale = np.maximum(np.abs(design).max(axis=0), np.finfo(np.float64).tiny)
    cells = _Cells(design / scale, n, events, shift, firth)
    beta = np.zeros(design.shape[1]) if start is None else start * scale
    converged, previous = False, np.inf
    for _ in range(MAX_STEPS):
        step = cells.step(beta)
        if step is None:
            break
        # Relative above 1: spline coefficients can be of the order of a thousand.
        size = float(np.max(np.abs(step) / np.maximum(1, np.abs(beta))))
        # Once steps are as small as rounding allows, they stop shrinking: settled.
        if size < TOLERANCE or (size < NEARLY and size >= previous):
            beta, converged = beta + step, True
            break
        # The likelihood is concave: a small step cannot overshoot it.
        beta = beta + step if size < SMALL else cells.walk(beta, step)
        previous = size
        if cells.diverged(beta):
            break
    eta = cells.eta(beta)
    mu = expit(eta)
    cov = _inverse(information(cells.design, n * mu * (1 - mu)))
    if cov is None:
        cov, converged = np.full((len(beta), len(beta)), np.nan), False
    cov = cov / np.outer(scale, scale)
    return LogisticFit(beta / scale, cov, loglik(eta, n, events), mu, converged)


class _Cells(NamedTuple):
    """The data of one fit and one step of its search."""

    design: Floats
    n: Floats
    events: Floats
    shift: Floats
    firth: bool

    def eta(self, beta: Floats) -> Floats:
        made: Floats = np.einsum("ui,i->u", self.design, beta) + self.shift
        return made

    def step(self, beta: Floats) -> Floats | None:
        mu = expit(self.eta(beta))
        weight = self.n * mu * (1 - mu)
        inverse = _inverse(information(self.design, weight))
        if inverse is None:
            return None
        residual = self.events - self.n * mu
        if self.firth:
            hat = np.einsum("ui,ij,uj->u", self.design, inverse, self.design)
            residual = residual + weight * hat * (0.5 - mu)
        score = np.einsum("ui,u->i", self.design, residual)
        made: Floats = np.einsum("ij,j->i", inverse, score)
        return made

    def objective(self, beta: Floats) -> float:
        eta = self.eta(beta)
        value = loglik(eta, self.n, self.events)
        if self.firth:
            mu = expit(eta)
            info = information(self.design, self.n * mu * (1 - mu))
            sign, log_det = np.linalg.slogdet(info)
            value += 0.5 * float(log_det) if sign > 0 else -np.inf
        return value

    def walk(self, beta: Floats, step: Floats) -> Floats:
        """Return `beta + step`, halved while it makes the fit worse."""
        here = self.objective(beta)
        for _ in range(MAX_HALVINGS):
            if self.objective(beta + step) >= here - abs(here) * ROUNDING:
                break
            step = step / 2
        return beta + step

    def diverged(self, beta: Floats) -> bool:
        """Whether the fitted logits left the offset by more than any data allow."""
        away = float(np.max(np.abs(self.eta(beta) - self.shift)))
        return not self.firth and away > DIVERGED + 2 * float(np.ptp(self.shift))


def _inverse(info: Floats) -> Floats | None:
    """Return the inverse; `None` where the matrix is singular or not finite."""
    try:
        made: Floats = np.linalg.inv(info).astype(np.float64)
    except np.linalg.LinAlgError:
        return None
    size = float(np.abs(info).max()) * float(np.abs(made).max())
    return made if size < SINGULAR else None


def sandwich(fitted: LogisticFit, design: Floats, cells: RiskCounts) -> Floats:
    """Return the covariance of weighted estimates, shape (d, d).

    V = H⁻¹ (Σ w²uuᵀ) H⁻¹ · r/(r−1), u = x(y−μ), r rows; on counts the middle is
    Σ_j x_jx_jᵀ[Σw²y(1−μ_j)² + Σw²(1−y)μ_j²]. It equals that of survey::svyglm.
    """
    if cells.n_sq is None or cells.events_sq is None or cells.rows is None:
        return fitted.cov
    mu = fitted.mu
    meat = cells.events_sq * (1 - mu) ** 2 + (cells.n_sq - cells.events_sq) * mu**2
    rows = float(cells.rows.sum())
    factor = rows / (rows - 1) if rows > 1 else np.nan
    return factor * (fitted.cov @ information(design, meat) @ fitted.cov)
