"""Places as a decision: the k highest scores, with ties told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from irdp.calibration.exact import Exact, exact, floor_share
from irdp.calibration.options import check_option
from irdp.calibration.result import Result
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.counts import ScoreCounts

Ties = Literal["include", "exclude", "random"]
TIES: tuple[Ties, ...] = get_args(Ties)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Places for referrals: so many, or so many of so many persons.

    Parameters
    ----------
    places : int, str, Decimal or Fraction
        Places. Without `of` they are for the persons counted.
    of : int, optional
        Persons that the places are for: ``Capacity(40, of=1000)``.
    ties : {"include", "exclude", "random"}
        What to do where equal scores compete for the last place.

    Raises
    ------
    CallError
        ``IRDP-K062`` not a number · ``IRDP-K064`` impossible places ·
        ``IRDP-K011`` unknown tie rule.

    Examples
    --------
    >>> Capacity(40, of=1000).places_for(750), Capacity("0.29", of=1).places_for(100)
    (30, 29)
    """

    places: Exact
    of: Exact | None = None
    ties: Ties = "include"

    def __post_init__(self) -> None:
        check_option("ties", self.ties, TIES)
        places = exact(self.places, name="places")
        if self.of is None:
            possible = places >= 0 and places.denominator == 1
        else:
            possible = 0 <= places <= exact(self.of, name="of")
            possible = possible and exact(self.of, name="of") > 0
        if not possible:
            raise CallError(diagnose("IRDP-K064"))

    def places_for(self, n: float) -> int:
        """Return k = ⌊places/of · n⌋ in exact arithmetic, at most n."""
        places = exact(self.places, name="places")
        if self.of is None:
            return min(int(places), int(n))
        return floor_share(places / exact(self.of, name="of"), n)


class Served(NamedTuple):
    """Who is flagged under one tie rule.

    Parameters
    ----------
    flagged, events : float
        Persons flagged and events among them; expectations under ``random``.
    sensitivity, ppv, lift : float
        Shares of the events and of the flagged; PPV over the prevalence; NaN where
        the denominator is 0.
    """

    flagged: float
    events: float
    sensitivity: float
    ppv: float
    lift: float


@dataclass(frozen=True, slots=True)
class TopScores(Result):
    """The k highest scores, under all three tie rules.

    Parameters
    ----------
    k : int
        Places.
    score : float
        k-th largest score t_k; NaN where k = 0.
    above, above_events, tied, tied_events : float
        Persons and events with a score above t_k, and equal to it.
    n, events : float
        Persons and events in all.
    """

    k: int
    score: float
    above: float
    above_events: float
    tied: float
    tied_events: float
    n: float
    events: float

    def served(self, ties: Ties = "include") -> Served:
        """Return who is flagged under a tie rule."""
        check_option("ties", ties, TIES)
        part = {"include": 1.0, "exclude": 0.0}.get(ties)
        if part is None:
            part = (self.k - self.above) / self.tied if self.tied else 0.0
        flagged = self.above + part * self.tied
        events = self.above_events + part * self.tied_events
        ppv = events / flagged if flagged else np.nan
        return Served(
            flagged=flagged,
            events=events,
            sensitivity=events / self.events if self.events else np.nan,
            ppv=ppv,
            lift=ppv / (self.events / self.n) if self.events else np.nan,
        )

    @property
    def rules(self) -> dict[str, Served]:
        """The three tie rules side by side."""
        return {ties: self.served(ties) for ties in TIES}


def top_scores(counts: ScoreCounts, capacity: Capacity) -> TopScores:
    """Return the highest scores that the places reach, ties told apart.

    Examples
    --------
    >>> from irdp.calibration.counts import ScoreCounts
    >>> rows = ScoreCounts.from_rows([.2, .2, .2, .6, .6, .6], [0, 0, 1, 0, 1, 1])
    >>> top_scores(rows, Capacity(2)).served("random").events
    1.3333333333333333
    """
    k = capacity.places_for(counts.total)
    n, events = counts.n[::-1], counts.events[::-1]
    reached, caught = np.cumsum(n), np.cumsum(events)
    if k == 0:
        return TopScores(0, np.nan, 0, 0, 0, 0, counts.total, counts.total_events)
    j = int(np.searchsorted(reached, k - 1e-9 * k, side="left"))
    return TopScores(
        k=k,
        score=float(counts.score[::-1][j]),
        above=(reached[j] - n[j]).item(),
        above_events=(caught[j] - events[j]).item(),
        tied=n[j].item(),
        tied_events=events[j].item(),
        n=counts.total,
        events=counts.total_events,
    )


def threshold_for_capacity(counts: ScoreCounts, capacity: Capacity) -> float:
    """Return the first score to flag so that the places are respected.

    Parameters
    ----------
    counts : ScoreCounts
    capacity : Capacity
        With ``ties="include"`` the k-th largest score: more may be flagged than
        there are places. With ``"exclude"`` the next observed score above it.

    Returns
    -------
    float
        An observed score; flagged ⇔ score ≥ it.

    Raises
    ------
    CallError
        ``IRDP-K066`` random ties · ``IRDP-K068`` no score flags within the places.

    Examples
    --------
    >>> from irdp.calibration.counts import ScoreCounts
    >>> rows = ScoreCounts.from_counts([1, 2, 3], n=[5, 3, 2], events=[0, 1, 2])
    >>> threshold_for_capacity(rows, Capacity(3)), threshold_for_capacity(
    ...     rows, Capacity(3, ties="exclude"))
    (2.0, 3.0)
    """
    if capacity.ties == "random":
        raise CallError(diagnose("IRDP-K066"))
    top = top_scores(counts, capacity)
    if top.k == 0:
        raise CallError(diagnose("IRDP-K068", name="capacity"))
    if capacity.ties == "include" or top.above + top.tied <= top.k:
        return top.score
    above = counts.score[counts.score > top.score]
    if not above.size:
        raise CallError(diagnose("IRDP-K068", name="capacity"))
    return float(above[0])
