"""Profile-likelihood limits of the last coefficient of a logistic fit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration import newton

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.estimate import CI
    from irdp.calibration.risks import RiskCounts

WIDEST = 60


def profile_limits(
    fitted: newton.LogisticFit,
    design: Floats,
    cells: RiskCounts,
    offset: Floats | None,
    ci: CI,
) -> tuple[float, float]:
    """Return the two roots θ of 2[loglik(θ̂) − loglik(θ)] = z².

    θ is the coefficient of the last column of `design`; the others are maximised
    out at each θ. A side on which the likelihood never falls that far is infinite.
    """
    from scipy.optimize import brentq  # noqa: PLC0415

    shift = np.zeros(len(cells.n)) if offset is None else offset
    rest, last = design[:, :-1], design[:, -1]
    best, se = float(fitted.beta[-1]), math.sqrt(float(fitted.cov[-1, -1]))

    def excess(theta: float) -> float:
        moved = shift + theta * last
        if rest.shape[1]:
            held = newton.fit(
                rest, cells.n, cells.events, offset=moved, start=fitted.beta[:-1]
            )
            ll = held.loglik
        else:
            ll = newton.loglik(moved, cells.n, cells.events)
        return 2 * (fitted.loglik - ll) - ci.z**2

    limits = []
    for side in (-1.0, 1.0):
        step, far = ci.z * se, best
        for _ in range(WIDEST):
            far = far + side * step
            if excess(far) > 0:
                break
            step *= 1.5
        else:
            limits.append(side * math.inf)
            continue
        near = best
        limits.append(float(brentq(excess, near, far, xtol=1e-11, rtol=1e-11)))
    return limits[0], limits[1]
