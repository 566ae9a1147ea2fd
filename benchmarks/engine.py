"""Whole jobs from one Arrow table, against what users would otherwise pick.

``python -m benchmarks.engine --seed 7 --rows 1000000`` checks equality, then times in
turn, and prints medians and the spread of the ratios, with the A/A ratio beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "2")

import numpy as np
import pyarrow as pa

import irdp
from benchmarks.definition import ITEMS, write
from benchmarks.peers import NUMBERS, PEERS, columns_of

REQUIRED = {"polars streaming": 3, "polars lazy": 5, "duckdb": 10, "pandas": 20}


def visits(rows: int, seed: int, bad: float) -> pa.Table:
    """Return uniform random answers, 3 % missing, a share of bad cells."""
    rng = np.random.default_rng(seed)
    columns = {}
    for item in ITEMS:
        answers = rng.integers(0, 5, rows).astype(np.int8)
        if bad:
            answers[rng.random(rows) < bad] = 9
        columns[item] = pa.array(answers, mask=rng.random(rows) < 0.03)
    return pa.table(columns)


def empty(rows: int) -> dict[str, np.ndarray]:
    """Return new arrays for the columns that the peers give."""
    out: dict[str, np.ndarray] = {name: np.empty(rows) for name in NUMBERS}
    return out | {name: np.empty(rows, np.int8) for name in ("level", "refer")}


def job(
    scorer: irdp.Scorer, table: pa.Table, out: dict[str, np.ndarray] | None = None
) -> dict[str, np.ndarray]:
    """Score a table and give the columns that the peers give, in `out` or new arrays."""
    out = empty(len(table)) if out is None else out
    account = scorer.score_into(table, out)
    return {**out, "bad": account.rejected}


def by_table(scorer: irdp.Scorer, table: pa.Table) -> dict[str, np.ndarray]:
    """Return the same columns from a table of results."""
    result = scorer.score(table)
    out = {name: result.values(name) for name in NUMBERS}
    out |= {name: result.ranks(name) for name in ("level", "refer")}
    return {**out, "bad": result.rejected}


def clock(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def check(ours: dict[str, np.ndarray], theirs: Any, name: str) -> None:
    """Refuse to time what does not give the same results."""
    for column, values in columns_of(theirs).items():
        mine = np.asarray(ours[column], float)
        if not np.array_equal(mine, values, equal_nan=True):
            close = np.isclose(mine, values, rtol=0, atol=1e-9, equal_nan=True)
            if not close.all():
                sys.exit(f"{name}: {column} differs in {int((~close).sum())} rows")


def memory_rate(table: pa.Table, scorer: irdp.Scorer) -> float:
    """Return the time of one `max` over the coded input, in seconds."""
    codes = list(scorer.encode(table).codes.values())
    return min(clock(lambda: [c.max() for c in codes]) for _ in range(5))


def compare(rows: int, seed: int, repeats: int) -> dict[str, Any]:
    """Return the timings of every competitor on one table."""
    with tempfile.TemporaryDirectory() as folder:
        plan, path = write(seed, Path(folder))
        scorer = irdp.load_file(path)
    table = visits(rows, seed, 0.0)
    kept = empty(rows)

    def run(data: pa.Table) -> dict[str, np.ndarray]:
        return job(scorer, data, kept)

    ours = by_table(scorer, table)
    check(ours, run(table), "irdp, buffers reused")
    ways: dict[str, Callable[[], Any]] = {}
    for name, peers in PEERS.items():
        timed = []
        for way in peers:
            check(ours, way(plan, table), f"{name} ({way.__name__})")
            timed.append((clock(lambda w=way: w(plan, table)), way))
        best = min(timed, key=lambda t: t[0])[1]
        ways[name] = lambda w=best: w(plan, table)
        # After a peer, as each peer runs: nobody finds its own arrays in a near cache.
        if name == "polars streaming":
            ways["irdp"] = lambda: run(table)
        if name == "polars lazy":
            ways["irdp again"] = lambda: run(table)
    ways["irdp, fresh buffers"] = lambda: job(scorer, table)
    dirty = {share: visits(rows, seed, share) for share in (1e-5, 1e-3)}
    for share, data in dirty.items():
        ways[f"irdp, {share:g} bad cells"] = lambda d=data: run(d)
    ways["irdp, a table of results"] = lambda: by_table(scorer, table)
    ways["encode alone"] = lambda: scorer.encode(table)
    frame = scorer.encode(table)
    ways["score alone"] = lambda: scorer.score(frame)
    theirs: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():
            theirs[name].append(clock(way))
    mine = theirs.pop("irdp")
    return {
        "rows": rows,
        "seed": seed,
        "ns_per_visit": statistics.median(mine) / rows * 1e9,
        "share_of_read_rate": memory_rate(table, scorer) / statistics.median(mine),
        "peers": {
            name: {
                "ns_per_visit": statistics.median(times) / rows * 1e9,
                "ratios": sorted(t / m for t, m in zip(times, mine, strict=True)),
            }
            for name, times in theirs.items()
        },
    }


def show(found: dict[str, Any]) -> None:
    print(f"seed {found['seed']}, {found['rows']} visits")
    print(
        f"irdp: {found['ns_per_visit']:.1f} ns a visit, "
        f"{found['share_of_read_rate']:.1%} of the memory read rate of its input"
    )
    for name, peer in found["peers"].items():
        ratios = peer["ratios"]
        need = f"  (required {REQUIRED[name]})" if name in REQUIRED else ""
        print(
            f"  {name:24} {peer['ns_per_visit']:9.1f} ns   x "
            f"{statistics.median(ratios):6.2f} [{ratios[0]:.2f} - {ratios[-1]:.2f}]{need}"
        )


def machine() -> dict[str, str]:
    packages = ("numpy", "polars", "duckdb", "pandas", "pyarrow", "pydantic")
    return {
        "python": platform.python_version(),
        "processor": platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        **{name: version(name) for name in packages},
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    print(machine())
    found = [
        compare(options.rows, seed, options.repeats) for seed in options.seed or [1]
    ]
    for one in found:
        show(one)
    if options.json:
        options.json.write_text(json.dumps({"machine": machine(), "runs": found}))


if __name__ == "__main__":
    main()
