"""What the cases of a definition show, and what they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.band import Band
from irdp.ops.grammar import decimal_text
from irdp.ops.lanes import FIRST, ItemType, Kind, Lane, State, Status
from irdp.ops.scope import Scope
from irdp.ops.truth import compile_condition
from irdp.plan.compile import VISIT_DATE
from irdp.review.cuts import Placed, conditions_of
from irdp.text import Lang, Text

if TYPE_CHECKING:
    from irdp.definition.cases import Cases
    from irdp.ops.item import ItemSpec
    from irdp.plan.program import Node
    from irdp.results.table import ScoreTable
    from irdp.scorer import Scorer

KINDS = {
    "option": Text("option d'un item", "option of an item"),
    "state": Text("absence de réponse", "lack of an answer"),
    "cut": Text("côté d'un seuil", "side of a cut-off"),
    "condition": Text("condition", "condition"),
    "rule": Text("règle", "rule"),
    "value": Text("valeur d'un score", "value of a score"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a case can show.

    Parameters
    ----------
    kind
        ``option``, ``state``, ``cut``, ``condition``, ``rule`` or ``value``.
    name
        The item, score, condition or rule.
    what
        The option, state, side or outcome.
    covered
        Whether a case shows it.
    """

    kind: str
    name: str
    what: str
    covered: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases of a definition show.

    Parameters
    ----------
    reference
        The scoring or the policy.
    points
        Everything that a case can show.
    """

    reference: str
    points: tuple[Point, ...]

    @property
    def lacking(self) -> tuple[Point, ...]:
        """What no case shows."""
        return tuple(p for p in self.points if not p.covered)

    @property
    def share(self) -> float:
        """What the cases show, divided by what they could; in [0, 1]."""
        shown = sum(p.covered for p in self.points)
        return shown / len(self.points) if self.points else 1.0

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return, by kind, how many points are shown and how many there are."""
        found = {}
        for kind in KINDS:
            mine = [p.covered for p in self.points if p.kind == kind]
            if mine:
                found[kind] = (sum(mine), len(mine))
        return found

    def render(self, lang: Lang = "fr") -> str:
        """Return counts by kind, then what lacks, a line each."""
        colon = " : " if lang == "fr" else ": "
        lines = [f"{self.reference}{colon}{self.share:.0%}"]
        for kind, (shown, of) in self.counts().items():
            lines.append(f"  {KINDS[kind].get(lang)}{colon}{shown}/{of}")
        lines += [f"  – {p.name} {p.what}" for p in self.lacking]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "reference": self.reference,
            "share": self.share,
            "counts": {k: list(v) for k, v in self.counts().items()},
            "lacking": [
                {"kind": p.kind, "name": p.name, "what": p.what} for p in self.lacking
            ],
        }


def coverage(scorer: Scorer, cases: Cases) -> Coverage:
    """Return which options, states, cut-offs, conditions and rules the cases show.

    Every option of every item (for a number its two bounds); every state it can be
    in without an answer; both sides of every cut-off of a band; every condition true
    and false, every rule also unknown; every value of a truth or a category, and the
    lack of one.

    Examples
    --------
    >>> import irdp
    >>> from irdp.review.cases import cases_of
    >>> cases, _ = cases_of("was@1.0.0", irdp.Catalog())
    >>> coverage(irdp.load("was@1.0.0"), cases).counts()["cut"]
    (4, 4)
    """
    columns = {n: [case.answers.get(n) for case in cases.cases] for n in scorer.items}
    table = scorer.score(columns)
    found: list[Point] = []
    for name, spec in scorer.compiled.program.items.items():
        found += _item(spec, table.frame.codes[name])
    for name, node in scorer.compiled.program.nodes.items():
        found += _node(name, node, _lane(table, name))
    found += _conditions(scorer, table)
    found += _rules(table)
    return Coverage(scorer.definition.reference, tuple(found))


def _item(spec: ItemSpec, codes: Any) -> Iterator[Point]:
    domain, name = spec.domain, spec.id
    seen = {int(code) for code in codes}
    if domain.kind is ItemType.MULTIPLE:
        masks = [code - FIRST for code in seen if code >= FIRST]
        for i, option in enumerate(domain.options):
            yield Point("option", name, option, any(m >> i & 1 for m in masks))
        yield Point("option", name, "[]", 0 in masks)
    elif domain.kind is not ItemType.DATE:
        for code, what in _answers(domain):
            yield Point("option", name, what, code in seen)
    for state in _states(spec):
        yield Point("state", name, state.name.lower(), state in seen)


def _answers(domain: Any) -> list[tuple[int, str]]:
    last = FIRST + domain.size - 1
    if domain.kind is ItemType.CHOICE:
        return [(FIRST + i, o) for i, o in enumerate(domain.options)]
    if domain.kind is ItemType.BOOLEAN:
        return [(FIRST, "false"), (last, "true")]
    return [(code, decimal_text(domain.number(code))) for code in (FIRST, last)]


def _states(spec: ItemSpec) -> list[State]:
    declared = set(spec.states.values())
    found = [State.MISSING, *sorted(declared - {State.MISSING})]
    if spec.may_skip and State.NOT_APPLICABLE not in found:
        found.append(State.NOT_APPLICABLE)
    return found


def _lane(table: ScoreTable, name: str) -> Lane:
    lane = table.lanes[name]
    return Lane(lane.values, lane.status)


def _node(name: str, node: Node, lane: Lane) -> Iterator[Point]:
    has = lane.status <= Status.PRORATED
    values = {int(v) for v in lane.values[has]}
    labels = node.signature.labels
    if isinstance(node.score, Band):
        for i, band in enumerate(node.score.bands[1:], start=1):
            cut = decimal_text(band.from_)
            yield Point("cut", name, f"< {cut}", i - 1 in values)
            yield Point("cut", name, f"≥ {cut}", i in values)
    elif node.signature.kind is Kind.CATEGORY:
        for i, label in enumerate(labels):
            yield Point("value", name, label, i in values)
    elif node.signature.kind is Kind.TRUTH:
        for i, word in enumerate(("false", "true")):
            yield Point("value", name, word, i in values)
    yield Point("value", name, "—", bool((~has).any()))


def _conditions(scorer: Scorer, table: ScoreTable) -> Iterator[Point]:
    """Yield whether each condition inside a score is true in a case, and false."""
    program = scorer.compiled.program
    for placed in conditions_of(scorer.compiled):
        if placed.path == ("when",):
            continue
        mine = {
            n.removeprefix(f"{placed.part}."): k.signature
            for n, k in program.nodes.items()
            if not placed.part or n.startswith(f"{placed.part}.")
        }
        scope = Scope({"visit_date": VISIT_DATE, **program.items}, mine)
        truth = compile_condition(placed.condition, scope)
        prefix = f"{placed.part}." if placed.part else ""
        lanes = {n: _lane(table, prefix + n) for n in mine}
        yield from _sides(placed, truth({**table.frame.codes, **lanes}))


def _sides(placed: Placed, lane: Lane) -> Iterable[Point]:
    name = ".".join([placed.owner, *placed.path])
    known = lane.status <= Status.PRORATED
    for value, word in ((1, "true"), (0, "false")):
        shown = bool((known & (lane.values == value)).any())
        yield Point("condition", name, word, shown)


def _rules(table: ScoreTable) -> Iterator[Point]:
    for step in table.definition.program.decisions:
        verdict = table.verdicts[step.id]
        scored = ~table.rejected
        for i, rule in enumerate(step.rules):
            true = _bit(verdict.true, i)
            unknown = _bit(verdict.unknown | verdict.skipped, i)
            name = f"{step.id}.{rule.id}"
            yield Point("rule", name, "true", bool(true.any()))
            false = ~true & ~unknown & scored
            yield Point("rule", name, "false", bool(false.any()))
            yield Point("rule", name, "unknown", bool(unknown.any()))


def _bit(column: Any, i: int) -> Any:
    return np.array([bool(int(mask) >> i & 1) for mask in column], np.bool_)
