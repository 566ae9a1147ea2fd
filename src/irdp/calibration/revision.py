"""Revision: intercept and weights of the predictors estimated anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration import newton
from irdp.calibration.closed_testing import REVISION_NEEDS, predictor_rows
from irdp.calibration.recalibration import (
    INTERNAL,
    Recalibration,
    fitted_on,
    risk_operation,
    rounded,
)
from irdp.calibration.risks import as_risks
from irdp.calibration.updating import Fitting, too_few, wald_estimates
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping


def revision(
    y_true: object,
    *,
    predictors: Mapping[str, object],
    fitting: Fitting | None = None,
) -> Recalibration:
    """Re-estimate intercept and weights: logit p = β₀ + Σβ_k x_k.

    Parameters
    ----------
    y_true
        Outcomes of rows.
    predictors
        Columns by the name of the item, or ``score:name`` for a score.

    Raises
    ------
    CallError
        With fewer than 100 events or non-events, or under separation.
    """
    fitting = fitting or Fitting()
    y, design = predictor_rows(y_true, predictors)
    smaller = float(min(y.sum(), len(y) - y.sum()))
    if smaller < REVISION_NEEDS:
        raise too_few("revision", smaller, REVISION_NEEDS)
    firth = fitting.penalty == "firth"
    fitted = newton.fit(design, np.ones(len(y)), y, firth=firth)
    if not fitted.converged:
        raise CallError(diagnose("IRDP-K027"))
    cells = as_risks(y, fitted.mu)
    estimates = wald_estimates(
        ("constant", *predictors), fitted.beta, fitted.cov, cells, fitting.level
    )
    written = {name: rounded(e.value) for name, e in estimates.items()}
    terms = [_term(name, written[name]) for name in predictors]
    names = fitting.names
    beta = np.array(list(written.values()))
    return Recalibration(
        "revision",
        "firth" if firth else "ml",
        estimates,
        tuple(tuple(row) for row in fitted.cov.tolist()),
        written,
        (
            {
                "id": names.lp,
                "op": "sum",
                "of": terms,
                "constant": written["constant"],
                "missing": "none_allowed",
                **INTERNAL,
            },
            risk_operation(names),
        ),
        float(len(y)),
        float(y.sum()),
        fitted_on(cells),
        names.decimals,
        (),
        lambda x: newton.expit(beta[0] + np.einsum("ui,i->u", x, beta[1:])),
    )


def _term(name: str, weight: float) -> dict[str, object]:
    kind, _, bare = name.rpartition(":")
    return {kind or "item": bare, "weight": weight}
