"""What each item gives to a score, where the score is additive.

A sum, a mean or a line of terms that each read one item, also through such scores. Of a
prorated score the contributions are the prorated ones. They sum to the score exactly:
the constant is a part of its own, and so is what rounding adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.affine import Affine
from irdp.ops.lanes import Lane, Status
from irdp.ops.mean import Mean
from irdp.ops.rounding import SAFE
from irdp.ops.sum import Sum
from irdp.reading.shares import CONSTANT, ROUNDING, Shares
from irdp.reading.terms import terms_of

if TYPE_CHECKING:
    from irdp.plan.coding import AnyLane
    from irdp.reading.surroundings import Surroundings
    from irdp.reading.terms import ReadTerm


@dataclass(frozen=True, slots=True)
class Contributions:
    """The contributions to one score of one visit, as exact fractions.

    Parameters
    ----------
    items
        By item that the score reads, in order: what it gives.
    constant
        What no item gives.
    rounding
        What the declared decimals add; 0 for an exact score.
    """

    items: Mapping[str, Fraction]
    constant: Fraction
    rounding: Fraction

    @property
    def total(self) -> Fraction:
        """The score, exactly."""
        return sum(self.items.values(), self.constant + self.rounding)


@dataclass(frozen=True, slots=True)
class ContributionTable:
    """The contributions to one score of every visit, as integers.

    Parameters
    ----------
    items
        By item: int64 of shape (n,), over `denominator`.
    constant, rounding
        The same for what no item gives, and for what rounding adds.
    denominator
        int64 of shape (n,); all alike where nothing is prorated.
    known
        Where the score has a value; elsewhere everything is 0.
    """

    items: Mapping[str, Any]
    constant: Any
    rounding: Any
    denominator: Any
    known: Any

    def __len__(self) -> int:
        return len(self.known)

    def __getitem__(self, row: int) -> Contributions | None:
        """Return the contributions of one visit, None where the score has no value."""
        if not self.known[row]:
            return None
        bottom = int(self.denominator[row])
        return Contributions(
            {n: Fraction(int(p[row]), bottom) for n, p in self.items.items()},
            Fraction(int(self.constant[row]), bottom),
            Fraction(int(self.rounding[row]), bottom),
        )

    def values(self, item: str) -> Any:
        """Return the contribution of an item to each visit, float64, NaN without one."""
        return np.where(self.known, self.items[item] / self.denominator, np.nan)


class Additive:
    """The additive scores of one program.

    Parameters
    ----------
    around
        The program.
    """

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self._terms: dict[str, tuple[ReadTerm, ...] | None] = {}

    def terms(self, name: str) -> tuple[ReadTerm, ...] | None:
        """Return the terms of an additive score, None for any other score."""
        if name not in self._terms:
            self._terms[name] = self._additive(name)
        return self._terms[name]

    def _additive(self, name: str) -> tuple[ReadTerm, ...] | None:
        node = self.around.places[name][1]
        if not isinstance(node.score, Sum | Mean | Affine):
            return None
        found = terms_of(self.around, name)
        below = self.around.below(name)
        for read in found:
            if read.reading.of_item:
                continue
            plain = read.term.points is None and read.term.recode is None
            plain = plain and read.term.recode_intervals is None
            if not plain or self.terms(below[read.reading.name]) is None:
                return None
        return found

    def table(
        self, name: str, codes: Mapping[str, Any], lanes: Mapping[str, AnyLane]
    ) -> ContributionTable | None:
        """Return the contributions to a score, None where it is not additive.

        Parameters
        ----------
        codes
            Item id to its codes, shape (n,).
        lanes
            By name in results: the lane of each score, shape (n,).
        """
        if self.terms(name) is None:
            return None
        known = lanes[name].status <= Status.PRORATED
        shares = self._shares(name, codes, lanes).where(known)
        zero = np.zeros(len(known), np.int64)
        return ContributionTable(
            {
                item: shares.parts.get(item, zero)
                for item in self.around.places[name][1].items
            },
            shares.parts.get(CONSTANT, zero),
            shares.parts.get(ROUNDING, zero),
            np.broadcast_to(shares.denominator, known.shape),
            known,
        )

    def _shares(
        self, name: str, codes: Mapping[str, Any], lanes: Mapping[str, AnyLane]
    ) -> Shares:
        """Return the parts of a score, what rounding adds among them."""
        node = self.around.places[name][1]
        parts = self._exact(name, codes, lanes)
        lane, scale = lanes[name], node.signature.scale
        known = lane.status <= Status.PRORATED
        parts = parts.where(known)
        value = Shares({ROUNDING: np.asarray(lane.values)}, np.int64(scale))
        whole = np.broadcast_to(parts.total, known.shape)
        total = Shares({ROUNDING: whole}, parts.denominator)
        rest = value.plus(total.by(Fraction(-1))).where(known)
        if not rest.parts[ROUNDING].any():
            return parts
        return parts.plus(rest)

    def _exact(
        self, name: str, codes: Mapping[str, Any], lanes: Mapping[str, AnyLane]
    ) -> Shares:
        """Return the parts of a score before any rounding."""
        score: Any = self.around.places[name][1].score
        n = len(lanes[name].values)
        terms = self.terms(name) or ()
        unit = lcm(*(read.term.weight.denominator for read in terms))
        most = sum(abs(read.term.weight * unit) for read in terms)
        kind = np.int64 if most < SAFE else object
        out = Shares.zero()
        answered = expected = np.zeros(n, kind)
        for read in terms:
            weight = read.term.weight
            part, has, skipped = self._part(name, read, codes, lanes)
            out = out.plus(part.by(weight).where(has))
            counted = ~skipped | self._as_gap(score)
            answered = answered + has.astype(kind) * int(weight * unit)
            expected = expected + counted.astype(kind) * int(weight * unit)
        if isinstance(score, Affine):
            return out.by(score.factor).plus(_constant(score.constant, n))
        divisor = np.where(answered == 0, 1, answered)
        if isinstance(score, Mean):
            return out.times(np.full(n, unit, kind), divisor)
        if not isinstance(score.missing, str) and score.missing.then == "prorate":
            out = out.times(expected, divisor)
        return out.plus(_constant(score.constant, n))

    def _as_gap(self, score: Any) -> bool:
        """Return whether a not_applicable term counts as one without an answer."""
        if not isinstance(score, Sum):
            return False
        return score.not_applicable != "leave_out" and len(score.of) > 1

    def _part(
        self,
        name: str,
        read: ReadTerm,
        codes: Mapping[str, Any],
        lanes: Mapping[str, AnyLane],
    ) -> tuple[Shares, Any, Any]:
        """Return the points of a term, where it has some, and where it is skipped."""
        reading = read.reading
        if reading.of_item:
            lane = reading.run(codes[reading.name])
            scale = np.int64(reading.signature.scale)
            part = Shares({reading.name: lane.values}, scale)
        else:
            full = self.around.below(name)[reading.name]
            lane = Lane(lanes[full].values, lanes[full].status)
            part = self._shares(full, codes, lanes)
            if read.term.reverse:
                low, high = self.around.places[full][1].signature.declared or (0, 0)
                turn = _constant(Fraction(low + high), len(lane.values))
                part = part.by(Fraction(-1)).plus(turn)
        has = lane.status <= Status.PRORATED
        return part, has, lane.status == Status.NOT_APPLICABLE


def _constant(value: Fraction, n: int) -> Shares:
    return Shares({CONSTANT: np.full(n, value.numerator)}, np.int64(value.denominator))
