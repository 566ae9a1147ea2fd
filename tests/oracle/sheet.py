"""One visit being scored: what a name gives where it is read, and what a term gives."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import NamedTuple

from .exact import number
from .items import STATES, domain, options_of

OK, PRORATED = "ok", "prorated"
NOT_APPLICABLE, TOO_FEW, DEPENDS = (
    "not_applicable",
    "too_few_answers",
    "depends_on_unknown",
)
INVALID_INPUT, OUTSIDE = "invalid_input", "out_of_population"
STATUSES = (
    OK, PRORATED, "no_version", INVALID_INPUT, NOT_APPLICABLE, OUTSIDE, TOO_FEW, DEPENDS,
)  # fmt: skip
READINGS = ("points", "reverse", "recode", "recode_intervals")


class Outcome(NamedTuple):
    """A value and its status; the value is None where the status has none."""

    value: object
    status: str = OK

    @property
    def known(self) -> bool:
        return self.status in (OK, PRORATED)


class Answer(NamedTuple):
    """An item's state and, if answered, its value."""

    state: str
    value: object = None


NOTHING = Outcome(None, DEPENDS)
NOT_ASKED = Outcome(None, NOT_APPLICABLE)


@dataclasses.dataclass
class Sheet:
    """What stands above a score: item definitions and answers, scores and outcomes.

    `sole` is the one score that the operation at work reads, if it reads nothing
    else: its status is taken over; a score read beside others only lacks.
    """

    items: dict[str, dict]
    answers: dict[str, Answer]
    specs: dict[str, dict] = dataclasses.field(default_factory=dict)
    scores: dict[str, Outcome] = dataclasses.field(default_factory=dict)
    tables: dict[str, dict] = dataclasses.field(default_factory=dict)
    sole: str | None = None

    def name(self, name: str) -> Outcome:
        """Return what a name gives to the one who reads it, in its own kind."""
        if name in self.scores:
            own = self.scores[name]
            if own.known or own.status == NOT_APPLICABLE or name == self.sole:
                return own
            return NOTHING
        answer = self.answers[name]
        if answer.state == NOT_APPLICABLE:
            return NOT_ASKED
        if answer.state != "answered":
            return Outcome(None, TOO_FEW)
        if self.items[name]["type"] == "choice":
            return Outcome(native(self.items[name], answer.value))
        return Outcome(answer.value)

    def state(self, name: str) -> str:
        """Return the state of an item or the status of a score."""
        if name in self.scores:
            return self.scores[name].status
        return self.answers[name].state

    def term(self, term: object, fold: str = "sum") -> Outcome:
        """Return a term as read (points, reversal, recoding), its weight left aside."""
        term = {"item": term} if isinstance(term, str) else term
        name = term.get("item") or term["score"]
        points = {key: number(p) for key, p in (term.get("points") or {}).items()}
        states = STATES if name in self.answers else STATUSES
        state = self.state(name)
        if state in states and state in points and state not in (OK, PRORATED):
            return Outcome(points[state])
        seen = self.name(name)
        if not seen.known:
            return seen
        points = {key: p for key, p in points.items() if key not in states}
        if isinstance(seen.value, frozenset):
            return folded(seen.value, points, fold)
        value = self.reading(name, term, points, seen.value)
        return seen if value is None else Outcome(value, seen.status)

    def reading(self, name: str, term: dict, points: dict, value: object):
        if points:
            return find(points, value)
        if "recode" in term:
            return find({key: number(p) for key, p in term["recode"].items()}, value)
        if isinstance(value, bool):
            value = Fraction(value)
        if "recode_intervals" in term:
            steps = [
                (number(s["from"]), number(s["value"]))
                for s in term["recode_intervals"]
            ]
            return [points for start, points in steps if start <= value][-1]
        if term.get("reverse") == "true":
            low, high = self.span(name)
            return low + high - value
        return value

    def span(self, name: str) -> tuple[Fraction, Fraction]:
        """Return the least and greatest number an item or a score can be."""
        if name in self.scores:
            spec = self.specs[name]
            if "range" in spec:
                return tuple(number(bound) for bound in spec["range"])
            return Fraction(0), Fraction(1)  # a truth
        values = [native(self.items[name], value) for value in domain(self.items[name])]
        return Fraction(min(values)), Fraction(max(values))


def native(item: dict, value: object) -> object:
    """Return a choice as a number where every code is an integer, else as its code."""
    if item["type"] == "choice" and all(is_integer(code) for code in options_of(item)):
        return number(value)
    return value


def is_integer(code: str) -> bool:
    return code.removeprefix("-").isdecimal()


def find(table: dict[str, object], value: object):
    """Look a value up among keys written as text."""
    for key, found in table.items():
        if same(key, value):
            return found
    raise KeyError(str(value))


def same(text: str, value: object) -> bool:
    """Whether a text of a definition names this value."""
    if isinstance(value, bool):
        return text in ({"true", "1"} if value else {"false", "0"})
    if isinstance(value, Fraction):
        text = {"true": "1", "false": "0"}.get(text, text)
        try:
            return number(text) == value
        except ValueError:
            return False
    return text == str(value)


def folded(chosen: frozenset, points: dict, fold: str) -> Outcome:
    """Read several options through their points: their sum, least or greatest."""
    values = [points[code] if points else number(code) for code in sorted(chosen)]
    if fold == "sum":
        return Outcome(sum(values, Fraction(0)))
    return (
        Outcome((min if fold == "min" else max)(values))
        if values
        else Outcome(None, TOO_FEW)
    )


def lacking(outcomes) -> str | None:
    """Return the status of what lacks: not_applicable only if all that lacks is so."""
    statuses = [o.status for o in outcomes if not o.known]
    causes = [s for s in statuses if s != NOT_APPLICABLE] or statuses
    return min(causes, key=STATUSES.index) if causes else None
