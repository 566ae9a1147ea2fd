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

_MASKED = 62


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

    @property
    def masked(self) -> bool:
        """Whether an int64 has bits for its rules and for its proposals."""
        return max(len(self.rules), len(self.proposals)) <= _MASKED

    def combine(
        self, outcomes: Sequence[tuple[Bools, Bools]], absent: Mapping[str, Bools]
    ) -> Verdict:
        """Return the verdict that goes with where each rule is true and unknown."""
        kind = np.int64 if self.masked else object
        true = maybe = np.zeros(outcomes[0][0].shape, kind)
        for i, (yes, unknown) in enumerate(outcomes):
            true = true | _marked(yes, 1 << i, 0, kind)
            maybe = maybe | _marked(unknown, 1 << i, 0, kind)
        return self.judge(true, maybe, absent)

    def judge(self, true: Any, maybe: Any, absent: Mapping[str, Bools]) -> Verdict:
        """Return the verdict that goes with the rules that are true, and unknown.

        Parameters
        ----------
        true, maybe
            Bit masks over the rules, int64 or Python ints, shape (n_visits,).
        """
        holding = sum(1 << i for i, rule in enumerate(self.rules) if rule.holds)
        held, skipped = maybe & holding, maybe & ~holding
        none = true == 0
        # The first true rule is the lowest bit; those before it are the bits below.
        first = true & -true
        chosen, before = (first, first - 1) if self.hit == "first" else (true, -1)
        provisional = (held & before != 0) & ~none
        proposed = np.zeros_like(true)
        for proposal in {rule.proposal for rule in self.rules}:
            mine = sum(
                1 << i for i, r in enumerate(self.rules) if r.proposal == proposal
            )
            proposed |= _marked(chosen & mine != 0, 1 << proposal, 0, true.dtype)
        otherwise = 1 << self.undetermined, 1 << self.default
        fallback = _marked(held != 0, *otherwise, true.dtype)
        proposed = np.where(none, fallback, proposed)
        away = {a: rows for a, rows in absent.items() if a in self.reads}
        return Verdict(
            proposed, provisional.astype(np.bool_), true, held, skipped, away
        )


def _marked(where: Any, mark: int, other: int, kind: Any) -> Any:
    """Return one mask where a condition is true, else another; they may be long."""
    return np.where(where, np.array(mark, kind), np.array(other, kind))
