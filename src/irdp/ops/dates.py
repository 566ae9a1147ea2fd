"""`days_between`, `age` and `year`: whole numbers from dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from pydantic import Field

from irdp.ops.aggregate import number
from irdp.ops.grammar import Name
from irdp.ops.item import ItemSpec
from irdp.ops.kleene import item_status
from irdp.ops.lanes import DEPENDS_ON_UNKNOWN, FIRST, OK, ItemType, Lane, lacking
from irdp.ops.pointwise import valued
from irdp.ops.scope import Scope
from irdp.ops.score import Score
from irdp.ops.step import Step

_EPOCH = dt.date(1970, 1, 1).toordinal()


class DaysBetween(Score):
    """The days from one date to another: to - from."""

    op: Literal["days_between"]
    from_: Name = Field(alias="from")
    to: Name

    def build(self, scope: Scope) -> Step:
        """Compile the difference, in whole days; negative where `to` is earlier.

        Examples
        --------
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.DATE, 90, low=1)) for i in "ab"}
        >>> score = DaysBetween(**{"id": "d", "op": "days_between", "from": "a",
        ...                        "to": "b"})
        >>> env = {"a": np.array([FIRST + 1]), "b": np.array([FIRST + 31])}
        >>> score.build(Scope(items)).run(env).values.tolist()
        [30]
        """
        start, end = _date(self.from_, scope, "from"), _date(self.to, scope, "to")

        def run(env: Mapping[str, Any]) -> Lane:
            a, b = env[start.id], env[end.id]
            status = lacking([item_status(a), item_status(b)])
            days = (b.astype(np.int64) + end.domain.low) - (a + start.domain.low)
            return valued(status, days)

        most = start.domain.size + end.domain.size
        signature = number(1, -most, most)
        may_skip = start.may_skip or end.may_skip
        return Step(replace(signature, may_skip=may_skip), run)


class Age(Score):
    """Completed years at a date, the visit's by default."""

    op: Literal["age"]
    of: Name
    at: Name = "visit_date"

    def build(self, scope: Scope) -> Step:
        """Compile the age.

        Someone born on 29 February has a birthday on 1 March in common years. A date
        before the birth has no value.

        Examples
        --------
        >>> import datetime as dt
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {i: ItemSpec(i, Domain(ItemType.DATE, 999999, low=1)) for i in "ab"}
        >>> step = Age(id="age", op="age", of="a", at="b").build(Scope(items))
        >>> days = [dt.date(2000, 2, 29), dt.date(2001, 2, 28)]
        >>> a, b = (np.array([FIRST + d.toordinal() - 1]) for d in days)
        >>> step.run({"a": a, "b": b}).values.tolist()
        [0]
        """
        born, seen = _date(self.of, scope, "of"), _date(self.at, scope, "at")

        def run(env: Mapping[str, Any]) -> Lane:
            a, b = env[born.id], env[seen.id]
            status = lacking([item_status(a), item_status(b)])
            start, end = _parts(a, born), _parts(b, seen)
            years = end[0] - start[0] - (end[1] < start[1])
            before = (status == OK) & (years < 0)
            status = np.where(before, DEPENDS_ON_UNKNOWN, status)
            return valued(status, years)

        signature = number(1, 0, seen.domain.size // 365)
        may_skip = born.may_skip or seen.may_skip
        return Step(replace(signature, may_skip=may_skip), run)


class Year(Score):
    """The calendar year of a date."""

    op: Literal["year"]
    of: Name

    def build(self, scope: Scope) -> Step:
        """Compile the year.

        Examples
        --------
        >>> import datetime as dt
        >>> import numpy as np
        >>> from irdp.ops.item import ItemSpec
        >>> from irdp.ops.lanes import FIRST, Domain, ItemType
        >>> items = {"a": ItemSpec("a", Domain(ItemType.DATE, 999999, low=1))}
        >>> code = FIRST + dt.date(2026, 6, 15).toordinal() - 1
        >>> step = Year(id="y", op="year", of="a").build(Scope(items))
        >>> step.run({"a": np.array([code])}).values.tolist()
        [2026]
        """
        item = _date(self.of, scope, "of")

        def run(env: Mapping[str, Any]) -> Lane:
            codes = env[item.id]
            return valued(item_status(codes), _parts(codes, item)[0])

        low = dt.date.fromordinal(max(item.domain.low, 1)).year
        high = low + item.domain.size // 365 + 1
        return Step(replace(number(1, low, high), may_skip=item.may_skip), run)


def _date(name: str, scope: Scope, *at: str | int) -> ItemSpec:
    item = scope.item(name, *at)
    if item.domain.kind is not ItemType.DATE:
        scope.refuse("IRDP-Q075", *at, name=name)
    return item


def _parts(codes: Any, item: ItemSpec) -> tuple[Any, Any]:
    """Return the year of each date, and month and day as one rising number."""
    ordinal = np.maximum(codes.astype(np.int64) - FIRST, 0) + item.domain.low
    day = (ordinal - _EPOCH).astype("datetime64[D]")
    year, month = day.astype("datetime64[Y]"), day.astype("datetime64[M]")
    in_year = (month - year).astype(np.int64)
    in_month = (day - month).astype(np.int64)
    return year.astype(np.int64) + 1970, in_year * 32 + in_month
