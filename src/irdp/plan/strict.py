"""A sum that allows no gap, with more totals than a table holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import PRORATED, Lane
from irdp.plan.coding import LIMIT, Coding
from irdp.plan.packing import pack_flags

if TYPE_CHECKING:
    from irdp.ops.aggregate import Sums
    from irdp.ops.lanes import Ints
    from irdp.ops.rounding import Line
    from irdp.plan.indexing import Key, Recode
    from irdp.plan.scratch import Scratch

_WIDEST = 62
"""The most bits that a state may need."""
_INT32 = 2**31 - 1


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """round(line(total)) above its least, as the whole part of a fixed-point sum.

    Parameters
    ----------
    line
        From the total above its least to the integer of the score, less its least: it
        is never negative.
    bits
        How many bits of a term lie below the point.

    Notes
    -----
    With D the divisor, round half up is the floor of line + 1/2, a multiple of 1/(2D).
    1/(4D) more changes no floor, and leaves 1/(4D) on either side for the rounding of
    terms: n terms and the constant err by (n + 1) / 2 units of the last bit at the
    most. So ``2**bits > 2 D (n + 1)`` is exact for every total.
    """

    line: Line
    bits: int

    @classmethod
    def of(cls, line: Line, terms: int) -> FixedPoint:
        """Return the fewest bits that are exact for a number of terms."""
        if line.divisor == 1:
            return cls(line, 0)
        return cls(line, (2 * line.divisor * (terms + 1)).bit_length())

    def term(self, total: Any) -> Any:
        """Return what a part of the total adds, int64."""
        # Python integers: a numerator takes more bits than what comes of it.
        top = total.astype(object) * self.line.slope
        return self._rounded(top).astype(np.int64)

    @property
    def start(self) -> int:
        """What is added once: the constant of the line, the half and the margin."""
        d = self.line.divisor
        if d == 1:
            return self.line.constant
        return int(self._rounded(4 * self.line.constant + 2 * d + 1, 4))

    def _rounded(self, top: Any, over: int = 1) -> Any:
        divisor = self.line.divisor * over
        return ((2 * top << self.bits) + divisor) // (2 * divisor)


class Gate(NamedTuple):
    """What a state beside its total says, where no table holds both.

    Parameters
    ----------
    bits
        How many low bits of the state are the total's.
    has, base
        By flags: 1 where there is a value, and the first index of its status; in the
        type of the index.
    """

    bits: int
    has: Any
    base: Any


@dataclass(frozen=True, slots=True)
class StrictSum:
    """out = index of round(line(total)), or of the status that the flags tell.

    Parameters
    ----------
    groups
        By group: its inputs and its packed contributions, int32 or int64.
    bits
        How many low bits of the total lie below the point.
    line
        From the total to the rank of the score, where no fixed point is exact.
    gate
        How the index is made of flags and rank; None where flags above the rank are
        the index.
    """

    out: str
    groups: tuple[tuple[Key, Any], ...]
    coding: Coding
    bits: int
    line: Line | None
    gate: Gate | None

    def finish(self, state: Any, out: Any, scratch: Scratch) -> None:
        """Write the index of each state of a chunk; the states are lost."""
        if self.gate is None:
            self._rank(state, out)
            return
        bits, has, base = self.gate
        flags = scratch.get(":flags", np.intp)
        np.right_shift(state, bits, flags)
        np.bitwise_and(state, (1 << bits) - 1, state)
        self._rank(state, out)
        part = scratch.get(":part", out.dtype)
        has.take(flags, out=part, mode="wrap")
        np.multiply(out, part, out)
        base.take(flags, out=part, mode="wrap")
        np.add(out, part, out)

    def carrying(self, column: str, classes: Ints) -> StrictSum | None:
        """Return a sum whose index also tells the class of a column that it reads.

        The index is that of this sum, plus its size times the class: what depends on
        both is then read from the sum alone.

        Parameters
        ----------
        column
            The only column of one of the groups.
        classes
            The class of each of its indices, from 0.

        Returns
        -------
        StrictSum or None
            None where the index would be too large, or no group reads the column alone.
        """
        size, n = self.coding.size - 2, int(classes.max()) + 1
        room = size * n << self.bits
        if self.gate is not None or size * n > LIMIT - 2 or _too_wide(room):
            return None
        alone = [key for key, _ in self.groups if key.sole == column]
        if not alone:
            return None
        carried = classes * size << self.bits
        groups = [
            (key, table + carried if key is alone[0] else table)
            for key, table in self.groups
        ]
        kind = np.int32 if room <= _INT32 else np.int64
        kept = self.coding.rejected
        values, status = self.coding.values[:kept], self.coding.status[:kept]
        return replace(
            self,
            groups=tuple((k, t.astype(kind)) for k, t in groups),
            coding=Coding.of(Lane(np.tile(values, n), np.tile(status, n))),
        )

    def _rank(self, state: Any, out: Any) -> None:
        """Write the rank of each total, with what stands above it."""
        if self.line is not None:
            np.copyto(out, self.line.of(state), casting="unsafe")
            return
        np.right_shift(state, self.bits, state)
        np.copyto(out, state, casting="unsafe")


def strict_sum(
    out: str,
    states: Sequence[tuple[Key, Sums]],
    line: Line,
    finish: Callable[[Sums], Lane],
    found: Recode,
) -> StrictSum | None:
    """Return the instruction of a sum that allows no gap; None if states are too wide.

    Parameters
    ----------
    states
        By group: its inputs and its partial state at each of their combinations.
    line
        From a total to the integer of the score.
    finish
        From states to the lane of the score.
    found
        How the score is indexed by its value and status.
    """
    flags = pack_flags([state for _, state in states])
    ends = (line.one(flags.low), line.one(flags.low + flags.reach))
    low, size = min(ends), abs(ends[1] - ends[0]) + 1
    line = replace(line, constant=line.constant + line.slope * flags.low)
    point = None
    if line.divisor == 1 or (line.rounding == "half_up" and found.low >= 0):
        above = replace(line, constant=line.constant - low * line.divisor)
        point = FixedPoint.of(above, len(states))
    lane = finish(flags.unpack(np.arange(flags.rest.size)))
    room = flags.reach + 1 if point is None else size << point.bits
    direct = point is not None and flags.rest.size * size <= LIMIT - 2
    bits = (room - 1).bit_length()
    stride = room if direct else 1 << bits
    if _too_wide(flags.rest.size * stride):
        return None
    tables = []
    for i, (_, state) in enumerate(states):
        part = state.total - state.total.min()
        if point is not None:
            part = point.term(part) + (0 if i else point.start)
        tables.append(part + flags.table(state) * stride)
    # A line multiplies what it rounds: that takes more than the state itself.
    narrow = point is not None and flags.rest.size * stride <= _INT32
    kind = np.int32 if narrow else np.int64
    return StrictSum(
        wide(out) if direct else out,
        tuple((k, t.astype(kind)) for (k, _), t in zip(states, tables, strict=True)),
        _side_by_side(lane, low, size) if direct else found.coding,
        0 if point is None else point.bits,
        line if point is None else None,
        None if direct else _gate(lane, bits, found, 0 if point is None else low),
    )


def _too_wide(states: int) -> bool:
    """Return whether so many states are more than an int64 adds up safely."""
    return states.bit_length() > _WIDEST


def wide(name: str) -> str:
    """Return the column of a sum whose flags stand above its ranks."""
    return f"{name}*"


def _side_by_side(lane: Lane, low: int, size: int) -> Coding:
    """Return the coding of flags above ranks: a value has the status of its flags."""
    has = np.repeat(lane.status <= PRORATED, size)
    ranks = np.tile(np.arange(size) + low, len(lane.status))
    status = np.repeat(lane.status, size)
    return Coding.of(Lane(np.where(has, ranks, 0), status))


def _gate(lane: Lane, bits: int, found: Recode, start: int) -> Gate:
    """Return the gate of ranks that are counted from `start`."""
    has = lane.status <= PRORATED
    base = np.where(
        has,
        found.size * lane.status.astype(np.int64) + start - found.low,
        2 * found.size - 2 + lane.status.astype(np.int64),
    )
    kind = found.coding.dtype  # a base below 0 wraps, and so does what it is added to
    return Gate(bits, has.astype(kind), base.astype(kind))
