"""The shipped definitions: a visit in a batch, and one alone, once tables are made.

``python -m benchmarks.policies``; a batch is held to single visits before it is timed.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

import irdp
from irdp.examples import fictitious_visits

REFERENCES = (
    "was@1.0.0",
    "epices@1.0.0",
    "demo_irdp@0.1.0",
    "pdp@0.1.0",
    "pdp_droits@1.0.0",
)
ALONE = 200


def check(scorer: irdp.Scorer, visits: list[dict[str, Any]], table: Any) -> None:
    """Refuse to time where one visit and a batch differ."""
    for row, visit in enumerate(visits):
        if scorer.assess(visit).to_dict() != table[row].to_dict():
            sys.exit(f"{scorer}: visit {row} differs")


def measure(
    rows: int = 100_000, seed: int = 1, repeats: int = 5
) -> list[dict[str, Any]]:
    """Return the times of each definition."""
    found = []
    for reference in REFERENCES:
        scorer = irdp.load(reference)
        columns = fictitious_visits(scorer, rows, seed=seed).columns
        frame = scorer.encode(columns)
        visits = [{k: c[i] for k, c in columns.items()} for i in range(ALONE)]
        check(scorer, visits, scorer.score(frame))
        batch, alone = [], []
        for _ in range(repeats):
            start = time.perf_counter()
            scorer.score(frame)
            batch.append((time.perf_counter() - start) / rows * 1e9)
            for visit in visits:
                start = time.perf_counter()
                scorer.assess(visit)
                alone.append((time.perf_counter() - start) * 1e6)
        found.append(
            {
                "reference": reference,
                "batch_ns": statistics.median(batch),
                "alone_us": statistics.median(alone),
            }
        )
    return found


def show(found: list[dict[str, Any]]) -> None:
    for one in found:
        print(
            f"{one['reference']:<20} {one['batch_ns']:8.0f} ns in a batch, "
            f"{one['alone_us']:8.1f} µs alone"
        )


if __name__ == "__main__":
    show(measure())
