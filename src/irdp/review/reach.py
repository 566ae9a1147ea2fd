"""Visits that bring a score just below a number, and to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, ItemType, State, Status
from irdp.ops.read import read_term
from irdp.ops.scope import Scope
from irdp.ops.sum import Sum
from irdp.review.sampling import draw, table_of

if TYPE_CHECKING:
    from irdp.results.table import ScoreTable
    from irdp.review.cuts import Cut
    from irdp.scorer import Scorer

_MOST_SUMS = 200_000
_DRAWN = 4_000
_GAPS = 0.15
_MOST_TRIED = 64
_MOST_STEPS = 12
Visit = dict[str, int]


@dataclass(frozen=True, slots=True)
class Reached:
    """A visit, as codes, and the value that it gives the score of a cut-off."""

    visit: Visit
    value: Fraction


class Seeker:
    """Looks for visits on both sides of the cut-offs of one definition.

    Parameters
    ----------
    scorer
        The definition.
    base
        A visit where most scores have a value: what a search leaves alone.
    seed
        Of the random visits that are tried.
    """

    def __init__(self, scorer: Scorer, base: Visit, seed: int) -> None:
        self.scorer = scorer
        self.base = base
        self._rng = np.random.default_rng(seed)
        self._codes = draw(scorer, _DRAWN, self._rng)
        for column in self._codes.values():
            # Whole visits come first: a lack of answers is the last resort.
            gaps = self._rng.random(_DRAWN) < _GAPS
            gaps[: _DRAWN * 3 // 4] = False
            column[gaps] = State.MISSING
        self._drawn = table_of(scorer, self._codes)

    def sides(self, cut: Cut) -> tuple[Reached | None, Reached | None]:
        """Return a visit with the greatest value below a cut, and the least from it on.

        None on a side where no visit was found.
        """
        if cut.item:
            return self._of_item(cut)
        exact = self._of_sum(cut)
        if exact is not None:
            return exact
        return self._of_drawn(cut)

    def _of_item(self, cut: Cut) -> tuple[Reached | None, Reached | None]:
        spec = self.scorer.compiled.program.items[cut.name]
        domain = spec.domain
        if not domain.numeric or domain.kind is ItemType.BOOLEAN:
            return None, None
        if domain.kind is ItemType.CHOICE:
            pairs = [(domain.number(FIRST + i), FIRST + i) for i in range(domain.size)]
        else:
            at = FIRST - domain.low - (-cut.value * domain.scale).__floor__()
            near = [k for k in (at - 1, at) if FIRST <= k < FIRST + domain.size]
            pairs = [(domain.number(k), k) for k in near]
        below = max((p for p in pairs if p[0] < cut.value), default=None)
        above = min((p for p in pairs if p[0] >= cut.value), default=None)
        return self._with(cut.name, below), self._with(cut.name, above)

    def _with(self, name: str, pair: tuple[Fraction, int] | None) -> Reached | None:
        return None if pair is None else Reached({**self.base, name: pair[1]}, pair[0])

    def _of_sum(self, cut: Cut) -> tuple[Reached | None, Reached | None] | None:
        """Search all sums of a sum over items; None where it is none, or is not held."""
        program = self.scorer.compiled.program
        node = program.nodes[cut.name]
        score = node.score
        if not isinstance(score, Sum) or not set(node.inputs) <= set(program.items):
            return None
        ways = _sums(score, program.items)
        if ways is None:
            return None
        below = max((v for v in ways if v < cut.value), default=None)
        above = min((v for v in ways if v >= cut.value), default=None)
        found: list[Reached | None] = []
        for value in (below, above):
            if value is None:
                found.append(None)
                continue
            reached = Reached({**self.base, **ways[value]}, value)
            if self._value(cut, reached.visit) != value:
                return None
            found.append(reached)
        return found[0], found[1]

    def _value(self, cut: Cut, visit: Visit) -> Fraction | None:
        """Return the value that a visit gives what is cut, None if it is not cut there."""
        table = table_of(self.scorer, {n: [code] for n, code in visit.items()})
        if not _cut_there(table, cut)[0]:
            return None
        scale = self.scorer.compiled.program.nodes[cut.name].signature.scale
        return Fraction(int(table.lanes[cut.name].values[0]), scale)

    def _of_drawn(self, cut: Cut) -> tuple[Reached | None, Reached | None]:
        lane = self._drawn.lanes[cut.name]
        scale = self.scorer.compiled.program.nodes[cut.name].signature.scale
        known = _cut_there(self._drawn, cut)
        limit = float(cut.value * scale)
        values = lane.values.astype(np.float64)
        out: list[Reached | None] = []
        for side, wanted, up in (
            (known & (values < limit), np.argmax, False),
            (known & (values >= limit), np.argmin, True),
        ):
            crossing = not side.any()
            rows = np.flatnonzero(known if crossing else side)
            if not len(rows):
                out.append(None)
                continue
            pick = (np.argmax if up else np.argmin) if crossing else wanted
            row = int(rows[pick(values[rows])])
            visit = {n: int(c[row]) for n, c in self._codes.items()}
            start = Reached(visit, Fraction(int(lane.values[row]), scale))
            found = self._crossed(cut, start, up=up) if crossing else start
            out.append(None if found is None else self._nearer(cut, found))
        return out[0], out[1]

    def _crossed(self, cut: Cut, start: Reached, *, up: bool) -> Reached | None:
        """Climb from a visit on the other side until the cut is passed."""
        best = start
        for _ in range(_MOST_STEPS):
            near = self._neighbours(cut, best)
            beyond = max if up else min
            found = beyond([best, *near], key=lambda r: r.value)
            if found is best:
                return None
            best = found
            if (best.value >= cut.value) == up:
                return best
        return None

    def _nearer(self, cut: Cut, start: Reached) -> Reached:
        """Change one answer at a time while that brings the score nearer to the cut."""
        below, best = start.value < cut.value, start
        for _ in range(_MOST_STEPS):
            near = [
                r for r in self._neighbours(cut, best) if (r.value < cut.value) == below
            ]
            nearest = max if below else min
            found = nearest([best, *near], key=lambda r: r.value)
            if found is best:
                break
            best = found
        return best

    def _neighbours(self, cut: Cut, now: Reached) -> list[Reached]:
        """Return the visits one answer away that give the score a value."""
        node = self.scorer.compiled.program.nodes[cut.name]
        tried = [
            {**now.visit, name: code}
            for name in node.items
            if name in now.visit
            for code in self._codes_of(name, now.visit[name])
        ]
        if not tried:
            return []
        columns = {n: [v[n] for v in tried] for n in now.visit}
        table = table_of(self.scorer, columns)
        values, known = table.lanes[cut.name].values, _cut_there(table, cut)
        scale = node.signature.scale
        return [
            Reached(visit, Fraction(int(values[i]), scale))
            for i, visit in enumerate(tried)
            if known[i]
        ]

    def _codes_of(self, name: str, now: int) -> list[int]:
        size = self.scorer.compiled.program.items[name].domain.size
        if size <= _MOST_TRIED:
            return [FIRST + i for i in range(size) if FIRST + i != now]
        steps = (-1000, -100, -30, -10, -3, -1, 1, 3, 10, 30, 100, 1000)
        return [now + s for s in steps if FIRST <= now + s < FIRST + size]


def _cut_there(table: ScoreTable, cut: Cut) -> Any:
    """Return where a score has a value and what compares it has one too."""
    known = table.lanes[cut.name].status <= Status.PRORATED
    if cut.owner:
        known = known & (table.lanes[cut.owner].status <= Status.PRORATED)
    return known


def _sums(score: Sum, items: Mapping[str, Any]) -> dict[Fraction, Visit] | None:
    """Return every value of a sum over items with one visit that gives it.

    Dynamic programming over the terms; None where an item or the sums are too many.
    """
    scope = Scope(dict(items))
    readings = [(read_term(t, scope), t) for t in score.of]
    names = [t.target for _, t in readings]
    if len(set(names)) != len(names):
        return None
    scale = lcm(
        score.constant.denominator,
        *((t.weight / r.signature.scale).denominator for r, t in readings),
    )
    reached: dict[int, Visit] = {int(score.constant * scale): {}}
    for reading, term in readings:
        size = items[term.target].domain.size
        if size * len(reached) > _MOST_SUMS * 4:
            return None
        codes = np.arange(FIRST, FIRST + size)
        lane = reading.run(codes)
        factor = term.weight * scale / reading.signature.scale
        points: dict[int, int] = {}
        for code, value, status in zip(codes, lane.values, lane.status, strict=True):
            if status <= Status.PRORATED:
                points.setdefault(int(value * factor), int(code))
        reached = {
            total + more: {**visit, term.target: code}
            for total, visit in reached.items()
            for more, code in points.items()
        }
        if len(reached) > _MOST_SUMS:
            return None
    return {Fraction(total, scale): visit for total, visit in reached.items()}
