"""Every result that a score could have, over all ways of answering what has no answer.

The sets of possible results go up from the items. Where what a score reads has no
unanswered item in common, its inputs are independent: an aggregate is then computed by
dynamic programming over its terms, any other operation over the combinations of its
inputs. Elsewhere the answers themselves are enumerated, up to a million combinations.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.aggregate import Sums
from irdp.ops.lanes import FIRST, Lane, State, Status
from irdp.reading.domains import MOST, codes_of, grid, sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.ops.aggregate import Additive
    from irdp.plan.program import Node
    from irdp.reading.surroundings import Surroundings

_FEW = 4_096
"""Combinations so few that enumerating them is the quickest."""
_FEW_SHARED = 256
"""Combinations of shared answers that are gone through one by one."""


class Reach:
    """What the scores of one visit could be.

    Parameters
    ----------
    around
        The program.
    codes
        Item id to its code; what is not shown is not_applicable already.
    """

    def __init__(self, around: Surroundings, codes: Mapping[str, int]) -> None:
        self.around = around
        self.codes = codes
        items = around.items
        self._base = {
            name: np.array([code], items[name].domain.dtype)
            for name, code in codes.items()
        }
        self._holes = {
            name
            for name, code in codes.items()
            if code < FIRST and code != State.NOT_APPLICABLE
        }
        parts = around.program.parts
        self._away = {p.alias for p in parts if not around.administered(p, codes)}
        self._found: dict[str, Lane | None] = {}

    def lane(self, name: str) -> Lane | None:
        """Return the possible results of a score, each once.

        None where they are too many to be found, or where the score was not
        administered.
        """
        if name not in self._found:
            self._found[name] = self._lane(name)
        return self._found[name]

    def holes(self, name: str) -> frozenset[str]:
        """Return the unanswered items that a score, or an item, depends on."""
        items: tuple[str, ...] = (name,)
        if name in self.around.places:
            items = self.around.places[name][1].items
        return frozenset(self.around.needed(items) & self._holes)

    def _lane(self, name: str) -> Lane | None:
        part, node = self.around.places[name]
        if part.alias in self._away:
            return None
        if self._whole is not None:
            return _once(self._whole[name])
        holes = self.holes(name)
        many = sizes(self.around.items, holes)
        if many > _FEW and not self.around.tied(holes):
            found = self._from_inputs(name, node)
            if found is not None:
                return found
        if many <= MOST:
            return _once(self._enumerated([name], holes)[name])
        return None if self.around.tied(holes) else self._by_shared(name, node)

    def _by_shared(self, name: str, node: Node) -> Lane | None:
        """Return the results, answer by answer of what several inputs depend on."""
        below = self.around.below(name)
        holes = [self.holes(below.get(n, n)) for n in node.inputs]
        shared = sorted({n for a, b in combinations(holes, 2) for n in a & b})
        if not shared or sizes(self.around.items, shared) > _FEW_SHARED:
            return None
        found = []
        columns = grid([codes_of(self.around.items[n]) for n in shared])
        for answers in zip(*(c.tolist() for c in columns), strict=True):
            given = {**self.codes, **dict(zip(shared, answers, strict=True))}
            lane = Reach(self.around, given).lane(name)
            if lane is None:
                return None
            found.append(lane)
        return _once(
            Lane(
                np.concatenate([lane.values for lane in found]),
                np.concatenate([lane.status for lane in found]),
            )
        )

    @cached_property
    def _whole(self) -> dict[str, Lane] | None:
        """Every score over every combination of answers, where those are few."""
        places = self.around.places
        holes = frozenset().union(*(self.holes(name) for name in places))
        if sizes(self.around.items, holes) > _FEW:
            return None
        return self._enumerated(list(places), holes)

    def _enumerated(self, scores: list[str], holes: frozenset[str]) -> dict[str, Lane]:
        """Return the results of scores over every combination of answers."""
        names = sorted(holes)
        columns = grid([codes_of(self.around.items[n]) for n in names])
        rows = len(columns[0]) if columns else 1
        codes = {n: np.broadcast_to(c, rows) for n, c in self._base.items()}
        for hole, column in zip(names, columns, strict=True):
            codes[hole] = column.astype(self._base[hole].dtype)
        codes, kept = self.around.settle(codes)
        if not kept.all():
            codes = {n: c[kept] for n, c in codes.items()}
        if not kept.any():
            none = Lane(np.zeros(0, np.int64), np.zeros(0, np.uint8))
            return dict.fromkeys(scores, none)
        return self.around.lanes(scores, codes, self._away)

    def _from_inputs(self, name: str, node: Node) -> Lane | None:
        """Return the results over what is read, where that is independent."""
        below = self.around.below(name)
        holes = {n: self.holes(below.get(n, n)) for n in node.inputs}
        if any(a & b for a, b in combinations(holes.values(), 2)):
            return None
        columns: dict[str, Any] = {}
        for own in node.inputs:
            found = self._column(own, below, holes[own])
            if found is None:
                return None
            columns[own] = found
        additive = node.built.core.additive
        if additive is not None and not additive.wide:
            return self._added(node, additive, columns)
        return self._combined(node, columns)

    def _column(self, own: str, below: Mapping[str, str], holes: frozenset[str]) -> Any:
        """Return the possible codes of an item, or the possible results of a score."""
        if own in below:
            if self.around.places[below[own]][0].alias in self._away:
                return self.around.lanes([below[own]], self._base, self._away)[
                    below[own]
                ]
            return self.lane(below[own])
        if own not in holes:
            return self._base[own]
        if self.around.items[own].domain.size > MOST:
            return None
        return codes_of(self.around.items[own]).astype(self._base[own].dtype)

    def _combined(self, node: Node, columns: Mapping[str, Any]) -> Lane | None:
        env = _product(columns, node.inputs)
        return None if env is None else _once(node.run(env))

    def _added(
        self, node: Node, additive: Additive, columns: Mapping[str, Any]
    ) -> Lane | None:
        """Return the results of an aggregate: its states term by term, each once."""
        seen: set[str] = set()
        state: Sums | None = None
        for i, (term, reads) in enumerate(
            zip(additive.terms, additive.reads, strict=True)
        ):
            if seen & {n for n in reads if _length(columns[n]) > 1}:
                return None
            seen.update(reads)
            env = _product(columns, reads)
            if env is None:
                return None
            more = additive.contribute(i, term(env))
            if any(column.dtype == object for column in more):
                return None
            more = _distinct(more)
            state = more if state is None else _crossed(state, more)
            if state is None:
                return None
        if state is None:
            return None
        lane = additive.finish(state)
        gate = node.built.gate
        if gate is None:
            return _once(lane)
        asked = {n for names, _ in gate.causes for n in names}
        if any(_length(columns[n]) > 1 for n in asked):
            return None
        sources = [columns[n].status for n in gate.sources]
        if any(len(s) > 1 and (s == Status.PRORATED).any() for s in sources):
            return None
        causes = [cause(columns) for _, cause in gate.causes]
        taints = [s[:1] == Status.PRORATED for s in sources]
        return _once(gate.apply(lane, causes, taints))


def _length(column: Any) -> int:
    return len(column.status) if isinstance(column, Lane) else len(column)


def _product(
    columns: Mapping[str, Any], names: tuple[str, ...]
) -> dict[str, Any] | None:
    """Return every combination of some columns; those of one entry stay as they are."""
    if prod(_length(columns[n]) for n in names) > MOST:
        return None
    at = grid([np.arange(_length(columns[n])) for n in names])
    env: dict[str, Any] = dict(columns)
    for name, rows in zip(names, at, strict=True):
        column = columns[name]
        if isinstance(column, Lane):
            env[name] = Lane(column.values.take(rows), column.status.take(rows))
        else:
            env[name] = column.take(rows)
    return {"": env[names[0]], **env} if names else env


def _once(lane: Lane) -> Lane:
    """Return each result of a lane once."""
    values, status = np.broadcast_arrays(lane.values, lane.status)
    pairs = np.unique(values.astype(np.int64) * FIRST * 2 + status)
    return Lane(pairs // (FIRST * 2), (pairs % (FIRST * 2)).astype(np.uint8))


def _distinct(state: Sums) -> Sums:
    """Return each state once."""
    table = np.stack(np.broadcast_arrays(*state), axis=1)
    if (table[:, 1:] == table[:1, 1:]).all():
        totals = np.unique(table[:, 0])
        return Sums(totals, *(np.full(len(totals), k) for k in table[0, 1:]))
    return Sums(*np.unique(table, axis=0).T)


def _crossed(state: Sums, more: Sums) -> Sums | None:
    """Return the states of both together, None if they are too many."""
    if len(state.total) * len(more.total) > MOST:
        return None
    both = Sums(
        *(np.add.outer(a, b).reshape(-1) for a, b in zip(state, more, strict=True))
    )
    return _distinct(both)
