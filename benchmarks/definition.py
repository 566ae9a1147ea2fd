"""A scoring made from a seed, so that it can be one that nobody tuned for.

24 five-level items, 8 of them reversed and 4 recoded, decimal weights, 4 prorated
scales, a total, 3 bands, a logistic and one rule.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

ITEMS = [f"I{i:02d}" for i in range(24)]
LEVELS = range(5)


@dataclass(frozen=True)
class Plan:
    """The numbers of one scoring, as integers.

    ``points[item][level]`` are hundredths (points times weight), ``weights[item]``
    tenths; ``factors`` are the tenths by which the scales enter the total, ``cuts`` the
    tenths of the bands.
    """

    points: dict[str, list[int]]
    weights: dict[str, int]
    scales: list[list[str]]
    factors: list[int]
    cuts: tuple[int, int]
    slope: int
    intercept: int


def draw(seed: int) -> tuple[Plan, str, str]:
    """Return the numbers of a scoring, its questionnaire and its scoring in YAML."""
    r = random.Random(seed)
    order = list(range(24))
    r.shuffle(order)
    reverse, recoded = set(order[:8]), set(order[8:12])
    points, weights, terms = {}, {}, {}
    for i, item in enumerate(ITEMS):
        weight = r.randint(5, 20)
        weights[item] = weight
        base = [10 * v for v in LEVELS]
        reading = ""
        if i in reverse:
            base, reading = base[::-1], ", reverse: true"
        elif i in recoded:
            base = [r.randint(0, 40) for _ in LEVELS]
            pairs = ", ".join(f"{v}: {base[v] / 10}" for v in LEVELS)
            reading = f", recode: {{{pairs}}}"
        points[item] = [b * weight for b in base]
        terms[item] = f"      - {{item: {item}{reading}, weight: {weight / 10}}}"
    scales = [ITEMS[6 * k : 6 * k + 6] for k in range(4)]
    factors = [r.randint(5, 15) for _ in scales]
    most = sum(
        f * max(points[i])
        for f, items in zip(factors, scales, strict=True)
        for i in items
    )
    low, high = sorted(r.sample(range(most // 250, most // 125), 2))  # 40 to 80 %
    plan = Plan(points, weights, scales, factors, (low, high), 5, -600)
    return plan, _questionnaire(), _scoring(plan, terms)


def _questionnaire() -> str:
    rows = [
        f"  - {{id: {i}, type: integer, min: 0, max: 4, label: {{fr: Item}}}}"
        for i in ITEMS
    ]
    head = "format: irdp/questionnaire/1\nid: bench\nversion: 1.0.0\nstatus: draft\n"
    return head + "title: {fr: Banc}\nitems:\n" + "\n".join(rows) + "\n"


def _scoring(plan: Plan, terms: dict[str, str]) -> str:
    lines = [
        "format: irdp/scoring/1",
        "id: bench",
        "version: 1.0.0",
        "status: draft",
        "title: {fr: Banc}",
        "questionnaire: bench@1.0.0",
        "scores:",
    ]
    for k, items in enumerate(plan.scales):
        lines += [
            f"  - id: scale{k}",
            "    op: sum",
            "    decimals: 2",
            "    missing: {max_missing: 2, then: prorate}",
            "    of:",
            *(terms[i] for i in items),
        ]
    low, high = (c / 10 for c in plan.cuts)
    lines += [
        "  - id: total",
        "    op: sum",
        "    decimals: 1",
        "    of:",
        *(
            f"      - {{score: scale{k}, weight: {f / 10}}}"
            for k, f in enumerate(plan.factors)
        ),
        "  - id: level",
        "    op: band",
        "    of: total",
        "    main: true",
        "    bands:",
        "      - {id: low, from: 0}",
        f"      - {{id: mid, from: {low}}}",
        f"      - {{id: high, from: {high}}}",
        "  - {id: lp, op: affine, of: total, factor: 0.05, constant: -6, report: internal}",
        "  - {id: risk, op: logistic, of: lp, decimals: 4}",
        "  - id: refer",
        "    op: case",
        "    cases:",
        "      - when: {all: [{band: level, is: [high]}, {score: scale0, ge: 10}]}",
        "        then: {label: cell}",
        "      - when: {score: risk, ge: 0.5}",
        "        then: {label: doctor}",
        "    else: {label: usual}",
    ]
    return "\n".join(lines) + "\n"


def write(seed: int, folder: Path) -> tuple[Plan, Path]:
    """Write the two files of a seed; return its numbers and the scoring's path."""
    plan, questionnaire, scoring = draw(seed)
    (folder / "questionnaire-bench-1.0.0.yaml").write_text(questionnaire)
    path = folder / "scoring-bench-1.0.0.yaml"
    path.write_text(scoring)
    return plan, path
