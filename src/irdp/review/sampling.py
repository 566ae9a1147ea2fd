"""Visits drawn or built as codes, to look for what a case should show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.grammar import decimal_text
from irdp.ops.lanes import FIRST, ItemType, Status
from irdp.plan.prelude import settle
from irdp.visits.frame import Frame
from irdp.visits.issues import IssueBuilder

if TYPE_CHECKING:
    from irdp.ops.item import ItemSpec
    from irdp.results.table import ScoreTable
    from irdp.scorer import Scorer

VISIT_DAY = dt.date(2026, 10, 5).toordinal()
_YEAR = 365
_MOST_DRAWN = 1 << 20


def table_of(scorer: Scorer, codes: Mapping[str, Any]) -> ScoreTable:
    """Return the results of visits given as codes, shape (n_visits,) each."""
    program = scorer.compiled.program
    n = len(next(iter(codes.values()), ()))
    typed = {
        name: np.asarray(codes[name]).astype(spec.domain.dtype)
        for name, spec in program.items.items()
    }
    frame = Frame.build(typed, IssueBuilder(()).build(), n=n, backend="mapping")
    return scorer.score(settle(frame, program))


def draw(scorer: Scorer, n: int, rng: np.random.Generator) -> dict[str, Any]:
    """Return `n` random visits with every answer given, as codes."""
    items = scorer.compiled.program.items
    return {name: _draw_item(spec, n, rng) for name, spec in items.items()}


def _draw_item(spec: ItemSpec, n: int, rng: np.random.Generator) -> Any:
    domain = spec.domain
    if domain.kind is not ItemType.DATE:
        return FIRST + rng.integers(0, min(domain.size, _MOST_DRAWN), n)
    if spec.id == "visit_date":
        return np.full(n, FIRST + VISIT_DAY - domain.low)
    near = rng.integers(-_YEAR, _YEAR, n)
    far = -rng.integers(16 * _YEAR, 70 * _YEAR, n)
    days = VISIT_DAY + np.where(rng.random(n) < 1 / 2, near, far)
    return FIRST + days - domain.low


def base_visit(
    scorer: Scorer, rng: np.random.Generator, n: int = 2000
) -> dict[str, int]:
    """Return, of `n` random visits, the one with the most values, as codes."""
    codes = draw(scorer, n, rng)
    table = table_of(scorer, codes)
    valued = np.zeros(n, np.int64)
    for lane in table.lanes.values():
        valued += lane.status <= Status.PRORATED
    row = int(np.argmax(np.where(table.rejected, -1, valued)))
    return {name: int(column[row]) for name, column in codes.items()}


def written(spec: ItemSpec, code: int) -> Any:
    """Return the answer that a code stands for, as a case writes it.

    None for missing; the declared text of another state; a text, number, truth, day
    or list of options.
    """
    if code < FIRST:
        return next((t for t, s in spec.states.items() if s == code), None)
    domain, rank = spec.domain, code - FIRST
    words: dict[ItemType, Callable[[], Any]] = {
        ItemType.CHOICE: lambda: domain.options[rank],
        ItemType.MULTIPLE: lambda: [
            o for i, o in enumerate(domain.options) if rank >> i & 1
        ],
        ItemType.BOOLEAN: lambda: bool(rank),
        ItemType.DATE: lambda: dt.date.fromordinal(domain.low + rank),
    }
    return words.get(domain.kind, lambda: _number(domain.number(code)))()


def _number(value: Fraction) -> int | Decimal:
    if value.denominator == 1:
        return int(value)
    return Decimal(decimal_text(value))
