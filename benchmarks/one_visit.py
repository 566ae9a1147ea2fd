"""One visit, validated and scored, against pydantic validating the same flat visit.

``python -m benchmarks.one_visit`` checks that both refuse the same visits, then takes
them in turn; the ratio of each pair is that of two neighbouring calls.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError, create_model

import irdp
from benchmarks.definition import ITEMS, write

Answer = Annotated[int | None, Field(ge=0, le=4, strict=True)]
ROUND = 20
"""The calls that are timed together: one alone is near the clock's step."""


def visits(n: int, seed: int) -> list[dict[str, Any]]:
    """Return visits of 24 answers, 3 % missing."""
    r = random.Random(seed)
    return [
        {i: None if r.random() < 0.03 else r.randrange(5) for i in ITEMS}
        for _ in range(n)
    ]


def flat_model() -> type[BaseModel]:
    fields: dict[str, Any] = dict.fromkeys(ITEMS, (Answer, None))
    return create_model("Visit", **fields)


def refused(model: type[BaseModel], visit: dict[str, Any]) -> bool:
    try:
        model.model_validate(visit)
    except ValidationError:
        return True
    return False


def check(scorer: irdp.Scorer, model: type[BaseModel], seed: int) -> None:
    """Refuse to time what does not refuse the same, or differs from a batch."""
    faulty = [
        {**v, ITEMS[3]: bad} for v in visits(5, seed) for bad in (5, -1, "x", 1.5)
    ]
    for visit in [*visits(200, seed), *faulty]:
        if scorer.assess(visit).rejected != refused(model, visit):
            sys.exit("pydantic refuses other visits")
    rows = visits(200, seed)
    table = scorer.score({i: [v[i] for v in rows] for i in ITEMS})
    for k, visit in enumerate(rows):
        if scorer.assess(visit).to_dict() != table[k].to_dict():
            sys.exit("one visit differs from a batch")


def clock(run: Callable[[dict[str, Any]], Any], rows: list[dict[str, Any]]) -> float:
    """Return the time of one call, in microseconds."""
    start = time.perf_counter_ns()
    for visit in rows:
        run(visit)
    return (time.perf_counter_ns() - start) / len(rows) / 1e3


def measure(seed: int, rounds: int) -> dict[str, Any]:
    """Return the p50 of each way and the ratios to pydantic."""
    with tempfile.TemporaryDirectory() as folder:
        scorer = irdp.load_file(write(seed, Path(folder))[1])
    model = flat_model()
    check(scorer, model, seed)

    def read(visit: dict[str, Any]) -> None:
        found = scorer.assess(visit).scores
        _ = found["risk"].value, found["refer"].value, found["total"].band

    validate = model.model_validate
    ways: dict[str, Callable[[dict[str, Any]], Any]] = {
        "pydantic again": validate,
        "assess": scorer.assess,
        "assess, and read three results": read,
    }
    rows = visits(ROUND, seed + 1)
    base: list[float] = []
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        base.append(clock(validate, rows))
        for name, way in ways.items():
            found[name].append(clock(way, rows))
    return {
        "pydantic_us": statistics.median(base),
        "ways": {
            name: {
                "us": statistics.median(times),
                "ratios": spread([t / b for t, b in zip(times, base, strict=True)]),
            }
            for name, times in found.items()
        },
    }


def spread(ratios: list[float]) -> list[float]:
    """Return the first decile, the median and the last decile."""
    deciles = statistics.quantiles(ratios, n=10)
    return [deciles[0], statistics.median(ratios), deciles[-1]]


def show(found: dict[str, Any]) -> None:
    print(f"pydantic, one flat visit: {found['pydantic_us']:.1f} µs (p50)")
    for name, way in found["ways"].items():
        low, mid, high = way["ratios"]
        print(f"  {name:32} {way['us']:6.1f} µs   x {mid:.2f} [{low:.2f} - {high:.2f}]")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = measure(options.seed, options.rounds)
    show(found)
    if options.json:
        options.json.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
