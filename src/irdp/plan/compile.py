"""From documents to a program: names resolved, every fault gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from irdp.definition.questionnaire import FIRST_DAY, LAST_DAY
from irdp.ops.item import ItemSpec
from irdp.ops.lanes import Domain, ItemType, Kind, Signature
from irdp.ops.scope import Fault, Scope, Unbuildable
from irdp.ops.truth import compile_condition
from irdp.plan.assemble import assemble
from irdp.plan.closure import closure
from irdp.plan.program import CheckStep, Gate, Node

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Check, Item
    from irdp.ops.score import Score
    from irdp.ops.tables import Table

VISIT_DATE = ItemSpec(
    "visit_date",
    Domain(ItemType.DATE, LAST_DAY - FIRST_DAY + 1, low=FIRST_DAY),
    asked=False,
)


@dataclass(slots=True)
class Compiled:
    """The nodes of one document, and what they read."""

    nodes: list[Node] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    signatures: dict[str, Signature] = field(default_factory=dict)


def compile_scores(
    scores: Sequence[Score],
    items: Mapping[str, ItemSpec],
    tables: Sequence[Table] = (),
    above: Mapping[str, Signature] | None = None,
    items_of_above: Mapping[str, tuple[str, ...]] | None = None,
) -> Compiled:
    """Compile scores in written order; each sees the items and the scores above it.

    Parameters
    ----------
    above, items_of_above
        In a policy: the scores of the scorings it reads, and the items of each.
    """
    out = Compiled(signatures=dict(above or {}))
    reads: dict[str, tuple[str, ...]] = dict(items_of_above or {})
    scope = Scope(
        {"visit_date": VISIT_DATE, **items},
        out.signatures,
        {t.id: t for t in tables},
        later=frozenset(s.id for s in scores),
    )
    seen: dict[str, int] = {}
    for i, score in enumerate(scores):
        scope.path = ("scores", i)
        if score.id in seen or score.id in items:
            scope.fault("IRDP-Q010", "id", name=score.id)
        seen[score.id] = i
        scope.later = scope.later - {score.id}
        try:
            built = assemble(score, scope)
        except Unbuildable:
            scope.broken.add(score.id)
            continue
        signature = built.signature
        check_range(score, signature, scope)
        inputs = tuple(scope.inputs)
        below = [n for name in inputs for n in reads.get(name, (name,))]
        reads[score.id] = tuple(dict.fromkeys(n for n in below if n in scope.items))
        out.signatures[score.id] = signature
        out.nodes.append(Node(score.id, score, built, inputs, reads[score.id]))
    out.faults = scope.faults
    return out


def check_range(score: Score, signature: Signature, scope: Scope) -> None:
    """Refuse a declared range that the score is proved to leave."""
    if score.range is None or signature.kind is not Kind.NUMBER:
        return
    low, high = (bound * signature.scale for bound in score.range)
    if low > high:
        scope.fault("IRDP-Q034", "range")
    elif signature.tight and (signature.low < low or signature.high > high):
        scope.fault(
            "IRDP-Q053",
            "range",
            declared=f"{float(score.range[0]):g} – {float(score.range[1]):g}",
            reached=f"{signature.low / signature.scale:g} – "
            f"{signature.high / signature.scale:g}",
        )


def compile_items(
    items: Sequence[Item], specs: Mapping[str, ItemSpec], key: str = "items"
) -> tuple[list[tuple[Gate, tuple[str, ...]]], list[Fault]]:
    """Compile the `shown_if` of items; each sees the items above it only."""
    scope = Scope({}, later=frozenset(i.id for i in items))
    known: dict[str, ItemSpec] = {}
    gates = []
    seen: dict[str, str] = {}
    for i, item in enumerate(items):
        scope.path, scope.items = (key, i), known
        if item.id in known:
            scope.fault("IRDP-Q010", "id", name=item.id)
        folded = seen.setdefault(item.id.casefold(), item.id)
        if folded != item.id:
            scope.fault("IRDP-Q011", "id", name=item.id, other=folded)
        _check_options(item, scope)
        _check_size(specs[item.id].domain, scope)
        if item.shown_if is not None:
            scope.inputs.clear()
            try:
                shown = compile_condition(item.shown_if, scope, "shown_if")
                gates.append((Gate(item.id, shown), tuple(scope.inputs)))
            except Unbuildable:
                pass
        known = {**known, item.id: specs[item.id]}
        scope.later = scope.later - {item.id}
    return gates, scope.faults


def _check_size(domain: Domain, scope: Scope) -> None:
    """Refuse a domain too large to be listed; a date is never listed."""
    if domain.size > domain.most:
        many = domain.kind is ItemType.MULTIPLE
        scope.fault("IRDP-Q089", "options" if many else "max", most=domain.most)


def _check_options(item: Item, scope: Scope) -> None:
    seen: dict[str, int] = {}
    texts: set[str] = set()
    for j, option in enumerate(item.options):
        if option.code in seen:
            scope.fault("IRDP-Q010", "options", j, "code", name=option.code)
        seen[option.code] = j
    for j, option in enumerate(item.options):
        for alias in option.aliases:
            if alias in texts or (alias in seen and seen[alias] != j):
                scope.fault("IRDP-Q010", "options", j, "aliases", name=alias)
            texts.add(alias)


def compile_checks(
    checks: Sequence[Check], specs: Mapping[str, ItemSpec]
) -> tuple[list[tuple[CheckStep, tuple[str, ...]]], list[Fault]]:
    """Compile the contradictions of a questionnaire."""
    scope = Scope({"visit_date": VISIT_DATE, **specs})
    out = []
    for i, check in enumerate(checks):
        scope.path = ("checks", i)
        scope.inputs.clear()
        try:
            never = compile_condition(check.never, scope, "never")
        except Unbuildable:
            continue
        step = CheckStep(check.id, never, rejects=check.as_ == "reject")
        out.append((step, tuple(scope.inputs)))
    return out, scope.faults


def needed(read: Iterable[str], gates: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the items read, and those that their display depends on."""
    return closure(read, lambda name: gates.get(name, ()))
