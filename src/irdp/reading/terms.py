"""The terms of a compiled score, read again as fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.affine import Affine
from irdp.ops.extreme import Extreme
from irdp.ops.lanes import FIRST, ItemType, Status
from irdp.ops.mean import Mean
from irdp.ops.read import read_term
from irdp.ops.scope import Scope
from irdp.ops.sum import Sum
from irdp.plan.compile import VISIT_DATE

if TYPE_CHECKING:
    from irdp.ops.reading import Reading
    from irdp.ops.term import Term
    from irdp.reading.surroundings import Surroundings

_MANY_OPTIONS = 16


@dataclass(frozen=True, slots=True)
class ReadTerm:
    """One term: what it says, and what reads it as points."""

    term: Term
    reading: Reading


def terms_of(around: Surroundings, name: str) -> tuple[ReadTerm, ...]:
    """Return the terms of a sum, mean, min, max or line; none for another operation."""
    score = around.places[name][1].score
    if isinstance(score, Affine):
        written: tuple[Term, ...] = (score.of,)
    elif isinstance(score, Sum | Mean | Extreme):
        written = score.of
    else:
        return ()
    fold = score.op if isinstance(score, Extreme) else "sum"
    signatures = {
        own: around.places[full][1].signature
        for own, full in around.below(name).items()
    }
    scope = Scope({"visit_date": VISIT_DATE, **around.items}, signatures)
    return tuple(
        ReadTerm(t, read_term(t, scope, "of", i, fold=fold))
        for i, t in enumerate(written)
    )


def spread(around: Surroundings, read: ReadTerm, *, fold: str) -> Fraction:
    """Return |weight| times the greatest less the least points of an item's answers."""
    domain = around.items[read.reading.name].domain
    codes = np.arange(FIRST, FIRST + domain.size)
    if domain.kind is ItemType.MULTIPLE and len(domain.options) > _MANY_OPTIONS:
        codes = FIRST + (np.int64(1) << np.arange(len(domain.options)))
        points = read.reading.run(codes).values
        if fold == "sum":
            ends = [points[points < 0].sum(), points[points > 0].sum()]
        else:
            ends = [points.min(), points.max()]
    else:
        lane = read.reading.run(codes.astype(domain.dtype))
        points = lane.values[lane.status <= Status.PRORATED]
        ends = [points.min(), points.max()] if len(points) else [0, 0]
    size = Fraction(int(ends[1]) - int(ends[0]), read.reading.signature.scale)
    return abs(read.term.weight) * size


def weighted_sizes(
    around: Surroundings, name: str
) -> list[tuple[str, Fraction]] | None:
    """Return the item of each term of an aggregate and how much hangs on it.

    None where a term reads a score, or the score is no aggregate of terms.
    """
    score: Any = around.places[name][1].score
    terms = terms_of(around, name)
    if not isinstance(score, Sum | Mean | Extreme):
        return None
    if not all(t.reading.of_item for t in terms):
        return None
    fold = score.op if isinstance(score, Extreme) else "sum"
    return [(t.reading.name, spread(around, t, fold=fold)) for t in terms]
