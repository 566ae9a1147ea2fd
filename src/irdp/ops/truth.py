"""Compiling conditions: columns in, lane of truths out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from irdp.ops import conditions as c
from irdp.ops.item_tests import item_test
from irdp.ops.kleene import Atom, Compound, Truth, kleene, negated
from irdp.ops.score_tests import label_test, score_test, truth_test

if TYPE_CHECKING:
    from irdp.ops.scope import Scope


def compile_condition(condition: Any, scope: Scope, *at: str | int) -> Truth:
    """Compile a condition of any form; its faults go to the scope."""
    if isinstance(condition, c.AllCondition):
        return combine(condition.all, scope, *at, "all", every=True)
    if isinstance(condition, c.AnyCondition):
        return combine(condition.any, scope, *at, "any", every=False)
    if isinstance(condition, c.NotCondition):
        inner = _read(condition.not_, scope, *at, "not")
        return Compound([inner], lambda lanes: negated(lanes[0]))
    return Atom(repr(condition), _atom(condition, scope, *at))


def _atom(condition: Any, scope: Scope, *at: str | int) -> Truth:
    if isinstance(condition, (c.ItemCondition, c.DateCondition)):
        return item_test(condition, scope, at)
    if isinstance(condition, c.BandCondition):
        source = scope.score(condition.band, *at, "band")
        return label_test(condition.band, source, condition.is_, scope, (*at, "is"))
    if isinstance(condition, c.TruthCondition):
        return truth_test(condition.truth, scope, (*at, "truth"))
    return score_test(condition, scope, at)


def combine(
    members: Sequence[Any], scope: Scope, *at: str | int, every: bool
) -> Compound:
    """Compile the conjunction of conditions, or their disjunction."""
    if not members:
        scope.refuse("IRDP-Q031", *at)
    parts = [_read(m, scope, *at, i) for i, m in enumerate(members)]
    return Compound(parts, lambda lanes: kleene(lanes, every=every))


def _read(
    condition: Any, scope: Scope, *at: str | int
) -> tuple[tuple[str, ...], Truth]:
    """Return the names that a condition reads, and the condition."""
    with scope.watching() as names:
        truth = compile_condition(condition, scope, *at)
    return tuple(names), truth
