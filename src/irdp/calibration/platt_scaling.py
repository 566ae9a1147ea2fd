"""Platt scaling: a logistic fit on logits, with targets drawn away from 0 and 1."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from irdp.calibration import newton
from irdp.calibration.closed_testing import SLOPE_NEEDS
from irdp.calibration.estimate import Reason
from irdp.calibration.recalibration import Recalibration
from irdp.calibration.risks import RiskCounts, as_risks
from irdp.calibration.updating import Fitting, Line, affine, refused, too_few


def platt(
    data: object, risk: object = None, *, fitting: Fitting | None = None
) -> Recalibration:
    """Fit ℓ′ = a′ + bℓ to the targets (N₊+1)/(N₊+2) and 1/(N₋+2) (Platt 1999).

    Always on logits, never on probabilities, which would bend the curve.

    Raises
    ------
    CallError
        With fewer than 20 events or non-events, a constant risk, or b ≤ 0.

    Examples
    --------
    >>> y = ([0] * 8 + [1] * 2) * 10 + ([0] * 4 + [1] * 6) * 10
    >>> platt(y, [0.1] * 100 + [0.8] * 100).coefficients
    {'constant': -0.2881, 'factor': 0.488184}
    """
    fitting = fitting or Fitting()
    cells = as_risks(data, risk)
    lp = cells.logits(fitting.on_extreme)
    if cells.smaller_class < SLOPE_NEEDS:
        raise too_few("platt", cells.smaller_class, SLOPE_NEEDS)
    if float(np.ptp(lp.values)) == 0:
        raise refused(Reason.CONSTANT_SCORE)
    soft = smoothed(cells)
    design = np.column_stack([np.ones_like(lp.values), lp.values])
    fitted = newton.fit(design, soft.n, soft.events)
    line = Line(cells, design, fitted, "ml")
    return affine("platt", line, fitting, warnings=lp.warnings)


def smoothed(cells: RiskCounts) -> RiskCounts:
    """Return cells whose events are Platt's smoothed targets."""
    ones = cells.total_events
    zeros = cells.total - ones
    high, low = (ones + 1) / (ones + 2), 1 / (zeros + 2)
    return replace(cells, events=cells.events * high + cells.nonevents * low)
