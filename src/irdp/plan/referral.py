"""The program of a policy: its scorings as parts, its own scores, its decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from irdp.definition.questionnaire import FIRST_DAY, LAST_DAY
from irdp.ops.decision import DecisionStep, RuleStep, Valid
from irdp.ops.lanes import ItemType
from irdp.ops.scope import Fault, Scope, Unbuildable
from irdp.ops.truth import compile_condition
from irdp.plan.compile import (
    VISIT_DATE,
    compile_checks,
    compile_items,
    compile_scores,
    needed,
)
from irdp.plan.lack import lacks
from irdp.plan.program import Part, Program

if TYPE_CHECKING:
    from irdp.definition.referral import Decision, Referral, Rule
    from irdp.definition.referral import Valid as ValidRange
    from irdp.ops.item import ItemSpec
    from irdp.plan.program import Node


def compile_referral(
    policy: Referral, programs: Mapping[str, Program]
) -> tuple[Program, list[Fault]]:
    """Return the program of a policy, and its faults.

    Parameters
    ----------
    programs
        The program of each scoring it reads, by alias.
    """
    faults: list[Fault] = []
    facts = {f.id: f.spec(policy.codes) for f in policy.facts}
    gates, found = compile_items(policy.facts, facts, "facts")
    faults += found
    parts, items, invalid = _join(policy, programs, facts, faults)
    nodes = {p.name(n.id): n for p in parts for n in p.nodes}
    individual = {name: n for name, n in nodes.items() if n.score.level == "individual"}
    compiled = compile_scores(
        policy.scores,
        {**items, **facts},
        policy.tables,
        above={name: n.signature for name, n in individual.items()},
        items_of_above={name: n.items for name, n in individual.items()},
    )
    faults += compiled.faults
    signatures = compiled.signatures
    decisions = []
    for i, decision in enumerate(policy.decisions):
        scope = Scope(
            {"visit_date": VISIT_DATE, **items, **facts},
            signatures,
            path=("decisions", i),
            broken={s.id for s in policy.scores} - set(signatures)
            | (set(nodes) - set(individual)),
        )
        _collective(decision, set(nodes) - set(individual), scope)
        own = {n.id: n for n in compiled.nodes}
        decisions.append(_compile_decision(decision, scope, own))
        faults += scope.faults
    checks, found = compile_checks(policy.checks, {**items, **facts})
    faults += found
    read = {n for node in compiled.nodes for n in node.items}
    read |= {n for d in decisions for r in d.rules for n in r.reads if n in facts}
    wanted = needed(read, {g.item: reads for g, reads in gates})
    items |= {n: s for n, s in facts.items() if n in wanted and n not in items}
    if "visit_date" in wanted:
        items.setdefault("visit_date", facts.get("visit_date", VISIT_DATE))
    for name in items:
        if name in facts or name not in invalid:
            strict = policy.invalid_answers == "reject" or invalid.get(name) == "reject"
            invalid[name] = "reject" if strict else "missing"
    joined = {g.item: g for p in programs.values() for g in p.gates}
    program = Program(
        items=items,
        invalid=invalid,
        gates=(
            *joined.values(),
            *(g for g, _ in gates if g.item in wanted and g.item not in joined),
        ),
        checks=(
            *{c.id: c for p in programs.values() for c in p.checks}.values(),
            *(c for c, reads in checks if set(reads) <= set(items)),
        ),
        parts=(*parts, Part("", tuple(compiled.nodes))),
        decisions=tuple(decisions),
    )
    return program, faults


def _join(
    policy: Referral,
    programs: Mapping[str, Program],
    facts: Mapping[str, ItemSpec],
    faults: list[Fault],
) -> tuple[list[Part], dict[str, ItemSpec], dict[str, str]]:
    """Return the parts of the scorings, with the items that they share."""
    parts: list[Part] = []
    items: dict[str, ItemSpec] = {}
    invalid: dict[str, str] = {}
    for alias, program in programs.items():
        reading = policy.scorings[alias]
        part = replace(program.parts[0], alias=alias, optional=reading.optional)
        parts.append(part)
        for name, spec in program.items.items():
            known = items.get(name) or facts.get(name)
            if known is not None and known.domain != spec.domain:
                faults.append(Fault("IRDP-Q064", ("scorings", alias), {"name": name}))
            optional = reading.optional or spec.optional
            before = items.get(name)
            if before is not None:
                optional = optional and before.optional
            items[name] = replace(spec, optional=optional)
            if "reject" in (program.invalid[name], invalid.get(name)):
                invalid[name] = "reject"
            else:
                invalid[name] = "missing"
    return parts, items, invalid


def _compile_decision(
    decision: Decision, scope: Scope, own: Mapping[str, Node]
) -> DecisionStep:
    proposals = tuple(decision.proposals)
    for key in ("default", "undetermined"):
        if getattr(decision, key) not in proposals:
            scope.fault("IRDP-Q067", key, name=getattr(decision, key), known=proposals)
    if decision.default == decision.undetermined:
        scope.fault("IRDP-Q068", "undetermined")
    rules: list[RuleStep] = []
    seen: set[str] = set()
    for i, rule in enumerate(decision.rules):
        if rule.id in seen:
            scope.fault("IRDP-Q010", "rules", i, "id", name=rule.id)
        seen.add(rule.id)
        if rule.propose not in proposals:
            scope.fault(
                "IRDP-Q067", "rules", i, "propose", name=rule.propose, known=proposals
            )
            continue
        found = _compile_rule(rule, i, proposals.index(rule.propose), scope)
        if found is not None:
            rules.append(found)
    reads = {n for r in rules for n in r.reads}
    todo = [n for n in reads if n in own]
    while todo:
        inputs = set(own[todo.pop()].inputs) - reads
        reads |= inputs
        todo += [n for n in inputs if n in own]
    return DecisionStep(
        id=decision.id,
        hit=decision.hit,
        proposals=proposals,
        rules=tuple(rules),
        default=_rank(proposals, decision.default),
        undetermined=_rank(proposals, decision.undetermined),
        reads=frozenset(n.partition(".")[0] for n in reads if "." in n),
    )


def _rank(proposals: tuple[str, ...], name: str) -> int:
    return proposals.index(name) if name in proposals else 0


def _compile_rule(rule: Rule, i: int, proposal: int, scope: Scope) -> RuleStep | None:
    scope.inputs.clear()
    try:
        truth = compile_condition(rule.when, scope, "rules", i, "when")
        valid = _valid(rule.valid, scope, "rules", i, "valid")
        reads = tuple(scope.inputs)
        lack = lacks(rule.when, scope)
    except Unbuildable:
        return None
    return RuleStep(
        rule.id, truth, proposal, rule.unknown == "hold", reads, lack, valid
    )


def _valid(valid: ValidRange | None, scope: Scope, *at: str | int) -> Valid | None:
    if valid is None:
        return None
    item = scope.item(valid.fact, *at, "fact")
    if item.domain.kind is not ItemType.DATE:
        scope.refuse("IRDP-Q075", *at, "fact", name=valid.fact)
    first = valid.from_.toordinal() if valid.from_ else FIRST_DAY
    last = valid.until.toordinal() if valid.until else LAST_DAY
    if first > last:
        scope.fault("IRDP-Q034", *at, "from")
    return Valid(valid.fact, first, last)


def _collective(decision: Decision, names: set[str], scope: Scope) -> None:
    """Say of each collective score that a rule reads that no policy may read one."""
    for i, rule in enumerate(decision.rules):
        text = repr(rule.when)
        for name in sorted(names):
            if f"'{name}'" in text:
                scope.fault("IRDP-Q065", "rules", i, "when", name=name)
