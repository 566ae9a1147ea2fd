"""Why a visit changes between two versions: the steps that changed, and the items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.affine import Affine
from irdp.ops.band import Band
from irdp.ops.lanes import Lane, Status
from irdp.ops.mean import Mean
from irdp.ops.read import read_term
from irdp.ops.scope import Scope
from irdp.ops.sum import Sum
from irdp.plan.compile import VISIT_DATE
from irdp.review.walk import walk

if TYPE_CHECKING:
    from irdp.ops.lanes import Bools
    from irdp.plan.program import Node, Program
    from irdp.results.table import ScoreTable
    from irdp.scorer import Scorer

_ADDITIVE = (Sum, Mean, Affine)
Cause = tuple["Bools", tuple[str, ...]]
"""Where (by visit) some items are a cause."""


@dataclass(frozen=True, slots=True)
class Causes:
    """Why an output changes.

    Parameters
    ----------
    steps
        The scores and rules on its way that the two versions write differently.
    causes
        Where which items are a cause, by visit of the two tables.
    """

    steps: tuple[str, ...]
    causes: tuple[Cause, ...]

    def items(self, row: int) -> tuple[str, ...]:
        """Return the items that make the output of one visit change."""
        found = [n for where, names in self.causes if where[row] for n in names]
        return tuple(dict.fromkeys(found))


def causes_of(
    output: str,
    versions: tuple[Scorer, Scorer],
    tables: tuple[ScoreTable, ScoreTable],
) -> Causes:
    """Return why an output changes between two versions, for the visits of two tables.

    For a changed sum, mean or affine score: the items whose contribution differs. A
    band is a cut-off and no item. Any other changed step: the items that it reads.
    """
    before, after = (v.compiled.program for v in versions)
    everywhere = np.ones(len(tables[0]), np.bool_)
    causes: list[Cause] = []
    steps: list[str] = []
    ways = [_way(output, p) for p in (before, after)]
    for name in dict.fromkeys([*ways[0], *ways[1]]):
        a, b = before.nodes.get(name), after.nodes.get(name)
        if a is None or b is None:
            steps.append(name)
            causes.append((everywhere, _items(a, b)))
        elif _differ(a.score, b.score):
            steps.append(name)
            causes += _node_causes(name, (a, b), (before, after), tables)
    for rule, items in _changed_rules(output, versions):
        steps.append(rule)
        causes.append((everywhere, items))
    read = {
        n for p, way in zip((before, after), ways, strict=True) for n in _read(p, way)
    }
    for name in sorted(read):
        if before.items.get(name) != after.items.get(name):
            causes.append((everywhere, (name,)))
    return Causes(tuple(steps), tuple(causes))


def _differ(a: Any, b: Any) -> bool:
    return any(not raw.said for raw in walk(a, b))


def _items(*nodes: Node | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for k in nodes if k is not None for n in k.items))


def _way(output: str, program: Program) -> list[str]:
    """Return the names of the scores that an output is made from, itself included."""
    starts = [output]
    for decision in program.decisions:
        if decision.id == output:
            starts = [n for rule in decision.rules for n in rule.reads]
    nodes = program.nodes
    found: list[str] = []
    while starts:
        name = starts.pop()
        if name in nodes and name not in found:
            found.append(name)
            starts += _inputs(name, nodes[name], program)
    return [n for n in nodes if n in found]


def _inputs(name: str, node: Node, program: Program) -> list[str]:
    """Return the names in results of what a node reads: in its own part first."""
    alias, dot, _ = name.rpartition(".")
    return [
        f"{alias}{dot}{n}" if f"{alias}{dot}{n}" in program.nodes else n
        for n in node.inputs
    ]


def _read(program: Program, way: Iterable[str]) -> set[str]:
    return {n for name in way for n in program.nodes[name].items}


def _changed_rules(
    output: str, versions: tuple[Scorer, Scorer]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the rules of a decision that differ, with the items that they read.

    What differs outside of its rules, or their order, is the decision itself.
    """
    written: list[Any] = []
    reads: dict[str, list[str]] = {}
    for version in versions:
        decisions = getattr(version.definition, "decisions", ())
        written += [next((d for d in decisions if d.id == output), None)]
        program = version.compiled.program
        for step in (d for d in program.decisions if d.id == output):
            for rule in step.rules:
                reads.setdefault(rule.id, []).extend(_leaves(rule.reads, program))
    changed = dict.fromkeys(
        raw.path[1] if raw.path[0] == "rules" and len(raw.path) > 1 else output
        for raw in walk(*written)
        if not raw.said
    )
    return [(name, tuple(dict.fromkeys(reads.get(name, ())))) for name in changed]


def _leaves(names: Sequence[str], program: Program) -> list[str]:
    nodes = program.nodes
    return [i for n in names for i in (nodes[n].items if n in nodes else (n,))]


def _node_causes(
    name: str,
    nodes: tuple[Node, Node],
    programs: tuple[Program, Program],
    tables: tuple[ScoreTable, ScoreTable],
) -> list[Cause]:
    a, b = nodes
    if isinstance(a.score, Band) and isinstance(b.score, Band):
        if a.score.of == b.score.of:
            return []
    elif isinstance(a.score, _ADDITIVE) and type(a.score) is type(b.score):
        terms = [
            _terms(name, node, program, table)
            for node, program, table in zip(nodes, programs, tables, strict=True)
        ]
        return [
            (
                _unlike(terms[0].get(t), terms[1].get(t)),
                tuple(_leaves([t], _having(t, programs))),
            )
            for t in dict.fromkeys([*terms[0], *terms[1]])
        ]
    everywhere = np.ones(len(tables[0]), np.bool_)
    return [(everywhere, _items(a, b))]


def _having(name: str, programs: tuple[Program, Program]) -> Program:
    return next((p for p in programs if name in p.nodes), programs[1])


Contribution = tuple[Lane, Any]


def _terms(
    name: str, node: Node, program: Program, table: ScoreTable
) -> Mapping[str, Contribution]:
    """Return the contribution of each direct term, by the name of what it reads."""
    alias, dot, _ = name.rpartition(".")
    prefix = alias + dot
    mine = {
        n.removeprefix(prefix): k
        for n, k in program.nodes.items()
        if n.startswith(prefix)
    }
    known = mine if alias else program.nodes
    scope = Scope(
        {"visit_date": VISIT_DATE, **program.items},
        {n: k.signature for n, k in known.items()},
    )
    score: Any = node.score
    of = score.of if isinstance(score.of, tuple) else (score.of,)
    factor = getattr(score, "factor", 1)
    out: dict[str, Contribution] = {}
    for term in of:
        reading = read_term(term, scope)
        if reading.of_item:
            column: Any = table.frame.codes[term.target]
        else:
            lane = table.lanes[prefix + term.target]
            column = Lane(lane.values, lane.status)
        target = term.target if reading.of_item else prefix + term.target
        scale = term.weight * factor / reading.signature.scale
        out[target] = (reading.run(column), scale)
    return out


def _unlike(a: Contribution | None, b: Contribution | None) -> Bools:
    """Return where two contributions differ in value, or in having one."""
    if a is None or b is None:
        only = a if a is not None else b
        return np.ones(() if only is None else only[0].status.shape, np.bool_)
    (one, left), (other, right) = a, b
    has_one, has_other = one.status <= Status.PRORATED, other.status <= Status.PRORATED
    same = one.values.astype(object) * left == other.values.astype(object) * right
    unlike: Bools = (has_one != has_other) | (
        has_one & has_other & ~np.asarray(same, np.bool_)
    )
    return unlike
