"""`is_missing`: whether an item or a score has no value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from irdp.ops.grammar import Ref
from irdp.ops.lanes import (
    FIRST,
    NOT_APPLICABLE,
    PRORATED,
    TRUTH,
    Lane,
    Signature,
    State,
)
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step


class IsMissing(Score):
    """A missing indicator; not_applicable stays so."""

    op: Literal["is_missing"]
    of: Ref

    def build(self, scope: Scope) -> Step:
        """Compile the indicator.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType, State
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> step = IsMissing(id="m", op="is_missing", of="a").build(Scope(items))
        >>> step.run({"a": np.array([FIRST, 0, State.NOT_APPLICABLE])})
        Lane(values=array([0, 1, 0]), status=array([0, 0, 4], dtype=uint8))
        """
        name = self.of
        found = scope.either(name, "of")
        if isinstance(found, Signature):
            signature = replace(TRUTH, may_skip=found.may_skip)
            return Step(signature, lambda env: _of_status(env[name].status))

        def run(env: Mapping[str, Any]) -> Lane:
            codes = env[name]
            skipped = codes == State.NOT_APPLICABLE
            status = np.where(skipped, NOT_APPLICABLE, np.uint8(0))
            return Lane(((codes < FIRST) & ~skipped).astype(np.int64), status)

        return Step(replace(TRUTH, may_skip=found.may_skip), run)


def _of_status(status: Any) -> Lane:
    skipped = status == NOT_APPLICABLE
    gap = (status > PRORATED) & ~skipped
    out = np.where(skipped, NOT_APPLICABLE, np.uint8(0))
    return Lane(gap.astype(np.int64), out)
