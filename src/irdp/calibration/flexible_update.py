"""Flexible recalibration: a spline of the logit, tabulated as straight lines."""

from __future__ import annotations

import numpy as np

from irdp.calibration.curves import calibration_curve
from irdp.calibration.estimate import Reason
from irdp.calibration.isotonic_update import Table
from irdp.calibration.quantiles import person_quantile
from irdp.calibration.recalibration import Recalibration
from irdp.calibration.risks import as_risks
from irdp.calibration.updating import Fitting, refused

MAX_KNOTS = 200


def flexible(
    data: object, risk: object = None, *, fitting: Fitting | None = None
) -> Recalibration:
    """Recalibrate by a restricted cubic spline of ℓ, written as `piecewise_linear`.

    The knots of the table are the distinct risks, or 200 of their quantiles; the
    warning ``error_bound=…`` is the largest distance between table and spline over
    the risks seen.

    Parameters
    ----------
    data, risk
        Counts and their risks, or rows: see `as_risks`.
    fitting
        Names: `of` is the counted index, or else the risk that is recalibrated.

    Raises
    ------
    CallError
        Where the spline has no finite fit, or falls anywhere (`not_monotone`).
    """
    fitting = fitting or Fitting()
    cells = as_risks(data, risk)
    curve = calibration_curve(cells, on_extreme=fitting.on_extreme)
    if curve.reason is not None:
        raise refused(curve.reason)
    x = cells.p
    if len(x) > MAX_KNOTS:
        shares = np.linspace(0, 1, MAX_KNOTS)
        x = np.unique(person_quantile(cells.p, cells.n, shares))
    y = curve.predict(x)
    if bool((np.diff(y) < 0).any()):
        raise refused(Reason.NOT_MONOTONE)
    table = Table(data, risk, fitting)
    made = table.update("flexible", cells, (x, y))
    error = float(np.max(np.abs(made.apply(cells.p) - curve.predict(cells.p))))
    remarks = (*curve.warnings, f"error_bound={error:.2g}")
    return table.update("flexible", cells, (x, y), remarks)
