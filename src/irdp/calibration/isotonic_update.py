"""Isotonic calibration: a step table with straight lines between its knots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.estimate import Reason
from irdp.calibration.recalibration import Recalibration, fitted_on, rounded
from irdp.calibration.risks import RiskCounts, as_risks
from irdp.calibration.updating import Fitting, refused
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

ENDS = 2
MAX_SCORES = 2000
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
    are rounded to 6 decimals. Counts of a whole-numbered index give a table over the
    index, which the engine computes exactly; else the knots are places of the risk.

    Parameters
    ----------
    data, risk
        Counts and their risks, or rows: see `as_risks`.
    fitting
        Names: `of` is the counted index, or else the risk that is calibrated.

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
    remarks = ("creates_ties_changes_auc",)
    return Table(data, risk, fitting).update("isotonic", cells, (x, y), remarks)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A curve of the risk, to be written as straight lines.

    Parameters
    ----------
    data, risk
        As the update was given them.
    fitting
        The names.
    """

    data: object
    risk: object
    fitting: Fitting

    def update(
        self,
        method: str,
        cells: RiskCounts,
        knots: tuple[Floats, Floats],
        warnings: tuple[str, ...] = (),
    ) -> Recalibration:
        """Return the update that reads the table; refuse a single knot."""
        x, y = knots[0].tolist(), [rounded(v) for v in knots[1].tolist()]
        if len(x) < ENDS:
            raise refused(Reason.CONSTANT_SCORE)
        index = self.index()
        if index is None:
            written, warnings = (x, y), (*warnings, "knots_over_risk")
        else:
            values = np.interp(self._risk_of(index), x, y).tolist()
            written = [int(s) for s in index], [rounded(v) for v in values]
        names = self.fitting.names
        operation = {
            "id": names.risk,
            "op": "piecewise_linear",
            "of": names.of,
            "knots": [{"x": a, "y": b} for a, b in zip(*written, strict=True)],
            "outside": "constant",
            "decimals": names.decimals,
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
            names.decimals,
            warnings,
            lambda p: np.interp(p, x, y),
        )

    def index(self) -> Floats | None:
        """Return every whole score of the counts' range; `None` where they have none.

        One knot per whole score keeps every slope a decimal number, so that the
        engine computes the table exactly.
        """
        if not isinstance(self.data, ScoreCounts) or self.risk is None:
            return None
        score = self.data.score
        span = float(score[-1] - score[0])
        if not 1 <= span <= MAX_SCORES or bool((score != np.rint(score)).any()):
            return None
        return np.arange(score[0], score[-1] + 1)

    def _risk_of(self, index: Floats) -> Floats:
        if callable(self.risk):
            return np.asarray(self.risk(index), dtype=np.float64)
        seen = self.data.score  # type: ignore[attr-defined]
        return np.interp(index, seen, np.asarray(self.risk, dtype=np.float64))
