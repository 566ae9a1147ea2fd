"""A cell with K places per batch: who is served, who waits, who is turned away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.policies import (
    Arrivals,
    FixedThreshold,
    Policy,
    QueueResult,
    TopK,
    TwoTier,
    WaitingList,
)
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irdp.calibration.aggregate import Floats
    from irdp.calibration.policies import Ints


def simulate_capacity(
    arrivals: Arrivals, *, per_batch: int, policy: Policy
) -> QueueResult:
    """Run arrivals through a cell with `per_batch` places per batch.

    Raises
    ------
    CallError
        ``IRDP-K064`` places or patience below 1 · ``IRDP-K070`` the order decides
        who is served and there is none · ``IRDP-K071`` lengths that differ ·
        ``IRDP-K076`` two bands in the wrong order.

    Examples
    --------
    >>> rows = Arrivals([9, 2, 7, 8], batch=[1, 1, 2, 2], y_true=[1, 0, 0, 1])
    >>> done = simulate_capacity(rows, per_batch=1, policy=TopK())
    >>> done.served, done.events_served
    (2, 2)
    """
    rows = _checked(arrivals, per_batch, policy)
    if isinstance(policy, WaitingList):
        flagged = rows.score >= policy.threshold
        served_in = _wait(rows, flagged, per_batch, policy.patience)
        waits = served_in >= 0
        gone = flagged & ~waits & (rows.batch + policy.patience < rows.n_batches)
    else:
        flagged, tier = _flag(rows, policy)
        served = _first_of_batch(rows, (flagged, tier), per_batch)
        if isinstance(policy, TopK):
            flagged = served
        served_in = np.where(served, rows.batch, -1)
        gone = flagged & ~served
    return _summary(rows, (flagged, served_in, gone), per_batch, policy)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Arrivals as checked arrays, batches numbered from 0."""

    score: Floats
    batch: Ints
    order: Floats | None
    y_true: Ints | None
    n_batches: int


def _checked(arrivals: Arrivals, per_batch: int, policy: Policy) -> _Rows:
    """Return the arrivals as arrays, or refuse them."""
    patience = policy.patience if isinstance(policy, WaitingList) else 1
    if per_batch < 1 or patience < 1:
        raise CallError(diagnose("IRDP-K064"))
    if isinstance(policy, TwoTier) and not policy.middle < policy.high:
        raise CallError(diagnose("IRDP-K076"))
    score = np.asarray(arrivals.score, np.float64)
    labels = np.asarray(arrivals.batch)
    every = labels if arrivals.batches is None else np.asarray(arrivals.batches)
    known = np.unique(every)
    batch = np.searchsorted(known, labels)
    order = y_true = None
    if arrivals.order is not None:
        keys = np.asarray(arrivals.order)
        order = np.unique(keys, return_inverse=True)[1].astype(np.float64)
    if arrivals.y_true is not None:
        outcomes = aggregate.column(arrivals.y_true, "y_true")
        aggregate.check_outcome(outcomes)
        y_true = outcomes.astype(np.int64)
    lengths = {a.shape for a in (score, labels, order, y_true) if a is not None}
    if len(lengths) != 1 or not np.isin(labels, known).all() or np.isnan(score).any():
        raise CallError(diagnose("IRDP-K071"))
    return _Rows(score, batch.astype(np.int64), order, y_true, int(known.size))


def _flag(
    rows: _Rows, policy: TopK | FixedThreshold | TwoTier
) -> tuple[NDArray[np.bool_], Floats]:
    """Return who is flagged, and the priority before the order (low is first)."""
    if isinstance(policy, TopK):
        return np.ones(rows.score.shape, bool), -rows.score
    if isinstance(policy, FixedThreshold):
        return rows.score >= policy.threshold, np.zeros(rows.score.shape)
    return rows.score >= policy.middle, (rows.score < policy.high).astype(np.float64)


def _first_of_batch(
    rows: _Rows, asked: tuple[NDArray[np.bool_], Floats], places: int
) -> NDArray[np.bool_]:
    """Return the first `places` flagged of each batch, by priority then order."""
    who = np.flatnonzero(asked[0])
    batch, first = rows.batch[who], asked[1][who]
    second = np.zeros(who.size) if rows.order is None else rows.order[who]
    line = np.lexsort((second, first, batch))
    batch, first, second = batch[line], first[line], second[line]
    rank = np.arange(who.size) - np.searchsorted(batch, batch, side="left")
    edge = np.flatnonzero(rank == places)
    same = (first[edge] == first[edge - 1]) & (second[edge] == second[edge - 1])
    if np.any(same):
        raise CallError(diagnose("IRDP-K070"))
    served = np.zeros(rows.score.shape, bool)
    served[who[line[rank < places]]] = True
    return served


def _wait(rows: _Rows, flagged: NDArray[np.bool_], places: int, patience: int) -> Ints:
    """Return the batch in which each person is served, −1 if never."""
    second = np.zeros(rows.score.shape) if rows.order is None else rows.order
    served_in = np.full(rows.score.shape, -1, np.int64)
    start = np.argsort(rows.batch, kind="stable")
    edges = np.searchsorted(rows.batch[start], np.arange(rows.n_batches + 1))
    line = np.empty(0, np.int64)
    for now in range(rows.n_batches):
        new = start[edges[now] : edges[now + 1]]
        line = np.concatenate(
            [line[rows.batch[line] + patience > now], new[flagged[new]]]
        )
        keys = (second[line], rows.batch[line], -rows.score[line])
        line = line[np.lexsort(keys)]
        if line.size > places:
            a, b = line[places - 1], line[places]
            if all(k[a] == k[b] for k in (rows.score, rows.batch, second)):
                raise CallError(diagnose("IRDP-K070"))
        served_in[line[:places]] = now
        line = line[places:]
    return served_in


def _summary(
    rows: _Rows,
    done: tuple[NDArray[np.bool_], Ints, NDArray[np.bool_]],
    places: int,
    policy: Policy,
) -> QueueResult:
    """Count what happened."""
    flagged, served_in, gone = done
    served = served_in >= 0
    per_batch = np.bincount(rows.batch[flagged], minlength=rows.n_batches)
    taken = np.bincount(served_in[served], minlength=rows.n_batches)
    load = taken if isinstance(policy, WaitingList) else per_batch
    y = rows.y_true
    return QueueResult(
        policy=policy.name,
        per_batch=places,
        flagged_per_batch=per_batch,
        served_per_batch=taken,
        flagged=int(flagged.sum()),
        served=int(served.sum()),
        turned_away=int(gone.sum()),
        still_waiting=int((flagged & ~served & ~gone).sum()),
        unused_places=int(np.maximum(places - load, 0).sum()),
        batches_above=int((per_batch > places).sum()),
        batches_below=int((per_batch < places).sum()),
        most_in_a_batch=int(per_batch.max(initial=0)),
        events_flagged=None if y is None else int(y[flagged].sum()),
        events_served=None if y is None else int(y[served].sum()),
        waiting=np.sort(served_in[served] - rows.batch[served]),
        smallest_score_served=float(rows.score[served].min())
        if served.any()
        else np.nan,
    )
