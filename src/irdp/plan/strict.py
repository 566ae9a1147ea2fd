"""A sum that allows no gap, with more totals than a table holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import Lane, Status

if TYPE_CHECKING:
    from irdp.ops.aggregate import Sums
    from irdp.ops.rounding import Line
    from irdp.plan.coding import Coding
    from irdp.plan.indexing import Key, Recode, Scratch
    from irdp.plan.packing import Flags

FLOAT_EXACT = 2**50
"""Numerators below it are divided in float64: one division and a floor are exact."""


@dataclass(frozen=True, slots=True)
class StrictSum:
    """out = index of round(line(total)), or of the status that the flags tell.

    Parameters
    ----------
    groups
        By group: its inputs and its packed contributions, int64.
    bits
        How many low bits of the state are flags.
    line
        From the total above its least to the integer of the score.
    low
        The least integer of the score: the index of a value is what it is above.
    has, base
        By flags: 1 where there is a value, and the first index of its status.
    """

    out: str
    groups: tuple[tuple[Key, Any], ...]
    bits: int
    line: Line
    low: int
    has: Any
    base: Any
    coding: Coding
    in_float: bool

    def run(self, columns: dict[str, Any], out: Any, scratch: Scratch) -> None:
        """Compute one chunk into `out`."""
        n = len(out)
        state = scratch.get("state", np.int64, n)
        part = scratch.get("wide", np.int64, n)
        for i, (key, table) in enumerate(self.groups):
            table.take(
                key.index(columns, scratch), out=part if i else state, mode="clip"
            )
            if i:
                np.add(state, part, out=state)
        flags = scratch.get("index", np.intp, n)
        np.bitwise_and(state, (1 << self.bits) - 1, out=flags)
        np.right_shift(state, self.bits, out=state)
        self._divide(state, scratch)
        self.has.take(flags, out=part, mode="clip")
        np.multiply(state, part, out=state)
        self.base.take(flags, out=part, mode="clip")
        np.add(state, part, out=state)
        np.copyto(out, state, casting="unsafe")

    def _divide(self, state: Any, scratch: Scratch) -> None:
        """Replace each total by its line, rounded, less the least of the score.

        In float64 the line is moved by whole numbers until it is never negative: half
        up is then one floor.
        """
        line = self.line
        if not self.in_float:
            np.subtract(line.of(state), self.low, out=state)
            return
        x = scratch.get("real", np.float64, len(state))
        np.copyto(x, state)
        np.multiply(x, 2.0 * line.slope, out=x)
        moved = line.constant - self.low * line.divisor
        np.add(x, 2.0 * moved + line.divisor, out=x)
        np.divide(x, 2.0 * line.divisor, out=x)
        np.floor(x, out=x)
        np.copyto(state, x, casting="unsafe")


def strict_sum(  # noqa: PLR0913 - a sum has that many parts
    out: str,
    keys: Sequence[Key],
    tables: Sequence[Any],
    flags: Flags,
    line: Line,
    finish: Callable[[Sums], Lane],
    found: Recode,
) -> StrictSum:
    """Return the instruction of a sum that allows no gap."""
    lane = finish(flags.unpack(np.arange(flags.rest.size)))
    has = (lane.status <= Status.PRORATED).astype(np.int64)
    base = np.where(
        has == 1,
        found.size * lane.status.astype(np.int64),
        2 * found.size - 2 + lane.status.astype(np.int64),
    )
    start = line.slope * flags.low + line.constant
    placed = replace(line, constant=start)
    reach = sum(int(t.max()) >> flags.bits for t in tables)
    size = abs(line.slope) * reach + abs(start) + abs(found.low) * line.divisor
    whole = line.divisor == 1 or (line.rounding == "half_up" and found.low >= 0)
    return StrictSum(
        out,
        tuple(zip(keys, tables, strict=True)),
        flags.bits,
        placed,
        found.low,
        has,
        base,
        found.coding,
        in_float=whole and 2 * size + line.divisor < FLOAT_EXACT,
    )
