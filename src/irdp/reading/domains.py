"""The codes that an item can be answered with."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, ItemType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from irdp.ops.item import ItemSpec

MOST = 1_000_000
"""The most combinations that are enumerated."""


def codes_of(spec: ItemSpec) -> Any:
    """Return every code of an answer, in order, int64; an exclusive option alone.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain
    >>> codes_of(ItemSpec("a", Domain(ItemType.INTEGER, 3))).tolist()
    [5, 6, 7]
    """
    ranks = np.arange(spec.domain.size, dtype=np.int64)
    if spec.domain.kind is ItemType.MULTIPLE and spec.exclusive:
        ranks = ranks[allowed(spec, ranks)]
    return ranks + FIRST


def allowed(spec: ItemSpec, masks: Any) -> Any:
    """Return which sets of options may stand together: an exclusive one is alone."""
    many = (masks & (masks - 1)) != 0
    return ~(many & ((masks & spec.exclusive) != 0))


def sizes(items: Mapping[str, ItemSpec], names: Iterable[str]) -> int:
    """Return how many combinations of answers some items have, at most."""
    return prod(items[name].domain.size for name in names)


def grid(columns: list[Any]) -> list[Any]:
    """Return every combination of the entries of some columns, as columns."""
    rows = prod(len(c) for c in columns)
    out, after = [], rows
    for column in columns:
        after //= max(len(column), 1)
        repeated = np.repeat(column, after)
        out.append(np.tile(repeated, rows // max(len(repeated), 1)))
    return out
