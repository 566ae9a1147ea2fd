"""Calibration of ten million rows: equality first, then ratios to scikit-learn.

    python benchmarks/calibration.py [rows]

Every time is of this run on this machine; what is asserted are the ratios.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import brier_score_loss, roc_auc_score

from irdp import calibration as cal
from irdp.calibration.resampling import bootstrap

if TYPE_CHECKING:
    from collections.abc import Callable

STATISTICS = ("auc", "brier", "oe", "citl", "slope")
REPLICATES = 2000
ROW_REPLICATES = 3


def rule(score: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(4 - 0.05 * score))


def clock(job: Callable[[], object], times: int = 3) -> tuple[float, object]:
    best, made = np.inf, None
    for _ in range(times):
        start = time.perf_counter()
        made = job()
        best = min(best, time.perf_counter() - start)
    return best, made


def row_bootstrap(y: np.ndarray, p: np.ndarray) -> list[float]:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(ROW_REPLICATES):
        rows = rng.integers(0, len(y), len(y))
        found.append(roc_auc_score(y[rows], p[rows]))
    return found


def points(counts: cal.ScoreCounts) -> dict[str, cal.Estimate]:
    weak = cal.weak_calibration(counts, rule)
    return {
        "auc": cal.auc(counts),
        "brier": cal.brier(counts, rule),
        "oe": cal.observed_expected(counts, rule),
        "citl": weak.citl,
        "slope": weak.slope,
    }


def measure(rows: int) -> list[tuple[str, float, float | None]]:
    """Return what was timed: its name, our seconds, and scikit-learn's."""
    rng = np.random.default_rng(7)
    score = rng.integers(0, 101, rows).astype(float)
    p = rule(score)
    y = rng.random(rows) < p

    aggregate, counts = clock(lambda: cal.ScoreCounts.from_rows(score, y))
    assert isinstance(counts, cal.ScoreCounts)  # noqa: S101 - for the type checker
    estimate, found = clock(lambda: points(counts))
    assert isinstance(found, dict)  # noqa: S101 - for the type checker
    auc_alone, _ = clock(lambda: cal.auc(counts))
    brier_alone, _ = clock(lambda: cal.brier(counts, rule))
    cells = cal.as_risks(counts, rule)
    resample, made = clock(lambda: bootstrap(cells, STATISTICS))
    assert isinstance(made, cal.Bootstrap)  # noqa: S101 - for the type checker
    whole, _ = clock(lambda: cal.validate(counts, rule), times=2)

    sk_auc, auc = clock(lambda: roc_auc_score(y, p), times=1)
    sk_brier, brier = clock(lambda: brier_score_loss(y, p), times=1)
    sk_boot, _ = clock(lambda: row_bootstrap(y, p), times=1)
    sk_boot = sk_boot / ROW_REPLICATES * REPLICATES

    if abs(found["auc"].value - float(auc)) > 1e-12:  # type: ignore[arg-type]
        raise SystemExit("AUC differs from scikit-learn")
    if abs(found["brier"].value - float(brier)) > 1e-9:  # type: ignore[arg-type]
        raise SystemExit("Brier differs from scikit-learn")
    wald = cal.auc(counts, ci=cal.CI("wald"))
    spread = float(np.std(made.values["auc"], ddof=1))
    if abs(spread / wald.se - 1) > 0.08:
        raise SystemExit("the bootstrap differs from DeLong")

    lines = [
        ("rows to counts", aggregate, None),
        ("five estimates with intervals", estimate, None),
        ("AUC with its interval: rows to estimate", aggregate + auc_alone, sk_auc),
        ("Brier with its interval, the same", aggregate + brier_alone, sk_brier),
        ("bootstrap of five statistics", resample, sk_boot),
        ("full validation with rcs and lowess", whole, None),
    ]
    if rows >= 1_000_000:
        floor = {"AUC": (sk_auc / (aggregate + auc_alone), 3)}
        floor["bootstrap"] = (sk_boot / resample, 500)
        for name, (gain, least) in floor.items():
            if gain < least:
                raise SystemExit(f"{name}: only {gain:.1f} times scikit-learn")
    return lines


def show(lines: list[tuple[str, float, float | None]]) -> None:
    for name, ours, theirs in lines:
        ratio = "" if theirs is None else f"  {theirs / ours:10.1f} x faster"
        print(f"{name:<40}{ours:9.3f} s{ratio}")


def main(rows: int) -> None:
    show(measure(rows))
    print(f"{rows} rows, {REPLICATES} replicates; AUC equal to scikit-learn to 1e-12")


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if len(sys.argv) > 1 else 10_000_000)
