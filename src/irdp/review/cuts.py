"""The cut-offs and conditions of a compiled definition, wherever they are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irdp.ops import conditions as c
from irdp.ops.band import Band
from irdp.ops.compare import Compare
from irdp.ops.grammar import Frozen

if TYPE_CHECKING:
    from irdp.catalogue import Definition
    from irdp.plan.program import Node, Program

_CONDITIONS = (
    c.ItemCondition,
    c.ScoreCondition,
    c.DateCondition,
    c.BandCondition,
    c.TruthCondition,
    c.AllCondition,
    c.AnyCondition,
    c.NotCondition,
)


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A number that a score or an item is compared with.

    Parameters
    ----------
    name
        The score (as in results) or the item.
    value
        The number.
    item
        Whether `name` is an item.
    owner
        The score that compares, where it is one that has a value only for some.
    """

    name: str
    value: Fraction
    item: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition and where it is written.

    Parameters
    ----------
    owner
        The score (as in results), or ``decision.rule``.
    path
        The keys below the owner.
    condition
        The condition.
    part
        The alias of the part whose names it reads; "" for the root.
    """

    owner: str
    path: tuple[str, ...]
    condition: Any
    part: str


def conditions_of(definition: Definition) -> Iterator[Placed]:
    """Yield every condition of the scores and rules of a definition, outermost."""
    for part in definition.program.parts:
        for node in part.nodes:
            for path, condition in _written(node.score, ()):
                yield Placed(part.name(node.id), path, condition, part.alias)
    for decision in getattr(definition.document, "decisions", ()):
        for rule in decision.rules:
            yield Placed(f"{decision.id}.{rule.id}", ("when",), rule.when, "")


def _written(part: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(part, _CONDITIONS):
        yield path, part
    elif isinstance(part, Frozen):
        for name, value in part:
            key = type(part).model_fields[name].alias or name
            yield from _written(value, (*path, key))
    elif isinstance(part, tuple):
        for i, value in enumerate(part):
            yield from _written(value, (*path, str(i + 1)))


def leaves(condition: Any) -> Iterator[Any]:
    """Yield the conditions that hold no other."""
    if isinstance(condition, c.AllCondition):
        members = condition.all
    elif isinstance(condition, c.AnyCondition):
        members = condition.any
    elif isinstance(condition, c.NotCondition):
        members = (condition.not_,)
    else:
        yield condition
        return
    for member in members:
        yield from leaves(member)


def cuts_of(definition: Definition) -> list[Cut]:
    """Return every number that a score or an item is compared with, each once."""
    program = definition.program
    found: dict[Cut, None] = {}
    for part in program.parts:
        for node in part.nodes:
            for target, value in _of_node(node):
                owner = part.name(node.id)
                found.setdefault(_cut(target, value, part.alias, program, owner=owner))
    for placed in conditions_of(definition):
        for leaf in leaves(placed.condition):
            name = getattr(leaf, "item", None) or getattr(leaf, "score", None) or ""
            if isinstance(leaf, c.Comparison) and name and leaf.count_comparators():
                for value in _numbers(leaf):
                    found.setdefault(_cut(name, value, placed.part, program))
    known = {*program.nodes, *program.items}
    return [cut for cut in found if cut.name in known]


def _of_node(node: Node) -> Iterator[tuple[str, Fraction]]:
    score = node.score
    if isinstance(score, Band):
        for band in score.bands[1:]:
            yield score.of.target, band.from_
    if isinstance(score, Compare):
        for value in _numbers(score):
            yield score.of.target, value


def _numbers(comparison: c.Comparison) -> list[Fraction]:
    key, value = comparison.comparator
    if key == "in_":
        return []
    many = value if isinstance(value, tuple) else (value,)
    return [v for v in many if isinstance(v, Fraction)]


def _cut(
    name: str, value: Fraction, alias: str, program: Program, *, owner: str = ""
) -> Cut:
    full = f"{alias}.{name}" if alias and f"{alias}.{name}" in program.nodes else name
    return Cut(full, value, full not in program.nodes, owner)
