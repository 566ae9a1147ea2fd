"""`coalesce`: the first of several names that has a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from irdp.ops.grammar import Ref
from irdp.ops.lanes import PRORATED, Kind, Lane, Signature
from irdp.ops.pointwise import valued
from irdp.ops.read import read_name
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step


class Coalesce(Score):
    """The first that has a value; where none has one, the status of the first."""

    op: Literal["coalesce"]
    of: Annotated[tuple[Ref, ...], Field(min_length=1)]

    def build(self, scope: Scope) -> Step:
        """Compile the choice.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.INTEGER, 6)) for i in "ab"}
        >>> score = Coalesce(id="c", op="coalesce", of=["a", "b"])
        >>> env = {"a": np.array([0, FIRST + 1]), "b": np.array([FIRST + 5] * 2)}
        >>> score.build(Scope(items)).run(env).values.tolist()
        [5, 1]
        """
        readings = [read_name(n, scope, "of", i) for i, n in enumerate(self.of)]
        signature, casts = unite([r.signature for r in readings], scope, "of")

        def run(env: Mapping[str, Any]) -> Lane:
            lanes = [r(env) for r in readings]
            status, value = lanes[0].status, cast(casts[0], lanes[0].values)
            for lane, how in zip(lanes[1:], casts[1:], strict=True):
                take = (status > PRORATED) & (lane.status <= PRORATED)
                value = np.where(take, cast(how, lane.values), value)
                status = np.where(take, lane.status, status)
            return valued(status, value)

        return Step(signature, run)


Cast = int | Any
"""A factor of numbers, or the table of the new ranks of categories."""


def cast(how: Cast, values: Any) -> Any:
    """Return lane values at the scale, or in the labels, that several share."""
    return values * how if isinstance(how, int) else how.take(values)


def unite(
    signatures: Sequence[Signature], scope: Scope, *at: str | int
) -> tuple[Signature, list[Cast]]:
    """Return the signature that holds several of one kind, and the cast of each."""
    kinds = {s.kind for s in signatures}
    if len(kinds) > 1:
        scope.refuse("IRDP-Q085", *at)
    may_skip = any(s.may_skip for s in signatures)
    if kinds == {Kind.CATEGORY}:
        labels = tuple(dict.fromkeys(x for s in signatures for x in s.labels))
        found = Signature(
            Kind.CATEGORY, high=len(labels) - 1, labels=labels, may_skip=may_skip
        )
        return found, [
            np.array([labels.index(x) for x in s.labels], np.int64) for s in signatures
        ]
    scale = lcm(*(s.scale for s in signatures))
    factors = [scale // s.scale for s in signatures]
    low = min(s.low * f for s, f in zip(signatures, factors, strict=True))
    high = max(s.high * f for s, f in zip(signatures, factors, strict=True))
    found = Signature(signatures[0].kind, scale, low, high, may_skip=may_skip)
    return found, list(factors)
