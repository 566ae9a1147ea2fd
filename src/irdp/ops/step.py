"""A compiled node: names in, lane out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    """

    signature: Signature
    run: Run
    additive: Additive | None = None
