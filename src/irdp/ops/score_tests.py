"""Conditions over scores: numbers in integers, categories by label, statuses."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops import conditions as c
from irdp.ops.kleene import Truth, kleene, negate, pair, seen
from irdp.ops.lanes import OK, SOLE, Kind, Lane, Signature, Status
from irdp.ops.reading import ceil_of
from irdp.ops.rounding import SAFE, scaled

if TYPE_CHECKING:
    from irdp.ops.scope import Scope

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
_NAMED = {s.label: s for s in Status}


def truth_test(name: str, scope: Scope, at: tuple[str | int, ...]) -> Truth:
    """Compile a truth as it stands."""
    if name in scope.items:
        scope.refuse("IRDP-Q070", *at, name=name)
    source = scope.score(name, *at)
    if source.kind is not Kind.TRUTH:
        scope.refuse("IRDP-Q070", *at, name=name)
    return lambda env: Lane(env[name].values, seen(env[name].status))


def label_test(
    name: str,
    source: Signature,
    wanted: Sequence[str],
    scope: Scope,
    at: tuple[str | int, ...],
) -> Truth:
    """Compile whether the label of a category is one of some."""
    if source.kind is not Kind.CATEGORY:
        scope.refuse("IRDP-Q071", *at, name=name)
    for label in wanted:
        if label not in source.labels:
            scope.fault("IRDP-Q050", *at, label=label, name=name, known=source.labels)
    table = np.array([label in wanted for label in source.labels], np.int64)

    def run(env: Mapping[str, Any]) -> Lane:
        status = seen(env[name].status)
        hit = table.take(env[name].values)
        return Lane(np.where(status == OK, hit, 0), status)

    return run


def score_test(
    condition: c.ScoreCondition, scope: Scope, at: tuple[str | int, ...]
) -> Truth:
    """Compile a score compared, or its status."""
    name = condition.score
    source = scope.score(name, *at, "score")
    if condition.status is not None:
        for label in condition.status:
            if label not in _NAMED:
                scope.fault("IRDP-Q072", *at, "status", name=label, known=_NAMED)
        wanted = [_NAMED[x] for x in condition.status if x in _NAMED]
        table = np.zeros(len(Status), np.int64)
        table[wanted] = 1
        return lambda env: Lane(
            table.take(env[name].status % SOLE),
            np.zeros(env[name].status.shape, np.uint8),
        )
    return compare_score(name, source, condition, scope, at)


def compare_score(
    name: str,
    source: Signature,
    condition: c.Comparison,
    scope: Scope,
    at: tuple[str | int, ...],
) -> Truth:
    """Compile the comparison of a score with values, labels or another score."""
    key, value = condition.comparator
    where = (*at, key.rstrip("_"))
    if source.kind is Kind.CATEGORY:
        wanted = value if key == "in_" else (value,)
        if key not in {"eq", "in_", "ne"} or not all(
            isinstance(v, (str, Fraction)) for v in wanted
        ):
            scope.refuse("IRDP-Q073", *where, name=name)
        labels = [str(v) for v in wanted]
        test = label_test(name, source, labels, scope, where)
        return negate(test) if key == "ne" else test
    if isinstance(value, c.Operand):
        return _compare_names(name, source, key, value, scope, where)
    holds = number_test(key, value, source.scale, scope, where)

    def run(env: Mapping[str, Any]) -> Lane:
        status = seen(env[name].status)
        hit = holds(env[name].values)
        return Lane(np.where(status == OK, hit, False).astype(np.int64), status)

    return run


def number_test(
    key: str, value: Any, scale: int, scope: Scope, at: tuple[str | int, ...]
) -> Callable[[Any], Any]:
    """Return the test of an integer k that says the same as the test of k / scale."""
    many = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(v, (Fraction, bool)) for v in many):
        scope.refuse("IRDP-Q074", *at)
    numbers = [Fraction(v) for v in many]
    if key == "in_":
        keys = [int(v * scale) for v in numbers if (v * scale).denominator == 1]
        keys = [k for k in keys if abs(k) < SAFE]
        return lambda k: np.isin(k, keys)
    if key == "between":
        low, high = ceil_of(numbers[0], scale), (numbers[1] * scale).__floor__()
        if numbers[0] > numbers[1]:
            scope.fault("IRDP-Q034", *at)
        return lambda k: (k >= low) & (k <= high)
    cut = ceil_of(numbers[0], scale)
    whole = cut == numbers[0] * scale
    if key in {"eq", "ne"} and not whole:
        return lambda k: np.full(np.shape(k), key == "ne")
    if key in {"le", "gt"} and not whole:
        key = {"le": "lt", "gt": "ge"}[key]
    sign = SIGNS[key]
    return lambda k: sign(k, cut)


def _compare_names(
    name: str,
    source: Signature,
    key: str,
    value: c.Operand,
    scope: Scope,
    at: tuple[str | int, ...],
) -> Truth:
    if value.score is None or key not in SIGNS:
        scope.refuse("IRDP-Q074", *at)
    other_name = value.score
    other = scope.score(other_name, *at, "score")
    if other.kind is Kind.CATEGORY:
        scope.refuse("IRDP-Q074", *at)
    common = lcm(source.scale, other.scale)
    left, right = common // source.scale, common // other.scale
    sign = SIGNS[key]

    def run(env: Mapping[str, Any]) -> Lane:
        a, b = env[name], env[other_name]
        ones = np.zeros(a.values.shape, np.int64)
        status = kleene(
            [Lane(ones, seen(a.status)), Lane(ones, seen(b.status))], every=False
        ).status
        status = pair(a.status, b.status, status)
        hit = sign(*(scaled(v, f) for v, f in ((a.values, left), (b.values, right))))
        return Lane(np.where(status == OK, hit, False).astype(np.int64), status)

    return run
