"""Bands and their cut-offs: what each one costs and catches."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration.capacity import Capacity
from irdp.calibration.cutoffs import Rule, rule_record
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.proportions import proportion
from irdp.calibration.result import Result
from irdp.calibration.thresholds import ThresholdRow, threshold_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irdp.calibration.counts import ScoreCounts


@dataclass(frozen=True, slots=True)
class CutOff(Result):
    """One cut-off with its price: flagged ⇔ score ≥ `score`.

    Parameters
    ----------
    band : str
        Band that begins here.
    score : float
        The cut-off, at the decimals of the score.
    rule : dict
        Where it comes from.
    figures : ThresholdRow
        Counts, sensitivity, PPV, number needed to refer, with their intervals.
    places : int or None
        Places of a capacity rule, to compare with the flagged.
    """

    band: str
    score: float
    rule: dict[str, Any]
    figures: ThresholdRow
    places: int | None = None

    @property
    def ppv(self) -> Estimate:
        """Share of events among the flagged."""
        return self.figures.ppv

    @property
    def number_needed(self) -> Estimate:
        """Persons referred per event found, 1/PPV."""
        return self.figures.number_needed_to_refer


@dataclass(frozen=True, slots=True)
class Band(Result):
    """One half-open band ``[start, next)`` and the risk seen in it.

    Parameters
    ----------
    id : str
    start : float
        First score of the band.
    n, events : float
        Persons and events in it.
    rate : Estimate
        Share of events with its Wilson interval.
    likelihood_ratio : Estimate
        (e_b/E)/(m_b/M) with a log-normal interval.
    """

    id: str
    start: float
    n: float
    events: float
    rate: Estimate
    likelihood_ratio: Estimate


@dataclass(frozen=True, slots=True)
class Bands(Result):
    """Bands with their cut-offs, ready to be written into a scoring.

    Parameters
    ----------
    bands : tuple of Band
        From the lowest to the highest.
    cut_offs : tuple of CutOff
        One per band but the first.
    decimals : int
        Decimals of the score.
    warnings : tuple of str
        Machine-readable remarks.
    """

    bands: tuple[Band, ...]
    cut_offs: tuple[CutOff, ...]
    decimals: int
    warnings: tuple[str, ...] = ()

    @property
    def as_list(self) -> list[dict[str, Any]]:
        """The bands as a scoring writes them: ``[{id, from}, …]``."""
        return [
            {"id": band.id, "from": written(band.start, self.decimals)}
            for band in self.bands
        ]

    @property
    def origin(self) -> dict[str, dict[str, Any]]:
        """The ``bands_from`` record: the rule behind each cut-off."""
        return {cut.band: cut.rule for cut in self.cut_offs}


def written(score: float, decimals: int) -> int | float:
    """Return a score as YAML writes it: an integer, or a float of few decimals.

    Examples
    --------
    >>> written(38.0, 0), written(0.30000000000000004, 1)
    (38, 0.3)
    """
    return int(score) if decimals == 0 else float(Decimal(f"{score:.{decimals}f}"))


def price(counts: ScoreCounts, cut: float, rule: Rule, *, band: str) -> CutOff:
    """Return a cut-off with everything that stands beside it."""
    return CutOff(
        band=band,
        score=cut,
        rule=rule_record(rule),
        figures=threshold_table(counts, thresholds=[cut]).rows[0],
        places=rule.places_for(counts.total) if isinstance(rule, Capacity) else None,
    )


def band(counts: ScoreCounts, name: str, limits: tuple[float, float]) -> Band:
    """Return what was seen between two scores."""
    inside = (counts.score >= limits[0]) & (counts.score < limits[1])
    n, events = counts.n[inside].sum().item(), counts.events[inside].sum().item()
    return Band(
        id=name,
        start=limits[0],
        n=n,
        events=events,
        rate=proportion(events, n, effective=_kish(counts, inside)),
        likelihood_ratio=interval_likelihood_ratio(
            (events, n - events),
            (counts.total_events, counts.total - counts.total_events),
            counted=not counts.weighted,
        ),
    )


def _kish(counts: ScoreCounts, inside: NDArray[np.bool_]) -> float | None:
    """Return (Σw)²/Σw² of a band; None without weights."""
    if counts.n_sq is None:
        return None
    squares = float(counts.n_sq[inside].sum())
    return float(counts.n[inside].sum()) ** 2 / squares if squares > 0 else 0.0


def interval_likelihood_ratio(
    band: tuple[float, float],
    total: tuple[float, float],
    *,
    ci: CI | None = None,
    counted: bool = True,
) -> Estimate:
    """Return (e_b/E)/(m_b/M), SE ln = √(1/e_b − 1/E + 1/m_b − 1/M).

    Parameters
    ----------
    band, total : tuple of 2 float
        Events and non-events in the band, and in all.
    ci : CI, optional
    counted : bool
        False for sums of weights, which have no such interval.

    Examples
    --------
    >>> print(interval_likelihood_ratio((63, 51), (105, 645)))
    7.588 (5.587 to 10.307)
    """
    ci = ci or CI()
    (e, m), (events, others) = band, total
    base: dict[str, Any] = {"n": e + m, "events": e, "method": "log", "level": ci.level}
    if events <= 0 or others <= 0:
        return Estimate(np.nan, reason=Reason.ONE_CLASS, **base)
    if e <= 0 or m <= 0:
        value = np.nan if e == m else (0.0 if e <= 0 else np.inf)
        return Estimate(value, reason=Reason.ZERO_CELL, **base)
    value = (e / events) / (m / others)
    if not counted:
        return Estimate(value, **{**base, "method": "none"})
    se = float(np.sqrt(1 / e - 1 / events + 1 / m - 1 / others))
    lo, hi = (float(value * np.exp(sign * ci.z * se)) for sign in (-1, 1))
    return Estimate(value, lo=lo, hi=hi, se=se, **base)
