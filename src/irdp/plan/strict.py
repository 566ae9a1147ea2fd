"""A sum that allows no gap, with more totals than a table holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import Lane, Status
from irdp.plan.indexing import add_up

if TYPE_CHECKING:
    from irdp.ops.aggregate import Sums
    from irdp.ops.rounding import Line
    from irdp.plan.coding import Coding
    from irdp.plan.indexing import Key, Recode, Scratch
    from irdp.plan.packing import Flags

_INT32 = 2**31
NARROW = 2**24
"""Numerators and divisors whose sum is below it are divided in float32."""
WIDE = 2**50
"""The same for float64: one division and a floor are exact."""


@dataclass(frozen=True, slots=True)
class StrictSum:
    """out = index of round(line(total)), or of the status that the flags tell.

    Parameters
    ----------
    groups
        By group: its inputs and its packed contributions, int32 or int64.
    bits
        How many low bits of the state are flags.
    line
        From the total above its least to the integer of the score.
    low
        The least integer of the score: the index of a value is what it is above.
    has, base
        By flags: 1 where there is a value, and the first index of its status; in the
        type of the index.
    real
        The floats that divide; None where only integers do it exactly.
    """

    out: str
    groups: tuple[tuple[Key, Any], ...]
    bits: int
    line: Line
    low: int
    has: Any
    base: Any
    coding: Coding
    real: Any | None

    def run(self, columns: dict[str, Any], out: Any, scratch: Scratch) -> None:
        """Compute one chunk into `out`."""
        state = scratch.get("state", self.groups[0][1].dtype)
        add_up(self.groups, columns, state, scratch)
        flags = scratch.get("index", np.intp)
        np.bitwise_and(state, (1 << self.bits) - 1, flags)
        np.right_shift(state, self.bits, state)
        self._divide(state, scratch)
        np.copyto(out, state, casting="unsafe")
        of_flags = scratch.get("flags", out.dtype)
        self.has.take(flags, out=of_flags, mode="wrap")
        np.multiply(out, of_flags, out)
        self.base.take(flags, out=of_flags, mode="wrap")
        np.add(out, of_flags, out)

    @property
    def quotient(self) -> tuple[int, int, int]:
        """Slope, constant and divisor of what is floored to the rank of a total.

        The line, moved by whole numbers until it is never negative: half up is then one
        floor. It holds where `real` is not None.
        """
        line = self.line
        moved = line.constant - self.low * line.divisor
        return 2 * line.slope, 2 * moved + line.divisor, 2 * line.divisor

    def _divide(self, state: Any, scratch: Scratch) -> None:
        """Replace each total by its line, rounded, less the least of the score."""
        if self.real is None:
            np.subtract(self.line.of(state), self.low, out=state, casting="unsafe")
            return
        slope, constant, divisor = (float(k) for k in self.quotient)
        x = scratch.get("real", self.real)
        np.copyto(x, state)
        np.multiply(x, slope, x)
        np.add(x, constant, x)
        np.divide(x, divisor, x)
        np.floor(x, x)
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
    has = lane.status <= Status.PRORATED
    base = np.where(
        has,
        found.size * lane.status.astype(np.int64),
        2 * found.size - 2 + lane.status.astype(np.int64),
    )
    start = line.slope * flags.low + line.constant
    placed = replace(line, constant=start)
    reach = sum(int(t.max()) >> flags.bits for t in tables)
    size = abs(line.slope) * reach + abs(start) + abs(found.low) * line.divisor
    real = _real(line, found.low, size)
    largest = sum(int(t.max()) for t in tables)
    whole = np.int32 if real is np.float32 and largest < _INT32 else np.int64
    return StrictSum(
        out,
        tuple((k, t.astype(whole)) for k, t in zip(keys, tables, strict=True)),
        flags.bits,
        placed,
        found.low,
        has.astype(found.coding.dtype),
        base.astype(found.coding.dtype),
        found.coding,
        real,
    )


def _real(line: Line, low: int, size: int) -> Any | None:
    """Return the narrowest floats that divide exactly.

    A quotient that is no whole number lies at least 1 ÷ divisor below the next one: a
    division that rounds cannot reach it while numerator and divisor stay in the range
    of whole numbers.
    """
    if line.divisor != 1 and (line.rounding != "half_up" or low < 0):
        return None
    top = 2 * size + 3 * line.divisor
    return np.float32 if top < NARROW else np.float64 if top < WIDE else None
