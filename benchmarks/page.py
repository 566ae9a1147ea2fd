"""Everything in turn, then the page: ``make bench``.

``python -m benchmarks.page`` measures, keeps the figures as JSON under
``benchmarks/results`` and writes ``docs/performance.md`` and its plot from them.
``--write`` only writes the page again from ``latest.json``; without that file the page
says how to get figures, and has none. What a busy machine measured is kept, not published;
``--quick`` tries every benchmark on little data, and publishes nothing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"
LATEST = RESULTS / "latest.json"
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "performance.svg"
SEEDS = (1, 20_261, 987_654)
NOT_PEERS = ("irdp again", "encode alone", "score alone")
HEAD = """# Performance

<!-- Written by `python -m benchmarks.page`; every figure is of one run of it. -->

The work: 24 five-level items (8 reversed, 4 recoded), decimal weights, 4 prorated scales, a
total, 3 bands, a logistic risk and a proposal; uniform random answers, 3 % missing. The
definition is drawn from a seed, so that it can be one that nobody tuned for. Every peer
takes the same Arrow table and gives the same columns; each is the faster of two idiomatic
ways, held to two threads, and **equality is checked before anything is timed**. Runs are
interleaved; a ratio is that of two neighbouring runs, shown as median [least - greatest].
"irdp again" is irdp against itself: a difference smaller than its spread means nothing.
irdp writes to arrays kept from call to call (`score_into`), with "fresh buffers" to new
ones; "a table of results" is what `score` gives, with the statuses and issues of every
visit, and the same columns read from it.

```text
make bench        # everything, in an environment of its own; the machine should be idle
```
"""
NONE = """
No figures are kept here yet: the command above writes them, with the machine that made them.
"""


BUSY = 1.5
"""The load above which a machine has other things to do."""


def measure(rows: int, repeats: int) -> dict[str, Any]:
    """Run every benchmark on so many visits; return all figures."""
    from benchmarks import (
        calibration,
        csv_files,
        engine,
        imports,
        one_visit,
        policies,
        rule_engine,
        scaling,
    )

    found: dict[str, Any] = {
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="minutes"),
        "load_before": os.getloadavg()[0],
        "machine": engine.machine(),
    }
    print(found["machine"], f"load {found['load_before']:.1f}")
    found["engine"] = [engine.compare(rows, seed, repeats) for seed in SEEDS]
    for run in found["engine"]:
        engine.show(run)
    found["one_visit"] = one_visit.measure(SEEDS[1], max(rows // 500, 10))
    one_visit.show(found["one_visit"])
    found["rule_engine"] = rule_engine.measure(SEEDS[1])
    rule_engine.show(found["rule_engine"])
    found["policies"] = policies.measure(rows // 10)
    policies.show(found["policies"])
    found["imports"] = imports.measure(2 * repeats + 1)
    imports.show(found["imports"])
    found["scaling"] = scaling.measure((rows // 10, rows, 10 * rows))
    scaling.show(found["scaling"])
    found["csv"] = csv_files.measure(SEEDS[1], rows)
    csv_files.show(found["csv"])
    found["calibration"] = calibration.measure(rows)
    calibration.show(found["calibration"])
    found["load_after"] = os.getloadavg()[0]
    return found


def spread(ratios: list[float]) -> str:
    return f"{median(ratios):.2f} [{min(ratios):.2f} - {max(ratios):.2f}]"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def page(found: dict[str, Any] | None) -> str:
    """Return the page; without figures, how to get them."""
    if found is None:
        return HEAD + NONE
    return "\n".join(
        [
            HEAD,
            _machine(found),
            "![Time of each peer as a multiple of irdp's](performance.svg)\n",
            _jobs(found["engine"]),
            _one_visit(found),
            _policies(found["policies"]),
            _growth(found["scaling"]),
            _others(found),
        ]
    )


def _machine(found: dict[str, Any]) -> str:
    machine = dict(found["machine"])
    cores, processor = machine.pop("cores"), machine.pop("processor")
    versions = ", ".join(f"{name} {version}" for name, version in machine.items())
    return (
        f"Measured {found['when']} on {cores} cores ({processor}), load before "
        f"{found['load_before']:.1f}, after {found['load_after']:.1f}; {versions}.\n"
    )


def _jobs(runs: list[dict[str, Any]]) -> str:
    rows = []
    for name in runs[0]["peers"]:
        times = [f"{run['peers'][name]['ns_per_visit']:.0f}" for run in runs]
        ratios = [spread(run["peers"][name]["ratios"]) for run in runs]
        rows.append([name, " / ".join(times), *ratios])
    mine = " / ".join(f"{run['ns_per_visit']:.0f}" for run in runs)
    share = " / ".join(f"{run['share_of_read_rate']:.1%}" for run in runs)
    head = ["against", "ns per visit", *(f"x irdp, seed {r['seed']}" for r in runs)]
    return (
        f"## Whole jobs, {runs[0]['rows']} visits from one Arrow table\n\n"
        f"irdp, one thread: {mine} ns per visit, {share} of the rate at which one `max` "
        f"reads its input.\n\n{table(head, rows)}"
    )


def _policies(found: list[dict[str, Any]]) -> str:
    rows = [
        [one["reference"], f"{one['batch_ns']:.0f}", f"{one['alone_us']:.1f}"]
        for one in found
    ]
    return (
        "## Shipped definitions, made-up visits\n\n"
        "`score` of a frame that is encoded, and `assess` of one visit (p50), once tables "
        "are made. What reads two dates still runs its kernels.\n\n"
        + table(["definition", "ns per visit, in a batch", "µs, one visit"], rows)
    )


def _one_visit(found: dict[str, Any]) -> str:
    one, rules = found["one_visit"], found["rule_engine"]
    rows = [
        [name, f"{way['us']:.1f}", f"{way['ratios'][1]:.2f}"]
        for name, way in one["ways"].items()
    ]
    rows.append(
        [
            "rule engine, row by row (against `assess`)",
            f"{rules['rule_engine_us']:.0f}",
            f"{median(rules['ratios']):.0f}",
        ]
    )
    return (
        "## One visit\n\n"
        f"pydantic validates the same flat visit in {one['pydantic_us']:.1f} µs (p50).\n\n"
        + table(["way", "µs (p50)", "x pydantic"], rows)
    )


def _growth(found: list[dict[str, Any]]) -> str:
    rows = [
        [str(o["rows"]), f"{o['ns_per_visit']:.0f}", f"{o['anonymous_mib']:.0f}"]
        for o in found
    ]
    head = ["visits", "ns per visit", "anonymous memory, MiB"]
    return f"## Streamed by `score_batches`\n\n{table(head, rows)}"


def _others(found: dict[str, Any]) -> str:
    files, imports = found["csv"], found["imports"]
    rows = [
        [name, f"{way['ms']:.0f} ms", spread(way["ratios"])]
        for name, way in imports["ways"].items()
    ]
    counts = [
        [name, f"{ours:.3f} s", "" if theirs is None else f"{theirs / ours:.0f}"]
        for name, ours, theirs in found["calibration"]
    ]
    base = f"{imports['base_ms']:.0f} ms"
    return (
        f"## Files\n\nCSV to CSV, {files['rows']} rows of 40 columns, French dialect, with "
        f"a file of rejects: irdp {files['irdp_s']:.1f} s, pandas {files['pandas_s']:.1f} s; "
        f"ratio {spread(files['ratios'])}.\n\n"
        f"## Import\n\nAgainst importing pydantic, numpy and yaml ({base}).\n\n"
        + table(["what", "time", "x base"], rows)
        + "\n## Calibration, a million scores, against scikit-learn\n\n"
        + table(["what", "irdp", "times faster"], counts)
    )


def plot(found: dict[str, Any]) -> None:
    """Draw the ratio of every peer, one dot per seed."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "irdp"
    from matplotlib import pyplot as plt

    runs = found["engine"]
    names = [
        n for n in runs[0]["peers"] if n not in NOT_PEERS and not n.startswith("irdp,")
    ]
    names.sort(key=lambda n: median(runs[0]["peers"][n]["ratios"]), reverse=True)
    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    for run in runs:
        x = [median(run["peers"][n]["ratios"]) for n in names]
        axes.scatter(x, range(len(names)), label=f"seed {run['seed']}", zorder=2)
    axes.set_yticks(range(len(names)), names)
    axes.set_xscale("log")
    axes.axvline(1, color="black", linewidth=1)
    axes.grid(axis="x", which="both", alpha=0.3)
    axes.set_xlabel("time of the peer as a multiple of irdp's (log scale)")
    axes.legend(frameon=False, fontsize="small")
    figure.savefig(PLOT, metadata={"Date": None})


def keep(found: dict[str, Any]) -> None:
    """Keep all figures; publish those of an idle machine."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(found, indent=1)
    stamp = found["when"].removesuffix("+00:00").replace(":", "")
    (RESULTS / f"{stamp}.json").write_text(text)
    if found["load_before"] > BUSY:
        print(f"load {found['load_before']:.1f}: kept, but not published")
    else:
        LATEST.write_text(text)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="the page only")
    parser.add_argument("--quick", action="store_true", help="little data, no page")
    options = parser.parse_args()
    if options.quick:
        page(measure(20_000, 2))
        return
    if not options.write:
        keep(measure(1_000_000, 7))
    kept = json.loads(LATEST.read_text()) if LATEST.exists() else None
    PAGE.write_text(page(kept), encoding="utf-8")
    if kept is not None:
        plot(kept)


if __name__ == "__main__":
    main()
