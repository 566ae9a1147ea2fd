"""Items whose answers change no result: looked for by example, then by enumeration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from irdp.ops.lanes import FIRST, ItemType, State, Status
from irdp.reading.domains import MOST, codes_of, grid
from irdp.reading.terms import terms_of
from irdp.review.sampling import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.reading.surroundings import Surroundings
    from irdp.results.table import ScoreTable
    from irdp.scorer import Scorer

_BASES = 200
_TRIED = 12


def idle(
    scorer: Scorer,
    around: Surroundings,
    codes: Mapping[str, Any],
    rng: np.random.Generator,
) -> dict[str, Literal["refuted", "not_proved"]]:
    """Return the items that no example shows to change a result.

    ``refuted`` where every state was gone through, or where every term that reads the
    item gives all its answers the same points; else ``not_proved``.

    Parameters
    ----------
    codes
        Random visits: item id to its codes, complete ones first.
    """
    half = len(next(iter(codes.values()))) // 2
    rows = np.r_[:_BASES, half : half + _BASES]
    base = {name: column[rows] for name, column in codes.items()}
    out: dict[str, Literal["refuted", "not_proved"]] = {}
    for name in around.items:
        if not _by_example(scorer, around, base, name, rng):
            out[name] = (
                "refuted" if _without_effect(scorer, around, name) else "not_proved"
            )
    return out


def _by_example(
    scorer: Scorer,
    around: Surroundings,
    base: Mapping[str, Any],
    name: str,
    rng: np.random.Generator,
) -> bool:
    """Return whether another answer changes a result of one of some visits."""
    tried = _answers(around, name, rng)
    n = len(base[name])
    columns = {other: np.tile(c, len(tried)) for other, c in base.items()}
    columns[name] = np.repeat(tried, n)
    results = _results(table_of(scorer, columns)).reshape(-1, len(tried), n)
    return bool((results != results[:, :1]).any())


def _answers(around: Surroundings, name: str, rng: np.random.Generator) -> Any:
    domain = around.items[name].domain
    if domain.kind is ItemType.DATE:
        day = FIRST + rng.integers(700_000, 740_000) - domain.low
        steps = np.array([0, 1, 30, 90, 365, 1_500, 6_000, 12_000, 20_000])
        return np.concatenate([day + steps, FIRST + 739_500 - domain.low - steps])
    if domain.size <= _TRIED:
        return codes_of(around.items[name])
    ends = [FIRST, FIRST + domain.size - 1]
    most = min(domain.size, 1 << 40)
    return np.concatenate([ends, FIRST + rng.integers(0, most, _TRIED)])


def _results(table: ScoreTable) -> Any:
    """Return everything that a user sees of some visits, one row per output."""
    rows: list[Any] = []
    for name in table.outputs:
        lane = table.lanes[name]
        rows += [lane.values, lane.status.astype(np.int64)]
    for verdict in table.verdicts.values():
        rows += [verdict.proposed, verdict.true, verdict.provisional]
    return np.array([np.asarray(r).astype(np.int64) for r in rows])


def _without_effect(scorer: Scorer, around: Surroundings, name: str) -> bool:
    """Return whether it is sure that no answer to an item changes a result."""
    if same_points(around, name):
        return True
    sizes = [spec.domain.size + FIRST for spec in around.items.values()]
    if np.prod(np.array(sizes, float)) > MOST:
        return False
    names = [name, *(n for n in around.items if n != name)]
    columns = [codes_of(around.items[name])]
    columns += [np.r_[_states(around, n), codes_of(around.items[n])] for n in names[1:]]
    table = table_of(scorer, dict(zip(names, grid(columns), strict=True)))
    results = _results(table).reshape(
        -1, len(columns[0]), len(table) // len(columns[0])
    )
    return not (results != results[:, :1]).any()


def _states(around: Surroundings, name: str) -> list[int]:
    """Return the states that an item without an answer can be in."""
    spec = around.items[name]
    found = {State.MISSING, *spec.states.values()}
    if around.program.invalid.get(name) == "missing":
        found.add(State.INVALID)
    return sorted(int(state) for state in found)


def same_points(around: Surroundings, name: str) -> bool:
    """Return whether all that reads an item gives its answers the same points."""
    if around.items[name].domain.size > MOST:
        return False
    if any(name in reads for reads in around.shown_by.values()):
        return False
    if any(name in reads for _, reads in around.refusals):
        return False
    if any(name in rule.reads for d in around.program.decisions for rule in d.rules):
        return False
    for full, (_, node) in around.places.items():
        if name not in node.inputs:
            continue
        terms = [t for t in terms_of(around, full) if t.reading.name == name]
        gates = node.built.gate.causes if node.built.gate else ()
        if not terms or any(name in reads for reads, _ in gates):
            return False
        codes = codes_of(around.items[name])
        for term in terms:
            lane = term.reading.run(codes.astype(around.items[name].domain.dtype))
            same = (lane.values == lane.values[0]).all()
            if term.term.weight != 0 and not (
                same and (lane.status <= Status.PRORATED).all()
            ):
                return False
    return True
