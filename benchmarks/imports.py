"""`import irdp` against importing pydantic, numpy and yaml: fresh processes in turn."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from typing import Any

WAYS = {
    "base": "import pydantic, numpy, yaml",
    "base again": "import pydantic, numpy, yaml",
    "irdp": "import irdp",
    "irdp, first score of a definition": (
        "import irdp; irdp.load('was@1.0.0').assess({'WAI1': 4}).scores['score'].value"
    ),
}


def clock(code: str) -> float:
    """Return the seconds that a fresh interpreter takes, its own start included."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own
    return time.perf_counter() - start


def measure(repeats: int) -> dict[str, Any]:
    """Return the medians, less an empty interpreter's, and the ratios to the base."""
    for code in WAYS.values():
        clock(code)  # once, so that compiled modules are there for all
    empty: list[float] = []
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(repeats):
        empty.append(clock("pass"))
        for name, code in WAYS.items():
            times[name].append(clock(code) - empty[-1])
    base = times.pop("base")
    return {
        "base_ms": statistics.median(base) * 1e3,
        "ways": {
            name: {
                "ms": statistics.median(mine) * 1e3,
                "ratios": sorted(m / b for m, b in zip(mine, base, strict=True)),
            }
            for name, mine in times.items()
        },
    }


def show(found: dict[str, Any]) -> None:
    print(f"pydantic + numpy + yaml: {found['base_ms']:.0f} ms")
    for name, way in found["ways"].items():
        ratio = statistics.median(way["ratios"])
        print(f"  {name:36} {way['ms']:6.0f} ms   x {ratio:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=15)
    show(measure(parser.parse_args().repeats))
