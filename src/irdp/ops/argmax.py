"""`argmax`: which of several scores is greatest, with a stated rule for ties."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import lcm
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from irdp.ops.grammar import Ref
from irdp.ops.lanes import DEPENDS_ON_UNKNOWN, OK, Kind, Lane, Signature, lacking
from irdp.ops.pointwise import gaps
from irdp.ops.read import read_name
from irdp.ops.reading import Reading
from irdp.ops.rounding import scaled
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step

MOST_LISTED = 12


class Argmax(Score):
    """The name of the greatest score."""

    op: Literal["argmax"]
    of: Annotated[tuple[Ref, ...], Field(min_length=2)]
    ties: Literal["unknown", "first", "list"]

    def build(self, scope: Scope) -> Step:
        """Compile the choice of the greatest.

        With ``ties: unknown`` a tie has no value; with ``first`` the one written first
        wins; with ``list`` the value is the tied names joined by ``+``.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.INTEGER, 4)) for i in "ab"}
        >>> score = Argmax(id="m", op="argmax", of=["a", "b"], ties="list")
        >>> step = score.build(Scope(items))
        >>> env = {"a": np.array([FIRST, FIRST]), "b": np.array([FIRST, FIRST + 1])}
        >>> [step.signature.labels[i] for i in step.run(env).values]
        ['a+b', 'b']
        """
        readings = [read_name(n, scope, "of", i) for i, n in enumerate(self.of)]
        for i, reading in enumerate(readings):
            if reading.signature.kind is not Kind.NUMBER:
                scope.refuse("IRDP-Q097", "of", i, name=reading.name)
        if self.ties == "list" and len(readings) > MOST_LISTED:
            scope.refuse("IRDP-Q078", "of", most=MOST_LISTED)
        names = [n.rpartition(".")[2] for n in self.of]
        labels, rank = _labels(names, self.ties)
        return Step(
            Signature(
                Kind.CATEGORY,
                high=len(labels) - 1,
                labels=labels,
                may_skip=any(r.signature.may_skip for r in readings),
            ),
            _kernel(readings, rank, unknown_tie=self.ties == "unknown"),
        )


def _labels(names: list[str], ties: str) -> tuple[tuple[str, ...], Any]:
    """Return the labels, and the label of each set of tied names as a bit mask."""
    n = len(names)
    rank = np.zeros(1 << min(n, 20), np.int64) if ties == "list" else None
    if rank is None:
        return tuple(names), None
    labels: list[str] = []
    for size in range(1, n + 1):
        for tied in combinations(range(n), size):
            rank[sum(1 << i for i in tied)] = len(labels)
            labels.append("+".join(names[i] for i in tied))
    return tuple(labels), rank


def _kernel(readings: list[Reading], rank: Any, *, unknown_tie: bool) -> Any:
    common = lcm(*(r.signature.scale for r in readings))
    factors = [common // r.signature.scale for r in readings]

    def run(env: Mapping[str, Any]) -> Lane:
        lanes = [r(env) for r in readings]
        status = lacking(gaps(readings, lanes))
        points = np.stack(
            [scaled(x.values, f) for x, f in zip(lanes, factors, strict=True)]
        )
        best = points.max(axis=0)
        hits = points == best
        value = hits.argmax(axis=0)
        if rank is not None:
            weights = 1 << np.arange(len(readings))[:, None]
            value = rank.take((hits * weights).sum(axis=0))
        if unknown_tie:
            tie = (hits.sum(axis=0) > 1) & (status == OK)
            status = np.where(tie, DEPENDS_ON_UNKNOWN, status)
        return Lane(np.where(status == OK, value, 0), status)

    return run
