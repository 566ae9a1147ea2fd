"""Updating an index: intercept, slope, new weights; guarded, rounded, written out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np

from irdp.calibration import newton
from irdp.calibration.closed_testing import SLOPE_NEEDS
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.options import check_option
from irdp.calibration.recalibration import (
    Names,
    Recalibration,
    affine_map,
    affine_operations,
    composed,
    fitted_on,
)
from irdp.calibration.risks import OnExtreme, RiskCounts, as_ranks, as_risks
from irdp.calibration.weak import separated
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

Penalty = Literal["auto", "ml", "firth"]


@dataclass(frozen=True, slots=True)
class Fitting:
    """How an update is fitted and named.

    Parameters
    ----------
    names
        The names of the scores that the operations make.
    penalty
        ``ml``, ``firth``, or ``auto``: Firth with fewer than 20 events or
        non-events, else maximum likelihood.
    on_extreme
        What to do with risks of 0 or 1: ``"raise"`` or ``"clip"``.
    level
        Coverage of the Wald intervals.
    """

    names: Names = field(default_factory=Names)
    penalty: Penalty = "auto"
    on_extreme: OnExtreme = "raise"
    level: float = 0.95

    def __post_init__(self) -> None:
        check_option("penalty", self.penalty, get_args(Penalty))

    def firth(self, smaller: float) -> bool:
        """Whether Firth's penalty is used, given the smaller class."""
        if self.penalty == "auto":
            return smaller < SLOPE_NEEDS
        return self.penalty == "firth"


def keep(
    data: object, risk: object = None, *, fitting: Fitting | None = None
) -> Recalibration:
    """Return the update that changes nothing: no operation, the same risk."""
    cells = as_risks(data, risk)
    del fitting
    return Recalibration(
        "keep",
        "none",
        {},
        (),
        {},
        (),
        cells.total,
        cells.total_events,
        fitted_on(cells),
    )


def intercept(
    data: object, risk: object = None, *, fitting: Fitting | None = None
) -> Recalibration:
    """Recalibrate in the large: ℓ′ = a + ℓ.

    Raises
    ------
    CallError
        With one class only and ``penalty="ml"``.

    Examples
    --------
    >>> made = intercept([0] * 60 + [1] * 40, [0.3] * 50 + [0.5] * 50)
    >>> made.coefficients
    {'constant': 0.0, 'factor': 1.0}
    """
    fitting = fitting or Fitting()
    cells = as_risks(data, risk)
    lp = cells.logits(fitting.on_extreme)
    smaller = cells.smaller_class
    firth = fitting.firth(smaller)
    if smaller == 0 and not firth:
        raise refused(Reason.ONE_CLASS)
    design = np.ones((len(lp.values), 1))
    fitted = newton.fit(design, cells.n, cells.events, offset=lp.values, firth=firth)
    line = Line(cells, design, fitted, "firth" if firth else "ml")
    return affine("intercept", line, fitting, warnings=lp.warnings)


def logistic(
    data: object, risk: object = None, *, fitting: Fitting | None = None
) -> Recalibration:
    """Recalibrate intercept and slope: ℓ′ = a′ + bℓ.

    Raises
    ------
    CallError
        With fewer than 20 events or non-events, under separation without Firth, for a
        constant risk, or where b ≤ 0.

    Examples
    --------
    >>> y = ([0] * 8 + [1] * 2) * 10 + ([0] * 4 + [1] * 6) * 10
    >>> logistic(y, [0.1] * 100 + [0.8] * 100).coefficients
    {'constant': -0.287682, 'factor': 0.5}
    """
    fitting = fitting or Fitting()
    cells = as_risks(data, risk)
    lp = cells.logits(fitting.on_extreme)
    return _line("logistic", cells, lp.values, fitting, lp.warnings)


def derive(
    data: object, score: object = None, *, fitting: Fitting | None = None
) -> Recalibration:
    """Derive a risk from an index: logit p = a′ + b·score.

    The score need not be a probability; `apply` then takes index values.

    Raises
    ------
    CallError
        As `logistic`.

    Examples
    --------
    >>> y = ([0] * 8 + [1] * 2) * 10 + ([0] * 4 + [1] * 6) * 10
    >>> derive(y, [1] * 100 + [3] * 100).operations[0]["factor"]
    0.89588
    """
    fitting = fitting or Fitting(names=Names(of="points", lp="lp", risk="risk"))
    cells = as_ranks(data, score)
    return _line("derive", cells, cells.p, fitting, ())


def _line(
    method: str,
    cells: RiskCounts,
    lp: Floats,
    fitting: Fitting,
    warnings: tuple[str, ...],
) -> Recalibration:
    smaller = cells.smaller_class
    if smaller < SLOPE_NEEDS and fitting.penalty != "firth":
        raise too_few(method, smaller, SLOPE_NEEDS)
    if float(np.ptp(lp)) == 0:
        raise refused(Reason.CONSTANT_SCORE)
    firth = fitting.firth(smaller)
    if not firth and separated(cells):
        raise refused(Reason.SEPARATION)
    design = np.column_stack([np.ones_like(lp), lp])
    fitted = newton.fit(design, cells.n, cells.events, firth=firth)
    line = Line(cells, design, fitted, "firth" if firth else "ml")
    return affine(method, line, fitting, warnings=warnings)


class Line(NamedTuple):
    """A fitted straight line on the logit scale."""

    cells: RiskCounts
    design: Floats
    fitted: newton.LogisticFit
    estimator: str


def affine(
    method: str, line: Line, fitting: Fitting, *, warnings: tuple[str, ...] = ()
) -> Recalibration:
    """Return the update ℓ′ = constant + factor·ℓ of a fit; refuse factor ≤ 0."""
    cells, design, fitted, estimator = line
    cov = newton.sandwich(fitted, design, cells)
    names = ("constant", "factor")[: design.shape[1]]
    estimates = wald_estimates(names, fitted.beta, cov, cells, fitting.level)
    constant = float(fitted.beta[0])
    factor = float(fitted.beta[1]) if design.shape[1] > 1 else 1.0
    slope, shift = composed(fitting.names, constant, factor)
    if not factor > 0 or slope == 0:
        raise refused(Reason.NOT_MONOTONE)
    if method == "derive":
        map_ = _index_map(shift, slope)
    else:
        map_ = affine_map(fitting.names, constant, factor)
    return Recalibration(
        method,
        estimator,
        estimates,
        tuple(tuple(row) for row in _on_scale(cov, fitting.names).tolist()),
        {"constant": shift, "factor": slope},
        tuple(affine_operations(fitting.names, constant, factor)),
        cells.total,
        cells.total_events,
        fitted_on(cells),
        fitting.names.decimals,
        warnings,
        map_,
    )


def _on_scale(cov: Floats, names: Names) -> Floats:
    """Return the covariance of (constant, factor) on the scale of `names.of`."""
    turn = np.array([[1.0, names.constant], [0.0, names.factor]])
    turn = turn[: len(cov), : len(cov)]
    made: Floats = turn @ cov @ turn.T
    return made


def _index_map(constant: float, factor: float) -> Any:
    return lambda score: newton.expit(constant + factor * score)


def wald_estimates(
    names: tuple[str, ...], beta: Floats, cov: Floats, cells: RiskCounts, level: float
) -> dict[str, Estimate]:
    """Return coefficients with Wald intervals, by name."""
    z = CI(level=level).z
    made = {}
    for j, name in enumerate(names):
        value, se = float(beta[j]), math.sqrt(float(cov[j, j]))
        made[name] = Estimate(
            value, value - z * se, value + z * se, se, level, "wald", **cells.base
        )
    return made


def refused(reason: Reason) -> CallError:
    """Return the error of an update that would be wrong to write."""
    way = Text(
        "vérifiez le sens et le codage du score",
        "check the direction and the coding of the score",
    )
    if reason in (Reason.SEPARATION, Reason.ONE_CLASS):
        way = Text('penalty="firth" reste fini', 'penalty="firth" stays finite')
    return CallError(
        diagnose("IRDP-K023", reason=reason.value, text=reason.text, way=way)
    )


def too_few(method: str, smaller: float, needed: int) -> CallError:
    """Return the error of a method that needs more events or non-events."""
    return CallError(
        diagnose("IRDP-K022", count=f"{smaller:g}", method=method, needed=needed)
    )


def heuristic_shrinkage(lr: float, df: int) -> float:
    """Return the heuristic shrinkage factor (LR − df)/LR.

    LR is the model χ², 2(loglik of the model − loglik of the prevalence), and df its
    number of predictors (van Houwelingen and Le Cessie 1990). NaN where LR is 0.

    Examples
    --------
    >>> heuristic_shrinkage(50.0, 5)
    0.9
    """
    return (lr - df) / lr if lr > 0 else math.nan
