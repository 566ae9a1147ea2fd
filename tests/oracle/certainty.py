"""How much of a score was answered, and what it could still be."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from . import names
from .aggregates import weight
from .items import domain, listed
from .run import assess, needed
from .sheet import Answer, Outcome, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .run import Result


def items_of(result: Result, score_id: str) -> list[str]:
    """Return the items that a score reads, itself or through other scores, each once."""
    found, todo = [], [score_id]
    while todo:
        name = todo.pop(0)
        if name in result.sheet.specs:
            todo += names.in_score(result.sheet.specs[name])
        else:
            found.append(name)
    return names.unique(found)


def completeness(result: Result, score_id: str) -> Fraction | None:
    """Answered over expected items; None if nothing is expected."""
    states = [result.items[name].state for name in items_of(result, score_id)]
    expected = [s for s in states if s != "not_applicable"]
    return Fraction(expected.count("answered"), len(expected)) if expected else None


def completeness_weighted(result: Result, score_id: str) -> Fraction | None:
    """The same over the item terms of an aggregate, each by |weight| x (greatest - least points)."""
    spec = result.sheet.specs[score_id]
    if spec["op"] not in ("sum", "mean", "min", "max"):
        return None
    answered = expected = Fraction(0)
    for term in listed(spec["of"]):
        name = term if isinstance(term, str) else term.get("item")
        if name not in result.items:
            return None
        state = result.items[name].state
        if state != "not_applicable":
            size = abs(weight(term)) * spread(result.sheet, name, term, spec["op"])
            expected += size
            answered += size if state == "answered" else 0
    return answered / expected if expected else None


def spread(sheet: Sheet, name: str, term: object, fold: str) -> Fraction:
    """Return the distance between the greatest and the least points of a term."""
    points = []
    for value in domain(sheet.items[name]):
        alone = Sheet(sheet.items, {name: Answer("answered", value)})
        read = alone.term(term, fold)
        if read.known:
            points.append(read.value)
    return Fraction(max(points) - min(points))


def completions(questionnaires, scoring: dict, answers: Mapping, score_id: str):
    """Yield the outcome of a score for every way of answering what has no answer."""
    result = assess(questionnaires, scoring, answers)
    if result.rejected:
        return
    read = needed(result.sheet.items, items_of(result, score_id))
    holes = [
        name
        for name, answer in result.items.items()
        if name in read and answer.state not in ("answered", "not_applicable")
    ]
    choices = [domain(result.sheet.items[name]) for name in holes]
    if None in choices:
        yield None
        return
    for values in itertools.product(*choices):
        filled = {**answers, **dict(zip(holes, map(as_raw, values), strict=True))}
        yield assess(questionnaires, scoring, filled).scores[score_id]


def as_raw(value: object) -> object:
    return list(value) if isinstance(value, frozenset) else value


def bounds(questionnaires, scoring: dict, answers: Mapping, score_id: str):
    """Return the least and greatest value a score could have; None where undefined."""
    found = list(completions(questionnaires, scoring, answers, score_id))
    values = [o.value for o in found if isinstance(o, Outcome) and o.known]
    if not values or None in found or not isinstance(values[0], Fraction):
        return None
    return min(values), max(values)


def bands_possible(
    questionnaires, scoring: dict, answers: Mapping, score_id: str
) -> set | None:
    """Return every value a band score could have."""
    found = list(completions(questionnaires, scoring, answers, score_id))
    return None if None in found else {o.value for o in found if o.known}
