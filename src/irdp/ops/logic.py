"""`all`, `any` and `not`: truths of truths, in three values."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from irdp.ops.conditions import Condition, NotCondition
from irdp.ops.lanes import TRUTH
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.truth import combine, compile_condition

Conditions = Annotated[tuple[Condition, ...], Field(min_length=1)]


class AllOf(Score):
    """True where every condition is; false as soon as one is false."""

    op: Literal["all", "any"]
    of: Conditions

    def build(self, scope: Scope) -> Step:
        """Compile the conjunction, or the disjunction.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.INTEGER, 6)) for i in "ab"}
        >>> both = [{"item": "a", "ge": 3}, {"item": "b", "ge": 3}]
        >>> step = AllOf(id="c", op="all", of=both).build(Scope(items))
        >>> env = {"a": np.array([FIRST, FIRST + 3]), "b": np.array([0, 0])}
        >>> step.run(env)
        Lane(values=array([0, 0]), status=array([0, 6], dtype=uint8))
        """
        truth = combine(self.of, scope, "of", every=self.op == "all")
        return Step(replace(TRUTH, may_skip=scope.any_may_skip()), truth)


class Not(Score):
    """True where a condition is false."""

    op: Literal["not"]
    of: Condition

    def build(self, scope: Scope) -> Step:
        """Compile the negation.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> step = Not(id="c", op="not", of={"item": "a", "ge": 3}).build(Scope(items))
        >>> step.run({"a": np.array([FIRST])}).values.tolist()
        [1]
        """
        part = compile_condition(NotCondition(**{"not": self.of}), scope, "of")
        return Step(replace(TRUTH, may_skip=scope.any_may_skip()), part)
