"""Which names leave a condition unknown, for one visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops import conditions as c
from irdp.ops.lanes import FIRST, NOT_APPLICABLE, PRORATED, Lane, State
from irdp.ops.truth import compile_condition

if TYPE_CHECKING:
    from irdp.ops.scope import Scope

Lack = Callable[[Mapping[str, Any]], list[str]]
"""The columns of one visit in, the names that a condition lacks out."""


def lacks(condition: Any, scope: Scope) -> Lack:
    """Return what finds the names whose lack of value leaves a condition unknown."""
    truth = compile_condition(condition, scope)
    members: list[Lack] = []
    names: tuple[str, ...] = ()
    if isinstance(condition, c.AllCondition):
        members = [lacks(m, scope) for m in condition.all]
    elif isinstance(condition, c.AnyCondition):
        members = [lacks(m, scope) for m in condition.any]
    elif isinstance(condition, c.NotCondition):
        members = [lacks(condition.not_, scope)]
    else:
        names = _names(condition)

    def find(env: Mapping[str, Any]) -> list[str]:
        status = int(np.ravel(truth(env).status)[0])
        if status <= PRORATED or status == NOT_APPLICABLE:
            return []
        if members:
            return list(dict.fromkeys(n for m in members for n in m(env)))
        return [n for n in names if _gap(env[n])]

    return find


def _names(condition: Any) -> tuple[str, ...]:
    found = [
        getattr(condition, key, None)
        for key in ("item", "score", "band", "truth", "date")
    ]
    if isinstance(condition, c.Comparison) and condition.count_comparators():
        _, value = condition.comparator
        if isinstance(value, c.Operand):
            found += [value.item, value.score, value.date]
    return tuple(n for n in found if n is not None)


def _gap(column: Any) -> bool:
    if isinstance(column, Lane):
        status = int(np.ravel(column.status)[0])
        return bool(status > PRORATED and status != NOT_APPLICABLE)
    code = int(np.ravel(column)[0])
    return code < FIRST and code != State.NOT_APPLICABLE
