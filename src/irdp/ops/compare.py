"""`compare`: whether a number or a category compares as said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from pydantic import model_validator

from irdp.ops.conditions import Comparison
from irdp.ops.grammar import fault
from irdp.ops.lanes import TRUTH, Kind, Lane
from irdp.ops.pointwise import gaps
from irdp.ops.read import read_name, read_term
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.score_tests import compare_score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm


class Compare(Score, Comparison):
    """A comparison."""

    op: Literal["compare"]
    of: AnyTerm

    @model_validator(mode="after")
    def _one(self) -> Compare:
        if self.count_comparators() != 1:
            raise fault("IRDP-Q037")
        return self

    def build(self, scope: Scope) -> Step:
        """Compile the comparison.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> step = Compare(id="c", op="compare", of="a", ge=3).build(Scope(items))
        >>> step.run({"a": np.array([FIRST + 5, FIRST, 0])})
        Lane(values=array([1, 0, 0]), status=array([0, 0, 6], dtype=uint8))
        """
        reading = (
            read_name(self.of.target, scope, "of")
            if self.of.plain
            else read_term(self.of, scope, "of")
        )
        source = reading.signature
        if source.kind is Kind.TRUTH:
            source = replace(source, kind=Kind.NUMBER)
        weight = self.of.weight
        if weight != 1:
            scope.fault("IRDP-Q036", "of", "weight")
        test = compare_score(_SELF, source, self, scope, ())

        def run(env: Mapping[str, Any]) -> Lane:
            lane = reading(env)
            (status,) = gaps([reading], [lane])
            values, seen = test({**env, _SELF: lane})
            return Lane(values, _keep_cause(status, seen))

        return Step(replace(TRUTH, may_skip=source.may_skip), run)


_SELF = "."


def _keep_cause(own: Any, seen: Any) -> Any:
    """Return the status of the test, with the cause of the gap of what it reads."""
    return np.where((own > 1) & (seen > 1), np.minimum(own, seen), seen)
