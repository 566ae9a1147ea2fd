"""`decision`: rules over truths, the first or all of the true ones.

A rule is true, false, unknown or not_applicable (which counts as false). `hold` keeps
an unknown rule unknown; `skip` counts it as false and lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.lanes import (
    DEPENDS_ON_UNKNOWN,
    FIRST,
    NOT_APPLICABLE,
    PRORATED,
    Lane,
    State,
)

if TYPE_CHECKING:
    from irdp.ops.kleene import Truth
    from irdp.ops.lanes import Bools, Ints


class Verdict(NamedTuple):
    """What a decision gives for each visit.

    ``proposed`` is a bit mask over the proposals of the decision, in order; ``true``,
    ``unknown`` (held) and ``skipped`` are bit masks over its rules, int64 each (Python
    ints where there are more than 62); ``provisional`` is bool. ``absent`` says, by
    optional scoring, where it was not administered.
    """

    proposed: Ints
    provisional: Bools
    true: Ints
    unknown: Ints
    skipped: Ints
    absent: Mapping[str, Bools]

    def over(
        self, change: Callable[[Any], Any], absent: Mapping[str, Bools]
    ) -> Verdict:
        """Return the verdict with every column changed in the same way."""
        return Verdict(
            proposed=change(self.proposed),
            provisional=change(self.provisional),
            true=change(self.true),
            unknown=change(self.unknown),
            skipped=change(self.skipped),
            absent=absent,
        )

    def followed_by(self, other: Verdict) -> Verdict:
        """Return the visits of one verdict, then those of another."""
        return Verdict(
            proposed=np.concatenate([self.proposed, other.proposed]),
            provisional=np.concatenate([self.provisional, other.provisional]),
            true=np.concatenate([self.true, other.true]),
            unknown=np.concatenate([self.unknown, other.unknown]),
            skipped=np.concatenate([self.skipped, other.skipped]),
            absent=self.absent,
        )


@dataclass(frozen=True, slots=True)
class Valid:
    """The days for which a rule exists: those of a fact, both ends included.

    A condition: true within them, false outside and where the fact is not_applicable,
    unknown without its date.
    """

    fact: str
    first: int
    last: int

    def __call__(self, env: Mapping[str, Any]) -> Lane:
        """Return the lane of the condition."""
        codes = env[self.fact]
        day = codes.astype(np.int64) - FIRST + 1
        dated = codes >= FIRST
        inside = dated & (day >= self.first) & (day <= self.last)
        undated = ~dated & (codes != State.NOT_APPLICABLE)
        status = np.where(undated, DEPENDS_ON_UNKNOWN, np.uint8(0))
        return Lane(inside.astype(np.int64), status)


def outcome(truth: Lane, valid: Lane | None) -> tuple[Bools, Bools]:
    """Return where a rule is true and where it is unknown.

    Parameters
    ----------
    truth
        Its condition.
    valid
        Where it exists; None for everywhere.
    """
    values, status = truth
    true = (status <= PRORATED) & (values == 1)
    unknown = (status > PRORATED) & (status != NOT_APPLICABLE)
    if valid is None:
        return true, unknown
    undated = valid.status > PRORATED
    inside = ~undated & (valid.values == 1)
    # Without its date a rule is unknown, whatever its condition.
    return true & inside, (unknown & inside) | undated


@dataclass(frozen=True, slots=True)
class RuleStep:
    """One rule, compiled.

    Parameters
    ----------
    id
        The rule's id.
    truth
        Its condition.
    proposal
        The rank of what it proposes.
    holds
        Whether an unknown result is held.
    reads
        The names that the condition reads.
    lack
        Finds, for one visit, the names that leave the rule unknown.
    valid
        Where the rule exists; None for everywhere.
    """

    id: str
    truth: Truth
    proposal: int
    holds: bool
    reads: tuple[str, ...]
    lack: Callable[[Mapping[str, Any]], list[str]]
    valid: Valid | None = None

    def run(self, env: Mapping[str, Any]) -> tuple[Bools, Bools]:
        """Return where the rule is true and where it is unknown."""
        valid = None if self.valid is None else self.valid(env)
        return outcome(self.truth(env), valid)


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """One decision, compiled: its rules in order and its two defaults."""

    id: str
    hit: str
    proposals: tuple[str, ...]
    rules: tuple[RuleStep, ...]
    default: int
    undetermined: int
    reads: frozenset[str]

    def run(self, env: Mapping[str, Any], absent: Mapping[str, Bools]) -> Verdict:
        """Return the verdict over the visits of `env`."""
        return self.combine([rule.run(env) for rule in self.rules], absent)

    def combine(
        self, outcomes: Sequence[tuple[Bools, Bools]], absent: Mapping[str, Bools]
    ) -> Verdict:
        """Return the verdict that goes with where each rule is true and unknown."""
        shape = outcomes[0][0].shape
        kind = np.int64 if max(len(self.rules), len(self.proposals)) <= 62 else object  # noqa: PLR2004
        zeros = np.zeros(shape, kind)
        true, held, skipped, proposed = zeros, zeros, zeros, zeros
        done = np.zeros(shape, np.bool_)
        provisional = np.zeros(shape, np.bool_)
        for i, (rule, (yes, maybe)) in enumerate(
            zip(self.rules, outcomes, strict=True)
        ):
            true = true | np.where(yes, 1 << i, 0).astype(kind)
            mask = np.where(maybe, 1 << i, 0).astype(kind)
            if rule.holds:
                held = held | mask
            else:
                skipped = skipped | mask
            take = yes & ~done if self.hit == "first" else yes
            proposed = proposed | np.where(take, 1 << rule.proposal, 0).astype(kind)
            if self.hit == "first":
                provisional |= take & (held != 0)
                done |= yes
        none = true == 0
        if self.hit == "collect":
            provisional = (held != 0) & ~none
        fallback = np.where(held != 0, 1 << self.undetermined, 1 << self.default)
        proposed = np.where(none, fallback.astype(kind), proposed)
        mine = {a: rows for a, rows in absent.items() if a in self.reads}
        return Verdict(proposed, provisional, true, held, skipped, mine)
