"""From a program to a machine: every small finite function becomes a table.

A node whose inputs are a few small columns is run over all their combinations once.
An aggregate over many is split into groups of terms; each group's partial state is a
table, the states add up, and the packed state is itself an index. What remains runs
its kernel; a number with a small range is then indexed again, so that the links, cuts
and rules that follow it are tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.lanes import FIRST, TRUTH, Kind, Lane, Signature, State, Status
from irdp.plan.coding import LIMIT, Coding, combinations
from irdp.plan.machine import (
    Digit,
    Instruction,
    Kernel,
    Key,
    Machine,
    Recode,
    Sum,
    Table,
    WideSum,
    coding_of,
)
from irdp.plan.packing import pack, pack_flags, without_gaps
from irdp.plan.strict import strict_sum
from irdp.plan.verdicts import RULE, Judge, judge_name, judging, rule_kernel, rule_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from irdp.ops.aggregate import Additive, Sums
    from irdp.ops.decision import DecisionStep, RuleStep
    from irdp.ops.step import Choice
    from irdp.plan.assemble import Cause, Gate
    from irdp.plan.program import Node, Part, Program

GROUP = 16_384
"""The most entries of one group's table: it stays in the nearest cache."""


def tabulate(program: Program) -> Machine:
    """Return the machine of a program: the same function of columns of codes."""
    builder = _Builder(program)
    for part in program.parts:
        for node in part.nodes:
            builder.add(part, node)
    for decision in program.decisions:
        for rule in decision.rules:
            builder.add_rule(decision, rule)
    judges = tuple(Judge.of(d) for d in program.decisions)
    for judge in judges:
        builder.add_judge(judge)
    return Machine(program, tuple(builder.instructions), judges)


@dataclass(slots=True)
class _Builder:
    """Builds instructions one node at a time."""

    program: Program
    instructions: list[Instruction] = field(default_factory=list)
    codings: dict[str, Coding | None] = field(default_factory=dict)
    digits: dict[str, str] = field(default_factory=dict)

    def add(self, part: Part, node: Node) -> None:
        """Append the instructions of a node: its operation, then its gate."""
        name = part.name(node.id)
        gate, core = node.built.gate, node.built.core
        if self._append_table(name, part, node.inputs, node.run):
            return
        if gate is None:
            self._append_core(name, part, node, core.inputs)
            return
        inner = f"{name}#"
        self._append_core(inner, part, node, core.inputs)
        marks: list[str] = []
        for i, (names, cause) in enumerate(gate.causes):
            marks.append(f"{name}#{i}")
            reads = {n: self._global(part, n) for n in names}
            self._append(marks[-1], reads, _as_lane(cause), _STATUS)
        for source in gate.sources:
            column = self._global(part, source)
            marks.append(f"{column}#taint")
            if marks[-1] not in self.codings:
                self._append(marks[-1], {"s": column}, _taint, _STATUS)
        self._append(
            name,
            {"": inner, **{m: m for m in marks}},
            _gating(gate, marks),
            node.signature,
        )

    def add_rule(self, decision: DecisionStep, rule: RuleStep) -> None:
        """Append the instruction of a rule."""
        reads = {n: n for n in rule.reads}
        self._append(rule_name(decision, rule), reads, rule_kernel(rule), RULE)

    def add_judge(self, judge: Judge) -> None:
        """Append the instruction that indexes the verdicts of a decision.

        Each rule adds its outcome times a power of three.
        """
        if judge.table is None:
            return
        size = len(judge.table.proposed) - 2
        entries = Lane(np.arange(size), np.zeros(size, np.uint8))
        coding = Coding.of(entries)
        names = [rule_name(judge.step, r) for r in judge.step.rules]
        groups = []
        for members in self._groups([(n,) for n in names]) or ():
            sizes = {names[i]: self.size(names[i]) or 0 for i in members}
            grid = combinations(sizes)
            total = sum(
                judging(judge.step, i)(self.entries(names[i], grid[names[i]]))
                for i in members
            )
            key = Key(tuple(sizes), tuple(sizes.values()))
            groups.append((key, np.asarray(total).astype(coding.dtype)))
        self._keep(Sum(judge_name(judge.step), tuple(groups), coding))

    def _append_core(
        self, name: str, part: Part, node: Node, inputs: tuple[str, ...]
    ) -> None:
        core = node.built.core
        if self._append_table(name, part, inputs, core.run):
            return
        if core.additive is not None:
            made = self._split(name, part, core.additive, node)
            if made is not None:
                self._keep(made)
                return
        if core.choice is not None:
            self._append_choice(name, part, core.choice, node.signature)
            return
        reads = {n: self._global(part, n) for n in inputs}
        self._keep(self._kernel(name, reads, core.run, node.signature))

    def _append_table(
        self,
        name: str,
        part: Part,
        inputs: tuple[str, ...],
        kernel: Callable[[Mapping[str, Any]], Lane],
    ) -> bool:
        reads = {n: self._global(part, n) for n in inputs}
        made = self._table(name, reads, kernel)
        if made is not None:
            self._keep(made)
        return made is not None

    def _append(
        self,
        name: str,
        reads: Mapping[str, str],
        kernel: Callable[[Mapping[str, Any]], Lane],
        signature: Signature,
    ) -> None:
        made = self._table(name, reads, kernel)
        self._keep(made or self._kernel(name, reads, kernel, signature))

    def _keep(self, step: Instruction) -> None:
        self.instructions.append(step)
        self.codings[step.out] = coding_of(step)

    def _global(self, part: Part, name: str) -> str:
        """Return the column that a node knows by a name."""
        if name in self.program.items or part.alias == "":
            return name
        return part.name(name)

    def size(self, column: str) -> int | None:
        """Return how many indices a column has; None where it is no index."""
        if column in self.digits:
            return self.program.items[self.digits[column]].domain.size + 1
        if column in self.program.items:
            size = FIRST + self.program.items[column].domain.size
            return size if size <= LIMIT else None
        coding = self.codings[column]
        return None if coding is None else coding.size

    def entries(self, column: str, index: Any) -> Any:
        """Return what the indices of a column stand for: codes, or a lane."""
        if column in self.digits:
            codes = index + (FIRST - 1)
            codes[index == 0] = State.MISSING
            return codes
        if column in self.program.items:
            item = self.program.items[column]
            codes = index.astype(item.domain.dtype)
            if not item.may_skip:
                codes[codes == State.NOT_APPLICABLE] = State.MISSING
            return codes
        coding = self.codings[column]
        if coding is None:  # pragma: no cover - `size` excludes it
            raise TypeError(column)
        return Lane(coding.values[index], coding.status[index])

    def _sizes(self, reads: Mapping[str, str]) -> dict[str, int] | None:
        sizes = {column: self.size(column) for column in reads.values()}
        found = {c: s for c, s in sizes.items() if s is not None}
        if len(found) < len(sizes) or not found or prod(found.values()) > LIMIT:
            return None
        return found

    def _table(
        self,
        name: str,
        reads: Mapping[str, str],
        kernel: Callable[[Mapping[str, Any]], Lane],
    ) -> Table | None:
        sizes = self._sizes(reads)
        if sizes is None:
            return None
        grid = combinations(sizes)
        env = {n: self.entries(c, grid[c]) for n, c in reads.items()}
        lane = kernel(env)
        coding, index = distinct(lane)
        key = Key(tuple(sizes), tuple(sizes.values()))
        return Table(name, key, index.astype(coding.dtype), coding)

    def _kernel(
        self,
        name: str,
        reads: Mapping[str, str],
        kernel: Callable[[Mapping[str, Any]], Lane],
        signature: Signature,
    ) -> Kernel:
        codings = {c: self.codings.get(c) for c in reads.values()}
        items = self.program.items

        def run(columns: Mapping[str, Any]) -> Lane:
            env = {}
            for own, column in reads.items():
                coding = None if column in items else codings[column]
                found = columns[column]
                env[own] = found if coding is None else _looked_up(coding, found)
            return kernel(env)

        columns = tuple(dict.fromkeys(reads.values()))
        return Kernel(name, columns, run, recode(signature))

    def _append_choice(
        self, name: str, part: Part, choice: Choice, signature: Signature
    ) -> None:
        """Append ordered cases: each condition alone, then what they choose."""
        marks = [f"{name}?{i}" for i in range(len(choice.tests))]
        for mark, (names, test) in zip(marks, choice.tests, strict=True):
            reads = {n: self._global(part, n) for n in names}
            self._append(mark, reads, test, TRUTH)
        branches = {n: self._global(part, n) for n in choice.reads}

        def choose(env: Mapping[str, Any]) -> Lane:
            return choice.choose([env[m] for m in marks], env)

        self._append(name, {**branches, **{m: m for m in marks}}, choose, signature)

    def _digit(self, column: str, term: Callable[[Mapping[str, Any]], Lane]) -> str:
        """Return the column of an item in which all its gaps are one, if a term may.

        It may where it makes the same of every state.
        """
        item = self.program.items.get(column)
        if item is None or item.domain.size + FIRST > LIMIT:
            return column
        codes = self.entries(column, np.arange(FIRST))
        lane = term({column: codes})
        if len(set(zip(lane.values.tolist(), lane.status.tolist(), strict=True))) > 1:
            return column
        out = f"{column}^"
        if out not in self.digits:
            self.digits[out] = column
            self.instructions.append(Digit(out, column))
        return out

    def _split(
        self, name: str, part: Part, additive: Additive, node: Node
    ) -> Instruction | None:
        """Return an aggregate as groups of terms, or None where a term is too wide."""
        columns = [
            tuple(self._global(part, n) for n in names) for names in additive.reads
        ]
        columns = [
            (self._digit(names[0], term),) if names == own and len(names) == 1 else names
            for names, own, term in zip(
                columns, additive.reads, additive.terms, strict=True
            )
        ]
        whole = self._whole(name, columns, additive, node)
        if whole is not None:
            return whole
        groups = self._groups(columns)
        if groups is None or additive.wide:
            return None
        states = []
        for members in groups:
            reads = dict.fromkeys(c for i in members for c in columns[i])
            sizes = {c: self.size(c) or 0 for c in reads}
            grid = combinations(sizes)
            terms = []
            for i in members:
                env = {
                    own: self.entries(column, grid[column])
                    for own, column in zip(additive.reads[i], columns[i], strict=True)
                }
                terms.append(additive.contribute(i, additive.terms[i](env)))
            total = terms[0]
            for term in terms[1:]:
                total = total + term
            if additive.strict:
                total = without_gaps(total)
            states.append((Key(tuple(sizes), tuple(sizes.values())), total))
        return self._packed(name, states, additive, node.signature)

    def _whole(
        self,
        name: str,
        columns: list[tuple[str, ...]],
        additive: Additive,
        node: Node,
    ) -> Table | None:
        """Return an aggregate as one table, where gaps taken as one make it small."""
        if any(len(c) != 1 for c in columns):
            return None
        reads = {
            own[0]: c[0] for own, c in zip(additive.reads, columns, strict=True)
        }
        return self._table(name, reads, node.built.core.run)

    def _packed(
        self,
        name: str,
        states: list[tuple[Key, Sums]],
        additive: Additive,
        signature: Signature,
    ) -> Instruction:
        keys = [k for k, _ in states]
        packing = pack([s for _, s in states])
        if packing.size <= LIMIT - 2:
            lane = additive.finish(packing.unpack(np.arange(packing.size)))
            coding = Coding.of(lane)
            typed = [packing.table(s).astype(coding.dtype) for _, s in states]
            return Sum(name, tuple(zip(keys, typed, strict=True)), coding)
        flags = pack_flags([s for _, s in states])
        found = recode(signature)
        line = additive.line
        if found is not None and flags is not None and line is not None and additive.strict:
            tables = [flags.table(s) for _, s in states]
            finish = additive.finish
            return strict_sum(name, keys, tables, flags, line, finish, found)
        tables = [packing.table(s) for _, s in states]
        finish = additive.finish
        return WideSum(
            name,
            tuple(zip(keys, tables, strict=True)),
            lambda state: finish(packing.unpack(state)),
            found,
        )

    def _groups(self, columns: list[tuple[str, ...]]) -> list[list[int]] | None:
        """Return terms in groups whose inputs have few combinations."""
        groups: list[list[int]] = []
        held: set[str] = set()
        for i, names in enumerate(columns):
            sizes = [self.size(c) for c in names]
            if not names or any(s is None for s in sizes):
                return None
            wider = held | set(names)
            if groups and prod(self.size(c) or 0 for c in wider) <= GROUP:
                groups[-1].append(i)
                held = wider
                continue
            if prod(self.size(c) or 0 for c in set(names)) > LIMIT:
                return None
            groups.append([i])
            held = set(names)
        return groups


_STATUS = Signature(Kind.NUMBER)


def _as_lane(cause: Cause) -> Callable[[Mapping[str, Any]], Lane]:
    """Return a cause as a kernel: its status is the lane's."""

    def run(env: Mapping[str, Any]) -> Lane:
        status = cause(env)
        return Lane(np.zeros(status.shape, np.int64), status)

    return run


def _taint(env: Mapping[str, Any]) -> Lane:
    """Return where the score named "s" is prorated."""
    prorated = env["s"].status == Status.PRORATED
    status = np.where(prorated, np.uint8(Status.PRORATED), np.uint8(Status.OK))
    return Lane(np.zeros(status.shape, np.int64), status)


def _gating(gate: Gate, marks: list[str]) -> Callable[[Mapping[str, Any]], Lane]:
    n = len(gate.causes)

    def run(env: Mapping[str, Any]) -> Lane:
        causes = [env[m].status for m in marks[:n]]
        taints = [env[m].status == Status.PRORATED for m in marks[n:]]
        return gate.apply(env[""], causes, taints)

    return run


def _looked_up(coding: Coding, index: Any) -> Lane:
    return Lane(coding.values.take(index), coding.status.take(index))


def distinct(lane: Lane) -> tuple[Coding, Any]:
    """Return the distinct results of a lane as a coding, and the index of each."""
    pairs = np.stack([lane.values, lane.status.astype(np.int64)])
    found, back = np.unique(pairs, axis=1, return_inverse=True)
    coding = Coding.of(Lane(found[0], found[1].astype(np.uint8)))
    return coding, back.reshape(-1)


def recode(signature: Signature) -> Recode | None:
    """Return how a number with a small range is indexed, or None if it has a large one."""
    size = signature.high - signature.low + 1
    if 2 * size + len(Status) > LIMIT:
        return None
    ks = np.arange(size, dtype=np.int64) + signature.low
    others = np.array([s for s in Status if not s.has_value], np.uint8)
    values = np.concatenate([ks, ks, np.zeros(len(others), np.int64)])
    known = np.repeat(np.array([Status.OK, Status.PRORATED], np.uint8), size)
    lane = Lane(values, np.concatenate([known, others]))
    return Recode(signature.low, size, Coding.of(lane))
