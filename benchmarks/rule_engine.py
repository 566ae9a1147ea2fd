"""The same scoring in a rule engine, row by row, as a rule base would be kept.

``python -m benchmarks.rule_engine`` holds every result to irdp's, then times both.
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
import pyarrow as pa
import rule_engine

import irdp
from benchmarks.definition import Plan, write
from benchmarks.engine import job, visits
from benchmarks.peers import NUMBERS

EULER = "2.718281828459045235360287471352662498"
Rules = dict[str, rule_engine.Rule]


def rules(plan: Plan) -> Rules:
    """Return one expression per result, each reading the results above it."""
    texts: dict[str, str] = {}
    for k, items in enumerate(plan.scales):
        missing = " + ".join(f"({i} == null ? 1 : 0)" for i in items)
        weight = " + ".join(f"({i} == null ? 0 : {plan.weights[i]})" for i in items)
        total = " + ".join(_points(i, plan.points[i]) for i in items)
        whole = sum(plan.weights[i] for i in items)
        quotient = f"(2 * ({total}) * {whole} + ({weight})) // (2 * ({weight}))"
        texts[f"scale{k}"] = f"({missing}) <= 2 ? {quotient} : null"
    scales = [f"scale{k}" for k in range(len(plan.scales))]
    unknown = " or ".join(f"{s} == null" for s in scales)
    sums = " + ".join(f"{f} * {s}" for f, s in zip(plan.factors, scales, strict=True))
    low, high = plan.cuts
    power = f"{EULER} ** (6 - 0.005 * total)"
    texts |= {
        "total": f"({unknown}) ? null : ({sums} + 50) // 100",
        "level": f"total == null ? -1 : (total >= {high} ? 2 : (total >= {low} ? 1 : 0))",
        "risk": f"total == null ? null : (10000 / (1 + {power}) + 0.5) // 1",
        "refer": (
            "total == null ? -1 : (level == 2 and scale0 >= 1000 ? 0 : "
            "(risk >= 5000 ? 1 : 2))"
        ),
    }
    return {name: rule_engine.Rule(text) for name, text in texts.items()}


def _points(item: str, points: list[int]) -> str:
    text = "0"
    for value, point in enumerate(points):
        text = f"({item} == {value} ? {point} : {text})"
    return text


def score(kept: Rules, visit: dict[str, Any]) -> dict[str, Any]:
    """Score one visit: results are read by the rules below them."""
    facts = dict(visit)
    for name, rule in kept.items():
        facts[name] = rule.evaluate(facts)
    return facts


def check(kept: Rules, scorer: irdp.Scorer, table: pa.Table) -> None:
    ours = job(scorer, table)
    units = dict.fromkeys(NUMBERS, 100) | {"total": 10, "risk": 10_000}
    for row, visit in enumerate(table.to_pylist()):
        facts = score(kept, visit)
        for name in (*NUMBERS, "level", "refer"):
            found = np.nan if facts[name] is None else float(facts[name])
            if not np.isclose(
                found / units.get(name, 1), ours[name][row], rtol=0, equal_nan=True
            ):
                sys.exit(f"rule engine: {name} differs in row {row}")


def measure(seed: int = 1, rows: int = 300, repeats: int = 5) -> dict[str, Any]:
    """Return the time of one visit by the rule engine, and the ratio to `assess`."""
    with tempfile.TemporaryDirectory() as folder:
        plan, path = write(seed, Path(folder))
        scorer = irdp.load_file(path)
    table = visits(rows, seed, 0.0)
    kept = rules(plan)
    check(kept, scorer, table)
    one_by_one = table.to_pylist()

    def timed(run: Callable[[dict[str, Any]], Any]) -> float:
        start = time.perf_counter()
        for visit in one_by_one:
            run(visit)
        return (time.perf_counter() - start) / rows * 1e6

    timed(scorer.assess)
    pairs = [
        (timed(scorer.assess), timed(lambda v: score(kept, v))) for _ in range(repeats)
    ]
    return {
        "assess_us": statistics.median(mine for mine, _ in pairs),
        "rule_engine_us": statistics.median(theirs for _, theirs in pairs),
        "ratios": sorted(theirs / mine for mine, theirs in pairs),
    }


def show(found: dict[str, Any]) -> None:
    print(
        f"rule engine, row by row: {found['rule_engine_us']:.0f} µs a visit; "
        f"irdp one by one: {found['assess_us']:.1f} µs; "
        f"x {statistics.median(found['ratios']):.0f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    show(measure(parser.parse_args().seed))
