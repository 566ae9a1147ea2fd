"""Decision curves: net benefit against referring everyone and referring no one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.calibration.estimate import CI
from irdp.calibration.net_benefit import (
    Grid,
    Setting,
    benefit_of,
    everyone_of,
    flagged,
    plain_setting,
    rates,
    read_grid,
    shares,
)
from irdp.calibration.resampling import bootstrap
from irdp.calibration.result import Result, frame
from irdp.calibration.risks import as_risks

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from irdp.calibration.aggregate import Floats
    from irdp.calibration.replicates import Draw
    from irdp.calibration.risks import RiskCounts

ENOUGH = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class DecisionCurve(Result):
    """Net benefit by risk threshold, one entry per threshold.

    Parameters
    ----------
    threshold : ndarray of shape (n_thresholds,), float64, in (0, 1)
    net_benefit, lo, hi : ndarray of shape (n_thresholds,), float64
        In true positives per person; percentile bootstrap interval.
    treat_all : ndarray of shape (n_thresholds,), float64
        Net benefit of referring everyone; referring no one has 0.
    over_best, over_best_lo, over_best_hi : ndarray of shape (n_thresholds,), float64
        Net benefit minus the better of "all" and "none", with its interval.
    standardised : ndarray of shape (n_thresholds,), float64
        Net benefit divided by the prevalence, at most 1.
    interventions_avoided : ndarray of shape (n_thresholds,), float64
        Net interventions avoided per 100 persons against referring everyone.
    tp_rate, fp_rate : ndarray of shape (n_thresholds,), float64
        TP/n and FP/n, after any external prevalence.
    declared : ndarray of shape (n_thresholds,), bool
        Whether the threshold lies in the declared range.
    prevalence : float
        Prevalence in use.
    n, events : float
        Persons and events.
    level, method, n_boot, seed
        The interval: its level and method, replicates and the seed.
    setting : Setting
        Where the decision is taken.
    warnings : tuple of str
        Machine-readable remarks.
    """

    threshold: Floats
    net_benefit: Floats
    lo: Floats
    hi: Floats
    treat_all: Floats
    over_best: Floats
    over_best_lo: Floats
    over_best_hi: Floats
    standardised: Floats
    interventions_avoided: Floats
    tp_rate: Floats
    fp_rate: Floats
    declared: NDArray[np.bool_]
    prevalence: float
    n: float
    events: float
    level: float
    method: str
    n_boot: int
    seed: int
    setting: Setting
    warnings: tuple[str, ...] = ()

    def to_frame(self, backend: str = "pandas") -> Any:
        """Return one row per threshold as a frame of `backend`."""
        names = (
            "threshold",
            "net_benefit",
            "lo",
            "hi",
            "treat_all",
            "over_best",
            "over_best_lo",
            "over_best_hi",
            "standardised",
            "interventions_avoided",
            "tp_rate",
            "fp_rate",
            "declared",
        )
        return frame({name: getattr(self, name) for name in names}, backend)


def decision_curve(
    data: object,
    risk: object = None,
    *,
    thresholds: ArrayLike | None = None,
    setting: Setting | None = None,
    ci: CI | None = None,
) -> DecisionCurve:
    """Return the net benefit of flagging ``risk >= threshold``.

    Parameters
    ----------
    data, risk
        Counts or rows, and their risks (`as_risks`).
    thresholds : array-like of shape (n_thresholds,), optional
        Increasing, in (0, 1); 0.01 to 0.50 by 0.01 if not given.
    setting : Setting, optional
        External prevalence, harm, declared range.
    ci : CI, optional
        Level, replicates and seed; ``CI(method="none")`` for no interval.

    Raises
    ------
    CallError
        ``IRDP-K079`` thresholds or harms that are impossible · ``IRDP-K063`` a
        prevalence outside (0, 1).

    Notes
    -----
    NB(t) = TP/n − FP/n · t/(1 − t) − harm; treat all: ȳ − (1 − ȳ)t/(1 − t). Net
    interventions avoided per 100: 100·(NB − NB_all)/(t/(1 − t)).

    References
    ----------
    Vickers & Elkin (2006), doi:10.1177/0272989X06295361.

    Examples
    --------
    >>> y, p = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1], [.1, .1, .1, .1, .3, .3, .3, .5, .5, .9]
    >>> decision_curve(y, p, thresholds=[0.3]).net_benefit.round(6)
    array([0.171429])
    """
    counts, setting, ci = as_risks(data, risk), setting or Setting(), ci or CI()
    grid = read_grid(thresholds, setting)
    t = grid.threshold
    true, false = rates(counts, grid)
    prevalence = counts.total_events / counts.total
    prevalence = prevalence if grid.prevalence is None else grid.prevalence
    benefit, everyone = benefit_of(true, false, grid), everyone_of(prevalence, grid)
    limits = _intervals(counts, grid, ci)
    safe = prevalence if prevalence > 0 else np.nan
    return DecisionCurve(
        threshold=t,
        net_benefit=benefit,
        lo=limits.lo[0],
        hi=limits.hi[0],
        treat_all=everyone,
        over_best=benefit - np.maximum(everyone, 0.0),
        over_best_lo=limits.lo[1],
        over_best_hi=limits.hi[1],
        standardised=benefit / safe,
        interventions_avoided=100.0 * (benefit - everyone) / (t / (1.0 - t)),
        tp_rate=true,
        fp_rate=false,
        declared=grid.declared,
        prevalence=prevalence,
        n=counts.total,
        events=counts.total_events,
        level=ci.level,
        method=limits.method,
        n_boot=ci.n_boot if limits.method != "none" else 0,
        seed=ci.seed,
        setting=plain_setting(setting),
        warnings=limits.warnings,
    )


class _Limits(NamedTuple):
    """Limits of the net benefit (first row) and of that over the best default."""

    lo: Floats
    hi: Floats
    method: str
    warnings: tuple[str, ...]


def _intervals(counts: RiskCounts, grid: Grid, ci: CI) -> _Limits:
    """Return percentile limits; one resample serves every threshold."""
    lacking = counts.total_events <= 0 or counts.nonevents.sum() <= 0
    remarks: tuple[str, ...] = ("one_class",) if lacking else ()
    if ci.method == "none" or lacking:
        nothing = np.full((2, grid.threshold.size), np.nan)
        return _Limits(nothing, nothing, "none", remarks)

    def both(draw: Draw) -> Floats:
        ones, zeros = draw.events.sum(axis=1), draw.nonevents.sum(axis=1)
        caught = flagged(draw.p, draw.events, draw.nonevents, grid.threshold)
        own = benefit_of(*shares(caught, (ones, zeros), grid), grid)
        known = ones / (ones + zeros)
        if grid.prevalence is not None:
            known = np.full(ones.shape, grid.prevalence)
        everyone = everyone_of(known[:, None], grid)
        return np.stack([own, own - np.maximum(everyone, 0.0)], axis=1)

    made = bootstrap(counts, {"net_benefit": both}, ci=ci)
    limits = percentile(made.values["net_benefit"], ci.level)
    if made.one_class:
        remarks += (f"one_class_replicates={made.one_class}",)
    if made.bins:
        remarks += (f"bins={made.bins}",)
    return _Limits(*limits, made.method, remarks)


def percentile(values: Floats, level: float) -> tuple[Floats, Floats]:
    """Return type-7 percentile limits over the first axis, undefined ones left out.

    NaN where half of the replicates or more are undefined.

    Examples
    --------
    >>> percentile(np.arange(101.0)[:, None], 0.9)[0]
    array([5.])
    """
    tail = (1.0 - level) / 2.0
    flat = values.reshape(values.shape[0], -1)
    out = np.full((2, flat.shape[1]), np.nan)
    for i, column in enumerate(flat.T):
        found = column[np.isfinite(column)]
        if found.size > ENOUGH * column.size:
            out[:, i] = np.quantile(found, [tail, 1.0 - tail])
    shape = values.shape[1:]
    return out[0].reshape(shape), out[1].reshape(shape)
