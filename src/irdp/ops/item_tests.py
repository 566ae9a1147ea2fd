"""Conditions over items: values, options, dates and states, by code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops import conditions as c
from irdp.ops.kleene import Truth, item_status, kleene, pair
from irdp.ops.lanes import FIRST, OK, Domain, ItemType, Lane
from irdp.ops.reading import STATES
from irdp.ops.rounding import scaled
from irdp.ops.score_tests import SIGNS, number_test

if TYPE_CHECKING:
    from irdp.ops.item import ItemSpec
    from irdp.ops.scope import Scope


def item_test(
    condition: c.ItemCondition | c.DateCondition,
    scope: Scope,
    at: tuple[str | int, ...],
) -> Truth:
    """Compile an item or a date compared, or its state."""
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
        hits = number_test(key, value, unit, scope, at)(values)
    table = np.zeros(FIRST + domain.size, np.int64)
    table[FIRST:] = hits

    def run(env: Mapping[str, Any]) -> Lane:
        return Lane(table.take(env[name]), item_status(env[name]))

    return run


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
    holds = number_test(key, right, 1, scope, at)

    def run(env: Mapping[str, Any]) -> Lane:
        status = item_status(env[name])
        hit = holds(env[name].astype(np.int64) - FIRST + low)
        return Lane(np.where(status == OK, hit, False).astype(np.int64), status)

    return run


def _compare_items(
    item: ItemSpec, key: str, value: c.Operand, scope: Scope, at: tuple[str | int, ...]
) -> Truth:
    other_name = value.item or value.date
    if other_name is None or key not in SIGNS:
        scope.refuse("IRDP-Q074", *at)
    other = scope.item(other_name, *at, "date" if value.date else "item")
    left, right = _item_numbers(item, scope, at), _item_numbers(other, scope, at)
    common = lcm(left[1], right[1])
    sign, name = SIGNS[key], item.id

    def run(env: Mapping[str, Any]) -> Lane:
        a, b = item_status(env[name]), item_status(env[other_name])
        ones = np.zeros(a.shape, np.int64)
        status = pair(a, b, kleene([Lane(ones, a), Lane(ones, b)], every=False).status)
        hit = sign(
            scaled(left[0](env[name]), common // left[1]),
            scaled(right[0](env[other_name]), common // right[1]),
        )
        return Lane(np.where(status == OK, hit, False).astype(np.int64), status)

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
