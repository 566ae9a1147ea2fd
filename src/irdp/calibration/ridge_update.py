"""Ridge recalibration: between keeping an index and recalibrating it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration import newton
from irdp.calibration.closed_testing import SLOPE_NEEDS
from irdp.calibration.estimate import Reason
from irdp.calibration.recalibration import Recalibration
from irdp.calibration.risks import as_risks
from irdp.calibration.updating import Fitting, Line, affine, refused, too_few

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

GRID = np.concatenate([[0.0], np.geomspace(1e-3, 1e5, 161)])
STEPS = 100


def ridge(
    data: object, risk: object = None, *, fitting: Fitting | None = None
) -> Recalibration:
    """Recalibrate toward (a, b) = (0, 1), the penalty chosen by AICc.

    Maximises loglik − ½λ[a² + s²(b−1)²], s the standard deviation of ℓ. Effective
    df = tr[I(I+λP)⁻¹], P = diag(1, s²); λ minimises −2·loglik + 2df + 2df(df+1)/(n−df−1)
    over a fixed grid from 0 to 1e5. The warning ``lambda=…`` states it.

    Raises
    ------
    CallError
        With fewer than 20 events or non-events, a constant risk, or b ≤ 0.
    """
    fitting = fitting or Fitting()
    cells = as_risks(data, risk)
    logits = cells.logits(fitting.on_extreme)
    lp = logits.values
    smaller = cells.smaller_class
    if smaller < SLOPE_NEEDS:
        raise too_few("ridge", smaller, SLOPE_NEEDS)
    if float(np.ptp(lp)) == 0:
        raise refused(Reason.CONSTANT_SCORE)
    mean = float(np.sum(cells.n * lp)) / cells.total
    spread = float(np.sum(cells.n * (lp - mean) ** 2)) / (cells.total - 1)
    design = np.column_stack([np.ones_like(lp), lp])
    penalty = np.array([1.0, spread])
    best, chosen, strength = math.inf, None, math.nan
    for weight in GRID.tolist():
        made = _fit(design, cells.n, cells.events, weight * penalty)
        info = newton.information(design, cells.n * made.mu * (1 - made.mu))
        df = float(np.trace(info @ made.cov))
        aicc = -2 * made.loglik + 2 * df + 2 * df * (df + 1) / (cells.total - df - 1)
        if made.converged and aicc < best:
            best, chosen, strength = aicc, made, weight
    if chosen is None:
        raise refused(Reason.SEPARATION)
    remarks = (*logits.warnings, f"lambda={strength:.6g}")
    line = Line(cells, design, chosen, "ridge_aicc")
    return affine("ridge", line, fitting, warnings=remarks)


def _fit(
    design: Floats, n: Floats, events: Floats, penalty: Floats
) -> newton.LogisticFit:
    beta = np.array([0.0, 1.0])
    target = beta.copy()
    converged = False
    for _ in range(STEPS):
        mu = newton.expit(design @ beta)
        inverse = _inverse(design, n * mu * (1 - mu), penalty)
        score = design.T @ (events - n * mu) - penalty * (beta - target)
        step = np.clip(inverse @ score, -1, 1)
        beta = beta + step
        if np.max(np.abs(step)) < newton.NEARLY:
            converged = True
            break
    mu = newton.expit(design @ beta)
    inverse = _inverse(design, n * mu * (1 - mu), penalty)
    ll = newton.loglik(design @ beta, n, events)
    return newton.LogisticFit(beta, inverse, ll, mu, converged)


def _inverse(design: Floats, weight: Floats, penalty: Floats) -> Floats:
    info = newton.information(design, weight) + np.diag(penalty)
    made: Floats = np.linalg.inv(info).astype(np.float64)
    return made
