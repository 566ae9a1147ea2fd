"""From a program to a machine: every small finite function becomes a table.

A node whose inputs are a few small columns is run over all their combinations once.
An aggregate over many is split into groups of terms; each group's partial state is a
table, the states add up, and the packed state is itself an index. What remains runs
its kernel; a number with a small range is then indexed again, so that the links, cuts
and rules that follow it are tables. Tables are fused in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.decision import outcome
from irdp.ops.kleene import Atom, Compound
from irdp.ops.lanes import OK, PRORATED, TRUTH, Kind, Lane, Signature
from irdp.plan.coding import combinations
from irdp.plan.columns import Columns
from irdp.plan.fuse import fuse
from irdp.plan.machine import (
    Group,
    Instruction,
    Machine,
    Sum,
    Table,
    WideSum,
    coding_of,
)
from irdp.plan.split import split
from irdp.plan.strict import wide
from irdp.plan.verdicts import (
    RULE,
    Judge,
    judge_name,
    judging,
    packing,
    rule_lane,
    rule_name,
)

if TYPE_CHECKING:
    from irdp.ops.decision import DecisionStep, RuleStep
    from irdp.ops.kleene import Truth
    from irdp.ops.step import Choice
    from irdp.plan.assemble import Cause, Gate
    from irdp.plan.columns import Function
    from irdp.plan.program import Node, Part, Program

STATUS = Signature(Kind.NUMBER)
"""A lane that is only a status."""


def tabulate(program: Program, *, statuses: bool = True) -> Machine:
    """Return the machine of a program: the same function of columns of codes.

    Parameters
    ----------
    statuses
        Whether a value that is prorated is told from one that is not. Where nobody
        asks, and no condition does, tables are smaller.
    """
    owners = _owners(program)
    builder = _Builder(Columns(program.items, owners, statuses))
    for part in program.parts:
        for node in part.nodes:
            builder.add(part, node)
    for decision in program.decisions:
        for rule in decision.rules:
            builder.add_rule(decision, rule)
    judges = tuple(Judge.of(d) for d in program.decisions)
    for judge in judges:
        builder.add_judge(judge)
    read = {name for judge in judges for name in judge.reads}
    made, views = fuse(builder.instructions, {*program.nodes, *read}, owners)
    placed = [
        judge.read_by(views[judge_name(judge.step)].coding) if judge.table else judge
        for judge in judges
    ]
    return Machine(program, made, tuple(placed), views, owners)


def _owners(program: Program) -> dict[str, str]:
    """Return, by column of an optional scoring, its alias."""
    return {
        column: part.alias
        for part in program.parts
        if part.optional and part.asked
        for node in part.nodes
        for mine in (part.name(node.id), _core(part.name(node.id)))
        for column in (mine, wide(mine))
    }


def _core(name: str) -> str:
    """Return the column of a node's operation, without its gate."""
    return f"{name}#"


@dataclass(slots=True)
class _Builder:
    """Appends the instructions of one node after the other."""

    columns: Columns
    instructions: list[Instruction] = field(default_factory=list)
    atoms: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def add(self, part: Part, node: Node) -> None:
        """Append a node: as one table, or its operation and then its gate."""
        name, gate = part.name(node.id), node.built.gate
        if self._tabled(name, self._named(part, node.inputs), node.run):
            return
        if gate is None:
            self._add_core(name, part, node)
            return
        inner = _core(name)
        self._add_core(inner, part, node)
        marks: list[str] = []
        for i, (names, cause) in enumerate(gate.causes):
            marks.append(f"{name}#{i}")
            self._add(marks[-1], self._named(part, names), _as_lane(cause), STATUS)
        for column in self._named(part, gate.sources).values():
            marks.append(f"{column}#taint")
            if marks[-1] not in self.columns.codings:
                self._add(marks[-1], {"": column}, _taint, STATUS)
        reads = {"": inner, **{m: m for m in marks}}
        self._add(name, reads, _gating(gate, marks), node.signature)

    def add_rule(self, decision: DecisionStep, rule: RuleStep) -> None:
        """Append a rule."""
        name = rule_name(decision, rule)
        reads = {n: n for n in rule.reads}
        if self._tabled(name, reads, lambda env: rule_lane(*rule.run(env))):
            return
        truth = self._add_truth(f"{name}?", reads, rule.truth)
        parts, valid = {truth: truth}, ""
        if rule.valid is not None:
            fact = rule.valid.fact
            atom = Atom(repr(rule.valid), rule.valid)
            valid = self._add_truth(f"{name}@", {fact: fact}, atom)
            parts[valid] = valid

        def run(env: Mapping[str, Any]) -> Lane:
            return rule_lane(*outcome(env[truth], env[valid] if valid else None))

        self._add(name, parts, run, RULE)

    def add_judge(self, judge: Judge) -> None:
        """Append what indexes the verdicts of a decision.

        Each rule adds its outcome times a power of three.
        """
        coding, name = judge.coding, judge_name(judge.step)
        for pack, rules in judge.packs.items():
            groups = self._outcomes(judge, rules, packing, np.int64)
            self._keep(WideSum(pack, groups, _plain_lane, None))
        if coding is not None:
            rules = range(len(judge.step.rules))
            groups = self._outcomes(judge, rules, judging, coding.dtype)
            alone = len(groups) == 1
            self._keep(
                Table(name, *groups[0], coding) if alone else Sum(name, groups, coding)
            )

    def _outcomes(
        self, judge: Judge, rules: range, adds: Callable[[int], Any], kind: Any
    ) -> tuple[Group, ...]:
        """Return what the outcomes of some rules add, in groups of rules."""
        names = [rule_name(judge.step, judge.step.rules[i]) for i in rules]
        groups = []
        for members in self.columns.groups([(n,) for n in names]) or ():
            key = self.columns.key([names[i] for i in members])
            grid = combinations(key.sizes)
            total: Any = 0
            for i in members:
                lane = self.columns.entries(names[i], grid[names[i]])
                total = total + adds(i)(lane)
            groups.append((key, total.astype(kind)))
        return tuple(groups)

    def _add_core(self, name: str, part: Part, node: Node) -> None:
        """Append the operation of a node, without its gate."""
        core, signature = node.built.core, node.signature
        reads = self._named(part, core.inputs)
        if self._tabled(name, reads, core.run):
            return
        if core.additive is not None:
            terms = [
                tuple(self._named(part, names).values())
                for names in core.additive.reads
            ]
            made = split(name, core.additive, terms, signature, self.columns)
            if made is not None:
                self._keep(made)
                if made.out != name:  # of many indices that stand for the same
                    self._tabled(name, {"": made.out}, lambda env: env[""])
                return
        if core.choice is not None:
            self._add_choice(name, part, core.choice, signature)
            return
        if isinstance(core.run, Compound):
            self._add_truth(name, reads, core.run)
            return
        self._keep(self.columns.kernel(name, reads, core.run, signature))

    def _add_choice(
        self, name: str, part: Part, choice: Choice, signature: Signature
    ) -> None:
        """Append ordered cases: each condition alone, then what they choose."""
        marks = [
            self._add_truth(f"{name}?{i}", self._named(part, names), test)
            for i, (names, test) in enumerate(choice.tests)
        ]
        branches = self._named(part, choice.reads)

        def choose(env: Mapping[str, Any]) -> Lane:
            return choice.choose([env[m] for m in marks], env)

        self._add(name, {**branches, **{m: m for m in marks}}, choose, signature)

    def _add_truth(self, name: str, reads: Mapping[str, str], truth: Truth) -> str:
        """Append a condition, in parts where it is large; return its column.

        What is said twice of the same columns is one column.
        """
        if isinstance(truth, Compound):
            if not self._tabled(name, reads, truth):
                self._add_compound(name, reads, truth)
            return name
        said = truth.said if isinstance(truth, Atom) else name
        found = self.atoms.setdefault((said, *sorted(reads.items())), name)
        if found == name:
            self._add(name, reads, truth, TRUTH)
        return found

    def _add_compound(
        self, name: str, reads: Mapping[str, str], truth: Compound
    ) -> None:
        """Append the parts of a condition; as many at a time as a table joins."""
        waiting = [
            self._add_truth(f"{name}.{i}", {n: reads[n] for n in names}, part)
            for i, (names, part) in enumerate(truth.parts)
        ]
        joined = 0
        while len(waiting) > 1 and not self.columns.small(waiting):
            taken = self.columns.fitting(waiting)
            self._join(f"{name}&{joined}", waiting[:taken], truth)
            waiting = [*waiting[taken:], f"{name}&{joined}"]
            joined += 1
        self._join(name, waiting, truth)

    def _join(self, name: str, parts: Sequence[str], truth: Compound) -> None:
        """Append what joins some parts of a condition."""

        def run(env: Mapping[str, Any]) -> Lane:
            return truth.join([env[part] for part in parts])

        self._add(name, {part: part for part in parts}, run, TRUTH)

    def _add(
        self,
        name: str,
        reads: Mapping[str, str],
        function: Function,
        signature: Signature,
    ) -> None:
        """Append a function: as a table where it is small, else as it is."""
        if not self._tabled(name, reads, function):
            self._keep(self.columns.kernel(name, reads, function, signature))

    def _tabled(self, name: str, reads: Mapping[str, str], function: Function) -> bool:
        made = self.columns.table(name, reads, function)
        if made is not None:
            self._keep(made)
        return made is not None

    def _keep(self, step: Instruction) -> None:
        self.instructions.append(step)
        self.columns.codings[step.out] = coding_of(step)

    def _named(self, part: Part, names: tuple[str, ...]) -> dict[str, str]:
        """Return the column that a node knows by each name."""
        items = self.columns.items
        inner = part.alias != ""
        return {n: part.name(n) if inner and n not in items else n for n in names}


def _as_lane(cause: Cause) -> Function:
    """Return a cause as a function: its status is the lane's."""

    def run(env: Mapping[str, Any]) -> Lane:
        status = cause(env)
        return Lane(np.zeros(status.shape, np.int64), status)

    return run


def _plain_lane(values: Any) -> Lane:
    """Return a lane whose values are all there."""
    return Lane(values, np.zeros(values.shape, np.uint8))


def _taint(env: Mapping[str, Any]) -> Lane:
    """Return where the score it reads is prorated."""
    prorated = env[""].status == PRORATED
    status = np.where(prorated, PRORATED, OK)
    return Lane(np.zeros(status.shape, np.int64), status)


def _gating(gate: Gate, marks: list[str]) -> Function:
    n = len(gate.causes)

    def run(env: Mapping[str, Any]) -> Lane:
        causes = [env[m].status for m in marks[:n]]
        taints = [env[m].status == PRORATED for m in marks[n:]]
        return gate.apply(env[""], causes, taints)

    return run
