"""External validation in one call: what a reader of a report looks for first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.between_services import Heterogeneity, heterogeneity
from irdp.calibration.choose import risk_at_scores
from irdp.calibration.corp_decomposition import corp
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.curves import CalibrationCurve, Smoother, calibration_curve
from irdp.calibration.discrimination import auc
from irdp.calibration.estimate import CI, Estimate
from irdp.calibration.global_tests import spiegelhalter
from irdp.calibration.ici import calibration_errors
from irdp.calibration.options import check_option
from irdp.calibration.overall import brier, brier_scaled, log_loss
from irdp.calibration.ratio import observed_expected, observed_minus_expected
from irdp.calibration.recalibration import Updated, fitted_on
from irdp.calibration.resampling import bootstrap
from irdp.calibration.risks import (
    OnExtreme,
    RiskCounts,
    as_ranks,
    as_risks,
    risks_at,
)
from irdp.calibration.validation import CONVENTIONS, Validation
from irdp.calibration.weak import Miller, weak_calibration
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.calibration.aggregate import Floats

REPLICATED = ("brier_scaled", "log_loss")


def validate(
    data: object,
    risk: object = None,
    *,
    sample_weight: object = None,
    curves: Sequence[Smoother] = ("rcs", "lowess"),
    ci: CI | None = None,
    on_extreme: OnExtreme = "raise",
) -> Validation:
    """Validate a risk on a cohort that it was not fitted on.

    Parameters
    ----------
    data
        `ScoreCounts`, or the outcomes of rows (0 or 1).
    risk
        With counts: the risk at each score, as an array, a function of the scores or
        an update's `apply`; nothing where the score is the risk. With rows: their
        risks.
    sample_weight
        With rows only: their weights.
    curves
        Smoothers of the calibration curve; ICI, E50, E90 and Emax rest on the first.
    ci
        ``auto`` takes each estimate's own interval; ``bootstrap`` resamples them all;
        ``none`` leaves those out that would have to be resampled.
    on_extreme
        What to do with risks of 0 or 1: ``"raise"`` or ``"clip"``.

    Raises
    ------
    CallError
        For bad rows or counts, risks of another version than the counts, or risks of
        0 or 1 with ``"raise"``.

    Examples
    --------
    >>> y, p = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1], [.1, .1, .2, .1, .3, .3, .4, .5, .5, .9]
    >>> found = validate(y, p, curves=("pava",), ci=CI(n_boot=100))
    >>> round(found.oe.value, 3), found.slope.method, found.ici.method
    (1.176, 'profile', 'pava; bootstrap_percentile')
    """
    ci = ci or CI()
    check_option("ci", ci.method, ("auto", "bootstrap", "none"))
    _same_version(data, risk)
    cells = as_risks(data, risk, sample_weight=sample_weight)
    ranks = _ranks(data, risk, cells)
    first, *others = curves or ("rcs",)
    errors = calibration_errors(cells, smoother=first, ci=ci, on_extreme=on_extreme)
    drawn: dict[str, CalibrationCurve] = {
        name: calibration_curve(cells, smoother=name, ci=ci, on_extreme=on_extreme)
        for name in others
    }
    found, miller = _estimates(cells, ranks.cells, ci, on_extreme)
    remarks = [*ranks.warnings, *cells.logits(on_extreme).warnings]
    if isinstance(risk, Updated) and risk.update.fitted_on == fitted_on(cells):
        remarks.append("validated_on_update_data")
    return Validation(
        **found,
        observed_minus_expected=observed_minus_expected(cells),
        miller=miller,
        spiegelhalter=spiegelhalter(cells),
        ici=errors.ici,
        e50=errors.e50,
        e90=errors.e90,
        emax=errors.emax,
        eci=errors.eci,
        curves={first: errors.curve, **drawn},
        corp=corp(cells),
        n=cells.total,
        events=cells.total_events,
        mean_risk=float(np.sum(cells.n * cells.p)) / cells.total,
        dropped=data.dropped if isinstance(data, ScoreCounts) else 0,
        ci=ci,
        digest=data.digest if isinstance(data, ScoreCounts) else fitted_on(cells),
        definition=data.definition if isinstance(data, ScoreCounts) else "",
        counts=_counts(data, cells),
        risk_at_score=_risk_at_score(data, risk, cells),
        conventions={**CONVENTIONS, "extreme": on_extreme},
        heterogeneity=_between(data, risk, ci, on_extreme),
        warnings=tuple(remarks),
    )


def _counts(data: object, cells: RiskCounts) -> ScoreCounts:
    """Return the counts that were validated; those of rows are counts of their risk."""
    if isinstance(data, ScoreCounts):
        return data
    columns = (cells.p, cells.n, cells.events, cells.n_sq, cells.events_sq, cells.rows)
    return ScoreCounts(*(None if c is None else c.copy() for c in columns))  # type: ignore[arg-type]


def _risk_at_score(data: object, risk: object, cells: RiskCounts) -> Floats:
    """Return the risk at each score of the counts that were validated."""
    if not isinstance(data, ScoreCounts):
        return cells.p
    at = risk_at_scores(data, risk)
    return data.score if at is None else at


def _between(
    data: object, risk: object, ci: CI, on_extreme: OnExtreme
) -> Heterogeneity | None:
    if not isinstance(data, ScoreCounts) or not data.blocks:
        return None
    return heterogeneity(data, risk, ci=ci, on_extreme=on_extreme)


class _Ranks(NamedTuple):
    """The cells that the AUC ranks, and what to say of them."""

    cells: RiskCounts
    warnings: tuple[str, ...]


def _ranks(data: object, risk: object, cells: RiskCounts) -> _Ranks:
    """Return what the AUC ranks: the counted score, unless the risk reverses it."""
    if not isinstance(data, ScoreCounts):
        return _Ranks(cells, ())
    steps = np.diff(aggregate.canonical(risks_at(data, risk)))
    if bool((steps < 0).any()):
        return _Ranks(cells, ("auc_of_risk_not_of_score",))
    # A rounded risk, or a step table, makes ties that the score has not.
    ties = int((steps == 0).sum())
    return _Ranks(as_ranks(data), (f"risk_ties={ties}",) if ties else ())


def _estimates(
    cells: RiskCounts, ranks: RiskCounts, ci: CI, on_extreme: OnExtreme
) -> tuple[dict[str, Estimate], Miller]:
    bare, auto = replace(ci, method="none"), replace(ci, method="auto")
    weak = weak_calibration(cells, ci=auto, on_extreme=on_extreme)
    found = {
        "oe": observed_expected(cells, ci=auto),
        "citl": weak.citl,
        "slope": weak.slope,
        "joint_intercept": weak.joint_intercept,
        "brier_scaled": brier_scaled(cells, ci=bare),
        "log_loss": log_loss(cells, ci=bare),
    }
    if ci.method != "none":
        names = list(found) if ci.method == "bootstrap" else list(REPLICATED)
        drawn = bootstrap(cells, names, ci=ci)
        for name in names:
            found[name] = drawn.interval(name, found[name], ci.level)
    found["brier"] = brier(cells, ci=ci)
    found["auc"] = auc(ranks, ci=ci)
    return found, weak.miller


def _same_version(data: object, risk: object) -> None:
    of_counts = getattr(data, "definition", "")
    of_risk = getattr(risk, "definition", "")
    known = isinstance(of_counts, str) and isinstance(of_risk, str)
    if known and of_counts and of_risk and of_counts != of_risk:
        raise CallError(diagnose("IRDP-K016", left=of_counts, right=of_risk))
