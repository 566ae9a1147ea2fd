"""Truths in three values and not_applicable: the algebra of conditions.

The value of a truth is 0 or 1; where it is unknown its status says why
(`too_few_answers` for an item, `depends_on_unknown` for a score).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from irdp.ops.lanes import FIRST, NOT_APPLICABLE, OK, PRORATED, Lane, State, blind
from irdp.ops.read_item import GAP_OF_STATE

Truth = Callable[[Mapping[str, Any]], Lane]
"""A compiled condition."""
NO_GAP = 255


class Atom:
    """A condition that is no other's combination, and what it says.

    Parameters
    ----------
    said
        The condition as it is written: two atoms that say the same, and read the same
        columns, are the same.
    run
        The condition, compiled.
    """

    __slots__ = ("run", "said")

    def __init__(self, said: str, run: Truth) -> None:
        self.said = said
        self.run = run

    def __call__(self, env: Mapping[str, Any]) -> Lane:
        """Return the lane of the condition."""
        return self.run(env)


class Compound:
    """A condition made of others, in parts: each of them can be tabulated alone.

    Parameters
    ----------
    parts
        The names that each part reads, and the part.
    join
        The lanes of the parts in, the lane of the condition out. Any of them may be
        joined first, in any order.
    """

    __slots__ = ("join", "parts")

    def __init__(
        self,
        parts: Sequence[tuple[tuple[str, ...], Truth]],
        join: Callable[[Sequence[Lane]], Lane],
    ) -> None:
        self.parts = tuple(parts)
        self.join = join

    def __call__(self, env: Mapping[str, Any]) -> Lane:
        """Return the lane of the condition."""
        return self.join([part(env) for _, part in self.parts])


def kleene(lanes: Sequence[Lane], *, every: bool) -> Lane:
    """Return `all` (or `any`) of truths, in three values and not_applicable.

    One decisive member decides; else an unknown one leaves it unknown; members that
    are not_applicable are left out, and if nothing remains so is the result.
    """
    decisive = 0 if every else 1
    decided = np.zeros(lanes[0].values.shape, np.bool_)
    worst = np.full(decided.shape, NO_GAP, np.uint8)
    remains = np.zeros_like(decided)
    for values, status in lanes:
        known = status <= PRORATED
        decided |= known & (values == decisive)
        gap = ~known & (status != NOT_APPLICABLE)
        worst = np.minimum(worst, np.where(gap, status, np.uint8(NO_GAP)))
        remains |= status != NOT_APPLICABLE
    out = np.where(remains, OK, NOT_APPLICABLE)
    out = np.where((worst < NO_GAP) & ~decided, worst, out)
    value = np.where(decided, decisive, 1 - decisive)
    return Lane(np.where(out == OK, value, 0).astype(np.int64), out)


def negated(lane: Lane) -> Lane:
    """Return the truth that is false where another is true; it stays unknown."""
    values, status = lane
    return Lane(np.where(status <= PRORATED, 1 - values, 0), status)


def negate(part: Truth) -> Truth:
    """Return the condition that is false where another is true; it stays unknown."""
    return lambda env: negated(part(env))


def seen(status: Any) -> Any:
    """Return what a condition makes of the status of a score it reads."""
    return np.where(status <= PRORATED, OK, blind(status))


def pair(a: Any, b: Any, status: Any) -> Any:
    """Return the status of a comparison: not_applicable where a side is, if none is unknown."""
    skipped = (a == NOT_APPLICABLE) | (b == NOT_APPLICABLE)
    return np.where(skipped & (status == OK), NOT_APPLICABLE, status)


def _status_table() -> Any:
    table = np.zeros(FIRST + 1, np.uint8)
    for state in State:
        table[state] = GAP_OF_STATE[state]
    return table


_STATUS = _status_table()


def item_status(codes: Any) -> Any:
    """Return the status that each code of an item gives to what needs its answer."""
    return _STATUS.take(np.minimum(codes, FIRST))
