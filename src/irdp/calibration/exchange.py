"""Counts as text: what a service sends instead of its persons."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.aggregate import Sums
from irdp.calibration.counts import ScoreCounts
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping

WEIGHTS = ("n_sq", "events_sq", "rows")


def read_counts(source: str | Mapping[str, Any]) -> ScoreCounts:
    """Return the counts that `ScoreCounts.to_json` or `to_dict` wrote.

    Parameters
    ----------
    source
        JSON text, or its values.

    Returns
    -------
    ScoreCounts
        Equal to the one written, with the same digest.

    Raises
    ------
    CallError
        For text that is not such counts, impossible counts, or a `k` that some cell
        does not reach.

    Examples
    --------
    >>> sent = ScoreCounts.from_rows([1, 2, 2], [0, 1, 0]).to_json()
    >>> read_counts(sent).n.tolist()
    [1, 2]
    """
    try:
        given = json.loads(source) if isinstance(source, str) else dict(source)
        made = _read(given)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, CallError):
            raise
        raise CallError(diagnose("IRDP-K026")) from error
    if made.k and not made.weighted:
        smallest = min(int(made.events.min()), int(made.nonevents.min()))
        if smallest < made.k:
            raise CallError(diagnose("IRDP-K010"))
    return made


def _read(given: Mapping[str, Any]) -> ScoreCounts:
    definition = str(given.get("definition", ""))
    blocks = {name: _read(block) for name, block in given.get("services", {}).items()}
    dropped, k = int(given.get("dropped", 0)), int(given.get("k", 0))
    if blocks:
        return replace(ScoreCounts.from_services(blocks), dropped=dropped, k=k)
    if given.get("n_sq") is None:
        plain = ScoreCounts.from_counts(
            given["score"], n=given["n"], events=given["events"], definition=definition
        )
        return replace(plain, dropped=dropped, k=k)
    columns = [
        aggregate.column(given[name], name) for name in ("n", "events", *WEIGHTS)
    ]
    score = aggregate.column(given["score"], "score")
    aggregate.same_length(
        len(score), zip(("n", "events", *WEIGHTS), columns, strict=True)
    )
    n, events, n_sq, events_sq, rows = columns
    fair = np.isfinite(np.concatenate([score, *columns])).all() and bool(
        np.all((events >= 0) & (events <= n) & (events_sq <= n_sq) & (rows >= 1))
    )
    if not fair:
        raise CallError(diagnose("IRDP-K010"))
    sums = Sums(
        aggregate.canonical(score),
        n.astype(np.float64),
        events.astype(np.float64),
        n_sq.astype(np.float64),
        events_sq.astype(np.float64),
        rows.astype(np.int64),
    )
    merged = aggregate.merge([sums])
    return ScoreCounts(*merged, definition=definition, dropped=dropped, k=k)
