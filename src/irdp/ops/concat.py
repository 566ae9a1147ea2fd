"""`concat`: a profile string from categories and whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from irdp.ops.grammar import Ref
from irdp.ops.lanes import Kind, Lane, Signature
from irdp.ops.pointwise import needs_all, valued
from irdp.ops.read import read_name
from irdp.ops.reading import Reading
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step

MOST_PROFILES = 1_000_000


class Concat(Score):
    """The texts of several names, one after the other."""

    op: Literal["concat"]
    of: Annotated[tuple[Ref, ...], Field(min_length=1)]
    separator: str = ""

    def build(self, scope: Scope) -> Step:
        """Compile the profile; its labels are all the profiles there can be.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.INTEGER, 3, low=1)) for i in "ab"}
        >>> step = Concat(id="c", op="concat", of=["a", "b"]).build(Scope(items))
        >>> env = {"a": np.array([FIRST]), "b": np.array([FIRST + 2])}
        >>> step.signature.labels[step.run(env).values[0]]
        '13'
        """
        readings = [read_name(n, scope, "of", i) for i, n in enumerate(self.of)]
        texts = [_texts(r, scope, i) for i, r in enumerate(readings)]
        if prod(len(t) for t in texts) > MOST_PROFILES:
            scope.refuse("IRDP-Q086", "of", most=MOST_PROFILES)
        labels = tuple(self.separator.join(parts) for parts in product(*texts))
        strides = [prod(len(t) for t in texts[i + 1 :]) for i in range(len(texts))]
        bases = [
            0 if r.signature.kind is Kind.CATEGORY else r.signature.low
            for r in readings
        ]

        def run(env: Mapping[str, Any]) -> Lane:
            lanes = [r(env) for r in readings]
            status = needs_all(readings, lanes)
            at = np.zeros(status.shape, np.int64)
            for lane, stride, base in zip(lanes, strides, bases, strict=True):
                at += (lane.values - base) * stride
            return valued(status, at)

        signature = Signature(
            Kind.CATEGORY,
            high=len(labels) - 1,
            labels=labels,
            may_skip=any(r.signature.may_skip for r in readings),
        )
        return Step(signature, run)


def _texts(reading: Reading, scope: Scope, i: int) -> list[str]:
    signature = reading.signature
    if signature.kind is Kind.CATEGORY:
        return list(signature.labels)
    if signature.scale != 1 or signature.high - signature.low >= MOST_PROFILES:
        scope.refuse("IRDP-Q087", "of", i, name=reading.name)
    return [str(k) for k in range(signature.low, signature.high + 1)]
