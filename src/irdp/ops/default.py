"""`default`: a value that stands for named states or statuses, and for no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import lcm
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from irdp.ops.grammar import Ref, one_or_many
from irdp.ops.lanes import FIRST, OK, SOLE, Kind, Lane, Status
from irdp.ops.pointwise import gaps, valued
from irdp.ops.read import read_name
from irdp.ops.reading import STATES
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.tables import Cell

_NAMED = {s.label: s for s in Status if not s.has_value}


class Default(Score):
    """A name whose gaps of a named kind get a value."""

    op: Literal["default"]
    of: Ref
    value: Cell
    for_: Annotated[
        tuple[str, ...],
        BeforeValidator(one_or_many),
        Field(alias="for", min_length=1),
    ]

    def build(self, scope: Scope) -> Step:
        """Compile the default.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.INTEGER, 6))}
        >>> score = Default(**{"id": "d", "op": "default", "of": "a", "value": 2,
        ...                    "for": ["missing"]})
        >>> score.build(Scope(items)).run({"a": np.array([FIRST + 5, 0, 1])})
        Lane(values=array([5, 2, 0]), status=array([0, 0, 6], dtype=uint8))
        """
        name = self.of
        reading = read_name(name, scope, "of")
        known = STATES if reading.of_item else _NAMED
        for i, word in enumerate(self.for_):
            if word not in known:
                scope.fault("IRDP-Q072", "for", i, name=word, known=known)
        wanted = [known[w] for w in self.for_ if w in known]
        signature, factor, value = self._placed(reading.signature, scope)
        signature = replace(
            signature,
            may_skip=signature.may_skip and "not_applicable" not in self.for_,
        )
        of_item = reading.of_item

        def run(env: Mapping[str, Any]) -> Lane:
            lane = reading(env)
            source = np.minimum(env[name], FIRST) if of_item else lane.status % SOLE
            hit = np.isin(source, wanted)
            (status,) = gaps([reading], [lane])
            status = np.where(hit, OK, status)
            return valued(status, np.where(hit, value, lane.values * factor))

        return Step(signature, run)

    def _placed(self, source: Any, scope: Scope) -> tuple[Any, int, int]:
        """Return the signature with the value in it, the factor and the value."""
        value = self.value
        if source.kind is Kind.CATEGORY:
            labels = source.labels
            text = str(value)
            if text not in labels:
                labels = (*labels, text)
            found = replace(source, labels=labels, high=len(labels) - 1)
            return found, 1, labels.index(text)
        if isinstance(value, str):
            if source.kind is Kind.TRUTH and value in {"true", "false"}:
                return source, 1, int(value == "true")
            scope.refuse("IRDP-Q016", "value")
        if source.kind is Kind.TRUTH and value not in {0, 1}:
            scope.refuse("IRDP-Q016", "value")
        scale = lcm(source.scale, value.denominator)
        factor, placed = scale // source.scale, int(value * scale)
        found = replace(
            source,
            scale=scale,
            low=min(source.low * factor, placed),
            high=max(source.high * factor, placed),
            exact=True,  # its own decimals still round it
            tight=source.tight
            and source.low * factor <= placed <= source.high * factor,
        )
        return found, factor, placed
