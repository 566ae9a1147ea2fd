"""Isotonic calibration: a step table with straight lines between its knots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.estimate import Reason
from irdp.calibration.recalibration import Recalibration, fitted_on, rounded
from irdp.calibration.risks import RiskCounts, as_risks
from irdp.calibration.updating import Fitting, refused
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

PERSONS_NEEDED = 1000
EVENTS_NEEDED = 200


def isotonic_knots(data: object, risk: object = None) -> tuple[Floats, Floats]:
    """Return the knots (x, y) of the isotonic fit, unrounded.

    Pooled adjacent violators (scikit-learn): between knots the line, outside them
    the nearest value.

    Examples
    --------
    >>> x, y = isotonic_knots([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4])
    >>> x.tolist(), y.tolist()
    ([0.1, 0.2, 0.3, 0.4], [0.0, 0.5, 0.5, 1.0])
    """
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415

    cells = as_risks(data, risk)
    model = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    model.fit(cells.p, cells.events / cells.n, sample_weight=cells.n)
    return np.asarray(model.X_thresholds_), np.asarray(model.y_thresholds_)


def isotonic(
    data: object, risk: object = None, *, fitting: Fitting | None = None
) -> Recalibration:
    """Fit an isotonic calibration and write it as `piecewise_linear`.

    It creates ties and so changes the AUC: a warning says so. The risks of the knots
    are rounded to 6 decimals; their places stay as they were counted.

    Parameters
    ----------
    data, risk
        Counts and their risks, or rows: see `as_risks`.
    fitting
        Names: `of` is the risk that is calibrated.

    Raises
    ------
    CallError
        With fewer than 1000 persons or 200 events, or for a constant risk.
    """
    fitting = fitting or Fitting()
    cells = as_risks(data, risk)
    if cells.total < PERSONS_NEEDED or cells.total_events < EVENTS_NEEDED:
        raise CallError(diagnose("IRDP-K024"))
    if cells.total_events == cells.total:
        raise refused(Reason.ONE_CLASS)
    x, y = isotonic_knots(cells)
    return piecewise(
        "isotonic", cells, (x, y), fitting, warnings=("creates_ties_changes_auc",)
    )


def piecewise(
    method: str,
    cells: RiskCounts,
    knots: tuple[Floats, Floats],
    fitting: Fitting,
    *,
    warnings: tuple[str, ...] = (),
) -> Recalibration:
    """Return the update that reads a table of knots; refuse a single knot."""
    x = knots[0].tolist()
    y = [rounded(v) for v in knots[1].tolist()]
    if len(x) < 2:  # noqa: PLR2004 - a line has two ends
        raise refused(Reason.CONSTANT_SCORE)
    operation = {
        "id": fitting.names.risk,
        "op": "piecewise_linear",
        "of": fitting.names.of,
        "knots": [{"x": a, "y": b} for a, b in zip(x, y, strict=True)],
        "outside": "constant",
    }
    return Recalibration(
        method,
        method,
        {},
        (),
        {"x": x, "y": y},
        (operation,),
        cells.total,
        cells.total_events,
        fitted_on(cells),
        warnings,
        lambda p: np.interp(p, x, y),
    )
