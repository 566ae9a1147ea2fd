"""Operations over a list of terms, with their missing rules."""

from __future__ import annotations

from fractions import Fraction

from .conditions import holds
from .exact import number
from .items import listed, options_of
from .sheet import (
    NOT_APPLICABLE,
    NOT_ASKED,
    NOTHING,
    OK,
    PRORATED,
    TOO_FEW,
    Outcome,
    Sheet,
    lacking,
)


def weight(term: object) -> Fraction:
    return number(term.get("weight", 1)) if isinstance(term, dict) else Fraction(1)


def name_of(term: object) -> str:
    return term if isinstance(term, str) else term.get("item") or term["score"]


def rule(spec: dict) -> tuple[int | None, int, str]:
    """Return (most missing, fewest answered, what then) of a missing rule."""
    given = spec.get("missing", "none_allowed")
    if given == "none_allowed":
        return 0, 0, "unknown"
    most = int(given["max_missing"]) if "max_missing" in given else None
    return most, int(given.get("min_answered", 0)), given.get("then", "unknown")


def aggregate(spec: dict, terms: list[Outcome], finish) -> Outcome:
    """Apply the missing rule, then `finish(answered)` on the indices answered.

    A not_applicable term is not expected.
    """
    expected = [i for i, t in enumerate(terms) if t.status != NOT_APPLICABLE]
    if not expected:
        return NOT_ASKED
    answered = [i for i in expected if terms[i].known]
    lost = len(expected) - len(answered)
    most, fewest, then = rule(spec)
    if (
        not answered
        or len(answered) < fewest
        or (most is not None and lost > most)
        or (lost and then == "unknown")
    ):
        return Outcome(None, lacking(terms[i] for i in expected) or TOO_FEW)
    value = finish(expected, answered)
    if value is None:
        return NOTHING
    return Outcome(value, PRORATED if lost and then == "prorate" else OK)


def op_sum(sheet: Sheet, spec: dict) -> Outcome:
    terms = [sheet.term(t) for t in spec["of"]]
    weights = [weight(t) for t in spec["of"]]
    if (
        any(t.status != NOT_APPLICABLE for t in terms)
        and spec.get("not_applicable") != "leave_out"
    ):
        terms = [
            as_missing(sheet, t, o) for t, o in zip(spec["of"], terms, strict=True)
        ]

    def finish(expected, answered):
        total = sum((weights[i] * terms[i].value for i in answered), Fraction(0))
        if len(answered) < len(expected):
            share = sum(weights[i] for i in answered)
            if share == 0:
                return None
            total *= sum(weights[i] for i in expected) / share
        return number(spec.get("constant", 0)) + total

    return aggregate(spec, terms, finish)


def as_missing(sheet: Sheet, term: object, outcome: Outcome) -> Outcome:
    """Take a not_applicable term as one without an answer."""
    if outcome.status != NOT_APPLICABLE:
        return outcome
    return NOTHING if name_of(term) in sheet.scores else Outcome(None, TOO_FEW)


def op_mean(sheet: Sheet, spec: dict) -> Outcome:
    terms = [sheet.term(t) for t in spec["of"]]
    weights = [weight(t) for t in spec["of"]]

    def finish(_expected, answered):
        share = sum(weights[i] for i in answered)
        if share == 0:
            return None
        return sum((weights[i] * terms[i].value for i in answered), Fraction(0)) / share

    return aggregate(spec, terms, finish)


def op_min(sheet: Sheet, spec: dict) -> Outcome:
    return extreme(sheet, spec, min)


def op_max(sheet: Sheet, spec: dict) -> Outcome:
    return extreme(sheet, spec, max)


def extreme(sheet: Sheet, spec: dict, best) -> Outcome:
    given = listed(spec["of"])
    terms = [weighed(t, sheet.term(t, best.__name__)) for t in given]
    return aggregate(
        spec, terms, lambda _, answered: best(terms[i].value for i in answered)
    )


def weighed(term: object, outcome: Outcome) -> Outcome:
    if not outcome.known:
        return outcome
    return Outcome(weight(term) * outcome.value, outcome.status)


def op_count(sheet: Sheet, spec: dict) -> Outcome:
    of = spec["of"]
    if isinstance(of, dict):  # the chosen options of a multiple item
        seen = sheet.name(of["item"])
        wanted = set(spec.get("options") or options_of(sheet.items[of["item"]]))
        if not seen.known:
            return seen
        return Outcome(Fraction(len(seen.value & wanted)))
    terms = [holds(sheet, condition) for condition in of]
    return aggregate(
        spec, terms, lambda _, answered: Fraction(sum(terms[i].value for i in answered))
    )


def op_n_answered(sheet: Sheet, spec: dict) -> Outcome:
    """How many terms have an answer: always a value, 0 where nothing was asked."""
    seen = [answered(sheet, t) for t in spec["of"]]
    return Outcome(Fraction(sum(o.known for o in seen)))


def answered(sheet: Sheet, term: object) -> Outcome:
    """Return a term as `n_answered` sees it: any value counts, whatever its kind."""
    if isinstance(term, dict) and "points" in term:
        return sheet.term(term)
    return sheet.name(name_of(term))


def op_argmax(sheet: Sheet, spec: dict) -> Outcome:
    """Return the name of the highest: all must have a value."""
    outcomes = [weighed(t, sheet.term(t)) for t in spec["of"]]
    if status := lacking(outcomes):
        return Outcome(None, status)
    top = max(o.value for o in outcomes)
    names = [
        name_of(t) for t, o in zip(spec["of"], outcomes, strict=True) if o.value == top
    ]
    if len(names) > 1 and spec["ties"] == "unknown":
        return NOTHING
    return Outcome("+".join(names) if spec["ties"] == "list" else names[0])


AGGREGATES = {
    "sum": op_sum,
    "mean": op_mean,
    "min": op_min,
    "max": op_max,
    "count": op_count,
    "n_answered": op_n_answered,
    "argmax": op_argmax,
}
