"""Rules for a cut-off: declared, not mined; each says where its number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration.capacity import Capacity, threshold_for_capacity
from irdp.calibration.exact import Exact, exact, share
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from fractions import Fraction

    from irdp.calibration.aggregate import Floats
    from irdp.calibration.counts import ScoreCounts


@dataclass(frozen=True, slots=True)
class MinSensitivity:
    """The largest observed score that still catches this share of the events.

    Parameters
    ----------
    value : float or decimal text
        Sensitivity in (0, 1), such as ``"0.80"``.
    """

    value: Exact


@dataclass(frozen=True, slots=True)
class RiskThreshold:
    """The score from which the risk reaches a clinical threshold.

    Parameters
    ----------
    value : float or decimal text
        Risk in (0, 1), such as ``"0.10"``.
    """

    value: Exact


@dataclass(frozen=True, slots=True)
class CostRatio:
    """The risk threshold that two declared costs imply: C_FP/(C_FP + C_FN).

    Parameters
    ----------
    false_positive, false_negative : float or decimal text
        Costs of one useless referral and of one missed event, > 0, in one unit.
    """

    false_positive: Exact
    false_negative: Exact

    @property
    def threshold(self) -> Fraction:
        """The risk threshold, exactly."""
        wrong = exact(self.false_positive, name="false_positive")
        missed = exact(self.false_negative, name="false_negative")
        if wrong <= 0 or missed <= 0:
            raise CallError(diagnose("IRDP-K063", name="CostRatio"))
        return wrong / (wrong + missed)


@dataclass(frozen=True, slots=True)
class Youden:
    """The observed score with the largest Sens + Spec − 1; it warns.

    It weighs a missed event against a useless referral by the prevalence odds,
    whatever the cell can bear: seldom what anyone would declare.
    """


Rule = Capacity | MinSensitivity | RiskThreshold | CostRatio | Youden


def rule_name(rule: Rule) -> str:
    """Return the name under which a rule is recorded.

    Examples
    --------
    >>> rule_name(MinSensitivity("0.80"))
    'min_sensitivity'
    """
    names: dict[type, str] = {
        Capacity: "capacity",
        MinSensitivity: "min_sensitivity",
        RiskThreshold: "risk_threshold",
        CostRatio: "cost_ratio",
        Youden: "youden",
    }
    return names[type(rule)]


def rule_record(rule: Rule) -> dict[str, Any]:
    """Return the rule as it is written under ``bands_from``.

    Examples
    --------
    >>> rule_record(Capacity(40, of=1000))
    {'rule': 'capacity', 'places': 40, 'of': 1000, 'ties': 'include'}
    """
    record: dict[str, Any] = {"rule": rule_name(rule)}
    if isinstance(rule, Capacity):
        record["places"] = _number(rule.places)
        if rule.of is not None:
            record["of"] = _number(rule.of)
        record["ties"] = rule.ties
    elif isinstance(rule, (MinSensitivity, RiskThreshold)):
        record["value"] = _number(rule.value)
    elif isinstance(rule, CostRatio):
        record["false_positive"] = _number(rule.false_positive)
        record["false_negative"] = _number(rule.false_negative)
    return record


def _number(value: Exact) -> int | float | str:
    """Return a number as YAML writes it: an integer, a decimal, or a fraction."""
    found = exact(value, name="value")
    if found.denominator == 1:
        return int(found)
    near = float(found)
    return near if exact(near, name="value") == found else str(found)


def is_tuned(rule: Rule) -> bool:
    """Say whether the cut-off is searched for in the data, hence optimistic."""
    return not isinstance(rule, (RiskThreshold, CostRatio))


def cut_off(
    counts: ScoreCounts, rule: Rule, *, risk_at_score: Floats | None = None
) -> float:
    """Return the first score that is flagged under a rule.

    Parameters
    ----------
    counts : ScoreCounts
        Scores, higher is worse.
    rule : Capacity, MinSensitivity, RiskThreshold, CostRatio or Youden
    risk_at_score : ndarray of shape (n_scores,), optional
        Risk at each score; without it the score is the risk.

    Returns
    -------
    float
        An observed score; where the score itself is the risk, the declared risk.

    Raises
    ------
    CallError
        ``IRDP-K066`` random ties · ``IRDP-K068`` no score satisfies the rule ·
        ``IRDP-K073`` the risk does not increase with the score.

    Examples
    --------
    >>> from irdp.calibration.counts import ScoreCounts
    >>> rows = ScoreCounts.from_counts([1, 2, 3], n=[5, 3, 2], events=[0, 1, 2])
    >>> cut_off(rows, MinSensitivity("0.60")), cut_off(rows, Youden())
    (3.0, 2.0)
    """
    if isinstance(rule, Capacity):
        return threshold_for_capacity(counts, rule)
    if isinstance(rule, MinSensitivity):
        return _for_sensitivity(counts, share(rule.value, name="MinSensitivity"))
    if isinstance(rule, Youden):
        return _youden(counts)
    if isinstance(rule, CostRatio):
        wanted = rule.threshold
    else:
        wanted = share(rule.value, name="RiskThreshold")
    return _for_risk(counts, wanted, (risk_at_score, rule_name(rule)))


def _for_sensitivity(counts: ScoreCounts, wanted: Fraction) -> float:
    """Return the largest score t with Sens(score ≥ t) ≥ wanted, exactly."""
    total = counts.total_events
    if total <= 0:
        raise CallError(diagnose("IRDP-K068", name="min_sensitivity"))
    caught = np.cumsum(counts.events[::-1])[::-1]
    if counts.weighted:
        enough = caught >= float(wanted) * total * (1 - 1e-12)
    else:
        enough = caught >= ceil(wanted * int(total))
    return float(counts.score[np.flatnonzero(enough)[-1]])


def _youden(counts: ScoreCounts) -> float:
    """Return the largest observed score with the largest J, exactly on counts."""
    events, others = counts.total_events, counts.total - counts.total_events
    if events <= 0 or others <= 0:
        raise CallError(diagnose("IRDP-K068", name="youden"))
    caught = np.cumsum(counts.events[::-1])[::-1]
    false = np.cumsum(counts.nonevents[::-1])[::-1]
    # J · E · M is a whole number on counts: no rounding decides between two scores
    scaled = caught * others - false * events
    return float(counts.score[np.flatnonzero(scaled == scaled.max())[-1]])


def _for_risk(
    counts: ScoreCounts, wanted: Fraction, origin: tuple[Floats | None, str]
) -> float:
    """Return the first score whose risk reaches `wanted`."""
    risk, name = origin
    if risk is None:
        return float(wanted)
    if np.any(np.diff(risk) < 0):
        raise CallError(diagnose("IRDP-K073"))
    reached = np.flatnonzero(np.round(risk, 12) >= round(float(wanted), 12))
    if not reached.size:
        raise CallError(diagnose("IRDP-K068", name=name))
    return float(counts.score[reached[0]])
