"""Conditions: Kleene logic with a fourth value, not_applicable, and causes.

A condition gives an Outcome: True or False; without a value its status says why,
`not_applicable` being the fourth value.
"""

from __future__ import annotations

import datetime as dt
import operator
from fractions import Fraction

from .exact import number
from .items import listed
from .sheet import (
    NOT_APPLICABLE,
    NOT_ASKED,
    STATUSES,
    Outcome,
    Sheet,
    lacking,
    same,
)

ORDER = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}
COMPARISONS = ("eq", "ne", *ORDER, "in", "between")


def holds(sheet: Sheet, condition: object) -> Outcome:
    """Evaluate a condition."""
    if isinstance(condition, str):
        return sheet.name(condition)
    if "all" in condition:
        return conjunction([holds(sheet, c) for c in condition["all"]], decisive=False)
    if "any" in condition:
        return conjunction([holds(sheet, c) for c in condition["any"]], decisive=True)
    if "not" in condition:
        inner = holds(sheet, condition["not"])
        return Outcome(not inner.value, inner.status) if inner.known else inner
    return simple(sheet, condition)


def simple(sheet: Sheet, condition: dict) -> Outcome:
    """Evaluate a condition about one name."""
    name = subject(condition)
    seen = sheet.name(name)
    if "state" in condition or "status" in condition:
        wanted = listed(condition.get("state", condition.get("status")))
        return Outcome(sheet.state(name) in wanted)
    if "is" in condition and seen.known:
        named = any(same(w, seen.value) for w in listed(condition["is"]))
        return Outcome(named, seen.status)
    if any(key in condition for key in COMPARISONS):
        return compare(sheet, seen, condition)
    return seen


def subject(condition: dict) -> str:
    """Return the name that a simple condition is about."""
    return next(
        condition[key]
        for key in ("item", "score", "band", "truth", "date")
        if key in condition
    )


def conjunction(members: list[Outcome], *, decisive: bool) -> Outcome:
    """`all` (decided by a False) and its dual `any` (decided by a True)."""
    members = [m for m in members if m.status != NOT_APPLICABLE]
    if not members:
        return NOT_ASKED
    known = [m for m in members if m.known]
    if any(m.value is decisive for m in known):
        return Outcome(decisive)
    unknown = [m.status for m in members if not m.known]
    if unknown:
        return Outcome(None, min(unknown, key=STATUSES.index))
    return Outcome(not decisive)


def compare(sheet: Sheet, left: Outcome, condition: dict) -> Outcome:
    """Compare a value with a constant or with another name's value."""
    key = next(key for key in COMPARISONS if key in condition)
    given = condition[key] if isinstance(condition[key], list) else [condition[key]]
    named = [sheet.name(subject(g)) for g in given if isinstance(g, dict)]
    status = lacking([left, *named])
    if status:
        return Outcome(None, status)
    value = left.value
    right = [sheet.name(subject(g)).value if isinstance(g, dict) else g for g in given]
    return Outcome(verdict(key, value, right))


def verdict(key: str, value: object, right: list) -> bool:
    if key in ("eq", "ne", "in"):
        found = any(same(r, value) if isinstance(r, str) else r == value for r in right)
        return found != (key == "ne")
    value = Fraction(value) if isinstance(value, bool) else value
    right = [constant(r, value) for r in right]
    if key == "between":
        return right[0] <= value <= right[1]
    return ORDER[key](value, right[0])


def constant(given: object, like: object) -> object:
    """Read a constant in the kind of what it is compared with."""
    if isinstance(given, bool):
        return Fraction(given)
    if not isinstance(given, str):
        return given
    return dt.date.fromisoformat(given) if isinstance(like, dt.date) else number(given)
