"""`RiskCounts`: persons and events by distinct predicted risk, from rows or counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.options import check_option
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Callable

    from irdp.calibration.aggregate import Floats, Numbers

    Check = Callable[[Numbers, str], None]

OnExtreme = Literal["raise", "clip"]
EPS = 1e-8
# The standard deviation of terms that are all the same but for rounding.
SPREADLESS = 1e-12


class Logits(NamedTuple):
    """The logits of the risks and how many persons had to be moved off 0 or 1."""

    values: Floats
    clipped: float

    @property
    def warnings(self) -> tuple[str, ...]:
        """The remark that goes with every estimate made from these logits."""
        return (f"clipped={self.clipped:g}",) if self.clipped else ()


@dataclass(frozen=True, slots=True, eq=False)
class RiskCounts:
    """Persons and events by distinct predicted risk: what every metric reads.

    Parameters
    ----------
    p
        Distinct predicted risks, increasing, shape (U,), in [0, 1].
    n, events
        Persons and events at each, shape (U,), float64 (sums of weights).
    n_sq, events_sq, rows
        Sums of squared weights and numbers of rows; `None` without weights.

    Examples
    --------
    >>> as_risks([0, 1, 1], [0.2, 0.4, 0.4]).events.tolist()
    [0.0, 2.0]
    >>> index = ScoreCounts.from_counts([1, 2], n=[5, 5], events=[1, 4])
    >>> as_risks(index, lambda score: score / 4).p.tolist()
    [0.25, 0.5]
    """

    p: Floats
    n: Floats
    events: Floats
    n_sq: Floats | None = None
    events_sq: Floats | None = None
    rows: Floats | None = None

    @property
    def weighted(self) -> bool:
        """Whether the counts are sums of weights."""
        return self.n_sq is not None

    @property
    def nonevents(self) -> Floats:
        """Persons without the event at each risk, shape (U,)."""
        return self.n - self.events

    @property
    def total(self) -> float:
        """Persons, or the sum of their weights."""
        return float(self.n.sum())

    @property
    def total_events(self) -> float:
        """Events, or the sum of their weights."""
        return float(self.events.sum())

    @property
    def base(self) -> dict[str, Any]:
        """What every estimate states of its base: `n` and `events`."""
        if self.weighted:
            return {"n": self.total, "events": self.total_events}
        return {"n": round(self.total), "events": round(self.total_events)}

    @property
    def smaller_class(self) -> float:
        """Events or non-events, whichever are fewer; with weights Kish's sizes."""
        ones, zeros = self.total_events, float(self.nonevents.sum())
        if self.n_sq is None or self.events_sq is None:
            return min(ones, zeros)
        squares = float(self.events_sq.sum()), float((self.n_sq - self.events_sq).sum())
        sizes = [
            s**2 / q if q > 0 else 0.0
            for s, q in zip((ones, zeros), squares, strict=True)
        ]
        return min(sizes)

    def logits(self, on_extreme: OnExtreme = "raise") -> Logits:
        """Return the logits of the risks.

        Raises
        ------
        CallError
            Where a risk is 0 or 1 and `on_extreme` is not ``"clip"``.
        """
        check_option("on_extreme", on_extreme, get_args(OnExtreme))
        extreme = (self.p <= 0) | (self.p >= 1)
        if not extreme.any():
            return Logits(logit(self.p), 0.0)
        persons = float((self.n if self.rows is None else self.rows)[extreme].sum())
        if on_extreme == "raise":
            raise CallError(diagnose("IRDP-K009", count=f"{persons:g}"))
        return Logits(
            logit(np.where(extreme, np.clip(self.p, EPS, 1 - EPS), self.p)), persons
        )


def logit(p: Floats) -> Floats:
    """Return ln(p/(1−p)), accurate near 0 and near 1."""
    return np.log(p) - np.log1p(-p)


def as_ranks(
    data: object, score: object = None, *, sample_weight: object = None
) -> RiskCounts:
    """Return rows or counts by distinct score, which need not be a probability.

    Takes what `as_risks` takes; the scores stand in the field `p`.
    """
    return _cells(data, score, sample_weight, _no_check)


def as_risks(
    data: object, risk: object = None, *, sample_weight: object = None
) -> RiskCounts:
    """Return rows or counts as persons and events by distinct risk.

    Parameters
    ----------
    data
        `ScoreCounts`, `RiskCounts`, or the outcomes of rows (0 or 1).
    risk
        With counts: the risk at each score, as an array or a function of the
        scores; nothing where the score is the risk. With rows: their risks.
    sample_weight
        With rows only: their weights.

    Raises
    ------
    CallError
        Where a risk is no probability, or the input is bad (see
        `ScoreCounts.from_rows`).
    """
    return _cells(data, risk, sample_weight, _check_probabilities)


def _cells(
    data: object, risk: object, sample_weight: object, check: Check
) -> RiskCounts:
    if isinstance(data, RiskCounts) and risk is None and sample_weight is None:
        return data
    if isinstance(data, (ScoreCounts, RiskCounts)):
        if sample_weight is not None:
            raise CallError(diagnose("IRDP-K015"))
        if isinstance(data, RiskCounts):
            raise CallError(diagnose("IRDP-K017"))
        return _from_counts(data, risk, check)
    if risk is None or callable(risk):
        raise CallError(diagnose("IRDP-K017"))
    p = aggregate.column(risk, "y_prob")
    check(p, "y_prob")
    made = ScoreCounts.from_rows(p, data, sample_weight=sample_weight)
    return _from_counts(made, None, check)


def _check_probabilities(p: Numbers, name: str) -> None:
    if bool(((p < 0) | (p > 1)).any()):
        raise CallError(diagnose("IRDP-K007", name=name))


def _no_check(p: Numbers, name: str) -> None:
    """Accept any score."""


def risks_at(counts: ScoreCounts, risk: object = None) -> Floats:
    """Return the risk at each score of the counts, shape (U,), checked.

    Raises
    ------
    CallError
        Where a risk is missing or no probability.
    """
    return _at(counts, risk, _check_probabilities)


def _at(counts: ScoreCounts, risk: object, check: Check) -> Floats:
    if risk is None:
        check(counts.score, "score")
        return counts.score
    given = risk(counts.score) if callable(risk) else risk
    p = aggregate.column(given, "risk").astype(np.float64)
    aggregate.same_length(len(counts), [("risk", p)])
    gone = int(np.isnan(p).sum())
    if gone:
        raise CallError(diagnose("IRDP-K002", name="risk", count=gone))
    check(p, "risk")
    return p


def _from_counts(counts: ScoreCounts, risk: object, check: Check) -> RiskCounts:
    sums, p = counts.sums, _at(counts, risk, check)
    if not bool(np.all(np.diff(aggregate.canonical(p)) > 0)):
        p, sums = _by_risk(p, sums)
    columns = [None if c is None else c.astype(np.float64) for c in sums[1:]]
    return RiskCounts(p, *columns)  # type: ignore[arg-type]


def _by_risk(p: Floats, sums: aggregate.Sums) -> tuple[Floats, aggregate.Sums]:
    """Join the cells whose risks are a tie at 12 decimals, in order of risk."""
    ties = aggregate.canonical(p)
    order = np.lexsort((p, ties))
    merged = aggregate.merge([sums._replace(score=ties)])
    starts = np.searchsorted(ties[order], merged.score)
    return p[order][starts], merged
