"""Choose three bands by declared rules: nothing is mined and nothing settled silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.bands import Bands, band, price, written
from irdp.calibration.capacity import Capacity
from irdp.calibration.cutoffs import Rule, Youden, cut_off, is_tuned, rule_name
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.counts import ScoreCounts


@dataclass(frozen=True, slots=True)
class Scale:
    """The declared scale of a score.

    Parameters
    ----------
    start : float
        Lower bound of its range: where the first band begins.
    decimals : int
        Decimals to which the score is rounded.
    """

    start: float = 0.0
    decimals: int = 0


def choose_bands(
    counts: ScoreCounts,
    risk: object = None,
    *,
    upper: Rule,
    lower: Rule,
    scale: Scale | None = None,
    ids: tuple[str, str, str] = ("low", "middle", "high"),
) -> Bands:
    """Choose two cut-offs by declared rules and show what they cost.

    Parameters
    ----------
    counts : ScoreCounts
        Scores, higher is worse.
    risk : array-like of shape (n_scores,) or callable, optional
        Risk at each score, for rules on the risk; without it the score is the risk.
    upper, lower : Capacity, MinSensitivity, RiskThreshold, CostRatio or Youden
        Rules of the two cut-offs.
    scale : Scale, optional
        Declared start and decimals of the score.
    ids : tuple of 3 str
        Names of the bands, from low to high.

    Raises
    ------
    CallError
        ``IRDP-K067`` the two rules contradict each other · ``IRDP-K069`` a cut-off
        finer than the score · ``IRDP-K074``, ``IRDP-K075`` wrong names or range, and
        what `cut_off` raises.

    Notes
    -----
    Sensitivity and PPV of a cut-off found on the same data are optimistic: see
    `cut_off_optimism`.

    Examples
    --------
    >>> from irdp.calibration.counts import ScoreCounts
    >>> from irdp.calibration.cutoffs import MinSensitivity
    >>> rows = ScoreCounts.from_counts(
    ...     [0, 1, 2, 3], n=[40, 30, 20, 10], events=[1, 3, 6, 8])
    >>> chosen = choose_bands(rows, upper=Capacity(10), lower=MinSensitivity("0.75"))
    >>> chosen.as_list[1:]
    [{'id': 'middle', 'from': 2}, {'id': 'high', 'from': 3}]
    >>> print(chosen.cut_offs[1].ppv)
    0.800 (0.490 to 0.943)
    """
    scale = scale or Scale()
    if len(set(ids)) != len((upper, lower)) + 1 or not all(ids):
        raise CallError(diagnose("IRDP-K074", expected=3))
    if counts.score[0] < scale.start:
        raise CallError(diagnose("IRDP-K075"))
    at_score = risk_at_scores(counts, risk)
    cuts = [
        at_decimals(cut_off(counts, rule, risk_at_score=at_score), rule, scale)
        for rule in (lower, upper)
    ]
    if not scale.start < cuts[0] < cuts[1]:
        low, high = (written(cut, scale.decimals) for cut in cuts)
        raise CallError(diagnose("IRDP-K067", upper=high, lower=low))
    starts = [scale.start, *cuts]
    return Bands(
        bands=tuple(
            band(counts, name, (starts[i], [*starts, np.inf][i + 1]))
            for i, name in enumerate(ids)
        ),
        cut_offs=tuple(
            price(counts, cut, rule, band=name)
            for cut, rule, name in zip(cuts, (lower, upper), ids[1:], strict=True)
        ),
        decimals=scale.decimals,
        warnings=_warnings(counts, (lower, upper), cuts),
    )


def risk_at_scores(counts: ScoreCounts, risk: object) -> Floats | None:
    """Return the risk at each score, or None where the score is the risk."""
    if risk is None:
        return None
    found = aggregate.column(risk(counts.score) if callable(risk) else risk, "risk")
    found = found.astype(np.float64)
    possible = (found >= 0) & (found <= 1)
    if len(found) != len(counts) or not possible.all():
        raise CallError(diagnose("IRDP-K072", expected=len(counts)))
    return found


def at_decimals(cut: float, rule: Rule, scale: Scale) -> float:
    """Return the cut-off at the decimals of the score, or refuse a finer one."""
    rounded = round(cut, scale.decimals)
    if abs(rounded - cut) > 1e-9 * max(1.0, abs(cut)):
        name = rule_name(rule)
        raise CallError(diagnose("IRDP-K069", name=name, decimals=scale.decimals))
    return rounded


def _warnings(
    counts: ScoreCounts, rules: tuple[Rule, Rule], cuts: list[float]
) -> tuple[str, ...]:
    """Return what a reader must know before using the cut-offs."""
    found: list[str] = []
    for rule, cut in zip(rules, cuts, strict=True):
        if isinstance(rule, Youden):
            found.append("youden_implies_prevalence_odds")
        if isinstance(rule, Capacity):
            flagged = counts.n[counts.score >= cut].sum().item()
            spare = rule.places_for(counts.total) - flagged
            if spare:
                found.append(
                    f"capacity_{'unused' if spare > 0 else 'exceeded'}={abs(spare):g}"
                )
    if any(is_tuned(rule) for rule in rules):
        found.append("tuned_on_these_data")
    return tuple(dict.fromkeys(found))
