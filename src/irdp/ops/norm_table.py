"""`norm_table`: the value that a table gives for several keys (sex, age band, raw)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from irdp.ops.grammar import Name, Ref
from irdp.ops.lookup import build_table, find_table
from irdp.ops.read import read_name
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step


class NormTable(Score):
    """A table with several keys; `of`, where it is given, is the first of them."""

    op: Literal["norm_table"]
    of: Ref | None = None
    table: Name
    keys: Annotated[tuple[Ref, ...], Field(min_length=1)]

    def build(self, scope: Scope) -> Step:
        """Compile the look-up; a combination that the table lacks has no value.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> from irdp.ops.tables import Table
        >>> rows = [{"sex": "f", "raw": 1, "value": 40}]
        >>> table = Table(id="t", keys=["raw", "sex"], rows=rows)
        >>> items = {
        ...     "a": ItemSpec("a", Domain(ItemType.INTEGER, 3)),
        ...     "sex": ItemSpec("sex", Domain(ItemType.CHOICE, 2, ("f", "m"))),
        ... }
        >>> scope = Scope(items, tables={"t": table})
        >>> score = NormTable(id="s", op="norm_table", of="a", keys=["sex"], table="t")
        >>> env = {"a": np.array([FIRST + 1] * 2), "sex": np.array([FIRST, FIRST + 1])}
        >>> score.build(scope).run(env)
        Lane(values=array([40,  0]), status=array([0, 7], dtype=uint8))
        """
        names = [self.of, *self.keys] if self.of is not None else list(self.keys)
        readings = [read_name(n, scope, "keys", i) for i, n in enumerate(names)]
        return build_table(find_table(self.table, scope), readings, scope)
