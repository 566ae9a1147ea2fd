"""`count`: how many conditions are true, or how many options are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator

from irdp.ops.aggregate import (
    Additive,
    Sums,
    allows_none,
    check_missing,
    gap_status,
    number,
)
from irdp.ops.conditions import Condition
from irdp.ops.grammar import Code, Frozen, Name
from irdp.ops.kleene import item_status
from irdp.ops.lanes import FIRST, PRORATED, ItemType, Lane
from irdp.ops.scope import Scope
from irdp.ops.score import Missing, Score
from irdp.ops.step import Run, Step
from irdp.ops.truth import compile_condition


class Chosen(Frozen):
    """The chosen options of one `multiple` item."""

    item: Name


def _of(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"item"}:
        return value
    return value if isinstance(value, (list, tuple, Chosen)) else [value]


class Count(Score):
    """The number of true conditions, or of chosen options."""

    op: Literal["count"]
    of: Annotated[Chosen | tuple[Condition, ...], BeforeValidator(_of)]
    options: tuple[Code, ...] | None = None
    missing: Missing = "none_allowed"

    def build(self, scope: Scope) -> Step:
        """Compile the count; a condition that is not_applicable is left out of it.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> item = ItemSpec("a", Domain(ItemType.MULTIPLE, 8, ("x", "y", "z")))
        >>> step = Count(id="n", op="count", of={"item": "a"}).build(Scope({"a": item}))
        >>> step.run({"a": np.array([FIRST + 0b101, FIRST, 0])})
        Lane(values=array([2, 0, 0]), status=array([0, 0, 6], dtype=uint8))
        """
        if isinstance(self.of, Chosen):
            return self._build_chosen(self.of, scope)
        if not self.of:
            scope.refuse("IRDP-Q031", "of")
        if self.options is not None:
            scope.fault("IRDP-Q077", "options")
        terms: list[Run] = []
        reads = []
        for i, condition in enumerate(self.of):
            with scope.watching() as names:
                terms.append(compile_condition(condition, scope, "of", i))
            reads.append(tuple(names))
        check_missing(self.missing, len(terms), scope)
        if not isinstance(self.missing, str) and self.missing.then == "prorate":
            scope.refuse("IRDP-Q049", "missing", "then", op="count")
        missing, n = self.missing, len(terms)

        def finish(state: Sums) -> Lane:
            status = gap_status(state, missing=missing, n_terms=n)
            return Lane(np.where(status <= PRORATED, state.total, 0), status)

        additive = Additive(
            tuple(terms),
            tuple(reads),
            (1,) * n,
            (1,) * n,
            finish,
            strict=allows_none(missing),
        )
        may_skip = scope.any_may_skip()
        return Step(replace(number(1, 0, n), may_skip=may_skip), additive.run, additive)

    def _build_chosen(self, chosen: Chosen, scope: Scope) -> Step:
        name = chosen.item
        item = scope.item(name, "of", "item")
        if item.domain.kind is not ItemType.MULTIPLE:
            scope.refuse("IRDP-Q077", "of", "item")
        known = item.domain.options
        wanted = self.options if self.options is not None else known
        for i, option in enumerate(wanted):
            if option not in known:
                scope.fault(
                    "IRDP-Q094", "options", i, key=option, name=name, known=known
                )
        bits = [known.index(o) for o in wanted if o in known]

        def run(env: Mapping[str, Any]) -> Lane:
            codes = env[name]
            status = item_status(codes)
            mask = np.where(codes >= FIRST, codes, FIRST).astype(np.int64) - FIRST
            total = np.zeros(mask.shape, np.int64)
            for bit in bits:
                total += (mask >> bit) & 1
            return Lane(total, status)

        signature = replace(number(1, 0, len(bits)), tight=True, may_skip=item.may_skip)
        return Step(signature, run)
