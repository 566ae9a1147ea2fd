"""Who is served by a cell with K places: the policies, the arrivals, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.calibration.result import Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TopK:
    """Serve the K highest scores of each batch, ties by the order key."""

    name = "top_k"


@dataclass(frozen=True, slots=True)
class FixedThreshold:
    """Flag from a score on; the first K of the batch to arrive are served.

    Parameters
    ----------
    threshold : float
        Flagged ⇔ score ≥ threshold.
    """

    threshold: float
    name = "threshold"


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Flag from a score on; those not served wait, by score and then by arrival.

    Parameters
    ----------
    threshold : float
        Flagged ⇔ score ≥ threshold.
    patience : int
        Batches after which a person who was not served leaves, >= 1.
    """

    threshold: float
    patience: int = 4
    name = "waiting_list"


@dataclass(frozen=True, slots=True)
class TwoTier:
    """Serve the high band first, then the middle band in the places left.

    Parameters
    ----------
    high, middle : float
        First scores of the two bands, middle < high; by arrival inside a band.
    """

    high: float
    middle: float
    name = "two_tier"


Policy = TopK | FixedThreshold | WaitingList | TwoTier


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who arrives when: one row per person.

    Parameters
    ----------
    score : array-like of shape (n_persons,)
        Scores, higher is worse.
    batch : array-like of shape (n_persons,)
        Batch of each person (a week, a date), sortable.
    order : array-like of shape (n_persons,), optional
        Order of arrival inside the batch, or another second key such as a hash of
        the pseudonymous identifier. The order of the rows is never used.
    y_true : array-like of shape (n_persons,), optional
        Outcome 0/1, to count the events served.
    batches : array-like, optional
        Every batch, where some may be without arrivals.
    """

    score: ArrayLike
    batch: ArrayLike
    order: ArrayLike | None = None
    y_true: ArrayLike | None = None
    batches: ArrayLike | None = None


@dataclass(frozen=True, slots=True)
class QueueResult(Result):
    """What a policy did with the arrivals.

    Parameters
    ----------
    policy : str
    per_batch : int
        Places per batch.
    flagged_per_batch, served_per_batch : ndarray of shape (n_batches,), int64
    flagged, served, turned_away, still_waiting : int
        ``flagged = served + turned_away + still_waiting``.
    unused_places : int
        Σ(K − flagged)₊; on a waiting list the places that nobody took.
    batches_above, batches_below, most_in_a_batch : int
        Batches with more, or fewer, flagged than places.
    events_flagged, events_served : int or None
        None without outcomes.
    waiting : ndarray of shape (n_served,), int64
        Batches waited by those served, increasing.
    smallest_score_served : float
        NaN if nobody was served.
    """

    policy: str
    per_batch: int
    flagged_per_batch: Ints
    served_per_batch: Ints
    flagged: int
    served: int
    turned_away: int
    still_waiting: int
    unused_places: int
    batches_above: int
    batches_below: int
    most_in_a_batch: int
    events_flagged: int | None
    events_served: int | None
    waiting: Ints
    smallest_score_served: float
