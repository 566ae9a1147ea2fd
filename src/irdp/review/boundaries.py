"""Boundary cases: a visit on each side of every cut-off, and one for each lack."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.grammar import decimal_text
from irdp.ops.lanes import Kind, State, Status
from irdp.review.cuts import cuts_of
from irdp.review.reach import Seeker
from irdp.review.sampling import base_visit, written

if TYPE_CHECKING:
    from irdp.ops.item import ItemSpec
    from irdp.results.table import ScoreTable
    from irdp.scorer import Scorer

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Generated:
    """One case made by the engine: to be read by a person before it is kept.

    Parameters
    ----------
    id
        What it is for.
    answers
        The visit, as a case writes it.
    expect, expect_status
        What the engine gives today.
    expect_issues
        The codes of the issues that the visit has.
    """

    id: str
    answers: Mapping[str, Any]
    expect: Mapping[str, Any]
    expect_status: Mapping[str, str]
    expect_issues: tuple[str, ...]

    def to_yaml(self) -> str:
        """Return the case as YAML, ready to stand under `cases:`."""
        lines = [f"  - id: {self.id}", "    source: generated"]
        lines += _mapping("answers", self.answers)
        lines += _mapping("expect", self.expect)
        if self.expect_status:
            lines += _mapping("expect_status", self.expect_status)
        if self.expect_issues:
            lines.append(f"    expect_issues: [{', '.join(self.expect_issues)}]")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The boundary cases of a definition.

    Parameters
    ----------
    reference
        The scoring or the policy.
    cases
        What was found.
    not_found
        The cut-offs one side of which no visit was found for: too rare for a random
        search, or out of reach.
    """

    reference: str
    cases: tuple[Generated, ...]
    not_found: tuple[str, ...]

    def to_yaml(self) -> str:
        """Return a whole file of cases."""
        head = [
            "# yaml-language-server: $schema=../../docs/schema/cases.schema.json",
            "format: irdp/cases/1",
            f"for: {self.reference}",
            "cases:",
        ]
        return "\n".join([*head, *(case.to_yaml() for case in self.cases)]) + "\n"


def boundaries(scorer: Scorer, *, seed: int = 1) -> Boundaries:
    """Return a case just below and just at every cut-off, and one for each lack.

    Sums over items are searched exactly, over all their values; other scores among
    random visits, then one answer at a time. The expected values are what the engine
    gives: a case that only repeats it proves nothing until a person has read it.

    Parameters
    ----------
    seed
        Of the random visits: the same seed gives the same cases.

    Examples
    --------
    >>> import irdp
    >>> found = boundaries(irdp.load("was@1.0.0"))
    >>> [case.id for case in found.cases][:2]
    ['category_below_6', 'category_at_6']
    """
    base = base_visit(scorer, np.random.default_rng(seed))
    seeker = Seeker(scorer, base, seed)
    visits: dict[str, dict[str, Any]] = {}
    not_found: list[str] = []
    for cut in cuts_of(scorer.compiled):
        for side, reached in zip(("below", "at"), seeker.sides(cut), strict=True):
            name = f"{cut.owner or cut.name}_{side}_{decimal_text(cut.value)}"
            if reached is None:
                not_found.append(f"{cut.name} {side} {decimal_text(cut.value)}")
                continue
            visit = _answers(scorer, reached.visit)
            if visit not in visits.values():
                visits[_id(name)] = visit
    visits.update(_lacks(scorer, base))
    table = scorer.score({n: [v.get(n) for v in visits.values()] for n in scorer.items})
    cases = tuple(
        _case(name, visit, table, row)
        for row, (name, visit) in enumerate(visits.items())
    )
    return Boundaries(scorer.definition.reference, cases, tuple(not_found))


def _lacks(
    scorer: Scorer, base: Mapping[str, int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the base visit with each item in each state without an answer."""
    whole = _answers(scorer, base)
    for name, spec in scorer.compiled.program.items.items():
        yield f"{name}_missing", {**whole, name: None}
        for text, state in _first_texts(spec).items():
            yield f"{name}_{state.name.lower()}", {**whole, name: text}


def _first_texts(spec: ItemSpec) -> dict[str, State]:
    found: dict[State, str] = {}
    for text, state in spec.states.items():
        found.setdefault(state, text)
    return {text: state for state, text in found.items()}


def _answers(scorer: Scorer, visit: Mapping[str, int]) -> dict[str, Any]:
    items = scorer.compiled.program.items
    return {name: written(items[name], code) for name, code in visit.items()}


def _case(name: str, visit: dict[str, Any], table: ScoreTable, row: int) -> Generated:
    one = table.take([row])
    expect: dict[str, Any] = {}
    status: dict[str, str] = {}
    for output in one.outputs:
        expect[output] = _value(one, output)
        if expect[output] is None:
            status[output] = str(one.status(output)[0])
    for decision in one.verdicts:
        found = one.decisions(decision)[0]
        expect[decision] = list(found) if isinstance(found, tuple) else found
        expect[f"{decision}.provisional"] = bool(one.provisional(decision)[0])
    issues = tuple(sorted({issue.code for issue in one.issues}))
    return Generated(name, visit, expect, status, issues)


def _value(one: ScoreTable, name: str) -> Any:
    lane, signature = one.lanes[name], one.signature(name)
    if lane.status[0] > Status.PRORATED:
        return None
    if signature.kind is Kind.NUMBER:
        return Fraction(int(lane.values[0]), signature.scale)
    return one.values(name)[0]


def _id(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]", "_", text.replace("-", "minus_"))


def _mapping(key: str, pairs: Mapping[str, Any]) -> list[str]:
    """Return a mapping in flow style, its lines no wider than they need be."""
    parts = [f"{name}: {_scalar(value)}" for name, value in pairs.items()]
    whole = f"    {key}: {{{', '.join(parts)}}}"
    if len(whole) <= _WIDTH:
        return [whole]
    lines, line = [f"    {key}: {{"], "     "
    for i, part in enumerate(parts):
        more = f" {part}," if i < len(parts) - 1 else f" {part}"
        if len(line) + len(more) > _WIDTH and line.strip():
            lines.append(line)
            line = "     "
        line += more
    return [*lines, line, "    }"]


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, Decimal, Fraction)):
        text = decimal_text(Fraction(value))
        return f'"{text}"' if "/" in text else text
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_scalar, value)) + "]"
    if isinstance(value, dt.date):
        return value.isoformat()
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    if plain or _INTEGER.fullmatch(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
