"""`min` and `max`: the least or greatest of the terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import lcm
from typing import Any, Literal

import numpy as np

from irdp.ops.aggregate import (
    Additive,
    check_missing,
    gap_status,
    number,
    of_score,
)
from irdp.ops.lanes import PRORATED, Lane
from irdp.ops.read import read_term
from irdp.ops.rounding import SAFE
from irdp.ops.scope import Scope
from irdp.ops.score import Missing, Score
from irdp.ops.step import Step
from irdp.ops.sum import Terms, numbers_only


class Extreme(Score):
    """What `min` and `max` share."""

    op: Literal["min", "max"]
    of: Terms
    missing: Missing = "none_allowed"

    def build(self, scope: Scope) -> Step:
        """Compile the extreme; a term that is not_applicable is left out of it.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.INTEGER, 4)) for i in "ab"}
        >>> step = Extreme(id="m", op="max", of=["a", "b"]).build(Scope(items))
        >>> env = {"a": np.array([FIRST + 3]), "b": np.array([FIRST])}
        >>> step.run(env).values.tolist()
        [3]
        """
        fold = self.op
        readings = [
            read_term(t, scope, "of", i, fold=fold) for i, t in enumerate(self.of)
        ]
        numbers_only(readings, scope)
        check_missing(self.missing, len(readings), scope)
        if not isinstance(self.missing, str) and self.missing.then == "prorate":
            scope.refuse("IRDP-Q049", "missing", "then", op=self.op)
        weights = [t.weight for t in self.of]
        scale = lcm(
            1,
            *(
                (w / r.signature.scale).denominator
                for w, r in zip(weights, readings, strict=True)
            ),
        )
        factors = tuple(
            int(w * scale / r.signature.scale)
            for w, r in zip(weights, readings, strict=True)
        )
        ends = [
            sorted((r.signature.low * f, r.signature.high * f))
            for r, f in zip(readings, factors, strict=True)
        ]
        if max(map(abs, factors)) >= SAFE:
            scope.refuse("IRDP-Q047", score=self.id)
        pick = np.minimum if fold == "min" else np.maximum
        terms = tuple(of_score(r) for r in readings)
        counts = Additive(terms, (), factors, (1,) * len(terms), _unused)
        missing = self.missing

        def run(env: Mapping[str, Any]) -> Lane:
            lanes = [term(env) for term in terms]
            worst = (
                max(e[1] for e in ends) if fold == "min" else min(e[0] for e in ends)
            )
            value = np.full(lanes[0].values.shape, worst, np.int64)
            state = counts.contribute(0, lanes[0])
            for i, lane in enumerate(lanes):
                if i:
                    state = state + counts.contribute(i, lane)
                has = lane.status <= PRORATED
                value = np.where(has, pick(value, lane.values * factors[i]), value)
            status = gap_status(state, missing=missing, n_terms=len(terms))
            return Lane(np.where(status <= PRORATED, value, 0), status)

        which = min if fold == "min" else max
        signature = number(scale, which(e[0] for e in ends), which(e[1] for e in ends))
        if not isinstance(missing, str) or any(r.signature.may_skip for r in readings):
            signature = replace(
                signature, low=min(e[0] for e in ends), high=max(e[1] for e in ends)
            )
        may_skip = all(r.signature.may_skip for r in readings)
        single = len(readings) == 1 and readings[0].signature.tight
        return Step(replace(signature, may_skip=may_skip, tight=single), run)


def _unused(state: object) -> Lane:
    raise NotImplementedError
