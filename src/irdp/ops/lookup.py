"""`lookup`: the published value that a table gives for a number or a category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import lcm
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from irdp.ops.aggregate import number
from irdp.ops.grammar import Name
from irdp.ops.lanes import DEPENDS_ON_UNKNOWN, OK, Kind, Lane
from irdp.ops.pointwise import needs_all, skippable, valued, weighed
from irdp.ops.read import read_name, read_term
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step
from irdp.ops.term import AnyTerm

if TYPE_CHECKING:
    from irdp.ops.reading import Reading
    from irdp.ops.tables import Key, Table


class Lookup(Score):
    """A table with one key."""

    op: Literal["lookup"]
    of: AnyTerm
    table: Name

    def build(self, scope: Scope) -> Step:
        """Compile the look-up; a key that the table lacks has no value.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> from irdp.ops.tables import Table
        >>> table = Table(id="t", keys=["raw"], rows=[{"raw": 1, "value": 40}])
        >>> item = ItemSpec("a", Domain(ItemType.INTEGER, 3))
        >>> scope = Scope({"a": item}, tables={"t": table})
        >>> step = Lookup(id="s", op="lookup", of="a", table="t").build(scope)
        >>> step.run({"a": np.array([FIRST + 1, FIRST + 2])})
        Lane(values=array([40,  0]), status=array([0, 7], dtype=uint8))
        """
        reading = (
            read_name(self.of.target, scope, "of")
            if self.of.plain
            else weighed(read_term(self.of, scope, "of"), self.of.weight, scope, "of")
        )
        return build_table(find_table(self.table, scope), [reading], scope)


def find_table(name: str, scope: Scope) -> Table:
    """Return a table of the scoring, or refuse the score."""
    if name not in scope.tables:
        scope.refuse("IRDP-Q044", "table", name=name, known=scope.tables)
    return scope.tables[name]


def build_table(table: Table, readings: list[Reading], scope: Scope) -> Step:
    """Compile a table read by several keys into one dense array of values."""
    if len(readings) != len(table.keys):
        scope.refuse("IRDP-Q082", "table", table=table.id)
    axes = [
        _axis(r, [row.key[i] for row in table.rows], table, scope)
        for i, r in enumerate(readings)
    ]
    scale = lcm(1, *(row.value.denominator for row in table.rows))
    sizes = [len(axis) + 1 for axis in axes]
    values = np.zeros(sizes, np.int64)
    known = np.zeros(sizes, np.bool_)
    places = [{key: i for i, key in enumerate(axis.tolist())} for axis in axes]
    for row in table.rows:
        at = tuple(
            place[_code(r, key)]
            for place, r, key in zip(places, readings, row.key, strict=True)
            if _code(r, key) is not None
        )
        if len(at) == len(readings):
            values[at] = int(row.value * scale)
            known[at] = True

    def run(env: Mapping[str, Any]) -> Lane:
        lanes = [r(env) for r in readings]
        status = needs_all(readings, lanes)
        at = tuple(_index(a, x.values) for a, x in zip(axes, lanes, strict=True))
        gap = (status == OK) & ~known[at]
        status = np.where(gap, DEPENDS_ON_UNKNOWN, status)
        return valued(status, values[at])

    found = values[known]
    low, high = (int(found.min()), int(found.max())) if found.size else (0, 0)
    signature = replace(number(scale, low, high))
    return Step(skippable(signature, readings), run)


def _axis(reading: Reading, keys: list[Key], table: Table, scope: Scope) -> Any:
    codes = set()
    for key in keys:
        code = _code(reading, key)
        if code is None:
            if reading.signature.kind is not Kind.NUMBER or isinstance(key, str):
                scope.refuse(
                    "IRDP-Q084",
                    "table",
                    table=table.id,
                    key=key,
                    name=reading.name,
                )
            continue
        codes.add(code)
    return np.array(sorted(codes), np.int64)


def _code(reading: Reading, key: Key) -> int | None:
    """Return the lane value that a key stands for, or None where there is none."""
    signature = reading.signature
    if signature.kind is Kind.CATEGORY:
        text = str(key)
        return signature.labels.index(text) if text in signature.labels else None
    if signature.kind is Kind.TRUTH and isinstance(key, str):
        return {"true": 1, "false": 0}.get(key)
    if isinstance(key, str):
        return None
    scaled = key * signature.scale
    return int(scaled) if scaled.denominator == 1 else None


def _index(axis: Any, values: Any) -> Any:
    """Return the rank of each value on an axis, its length where it is not there."""
    at = np.searchsorted(axis, values)
    hit = axis.take(np.minimum(at, len(axis) - 1)) == values
    return np.where(hit, at, len(axis))
