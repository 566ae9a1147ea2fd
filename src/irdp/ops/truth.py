"""Compiling conditions: columns in, lane of truths out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from irdp.ops import conditions as c
from irdp.ops.item_tests import item_test
from irdp.ops.kleene import Truth, kleene, negate
from irdp.ops.score_tests import label_test, score_test, truth_test

if TYPE_CHECKING:
    from irdp.ops.scope import Scope


def compile_condition(condition: Any, scope: Scope, *at: str | int) -> Truth:
    """Compile a condition of any form; its faults go to the scope."""
    if isinstance(condition, c.AllCondition):
        return _combine(condition.all, scope, (*at, "all"), every=True)
    if isinstance(condition, c.AnyCondition):
        return _combine(condition.any, scope, (*at, "any"), every=False)
    if isinstance(condition, c.NotCondition):
        return negate(compile_condition(condition.not_, scope, *at, "not"))
    if isinstance(condition, (c.ItemCondition, c.DateCondition)):
        return item_test(condition, scope, at)
    if isinstance(condition, c.BandCondition):
        source = scope.score(condition.band, *at, "band")
        return label_test(condition.band, source, condition.is_, scope, (*at, "is"))
    if isinstance(condition, c.TruthCondition):
        return truth_test(condition.truth, scope, (*at, "truth"))
    return score_test(condition, scope, at)


def _combine(
    members: Sequence[Any], scope: Scope, at: tuple[str | int, ...], *, every: bool
) -> Truth:
    if not members:
        scope.refuse("IRDP-Q031", *at)
    parts = [compile_condition(m, scope, *at, i) for i, m in enumerate(members)]
    return lambda env: kleene([part(env) for part in parts], every=every)
