"""What a new version does to people: who changes band or proposal, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.ops.band import Band
from irdp.ops.lanes import Kind
from irdp.review.causes import causes_of
from irdp.review.diff import related

if TYPE_CHECKING:
    from irdp.plan.program import Program
    from irdp.results.table import ScoreTable
    from irdp.scorer import Scorer
    from irdp.text import Lang
    from irdp.visits.flat import Flat

NONE = "—"


@dataclass(frozen=True, slots=True)
class Moved:
    """One visit whose band or proposal changes.

    Parameters
    ----------
    row
        The row of the visit in the data, from 0.
    key
        What identifies it for the caller, where keys were given.
    output
        The band score or the decision.
    before, after
        The band or the proposal in each version; ``—`` without one.
    items
        The items that make it change; empty where only a cut-off moved.
    steps
        The scores and rules that the versions write differently.
    """

    row: int
    key: object
    output: str
    before: str
    after: str
    items: tuple[str, ...]
    steps: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """Return plain values; answers are not among them."""
        return {
            "row": self.row,
            "key": self.key,
            "output": self.output,
            "before": self.before,
            "after": self.after,
            "items": list(self.items),
            "steps": list(self.steps),
        }


@dataclass(frozen=True, slots=True)
class Transitions:
    """How many visits go from which band or proposal to which.

    Parameters
    ----------
    output
        The band score or the decision.
    labels
        What stands in either version, in written order, ``—`` last.
    counts
        Visits from label i (before) to label j (after), int64, shape
        (n_labels, n_labels).
    """

    output: str
    labels: tuple[str, ...]
    counts: Any

    @property
    def changed(self) -> int:
        """How many visits change."""
        return int(self.counts.sum() - np.trace(self.counts))

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "output": self.output,
            "labels": list(self.labels),
            "counts": self.counts.tolist(),
            "changed": self.changed,
        }


@dataclass(frozen=True, slots=True)
class Impact:
    """What changes for the visits of a file between two versions.

    Parameters
    ----------
    before, after
        The two references.
    n
        How many visits were compared.
    transitions
        A matrix for each band score and decision that both versions have.
    moved
        The visits that change, by output and row.
    """

    before: str
    after: str
    n: int
    transitions: tuple[Transitions, ...]
    moved: tuple[Moved, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that change in one output at least, rising."""
        return tuple(sorted({m.row for m in self.moved}))

    def render(self, lang: Lang = "fr") -> str:
        """Return the counts in words: a line for each output and transition."""
        words = {
            "fr": (f"{len(self.rows)} visites sur {self.n} changent", "changent"),
            "en": (f"{len(self.rows)} of {self.n} visits change", "change"),
        }[lang]
        lines = [f"{self.before} → {self.after}", words[0]]
        for matrix in self.transitions:
            lines.append(f"  {matrix.output}: {matrix.changed} {words[1]}")
            for i, a in enumerate(matrix.labels):
                for j, b in enumerate(matrix.labels):
                    if i != j and matrix.counts[i, j]:
                        lines.append(f"    {a} → {b}: {matrix.counts[i, j]}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "before": self.before,
            "after": self.after,
            "n": self.n,
            "changed": len(self.rows),
            "transitions": [t.to_dict() for t in self.transitions],
            "moved": [m.to_dict() for m in self.moved],
        }


def impact(
    before: Scorer,
    after: Scorer,
    data: object,
    *,
    keys: Sequence[object] | None = None,
    absent: Collection[str] = (),
    flat: bool | Flat = False,
) -> Impact:
    """Return who changes band or proposal between two versions, and because of what.

    Parameters
    ----------
    before, after
        Two versions of one scoring or policy.
    data
        Visits, as `Scorer.score` takes them.
    keys
        What identifies each visit, in order; rows are given where there is none.
    absent
        Items whose column is known to be absent.
    flat
        Whether, or how, numbers and dates are written out as texts.

    Raises
    ------
    CallError
        If the two are not versions of one definition, or have no band score and no
        decision in common.

    Examples
    --------
    >>> import irdp
    >>> was = irdp.load("was@1.0.0")
    >>> impact(was, was, {"WAI1": [3, 6, None]}).rows
    ()
    """
    _comparable(before, after)
    tables = [
        s.score(s.encode(data, absent=set(absent) & set(s.items), flat=flat))
        for s in (before, after)
    ]
    one, other = tables
    names = _outputs(before, after)
    transitions, moved = [], []
    for name in names:
        a, b = _labels(one, name), _labels(other, name)
        transitions.append(_transitions(name, (before, after), (a, b)))
        rows = np.flatnonzero(a != b)
        if not len(rows):
            continue
        pair = (one.take(rows), other.take(rows))
        causes = causes_of(name, (before, after), pair)
        moved += [
            Moved(
                int(row),
                None if keys is None else keys[int(row)],
                name,
                a[row],
                b[row],
                causes.items(i),
                causes.steps,
            )
            for i, row in enumerate(rows)
        ]
    return Impact(
        before.definition.reference,
        after.definition.reference,
        len(one),
        tuple(transitions),
        tuple(moved),
    )


def _comparable(before: Scorer, after: Scorer) -> None:
    a, b = before.definition, after.definition
    if not related(a, b) or a.format != b.format:
        raise CallError(diagnose("IRDP-Q112", name=a.reference, other=b.reference))


def _outputs(before: Scorer, after: Scorer) -> list[str]:
    """Return the band scores and decisions of both; else their other verdicts."""
    programs = [s.compiled.program for s in (before, after)]
    for wanted in (_banded, _judging):
        names = [wanted(p) for p in programs]
        common = [n for n in names[0] if n in names[1]]
        if common:
            return common
    raise CallError(diagnose("IRDP-Q113"))


def _banded(program: Program) -> list[str]:
    bands = [n for n, k in program.nodes.items() if isinstance(k.score, Band)]
    return [*bands, *(d.id for d in program.decisions)]


def _judging(program: Program) -> list[str]:
    nodes = program.nodes.items()
    return [n for n, k in nodes if k.signature.kind is not Kind.NUMBER]


def _labels(table: ScoreTable, name: str) -> Any:
    """Return the band or proposal of each visit as text, dtype object."""
    found = table.decisions(name) if name in table.verdicts else table.values(name)
    out = np.empty(len(table), dtype=object)
    out[:] = [_label(v) for v in found]
    return out


def _label(value: object) -> str:
    if value is None:
        return NONE
    if isinstance(value, tuple):
        return " + ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _transitions(
    name: str, versions: tuple[Scorer, Scorer], pair: tuple[Any, Any]
) -> Transitions:
    seen = {*pair[0].tolist(), *pair[1].tolist()}
    known = [x for v in versions for x in _written(v.compiled.program, name)]
    labels = [*dict.fromkeys([*known, *sorted(seen - {NONE})]), NONE]
    counts: Mapping[tuple[str, str], int] = Counter(zip(*map(list, pair), strict=True))
    matrix = np.zeros((len(labels), len(labels)), np.int64)
    for (a, b), n in counts.items():
        matrix[labels.index(a), labels.index(b)] = n
    return Transitions(name, tuple(labels), matrix)


def _written(program: Program, name: str) -> tuple[str, ...]:
    for decision in program.decisions:
        if decision.id == name:
            return decision.proposals if decision.hit == "first" else ()
    signature = program.nodes[name].signature
    return signature.labels if signature.kind is Kind.CATEGORY else ("false", "true")
