"""How far the risks are from what is observed: ICI, E50, E90, Emax, ECI."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration import rcs
from irdp.calibration.curves import (
    CalibrationCurve,
    Smoother,
    calibration_curve,
    persons,
)
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.local import loess, lowess
from irdp.calibration.pava import pava
from irdp.calibration.quantiles import person_quantile
from irdp.calibration.resampling import Bootstrap, binned, bootstrap
from irdp.calibration.result import Result
from irdp.calibration.risks import EPS, OnExtreme, RiskCounts, as_risks, logit
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.replicates import Draw

NAMES = ("ici", "e50", "e90", "emax", "eci")
FEWEST_BINS = 2
MAX_REFIT = 1000


@dataclass(frozen=True, slots=True, eq=False)
class CalibrationErrors(Result):
    """Distances between predicted and observed risk, over persons.

    Parameters
    ----------
    ici, e50, e90, emax : Estimate
        Mean, median, 0.9 quantile and maximum of |p − c(p)|, in [0, 1].
    eci : Estimate
        100 times the mean of (p − c(p))².
    curve : CalibrationCurve
        The curve c, with its smoother and settings.
    """

    ici: Estimate
    e50: Estimate
    e90: Estimate
    emax: Estimate
    eci: Estimate
    curve: CalibrationCurve


def calibration_errors(
    data: object,
    risk: object = None,
    *,
    smoother: Smoother = "rcs",
    knots: int = 5,
    ci: CI | None = None,
    on_extreme: OnExtreme = "raise",
) -> CalibrationErrors:
    """Return ICI, E50, E90, Emax and ECI with the curve that they rest on.

    Parameters
    ----------
    data, risk, smoother, knots, on_extreme
        As for `calibration_curve`.
    ci : CI, optional
        Level, replicates and seed; ``CI(method="none")`` for no interval.

    Notes
    -----
    With d = |p − c(p)| over persons, never over bins: ICI = Σd/n, E50 and E90 are
    type-7 quantiles, ECI = 100·Σd²/n. The interval is the percentile bootstrap with
    the curve, its knots and their number found again in each replicate; beyond 1000
    distinct risks the replicates are drawn from 1000 quantile groups, and say so. A
    distance is never below 0 and noise enlarges it, so that the interval can lie
    above the value: the warning ``outside_its_interval`` says so.

    References
    ----------
    Austin & Steyerberg (2019), doi:10.1002/sim.8281; Van Hoorde et al. (2015),
    doi:10.1016/j.jbi.2014.12.016 (ECI).

    Examples
    --------
    >>> y, p = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1], [.1, .1, .1, .1, .3, .3, .3, .5, .5, .9]
    >>> found = calibration_errors(y, p, smoother="pava", ci=CI(method="none"))
    >>> round(found.ici.value, 4), round(found.emax.value, 4)
    (0.08, 0.15)
    """
    counts, ci = as_risks(data, risk), ci or CI()
    curve = calibration_curve(
        counts, smoother=smoother, knots=knots, ci=ci, on_extreme=on_extreme
    )
    values = distances(counts.p, curve.observed[None], persons(counts).n[None])[0]
    drawn = None
    if ci.method != "none" and curve.reason is None:
        rows = float(persons(counts).n.sum())
        refit = partial(_replicate, smoother=smoother, knots=knots, rows=rows)
        few = counts.p.size <= MAX_REFIT
        cells = counts if few else binned(counts, MAX_REFIT)
        drawn = bootstrap(cells, {"errors": refit}, ci=ci)
        drawn = replace(drawn, bins=0 if few else cells.p.size)
    made = {
        name: _estimate(float(values[i]), curve, _column(drawn, i), ci)
        for i, name in enumerate(NAMES)
    }
    return CalibrationErrors(**made, curve=curve)


def distances(p: Floats, observed: Floats, n: Floats) -> Floats:
    """Return ICI, E50, E90, Emax, ECI of each replicate, shape (n_boot, 5).

    Examples
    --------
    >>> distances(np.array([0.1, 0.4]), np.array([[0.1, 0.5]]), np.array([[3.0, 1.0]]))
    array([[0.025, 0.   , 0.07 , 0.1  , 0.25 ]])
    """
    present = n > 0
    d = np.where(present, np.abs(observed - p), 0.0)
    total = np.where(n.sum(axis=-1) > 0, n.sum(axis=-1), np.nan)
    lost = np.isnan(d).any(axis=-1)
    quantiles = person_quantile(np.nan_to_num(d), n, [0.5, 0.9])
    found = np.stack(
        [
            np.einsum("bu,bu->b", n, d) / total,
            quantiles[:, 0],
            quantiles[:, 1],
            d.max(axis=-1),
            100.0 * np.einsum("bu,bu->b", n, d**2) / total,
        ],
        axis=-1,
    )
    found[lost] = np.nan
    return found


def _replicate(draw: Draw, *, smoother: Smoother, knots: int, rows: float) -> Floats:
    """Return the five distances of each replicate, the curve fitted again."""
    scale = rows / draw.n.sum(axis=1, keepdims=True)
    n, events = draw.n * scale, draw.events * scale
    if smoother == "rcs":
        logits = logit(np.clip(draw.p, EPS, 1.0 - EPS))
        curves = rcs.replicate_curves(logits, n, events, k=knots)
    else:
        curves = np.stack(
            [_fit(smoother, draw.p, *pair) for pair in zip(n, events, strict=True)]
        )
    curves[draw.one_class] = np.nan
    return distances(draw.p, curves, n)


def _fit(smoother: Smoother, p: Floats, n: Floats, events: Floats) -> Floats:
    """Return a curve without a model."""
    if smoother == "pava":
        return pava(n, events)
    return (lowess if smoother == "lowess" else loess)(p, n, events)


def _column(drawn: Bootstrap | None, i: int) -> Bootstrap | None:
    """Return the replicates of one of the five distances."""
    if drawn is None:
        return None
    values = {"errors": drawn.values["errors"][:, i]}
    return Bootstrap(values, drawn.one_class, drawn.method, drawn.bins)


def _estimate(
    value: float, curve: CalibrationCurve, drawn: Bootstrap | None, ci: CI
) -> Estimate:
    """Return one distance with its interval, or why it has none."""
    n, events = float(curve.n.sum()), float(curve.events.sum())
    method, remarks = curve.settings, curve.warnings
    if curve.reason is not None or np.isnan(value):
        reason = curve.reason or Reason.SEPARATION
        return Estimate.undefined(
            reason, n=n, events=events, method=method, warnings=remarks
        )
    point = Estimate(
        value, level=ci.level, method=method, n=n, events=events, warnings=remarks
    )
    if drawn is None:
        return point
    named = Bootstrap(
        drawn.values, drawn.one_class, f"{method}; {drawn.method}", drawn.bins
    )
    made = named.interval("errors", point, ci.level)
    if made.lo > value or made.hi < value:
        return replace(made, warnings=(*made.warnings, "outside_its_interval"))
    return made


@dataclass(frozen=True, slots=True)
class Ece(Result):
    """Expected calibration error, a number that depends on its bins.

    Parameters
    ----------
    value : float
        Mean over persons of |observed − predicted| in their bin.
    bins : int
        Bins asked for.
    used : int
        Bins that had persons and did not split a tie.
    label : str
        How the number must be shown.
    """

    value: float
    bins: int
    used: int
    label: str


def expected_calibration_error(data: object, risk: object = None, *, bins: int) -> Ece:
    """Return the ECE over quantile groups, labelled with its number of bins.

    Not recommended: on one data set it ranged fourfold with the bins. Groups are cut
    at type-7 quantiles of the risk over persons and never split a tie.

    Examples
    --------
    >>> y, p = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1], [.1, .1, .1, .1, .3, .3, .3, .5, .5, .9]
    >>> expected_calibration_error(y, p, bins=2).label
    'ECE, 2 quantile bins'
    """
    if bins < FEWEST_BINS:
        raise CallError(diagnose("IRDP-K077"))
    counts: RiskCounts = as_risks(data, risk)
    inner = np.arange(1, bins) / bins
    edges = np.unique(person_quantile(counts.p, persons(counts).n, inner))
    group = np.searchsorted(edges, counts.p, side="left")
    gap = np.bincount(group, weights=counts.events - counts.n * counts.p)
    return Ece(
        value=float(np.abs(gap).sum() / counts.total),
        bins=bins,
        used=int(np.unique(group).size),
        label=f"ECE, {bins} quantile bins",
    )
