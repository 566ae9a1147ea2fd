"""Decisions in the machine: the outcome of every rule is an index, and so is the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from irdp.ops.decision import Verdict
from irdp.ops.lanes import DEPENDS_ON_UNKNOWN, PRORATED, Kind, Lane, Signature
from irdp.plan.coding import LIMIT, Coding, IndexLane, combinations
from irdp.plan.once import Once

if TYPE_CHECKING:
    from irdp.ops.decision import DecisionStep, RuleStep
    from irdp.ops.lanes import Bools, Codes, Ints
    from irdp.plan.coding import AnyLane

RULE = Signature(Kind.NUMBER, low=0, high=1)
"""The lane of a rule: 1 where it is true; unknown where it depends on an unknown."""
_OUTCOMES = 3
_PACKED = 31
"""The most rules whose outcomes share an integer: one bit each for true and unknown."""


def rule_name(decision: DecisionStep, rule: RuleStep) -> str:
    """Return the column of a rule."""
    return f"{decision.id}/{rule.id}"


def rule_lane(yes: Bools, maybe: Bools) -> Lane:
    """Return the lane of a rule from where it is true and where it is unknown."""
    status = np.where(maybe, DEPENDS_ON_UNKNOWN, np.uint8(0))
    return Lane((yes & ~maybe).astype(np.int64), status)


def judge_name(decision: DecisionStep) -> str:
    """Return the column of a decision's verdict."""
    return f"{decision.id}!"


class IndexedVerdict:
    """The verdict of a decision over visits, kept as indices into a table of verdicts.

    It reads like a `Verdict`. The last two entries of the table are the verdict of a
    rejected visit: undetermined, without reasons.
    """

    __slots__ = ("absent", "index", "made", "table")

    def __init__(
        self,
        index: Codes,
        table: Verdict,
        absent: Mapping[str, Bools],
        made: Once,
    ) -> None:
        self.index = index
        self.table = table
        self.absent = absent
        self.made = made

    def like(self, index: Codes, absent: Mapping[str, Bools]) -> IndexedVerdict:
        """Return the verdict of other visits by the same table."""
        return IndexedVerdict(index, self.table, absent, self.made)

    @property
    def proposed(self) -> Any:
        """Bit masks over the proposals."""
        return self.table.proposed.take(self.index)

    @property
    def provisional(self) -> Any:
        """Where an unknown rule could change the decision."""
        return self.table.provisional.take(self.index)

    @property
    def true(self) -> Any:
        """Bit masks over the rules that are true."""
        return self.table.true.take(self.index)

    @property
    def unknown(self) -> Any:
        """Bit masks over the rules that are unknown and held."""
        return self.table.unknown.take(self.index)

    @property
    def skipped(self) -> Any:
        """Bit masks over the rules that are unknown and skipped."""
        return self.table.skipped.take(self.index)


class VerdictRow(NamedTuple):
    """The verdict of a decision for one visit: bit masks over proposals and rules."""

    proposed: int
    provisional: bool
    true: int
    unknown: int
    skipped: int
    absent: tuple[str, ...]


AnyVerdict = Verdict | IndexedVerdict


def take_verdict(verdict: AnyVerdict, rows: Any) -> AnyVerdict:
    """Return a verdict of either kind for some visits."""
    absent = {a: gone[rows] for a, gone in verdict.absent.items()}
    if isinstance(verdict, IndexedVerdict):
        return verdict.like(verdict.index[rows], absent)
    return verdict.over(lambda column: column[rows], absent)


def verdict_row(verdict: AnyVerdict, row: int) -> VerdictRow:
    """Return the verdict of one visit."""
    absent = tuple(a for a, gone in verdict.absent.items() if gone[row])
    if isinstance(verdict, IndexedVerdict):
        return indexed_row(verdict.table, int(verdict.index[row]), absent)
    return indexed_row(verdict, row, absent)


def indexed_row(table: Verdict, i: int, absent: tuple[str, ...]) -> VerdictRow:
    """Return entry i of a table of verdicts."""
    return VerdictRow(
        proposed=int(table.proposed[i]),
        provisional=bool(table.provisional[i]),
        true=int(table.true[i]),
        unknown=int(table.unknown[i]),
        skipped=int(table.skipped[i]),
        absent=absent,
    )


def refuse_verdict(verdict: AnyVerdict, rows: Bools, undetermined: int) -> AnyVerdict:
    """Return a verdict of either kind where rejected visits are undetermined."""
    absent = {a: gone & ~rows for a, gone in verdict.absent.items()}
    if isinstance(verdict, IndexedVerdict):  # its column is marked already
        return verdict.like(verdict.index, absent)
    return Verdict(
        proposed=np.where(rows, 1 << undetermined, verdict.proposed),
        provisional=verdict.provisional & ~rows,
        true=np.where(rows, 0, verdict.true),
        unknown=np.where(rows, 0, verdict.unknown),
        skipped=np.where(rows, 0, verdict.skipped),
        absent=absent,
    )


@dataclass(frozen=True, slots=True)
class Judge:
    """Makes the verdict of a decision from the outcomes of its rules.

    Parameters
    ----------
    step
        The decision.
    table
        The verdict of every combination of outcomes, the first rule varying fastest;
        None where there are too many.
    made
        What was made of the table.
    """

    step: DecisionStep
    table: Verdict | None
    made: Once = field(default_factory=Once, compare=False, repr=False)

    @classmethod
    def of(cls, step: DecisionStep) -> Judge:
        """Return the judge of a decision, with its table where it is small enough."""
        n = len(step.rules)
        if _OUTCOMES**n > LIMIT - 2:
            return cls(step, None)
        grid = combinations({r.id: _OUTCOMES for r in reversed(step.rules)})
        outcomes = [(grid[r.id] == 1, grid[r.id] == 2) for r in step.rules]  # noqa: PLR2004
        found = step.combine(outcomes, {})
        none = Verdict(
            proposed=np.full(2, 1 << step.undetermined),
            provisional=np.zeros(2, np.bool_),
            true=np.zeros(2, np.int64),
            unknown=np.zeros(2, np.int64),
            skipped=np.zeros(2, np.int64),
            absent={},
        )
        return cls(step, found.followed_by(none))

    @property
    def coding(self) -> Coding | None:
        """What indexes the table: its entries by their number; None without a table."""
        if self.table is None:
            return None
        size = len(self.table.proposed)
        numbers = Lane(np.arange(size - 2), np.zeros(size - 2, np.uint8))
        return replace(Coding.of(numbers), values=np.arange(size))

    def read_by(self, coding: Coding | None) -> Judge:
        """Return the judge whose table is indexed as a column is that tells entries."""
        if self.table is None or coding is None:
            return self
        return Judge(self.step, self.table.over(lambda c: c[coding.values], {}))

    @property
    def packs(self) -> dict[str, range]:
        """By column: the rules whose outcomes share an integer, if there is no table."""
        n = len(self.step.rules)
        if self.table is not None or not self.step.masked:
            return {}
        return {
            f"{judge_name(self.step)}{start}": range(start, min(start + _PACKED, n))
            for start in range(0, n, _PACKED)
        }

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that the verdict is made from."""
        if self.table is not None:
            return (judge_name(self.step),)
        return tuple(self.packs) or tuple(
            rule_name(self.step, r) for r in self.step.rules
        )

    def verdict(
        self, lanes: Mapping[str, AnyLane], absent: Mapping[str, Bools]
    ) -> AnyVerdict:
        """Return the verdict of all visits."""
        mine = {a: rows for a, rows in absent.items() if a in self.step.reads}
        if self.table is not None:
            found = lanes[judge_name(self.step)]
            if isinstance(found, IndexLane):
                return IndexedVerdict(found.index, self.table, mine, self.made)
        if self.packs:
            return self.unpacked([lanes[name].values for name in self.packs], mine)
        outcomes = []
        for rule in self.step.rules:
            values, yes, unknown = told(lanes[rule_name(self.step, rule)])
            del values
            outcomes.append((yes, unknown))
        return self.step.combine(outcomes, mine)

    def unpacked(self, columns: Sequence[Ints], absent: Mapping[str, Bools]) -> Verdict:
        """Return the verdict of outcomes that share integers: see `packing`."""
        true = maybe = np.zeros_like(columns[0])
        for column, rules in zip(columns, self.packs.values(), strict=True):
            true = true | ((column & ((1 << _PACKED) - 1)) << rules.start)
            maybe = maybe | (column >> _PACKED << rules.start)
        return self.step.judge(true, maybe, absent)


def told(lane: AnyLane) -> tuple[Any, Bools, Bools]:
    """Return 0, 1 or 2 (false, true, unknown), where it is true, where unknown."""
    unknown = lane.status > PRORATED
    yes = ~unknown & (lane.values == 1)
    return np.where(unknown, 2, yes), yes, unknown


def packing(i: int) -> Any:
    """Return what rule i of a pack adds to its integer."""

    def run(lane: AnyLane) -> Ints:
        _, yes, unknown = told(lane)
        return (yes.astype(np.int64) << i) + (unknown.astype(np.int64) << i + _PACKED)

    return run


def judging(i: int) -> Any:
    """Return the additive part of rule i in the index of a verdict."""
    return lambda lane: told(lane)[0] * _OUTCOMES**i
