"""How calibration and discrimination differ between services."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration.discrimination import auc
from irdp.calibration.estimate import CI, Estimate
from irdp.calibration.interaction import interaction
from irdp.calibration.pooling import Pooled, pool
from irdp.calibration.ratio import observed_expected
from irdp.calibration.result import Result, frame
from irdp.calibration.risks import OnExtreme, RiskCounts, as_risks, risks_at
from irdp.calibration.weak import weak_calibration
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.counts import ScoreCounts
    from irdp.calibration.hypothesis import HypothesisTest

EVENTS_NEEDED = 5
SCALES = {"oe": "log", "citl": "identity", "slope": "identity", "auc": "logit"}


@dataclass(frozen=True, slots=True)
class Service(Result):
    """The estimates of one service."""

    name: str
    n: float
    events: float
    oe: Estimate
    citl: Estimate
    slope: Estimate
    auc: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Heterogeneity(Result):
    """Estimates by service and what is typical of services.

    Parameters
    ----------
    services
        Those with at least 5 events and 5 non-events, by name.
    listed
        Those with fewer: not estimated alone.
    pooled
        ``oe``, ``citl``, ``slope``, ``auc``, each on the scale of `scales`.
    scales
        ``log``, ``identity`` or ``logit``.
    citl_test, slope_test
        Likelihood-ratio tests of interaction; several are made, none is adjusted.
    """

    services: tuple[Service, ...]
    listed: tuple[str, ...]
    pooled: dict[str, Pooled]
    scales: dict[str, str]
    citl_test: HypothesisTest
    slope_test: HypothesisTest

    def prediction(self, name: str) -> Estimate:
        """Return the interval of a new service on the natural scale."""
        return _natural(self.pooled[name].prediction, self.scales[name])

    def typical(self, name: str) -> Estimate:
        """Return the pooled value with its HKSJ interval on the natural scale."""
        return _natural(self.pooled[name].hksj, self.scales[name])

    def to_frame(self, backend: str = "pandas") -> Any:
        """Return one row per service and estimate as a frame of `backend`."""
        rows = [
            (s.name, name, e.value, e.lo, e.hi, float(s.n), float(s.events))
            for s in self.services
            for name in SCALES
            for e in (getattr(s, name),)
        ]
        names = ("service", "estimate", "value", "lo", "hi", "n", "events")
        return frame({c: [r[i] for r in rows] for i, c in enumerate(names)}, backend)


def heterogeneity(
    counts: ScoreCounts,
    risk: object = None,
    *,
    ci: CI | None = None,
    on_extreme: OnExtreme = "raise",
) -> Heterogeneity:
    """Return O/E, CITL, slope and AUC by service, pooled by random effects.

    Subgroups are compared in the same way: count them as services.

    ln O/E, CITL, slope and logit AUC are pooled (Debray 2017); a service without a
    finite estimate of one of them is left out of that pool.

    Parameters
    ----------
    counts, risk
        Counts with services, and the risk at each score.
    ci
        The level.
    on_extreme
        What to do with risks of 0 or 1: ``"raise"`` or ``"clip"``.

    Raises
    ------
    CallError
        For counts without services.
    """
    level = (ci or CI()).level
    if not counts.blocks:
        raise CallError(diagnose("IRDP-K030"))
    p = risks_at(counts, risk)
    rows, listed, groups = [], [], []
    for name, block in counts.blocks:
        cells = as_risks(block, p[np.searchsorted(counts.score, block.score)])
        if cells.smaller_class < EVENTS_NEEDED:
            listed.append(name)
        else:
            rows.append(_service(name, cells, level, on_extreme))
            groups.append(cells)
    pooled = {name: _pool(name, rows, CI(level=level)) for name in SCALES}
    tests = interaction(groups, on_extreme)
    return Heterogeneity(tuple(rows), tuple(listed), pooled, dict(SCALES), *tests)


def _service(
    name: str, cells: RiskCounts, level: float, on_extreme: OnExtreme
) -> Service:
    wald = CI(level=level) if cells.weighted else CI("wald", level)
    weak = weak_calibration(cells, ci=wald, on_extreme=on_extreme)
    found = (
        observed_expected(cells, ci=CI(level=level)),
        weak.citl,
        weak.slope,
        auc(cells, ci=CI(level=level)),
    )
    return Service(name, cells.base["n"], cells.base["events"], *found)


def _pool(name: str, rows: list[Service], ci: CI) -> Pooled:
    pairs = [_scaled(name, getattr(row, name)) for row in rows]
    usable = [(y, se) for y, se in pairs if math.isfinite(y) and 0 < se < math.inf]
    values = np.array([y for y, _ in usable], dtype=np.float64)
    errors = np.array([se for _, se in usable], dtype=np.float64)
    return pool(values, errors, ci=ci)


def _scaled(name: str, estimate: Estimate) -> tuple[float, float]:
    """Return value and error on the scale of the pool (the error of O/E is its log's)."""
    value, se = estimate.value, estimate.se
    if name == "oe":
        return (math.log(value) if value > 0 else math.nan), se
    if name == "auc":
        if not 0 < value < 1:
            return math.nan, math.nan
        return math.log(value / (1 - value)), se / (value * (1 - value))
    return value, se


def _natural(estimate: Estimate, scale: str) -> Estimate:
    """Return the estimate on the scale of the report; its error stays as pooled."""
    value, lo, hi = (
        _turned(v, scale) for v in (estimate.value, estimate.lo, estimate.hi)
    )
    return replace(estimate, value=value, lo=lo, hi=hi)


def _turned(value: float, scale: str) -> float:
    if scale == "log":
        return math.exp(value)
    return 1 / (1 + math.exp(-value)) if scale == "logit" else value
