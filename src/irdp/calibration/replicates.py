"""Statistics of many replicates at once, as matrix operations on cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.calibration.newton import expit
from irdp.calibration.risks import EPS, logit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from irdp.calibration.aggregate import Floats

STEPS = 30
SETTLED = 1e-10
RUNAWAY = 60.0


class Draw(NamedTuple):
    """Some replicates of the cells: risks (U,), events and non-events (b, U)."""

    p: Floats
    events: Floats
    nonevents: Floats

    @property
    def n(self) -> Floats:
        """Persons by replicate and cell, shape (b, U)."""
        return self.events + self.nonevents

    @property
    def one_class(self) -> NDArray[np.bool_]:
        """Whether a replicate lacks events or non-events, shape (b,)."""
        ones, zeros = self.events.sum(axis=1), self.nonevents.sum(axis=1)
        lacking: NDArray[np.bool_] = (ones == 0) | (zeros == 0)
        return lacking


def auc(draw: Draw) -> Floats:
    """Return the AUC of each replicate, shape (b,); NaN where one class is empty."""
    below = np.cumsum(draw.nonevents, axis=1) - draw.nonevents / 2
    ones, zeros = draw.events.sum(axis=1), draw.nonevents.sum(axis=1)
    pairs = np.einsum("bu,bu->b", draw.events, below)
    return _divide(pairs, ones * zeros)


def brier(draw: Draw) -> Floats:
    """Return the Brier score of each replicate, shape (b,)."""
    lost = np.einsum("bu,u->b", draw.events, (1 - draw.p) ** 2)
    lost += np.einsum("bu,u->b", draw.nonevents, draw.p**2)
    return _divide(lost, draw.events.sum(axis=1) + draw.nonevents.sum(axis=1))


def brier_scaled(draw: Draw) -> Floats:
    """Return 1 − B/(ȳ(1−ȳ)) of each replicate, shape (b,); NaN with one class."""
    total = draw.events.sum(axis=1) + draw.nonevents.sum(axis=1)
    rate = _divide(draw.events.sum(axis=1), total)
    made: Floats = 1 - _divide(brier(draw), rate * (1 - rate))
    return made


def log_loss(draw: Draw) -> Floats:
    """Return the log-loss of each replicate, shape (b,)."""
    with np.errstate(divide="ignore"):
        of_one, of_zero = -np.log(draw.p), -np.log1p(-draw.p)
    lost = _cost(draw.events, of_one)
    lost += _cost(draw.nonevents, of_zero)
    return _divide(lost, draw.events.sum(axis=1) + draw.nonevents.sum(axis=1))


def _cost(persons: Floats, each: Floats) -> Floats:
    # 0·ln 0 = 0: a cell that nobody is in costs nothing.
    finite = np.where(np.isinf(each), 0.0, each)
    made: Floats = np.einsum("bu,u->b", persons, finite)
    made[(persons[:, np.isinf(each)] > 0).any(axis=1)] = np.inf
    return made


def oe(draw: Draw) -> Floats:
    """Return O/E of each replicate, shape (b,)."""
    expected = np.einsum("bu,u->b", draw.n, draw.p)
    return _divide(draw.events.sum(axis=1), expected)


def citl(draw: Draw) -> Floats:
    """Return calibration-in-the-large of each replicate, shape (b,)."""
    lp, n = _logits(draw), draw.n
    events = draw.events.sum(axis=1)
    a = np.zeros(len(n))
    for _ in range(STEPS):
        mu = expit(a[:, None] + lp)
        info = np.einsum("bu,bu->b", n, mu * (1 - mu))
        step = _divide(events - np.einsum("bu,bu->b", n, mu), info)
        step = np.clip(np.nan_to_num(step), -2, 2)
        a = a + step
        if np.max(np.abs(step[~draw.one_class]), initial=0) < SETTLED:
            break
    return np.where(draw.one_class, np.nan, a)


def _logits(draw: Draw) -> Floats:
    """Return the logits; a risk of 0 or 1 was let through only to be clipped."""
    extreme = (draw.p <= 0) | (draw.p >= 1)
    return logit(np.where(extreme, np.clip(draw.p, EPS, 1 - EPS), draw.p))


def slope(draw: Draw) -> Floats:
    """Return the calibration slope of each replicate, shape (b,)."""
    return logistic(draw)[:, 1]


def joint_intercept(draw: Draw) -> Floats:
    """Return the intercept fitted with the slope, of each replicate, shape (b,)."""
    return logistic(draw)[:, 0]


def logistic(draw: Draw) -> Floats:
    """Return (a′, b) of each replicate, shape (b, 2); NaN under separation."""
    lp, n = _logits(draw), draw.n
    centre = float(np.mean(lp))
    x = lp - centre
    beta = np.zeros((len(n), 2))
    ones, first = draw.events.sum(axis=1), np.einsum("bu,u->b", draw.events, x)
    for _ in range(STEPS):
        mu = expit(beta[:, :1] + beta[:, 1:] * x)
        fitted, weight = n * mu, n * mu * (1 - mu)
        s0 = weight.sum(axis=1)
        s1 = np.einsum("bu,u->b", weight, x)
        s2 = np.einsum("bu,u->b", weight, x * x)
        g0, g1 = ones - fitted.sum(axis=1), first - np.einsum("bu,u->b", fitted, x)
        det = s0 * s2 - s1 * s1
        step = np.stack(
            [_divide(s2 * g0 - s1 * g1, det), _divide(s0 * g1 - s1 * g0, det)]
        )
        step = np.clip(np.nan_to_num(step.T), -5, 5)
        beta = beta + step
        running = np.max(np.abs(beta), axis=1) > RUNAWAY
        if np.max(np.abs(step[~running & ~draw.one_class]), initial=0) < SETTLED:
            break
    moved = np.max(np.abs(step), axis=1) > SETTLED * 100
    beta[:, 0] -= beta[:, 1] * centre
    beta[draw.one_class | running | moved] = np.nan
    return beta


def _divide(above: Floats, below: Floats) -> Floats:
    made = np.full(len(above), np.nan)
    np.divide(above, below, out=made, where=below > 0)
    return made


STATISTICS: dict[str, Callable[[Draw], Floats]] = {
    "auc": auc,
    "brier": brier,
    "brier_scaled": brier_scaled,
    "log_loss": log_loss,
    "oe": oe,
    "citl": citl,
    "slope": slope,
    "joint_intercept": joint_intercept,
}
