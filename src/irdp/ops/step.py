"""A compiled node: names in, lane out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from irdp.ops.aggregate import Additive
    from irdp.ops.lanes import Lane, Signature

Run = Callable[[Mapping[str, Any]], "Lane"]


@dataclass(frozen=True, slots=True)
class Step:
    """One node of a plan.

    Parameters
    ----------
    signature
        What is known of its lane.
    run
        Columns of codes and lanes of scores in, its own lane out, for any number of
        visits; visit i of the result depends on visit i alone.
    additive
        For an aggregate that can be split: its parts.
    choice
        For ordered cases: their conditions, and what is chosen by them.
    """

    signature: Signature
    run: Run
    additive: Additive | None = None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Ordered cases in parts, so that each condition can be tabulated alone.

    Parameters
    ----------
    tests
        By case: the names that its condition reads, and the condition.
    reads
        The names that the branches read.
    choose
        The truths of the conditions and the columns of the branches in, the lane out.
    """

    tests: tuple[tuple[tuple[str, ...], Run], ...]
    reads: tuple[str, ...]
    choose: Callable[[Sequence[Lane], Mapping[str, Any]], Lane]
