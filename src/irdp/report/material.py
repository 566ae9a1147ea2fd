"""What a validation report is written from: results, and what of them may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.bands import interval_likelihood_ratio
from irdp.calibration.capacity import Capacity
from irdp.calibration.capacity_curves import CapacityCurve, capacity_curve
from irdp.calibration.curves import CalibrationCurve, calibration_curve
from irdp.calibration.decision import DecisionCurve, decision_curve
from irdp.calibration.estimate import CI, Estimate
from irdp.calibration.proportions import proportion
from irdp.calibration.risks import as_risks
from irdp.calibration.thresholds import ThresholdRow, threshold_table
from irdp.disclosure import Rules
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.report.published import Published, Stretch, publish

if TYPE_CHECKING:
    from irdp.calibration.bands import Bands
    from irdp.calibration.risks import RiskCounts
    from irdp.calibration.validation import Validation
    from irdp.definition.scoring import Scoring
    from irdp.text import Lang

DECLARED = ("risk_threshold", "cost_ratio")


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is written.

    Parameters
    ----------
    lang : {"fr", "en"}
    disclosure : Rules
        Smallest count that may be shown.
    created : str
        Date printed in the report; none if empty, so that the bytes do not change.
    author, purpose : str
        Printed as given; missing is said.
    """

    lang: Lang = "fr"
    disclosure: Rules = field(default_factory=Rules)
    created: str = ""
    author: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One band, or several joined ones, as it may be shown.

    Parameters
    ----------
    ids : tuple of str
    start : float
    n, events : float
    rate, likelihood_ratio : Estimate
    cut : ThresholdRow or None
        Price of flagging from `start` on; None for the lowest.
    """

    ids: tuple[str, ...]
    start: float
    n: float
    events: float
    rate: Estimate
    likelihood_ratio: Estimate
    cut: ThresholdRow | None


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that the sections of a validation report read.

    Parameters
    ----------
    v : Validation
        Estimates of the whole cohort; its counts are read by `gather` alone.
    shown : Published
        Groups that may be shown: what plots and tables are made from.
    curves : tuple of CalibrationCurve
    decision : DecisionCurve or None
    capacity : CapacityCurve
    places : Capacity or None
    bands : Bands or None
    parts : tuple of Part
        The bands as they may be shown, from low to high; empty without bands.
    benefit : DecisionCurve
        At one threshold: that of the highest cut-off, or of the declared range.
    scoring : Scoring or None
    options : Options
    """

    v: Validation
    shown: Published
    curves: tuple[CalibrationCurve, ...]
    decision: DecisionCurve | None
    capacity: CapacityCurve
    places: Capacity | None
    bands: Bands | None
    parts: tuple[Part, ...]
    benefit: DecisionCurve | None
    scoring: Scoring | None
    options: Options

    @property
    def lang(self) -> Lang:
        """The language of the report."""
        return self.options.lang

    @property
    def risks(self) -> RiskCounts:
        """The groups that may be shown, by risk."""
        return as_risks(self.shown.counts, self.shown.risk)


def gather(
    v: Validation,
    *,
    decision: DecisionCurve | None,
    capacity: Capacity | CapacityCurve | None,
    bands: Bands | None,
    scoring: Scoring | None,
    options: Options,
) -> Material:
    """Return what a report is written from, small counts already out of reach.

    Raises
    ------
    CallError
        ``IRDP-K016`` scores of another definition · ``IRDP-K081`` too few events or non-events for anything · ``IRDP-K084`` bands
        that do not separate the scores.
    """
    _same_scoring(v, scoring)
    starts = tuple((b.id, b.start) for b in bands.bands) if bands else ()
    inside = [(v.counts.score[0] < s <= v.counts.score[-1]) for _, s in starts[1:]]
    if not all(inside):
        raise CallError(diagnose("IRDP-K084"))
    shown = publish(v.counts, v.risk_at_score, starts=starts, k=options.disclosure.k)
    curves = tuple(
        calibration_curve(shown.counts, shown.risk, smoother=smoother)
        for smoother in ("rcs", "lowess", "pava")
    )
    threshold = capacity.threshold if isinstance(capacity, CapacityCurve) else None
    if threshold is not None and np.isnan(threshold):
        threshold = None
    return Material(
        v=v,
        shown=shown,
        curves=curves,
        decision=_redrawn(shown, decision) if decision else None,
        capacity=capacity_curve(shown.counts, threshold=threshold),
        places=_places(capacity, bands),
        bands=bands,
        parts=tuple(_parts(shown)) if bands else (),
        benefit=_benefit(v, shown, bands, decision),
        scoring=scoring,
        options=options,
    )


def _same_scoring(v: Validation, scoring: Scoring | None) -> None:
    """Refuse scores of another definition than the one reported, or its parent."""
    if scoring is None or not v.definition:
        return
    known = {scoring.reference}
    if scoring.derived_from is not None:
        known.add(f"{scoring.derived_from.id}@{scoring.derived_from.version}")
    if v.definition not in known:
        left, right = v.definition, scoring.reference
        raise CallError(diagnose("IRDP-K016", left=left, right=right))


def _redrawn(shown: Published, decision: DecisionCurve) -> DecisionCurve:
    """Return the same decision curve, from the groups that may be shown."""
    ci = CI(level=decision.level, n_boot=max(decision.n_boot, 1), seed=decision.seed)
    if decision.method == "none":
        ci = CI(method="none")
    return decision_curve(
        shown.counts,
        shown.risk,
        thresholds=decision.threshold,
        setting=decision.setting,
        ci=ci,
    )


def _places(
    capacity: Capacity | CapacityCurve | None, bands: Bands | None
) -> Capacity | None:
    """Return the places: those given, or those a band was chosen by."""
    if isinstance(capacity, Capacity):
        return capacity
    for cut in bands.cut_offs if bands else ():
        if cut.rule["rule"] == "capacity":
            return Capacity(cut.rule["places"], of=cut.rule.get("of"))
    return None


def _parts(shown: Published) -> list[Part]:
    """Return the bands with what was seen in them."""
    total = shown.counts.total_events, shown.counts.nonevents.sum().item()
    starts = [stretch.start for stretch in shown.stretches[1:]]
    rows = threshold_table(shown.counts, thresholds=starts).rows if starts else ()
    return [
        _part(stretch, total, row)
        for stretch, row in zip(shown.stretches, (None, *rows), strict=True)
    ]


def _part(
    stretch: Stretch, total: tuple[float, float], row: ThresholdRow | None
) -> Part:
    """Return one band as it may be shown."""
    n, events = stretch.counts.total, stretch.counts.total_events
    return Part(
        ids=stretch.ids,
        start=stretch.start,
        n=n,
        events=events,
        rate=proportion(events, n),
        likelihood_ratio=interval_likelihood_ratio((events, n - events), total),
        cut=row,
    )


def _benefit(
    v: Validation,
    shown: Published,
    bands: Bands | None,
    decision: DecisionCurve | None,
) -> DecisionCurve | None:
    """Return the net benefit at the one threshold that the first screen shows."""
    setting = decision.setting if decision else None
    if bands and len(shown.stretches) > 1:
        top = shown.stretches[-1]
        rule = bands.origin.get(top.ids[0], {})
        at = int(np.searchsorted(v.counts.score, top.start))
        t = float(v.risk_at_score[at])
        if rule.get("rule") == "risk_threshold":
            t = float(rule["value"])
    elif decision is not None:
        inside = decision.threshold[decision.declared]
        t = float(inside[inside.size // 2]) if inside.size else np.nan
    else:
        return None
    if not 0 < t < 1:
        return None
    # a harm per threshold has no value at this one
    usable = setting if setting and np.ndim(setting.harm) == 0 else None
    return decision_curve(
        shown.counts, shown.risk, thresholds=[t], setting=usable, ci=v.ci
    )
