"""Beta calibration: logit p′ = a ln p − b ln(1−p) + c (Kull et al. 2017)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np

from irdp.calibration import newton
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.options import check_option
from irdp.calibration.recalibration import (
    INTERNAL,
    Recalibration,
    fitted_on,
    risk_operation,
    rounded,
)
from irdp.calibration.risks import EPS, RiskCounts, as_risks
from irdp.calibration.updating import Fitting, refused
from irdp.calibration.weak import separated

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

Variant = Literal["abm", "am", "ab"]


class BetaFit(NamedTuple):
    """Unrounded coefficients of a beta calibration and their covariance."""

    a: float
    b: float
    c: float
    cov: Floats
    warnings: tuple[str, ...]


def beta(
    data: object,
    risk: object = None,
    *,
    variant: Variant = "abm",
    fitting: Fitting | None = None,
) -> Recalibration:
    """Fit logit p′ = a ln p − b ln(1−p) + c by maximum likelihood, a, b ≥ 0.

    A negative a or b is set to 0 and the rest refitted.

    Parameters
    ----------
    data, risk
        Counts and their risks, or rows: see `as_risks`.
    variant
        ``abm`` (a, b, c free), ``am`` (a = b) or ``ab`` (c = (a − b) ln 2).
    fitting
        Names: `of` is the risk that is calibrated.

    Raises
    ------
    CallError
        For one class, separation, a constant risk, or where a = b = 0.
    """
    fitting = fitting or Fitting()
    cells = as_risks(data, risk)
    found = fit_beta(cells, variant, fitting)
    z = CI(level=fitting.level).z
    errors = np.sqrt(np.diag(found.cov))
    estimates = {
        name: Estimate(
            v, v - z * se, v + z * se, se, fitting.level, "wald", **cells.base
        )
        for name, v, se in zip("abc", found[:3], errors.tolist(), strict=True)
    }
    a, b, c = (rounded(v) for v in found[:3])
    return Recalibration(
        "beta",
        variant,
        estimates,
        tuple(tuple(row) for row in found.cov.tolist()),
        {"a": a, "b": b, "c": c},
        tuple(_operations(fitting, a, b, c)),
        cells.total,
        cells.total_events,
        fitted_on(cells),
        fitting.names.decimals,
        found.warnings,
        lambda p: _apply(p, a, b, c),
    )


def fit_beta(cells: RiskCounts, variant: Variant, fitting: Fitting) -> BetaFit:
    """Return the unrounded coefficients of `variant`."""
    check_option("variant", variant, get_args(Variant))
    logits = cells.logits(fitting.on_extreme)
    if cells.total_events in (0, cells.total):
        raise refused(Reason.ONE_CLASS)
    if float(np.ptp(cells.p)) == 0:
        raise refused(Reason.CONSTANT_SCORE)
    if separated(cells):
        raise refused(Reason.SEPARATION)
    p = np.clip(cells.p, EPS, 1 - EPS) if logits.clipped else cells.p
    left, right = np.log(p), -np.log1p(-p)
    one, ln2 = np.ones_like(p), float(np.log(2))
    # Columns of the design, and how (a, b, c) follow from its coefficients.
    if variant == "ab":
        columns, back = [left + ln2, right - ln2], [[1, 0], [0, 1], [ln2, -ln2]]
    elif variant == "am":
        columns, back = [left + right, one], [[1, 0], [1, 0], [0, 1]]
    else:
        columns, back = [left, right, one], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    slopes = 1 if variant == "am" else 2
    keep, remarks = list(range(len(columns))), logits.warnings
    while True:
        fitted = newton.fit(
            np.column_stack([columns[j] for j in keep]), cells.n, cells.events
        )
        full = np.zeros(len(columns))
        full[keep] = fitted.beta
        negative = [j for j in keep if j < slopes and full[j] < 0]
        if not negative:
            break
        keep.remove(min(negative, key=lambda j: full[j]))
        remarks = (*remarks, "negative_coefficient_set_to_0")
        if not any(j < slopes for j in keep):
            raise refused(Reason.NOT_MONOTONE)
    cov = np.zeros((len(columns), len(columns)))
    cov[np.ix_(keep, keep)] = fitted.cov
    turn = np.array(back, dtype=np.float64)
    a, b, c = (turn @ full).tolist()
    return BetaFit(a, b, c, turn @ cov @ turn.T, remarks)


def _apply(p: Floats, a: float, b: float, c: float) -> Floats:
    with np.errstate(divide="ignore"):
        left = a * np.log(p) if a else np.zeros_like(p)
        right = b * np.log1p(-p) if b else np.zeros_like(p)
    return newton.expit(left - right + c)


def _operations(fitting: Fitting, a: float, b: float, c: float) -> list[dict[str, Any]]:
    """Return ln p and ln(1−p) by `affine` and `log1p`, then `sum` and `logistic`."""
    names = fitting.names
    steps: list[dict[str, Any]] = []
    terms = []
    for kind, factor, constant, weight in (
        ("ln_p", 1.0, -1.0, a),
        ("ln_q", -1.0, 0.0, -b),
    ):
        if weight == 0:
            continue
        inner, outer = f"{names.lp}_{kind}_1", f"{names.lp}_{kind}"
        steps.append(
            {
                "id": inner,
                "op": "affine",
                "of": names.of,
                "factor": factor,
                "constant": constant,
                **INTERNAL,
            }
        )
        steps.append({"id": outer, "op": "log1p", "of": inner, **INTERNAL})
        terms.append({"score": outer, "weight": weight})
    steps.append(
        {
            "id": names.lp,
            "op": "sum",
            "of": terms,
            "constant": c,
            "missing": "none_allowed",
            **INTERNAL,
        }
    )
    return [*steps, risk_operation(names)]
