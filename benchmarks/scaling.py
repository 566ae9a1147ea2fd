"""Time and anonymous memory of a streamed job, from 1e5 to 1e7 visits (1e8 on request).

Each size runs in a process of its own: batches are made, scored and dropped one by one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

import irdp
from benchmarks.definition import write
from benchmarks.engine import visits

SIZES = (100_000, 1_000_000, 10_000_000)
BATCH = 100_000


def anonymous() -> float:
    """Return the anonymous memory of this process, in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return float("nan")


def stream(rows: int, seed: int) -> dict[str, float]:
    """Score `rows` visits in batches; return the time of scoring and the most memory."""
    with tempfile.TemporaryDirectory() as folder:
        scorer = irdp.load_file(write(seed, Path(folder))[1])
    kept = visits(BATCH, seed, 0.0)
    scorer.score(kept)
    spent, most, done = 0.0, 0.0, 0

    def batches() -> Iterator[pa.Table]:
        for start in range(0, rows, BATCH):
            yield kept.slice(0, min(BATCH, rows - start))

    results = scorer.score_batches(batches())
    while done < rows:
        start = time.perf_counter()
        done += next(results).num_rows
        spent += time.perf_counter() - start
        most = max(most, anonymous())
    return {"rows": rows, "ns_per_visit": spent / rows * 1e9, "anonymous_mib": most}


def measure(sizes: tuple[int, ...] = SIZES, seed: int = 1) -> list[dict[str, Any]]:
    found = []
    for rows in sizes:
        done = subprocess.run(  # noqa: S603 - our own
            [sys.executable, "-m", "benchmarks.scaling", "--one", str(rows), str(seed)],
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(json.loads(done.stdout))
    return found


def show(found: list[dict[str, Any]]) -> None:
    for one in found:
        print(
            f"{one['rows']:>11} visits: {one['ns_per_visit']:7.1f} ns each, "
            f"{one['anonymous_mib']:6.0f} MiB anonymous"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", nargs=2, type=int, metavar=("ROWS", "SEED"))
    parser.add_argument("--large", action="store_true", help="1e8 visits as well")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(stream(*options.one)))
    else:
        show(measure((*SIZES, 100_000_000) if options.large else SIZES))
