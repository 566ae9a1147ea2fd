"""Compiling conditions: columns in, lane of truths out.

The value of a condition is 0 or 1; where it is unknown its status says why
(`too_few_answers` for an item, `depends_on_unknown` for a score).
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops import conditions as c
from irdp.ops.lanes import (
    FIRST,
    SOLE,
    ItemType,
    Kind,
    Lane,
    Signature,
    State,
    Status,
    blind,
)
from irdp.ops.read_item import GAP_OF_STATE
from irdp.ops.reading import STATES, ceil_of
from irdp.ops.rounding import SAFE, scaled

if TYPE_CHECKING:
    from irdp.ops.item import ItemSpec
    from irdp.ops.lanes import Domain
    from irdp.ops.scope import Scope

Truth = Callable[[Mapping[str, Any]], Lane]
"""A compiled condition."""

_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
_NAMED = {s.label: s for s in Status}


def compile_condition(condition: Any, scope: Scope, *at: str | int) -> Truth:
    """Compile a condition of any form; its faults go to the scope."""
    if isinstance(condition, c.AllCondition):
        return _combine(condition.all, scope, (*at, "all"), every=True)
    if isinstance(condition, c.AnyCondition):
        return _combine(condition.any, scope, (*at, "any"), every=False)
    if isinstance(condition, c.NotCondition):
        return _negate(compile_condition(condition.not_, scope, *at, "not"))
    if isinstance(condition, (c.ItemCondition, c.DateCondition)):
        return _compile_item(condition, scope, at)
    if isinstance(condition, c.BandCondition):
        source = scope.score(condition.band, *at, "band")
        return _labels(condition.band, source, condition.is_, scope, (*at, "is"))
    if isinstance(condition, c.TruthCondition):
        return _compile_truth(condition.truth, scope, (*at, "truth"))
    return _compile_score(condition, scope, at)


def kleene(lanes: Sequence[Lane], *, every: bool) -> Lane:
    """Return `all` (or `any`) of truths, in three values and not_applicable.

    One decisive member decides; else an unknown one leaves it unknown; members that
    are not_applicable are left out, and if nothing remains so is the result.
    """
    decisive = 0 if every else 1
    decided = np.zeros(lanes[0].values.shape, np.bool_)
    worst = np.full(decided.shape, 255, np.uint8)
    remains = np.zeros_like(decided)
    for values, status in lanes:
        known = status <= Status.PRORATED
        decided |= known & (values == decisive)
        gap = ~known & (status != Status.NOT_APPLICABLE)
        worst = np.minimum(worst, np.where(gap, status, np.uint8(255)))
        remains |= status != Status.NOT_APPLICABLE
    out = np.where(remains, np.uint8(Status.OK), np.uint8(Status.NOT_APPLICABLE))
    out = np.where((worst < 255) & ~decided, worst, out)
    value = np.where(decided, decisive, 1 - decisive)
    return Lane(np.where(out == Status.OK, value, 0).astype(np.int64), out)


def _combine(
    members: Sequence[Any], scope: Scope, at: tuple[str | int, ...], *, every: bool
) -> Truth:
    if not members:
        scope.refuse("IRDP-Q031", *at)
    parts = [compile_condition(m, scope, *at, i) for i, m in enumerate(members)]
    return lambda env: kleene([part(env) for part in parts], every=every)


def _negate(part: Truth) -> Truth:
    def run(env: Mapping[str, Any]) -> Lane:
        values, status = part(env)
        return Lane(np.where(status <= Status.PRORATED, 1 - values, 0), status)

    return run


def _blind(status: Any) -> Any:
    """Return what a condition makes of the status of a score it reads."""
    return np.where(status <= Status.PRORATED, np.uint8(Status.OK), blind(status))


def _compile_truth(name: str, scope: Scope, at: tuple[str | int, ...]) -> Truth:
    source = scope.score(name, *at)
    if source.kind is not Kind.TRUTH:
        scope.refuse("IRDP-Q070", *at, name=name)
    return lambda env: Lane(env[name].values, _blind(env[name].status))


def _labels(
    name: str,
    source: Signature,
    wanted: Sequence[str],
    scope: Scope,
    at: tuple[str | int, ...],
) -> Truth:
    if source.kind is not Kind.CATEGORY:
        scope.refuse("IRDP-Q071", *at, name=name)
    for label in wanted:
        if label not in source.labels:
            scope.fault("IRDP-Q050", *at, label=label, name=name, known=source.labels)
    table = np.array([label in wanted for label in source.labels], np.int64)

    def run(env: Mapping[str, Any]) -> Lane:
        status = _blind(env[name].status)
        hit = table.take(env[name].values)
        return Lane(np.where(status == Status.OK, hit, 0), status)

    return run


def _compile_score(
    condition: c.ScoreCondition, scope: Scope, at: tuple[str | int, ...]
) -> Truth:
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
        test = _labels(name, source, labels, scope, where)
        return _negate(test) if key == "ne" else test
    if isinstance(value, c.Operand):
        return _compare_names(name, source, key, value, scope, where)
    holds = _number_test(key, value, source.scale, scope, where)

    def run(env: Mapping[str, Any]) -> Lane:
        status = _blind(env[name].status)
        hit = holds(env[name].values)
        return Lane(np.where(status == Status.OK, hit, False).astype(np.int64), status)

    return run


def _number_test(
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
    sign = _SIGNS[key]
    return lambda k: sign(k, cut)


def _compare_names(
    name: str,
    source: Signature,
    key: str,
    value: c.Operand,
    scope: Scope,
    at: tuple[str | int, ...],
) -> Truth:
    if value.score is None or key not in _SIGNS:
        scope.refuse("IRDP-Q074", *at)
    other_name = value.score
    other = scope.score(other_name, *at, "score")
    if other.kind is Kind.CATEGORY:
        scope.refuse("IRDP-Q074", *at)
    common = lcm(source.scale, other.scale)
    left, right = common // source.scale, common // other.scale
    sign = _SIGNS[key]

    def run(env: Mapping[str, Any]) -> Lane:
        a, b = env[name], env[other_name]
        ones = np.zeros(a.values.shape, np.int64)
        status = kleene(
            [Lane(ones, _blind(a.status)), Lane(ones, _blind(b.status))], every=False
        ).status
        status = _pair(a.status, b.status, status)
        hit = sign(*(scaled(v, f) for v, f in ((a.values, left), (b.values, right))))
        return Lane(np.where(status == Status.OK, hit, False).astype(np.int64), status)

    return run


def _pair(a: Any, b: Any, status: Any) -> Any:
    """A comparison with a not_applicable side is so, unless the other is unknown."""
    skipped = (a == Status.NOT_APPLICABLE) | (b == Status.NOT_APPLICABLE)
    return np.where(
        skipped & (status == Status.OK), np.uint8(Status.NOT_APPLICABLE), status
    )


def _compile_item(
    condition: c.ItemCondition | c.DateCondition,
    scope: Scope,
    at: tuple[str | int, ...],
) -> Truth:
    subject = "date" if isinstance(condition, c.DateCondition) else "item"
    name = getattr(condition, subject)
    item = scope.item(name, *at, subject)
    if subject == "date" and item.domain.kind is not ItemType.DATE:
        scope.refuse("IRDP-Q075", *at, "date", name=name)
    if condition.state is not None:
        return _compile_state(name, condition.state, scope, (*at, "state"))
    key, value = condition.comparator
    where = (*at, key.rstrip("_"))
    if isinstance(value, c.Operand):
        return _compare_items(item, key, value, scope, where)
    if item.domain.kind is ItemType.DATE:
        return _compare_date(item, key, value, scope, where)
    return _compare_finite(item, key, value, scope, where)


def _compile_state(
    name: str, wanted: Sequence[str], scope: Scope, at: tuple[str | int, ...]
) -> Truth:
    table = np.zeros(FIRST + 1, np.int64)
    for label in wanted:
        if label == "answered":
            table[FIRST] = 1
        elif label in STATES:
            table[STATES[label]] = 1
        else:
            scope.fault("IRDP-Q072", *at, name=label, known=[*STATES, "answered"])

    def run(env: Mapping[str, Any]) -> Lane:
        codes = np.minimum(env[name], FIRST)
        return Lane(table.take(codes), np.zeros(codes.shape, np.uint8))

    return run


def _status_table() -> Any:
    table = np.zeros(FIRST + 1, np.uint8)
    for state in State:
        table[state] = GAP_OF_STATE[state]
    return table


_STATUS = _status_table()


def item_status(codes: Any) -> Any:
    """Return the status that each code of an item gives to what needs its answer."""
    return _STATUS.take(np.minimum(codes, FIRST))


def _compare_finite(
    item: ItemSpec, key: str, value: Any, scope: Scope, at: tuple[str | int, ...]
) -> Truth:
    domain, name = item.domain, item.id
    if domain.kind is ItemType.MULTIPLE:
        scope.refuse("IRDP-Q076", *at, name=name)
    if domain.kind is ItemType.CHOICE and (
        key in {"eq", "ne", "in_"} or not domain.numeric
    ):
        hits = _option_hits(item, key, value, scope, at)
    else:
        values, unit = _values_of(domain)
        hits = _number_test(key, value, unit, scope, at)(values)
    table = np.zeros(FIRST + domain.size, np.int64)
    table[FIRST:] = hits
    return lambda env: Lane(table.take(env[name]), item_status(env[name]))


def _option_hits(
    item: ItemSpec, key: str, value: Any, scope: Scope, at: tuple[str | int, ...]
) -> list[bool]:
    wanted = value if key == "in_" else (value,)
    if key not in {"eq", "ne", "in_"}:
        scope.refuse("IRDP-Q073", *at, name=item.id)
    codes = [str(v) for v in wanted]
    for code in codes:
        if code not in item.domain.options:
            scope.fault(
                "IRDP-Q094", *at, key=code, name=item.id, known=item.domain.options
            )
    return [(o in codes) != (key == "ne") for o in item.domain.options]


def _compare_date(
    item: ItemSpec, key: str, value: Any, scope: Scope, at: tuple[str | int, ...]
) -> Truth:
    name, low = item.id, item.domain.low
    many = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(v, dt.date) for v in many):
        scope.refuse("IRDP-Q018", *at)
    days = tuple(Fraction(v.toordinal()) for v in many)
    right = days if isinstance(value, tuple) else days[0]
    holds = _number_test(key, right, 1, scope, at)

    def run(env: Mapping[str, Any]) -> Lane:
        status = item_status(env[name])
        hit = holds(env[name].astype(np.int64) - FIRST + low)
        return Lane(np.where(status == Status.OK, hit, False).astype(np.int64), status)

    return run


def _compare_items(
    item: ItemSpec, key: str, value: c.Operand, scope: Scope, at: tuple[str | int, ...]
) -> Truth:
    other_name = value.item or value.date
    if other_name is None or key not in _SIGNS:
        scope.refuse("IRDP-Q074", *at)
    other = scope.item(other_name, *at, "date" if value.date else "item")
    left, right = _item_numbers(item, scope, at), _item_numbers(other, scope, at)
    common = lcm(left[1], right[1])
    sign, name = _SIGNS[key], item.id

    def run(env: Mapping[str, Any]) -> Lane:
        a, b = item_status(env[name]), item_status(env[other_name])
        ones = np.zeros(a.shape, np.int64)
        status = _pair(a, b, kleene([Lane(ones, a), Lane(ones, b)], every=False).status)
        hit = sign(
            scaled(left[0](env[name]), common // left[1]),
            scaled(right[0](env[other_name]), common // right[1]),
        )
        return Lane(np.where(status == Status.OK, hit, False).astype(np.int64), status)

    return run


def _item_numbers(
    item: ItemSpec, scope: Scope, at: tuple[str | int, ...]
) -> tuple[Callable[[Any], Any], int]:
    domain = item.domain
    if domain.kind is ItemType.DATE:
        return lambda codes: codes.astype(np.int64) - FIRST + domain.low, 1
    if not domain.numeric:
        scope.refuse("IRDP-Q090", *at, name=item.id)
    values, unit = _values_of(domain)
    table = np.concatenate([np.zeros(FIRST, np.int64), values])
    return table.take, unit


def _values_of(domain: Domain) -> tuple[Any, int]:
    """Return the values of a numeric domain as integers, and their denominator."""
    if domain.options:
        return np.array([int(o) for o in domain.options], np.int64), 1
    return np.arange(domain.low, domain.low + domain.size), domain.scale
