"""CSV to CSV in the French dialect, 40 columns, against pandas read + score + write.

``python -m benchmarks.csv_files --rows 1000000``; the scores of both files are compared
before anything is timed, and every row is accounted for.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

import irdp
from benchmarks.definition import ITEMS, Plan, write
from benchmarks.engine import visits
from benchmarks.peers import NUMBERS, pandas_map, pandas_take

EXTRA = 15
SHARE = 0.001
"""The rows with an answer that no item has."""


def make(path: Path, rows: int, seed: int, *, first: int = 0) -> None:
    """Write a file of 24 items, an identifier and 15 columns that are not read."""
    rng = np.random.default_rng(seed)
    frame = visits(rows, seed, SHARE / len(ITEMS)).to_pandas(types_mapper=pd.ArrowDtype)
    frame.insert(0, "id_visite", np.arange(first, first + rows))
    for k in range(EXTRA):
        frame[f"autre{k}"] = (
            rng.random(rows).round(3) if k % 2 else rng.integers(0, 999, rows)
        )
    frame.to_csv(path, sep=";", decimal=",", index=False)


def by_pandas(plan: Plan, way: Callable[..., Any], source: Path, output: Path) -> None:
    frame = pd.read_csv(source, sep=";", decimal=",")
    found = way(plan, pa.Table.from_pandas(frame[ITEMS], preserve_index=False))
    found.insert(0, "id_visite", frame["id_visite"])
    found[~found["bad"]].to_csv(output, sep=";", decimal=",", index=False)


def by_irdp(scorer: irdp.Scorer, source: Path, folder: Path) -> Any:
    for old in folder.glob("irdp.csv*"):
        old.unlink()  # with its manifest: a rerun would do nothing
    return irdp.score_file(
        source,
        folder / "irdp.csv",
        scorer,
        rejects=folder / "rejects.csv",
        overwrite=True,
    )


def check(report: Any, folder: Path, rows: int) -> None:
    ours = pd.read_csv(folder / "irdp.csv", sep=";", decimal=",")
    theirs = pd.read_csv(folder / "pandas.csv", sep=";", decimal=",")
    if report.read != rows or report.scored + report.rejected != rows:
        sys.exit("rows are missing")
    if not np.array_equal(ours["id_visite"], theirs["id_visite"]):
        sys.exit("pandas scores other rows")
    for name in NUMBERS:
        if not np.allclose(ours[name], theirs[name], rtol=0, equal_nan=True):
            sys.exit(f"pandas: {name} differs")


def clock(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def measure(seed: int = 1, rows: int = 1_000_000, repeats: int = 3) -> dict[str, Any]:
    """Return the times of both and the ratios, pandas to irdp."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan, path = write(seed, folder)
        scorer = irdp.load_file(path)
        source = folder / "visites.csv"
        make(source, rows, seed)
        target = folder / "pandas.csv"
        first = [
            (clock(lambda w=way: by_pandas(plan, w, source, target)), way)
            for way in (pandas_map, pandas_take)
        ]
        way = min(first, key=lambda t: t[0])[1]
        check(by_irdp(scorer, source, folder), folder, rows)
        pairs = [
            (
                clock(lambda: by_irdp(scorer, source, folder)),
                clock(lambda: by_pandas(plan, way, source, target)),
            )
            for _ in range(repeats)
        ]
    return {
        "rows": rows,
        "irdp_s": statistics.median(mine for mine, _ in pairs),
        "pandas_s": statistics.median(theirs for _, theirs in pairs),
        "ratios": sorted(theirs / mine for mine, theirs in pairs),
    }


def show(found: dict[str, Any]) -> None:
    print(
        f"CSV to CSV, {found['rows']} x 40: irdp {found['irdp_s']:.1f} s, "
        f"pandas {found['pandas_s']:.1f} s, x {statistics.median(found['ratios']):.2f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    show(measure(options.seed, options.rows))
