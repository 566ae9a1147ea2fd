"""The result of one visit: a row of a table, read one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from irdp.ops.band import Band
from irdp.ops.lanes import Status
from irdp.results import decode
from irdp.results.explain import explain
from irdp.results.provenance import VALIDATION, Provenance
from irdp.text import Lang, Text

if TYPE_CHECKING:
    from irdp.results.table import ScoreTable
    from irdp.visits.issues import Issue


@dataclass(frozen=True, slots=True)
class BandResult:
    """The band that a score lies in."""

    id: str
    label: Text
    detected: bool


@dataclass(frozen=True, slots=True, repr=False)
class ScoreResult:
    """One score of one visit.

    Parameters
    ----------
    value
        A float, a truth, a text, or None without a value.
    status
        ``ok`` or ``prorated`` with a value, else why there is none.
    band
        The band of the score, None where it is unknown or the score has none.
    completeness
        Answered ÷ expected over the items it reads, in [0, 1]; None if none is
        expected.
    """

    value: float | bool | str | None
    status: str
    band: BandResult | None
    completeness: float | None

    def __repr__(self) -> str:
        return f"ScoreResult({self.status})"

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "value": self.value,
            "status": self.status,
            "band": None if self.band is None else self.band.id,
            "completeness": self.completeness,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that is true: why something is proposed."""

    id: str
    proposal: str
    text: Text
    law: str = ""
    text_id: str = ""
    mark: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "id": self.id,
            "proposal": self.proposal,
            "text": {"fr": self.text.fr, "en": self.text.en},
            "law": self.law or None,
            "text_id": self.text_id or None,
            "mark": self.mark or None,
        }


@dataclass(frozen=True, slots=True, repr=False)
class DecisionResult:
    """One decision for one visit: a proposal to a health professional.

    Parameters
    ----------
    proposal
        An id, or a tuple of ids where the hit policy is `collect`.
    provisional
        Whether an unknown rule could change it.
    reasons
        Every rule that is true.
    unknown
        Every unknown rule, with the names that it lacks.
    skipped
        The unknown rules among them that count as false.
    not_administered
        The optional scorings that were not administered.
    wording
        What the proposal says.
    """

    proposal: str | tuple[str, ...]
    provisional: bool
    reasons: tuple[Reason, ...]
    unknown: Mapping[str, tuple[str, ...]]
    skipped: tuple[str, ...]
    not_administered: tuple[str, ...]
    wording: tuple[Text, ...]

    def __repr__(self) -> str:
        kind = "provisional" if self.provisional else "final"
        return f"DecisionResult({kind}, {len(self.reasons)} reasons)"

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        proposal = self.proposal
        return {
            "proposal": list(proposal) if isinstance(proposal, tuple) else proposal,
            "provisional": self.provisional,
            "wording": [{"fr": w.fr, "en": w.en} for w in self.wording],
            "reasons": [r.to_dict() for r in self.reasons],
            "unknown": {k: list(v) for k, v in self.unknown.items()},
            "skipped": list(self.skipped),
            "not_administered": list(self.not_administered),
        }


class Assessment:
    """The scores and decisions of one visit; everything is decoded when it is read."""

    def __init__(self, table: ScoreTable, row: int) -> None:
        self._table = table
        self._row = row

    def __repr__(self) -> str:
        reference = self._table.definition.document.reference
        return (
            f"Assessment({reference}, {len(self._table.lanes)} scores, "
            f"{len(self.issues)} issues)"
        )

    @property
    def table(self) -> ScoreTable:
        """The table that the visit is a row of."""
        return self._table

    @property
    def row(self) -> int:
        """Its row in that table."""
        return self._row

    @cached_property
    def _one(self) -> ScoreTable:
        return self._table.take([self._row]) if len(self._table) > 1 else self._table

    @cached_property
    def scores(self) -> Mapping[str, ScoreResult]:
        """Every score by its id (``alias.id`` in a policy)."""
        return {name: self._score(name) for name in self._table.lanes}

    @cached_property
    def decisions(self) -> Mapping[str, DecisionResult]:
        """Every decision by its id."""
        return {name: self._decide(name) for name in self._table.verdicts}

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong with single answers; it points, it does not quote."""
        return self._table.issues.for_row(self._row)

    @property
    def rejected(self) -> bool:
        """Whether the visit was rejected."""
        return bool(self._table.rejected[self._row])

    @property
    def provenance(self) -> Provenance:
        """Where the result comes from."""
        return self._table.provenance

    @property
    def validation(self) -> str:
        """``to_be_validated``: a health professional decides."""
        return VALIDATION

    def explain(self, lang: Lang = "fr") -> str:
        """Return the result in words, for the occupational physician."""
        return explain(self, lang)

    def to_dict(self) -> dict[str, object]:
        """Return plain values: provenance, scores, decisions, issues."""
        public = self._table.outputs
        return {
            "schema": "irdp/assessment/1",
            "provenance": self.provenance.to_dict(),
            "rejected": self.rejected,
            "scores": {n: self.scores[n].to_dict() for n in public},
            "decisions": {n: d.to_dict() for n, d in self.decisions.items()},
            "issues": [
                {"item": i.item, "code": i.code, "severity": str(i.severity)}
                for i in self.issues
            ],
            "validation": self.validation,
        }

    def to_json(self) -> str:
        """Return `to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def _repr_html_(self) -> str:
        cells = []
        for name in self._table.outputs:
            found = self.scores[name]
            band = "" if found.band is None else found.band.id
            shown = "" if found.value is None else str(found.value)
            row = (name, shown, band, found.status)
            cells.append("".join(f"<td>{escape(c)}</td>" for c in row))
        body = "".join(f"<tr>{r}</tr>" for r in cells)
        return (
            f"<p>{escape(repr(self))}</p><table><thead><tr><th>score</th><th>value</th>"
            f"<th>band</th><th>status</th></tr></thead><tbody>{body}</tbody></table>"
        )

    def _score(self, name: str) -> ScoreResult:
        table, one = self._table, self._one
        lane = one.lanes[name]
        value = one.values(name)[0]
        known = lane.status[0] <= Status.PRORATED
        share = float(one.completeness(name)[0])
        return ScoreResult(
            value=_python(value) if known else None,
            status=Status(int(lane.status[0])).label,
            band=_band(table, one, name),
            completeness=None if share != share else share,  # noqa: PLR0124 - NaN
        )

    def _decide(self, name: str) -> DecisionResult:
        one = self._one
        step = next(d for d in one.definition.program.decisions if d.id == name)
        verdict = one.verdicts[name]
        spec = next(d for d in one.definition.document.decisions if d.id == name)  # type: ignore[union-attr]
        rules = {r.id: r for r in spec.rules}
        proposal = one.decisions(name)[0]
        shown = proposal if isinstance(proposal, tuple) else (proposal,)
        true = decode.bits(int(verdict.true[0]), [r.id for r in step.rules])
        open_ = int(verdict.unknown[0]) | int(verdict.skipped[0])
        env = {**one.frame.codes, **one.lanes}
        return DecisionResult(
            proposal=proposal,
            provisional=bool(verdict.provisional[0]),
            reasons=tuple(_reason(rules[r]) for r in true),
            unknown={
                r.id: _lacking(r, env)
                for i, r in enumerate(step.rules)
                if open_ >> i & 1
            },
            skipped=decode.bits(int(verdict.skipped[0]), [r.id for r in step.rules]),
            not_administered=tuple(a for a, m in verdict.absent.items() if m[0]),
            wording=tuple(spec.proposals[p].text for p in shown),
        )


def _lacking(rule: Any, env: Mapping[str, Any]) -> tuple[str, ...]:
    names = list(rule.lack(env))
    if rule.valid is not None and int(env[rule.valid[0]][0]) in {0, 1, 2, 4}:
        names = [rule.valid[0], *names]
    return tuple(dict.fromkeys(names))


def _reason(rule: Any) -> Reason:
    text = (rule.reason or rule.basis).text if rule.reason or rule.basis else Text("")
    law = rule.law
    return Reason(
        id=rule.id,
        proposal=rule.propose,
        text=text,
        law=law.ref if law else "",
        text_id=(law.text_id or "") if law else "",
        mark=(law.mark or "") if law else "",
    )


def _band(table: ScoreTable, one: ScoreTable, name: str) -> BandResult | None:
    found = one.bands(name)[0]
    if found is None:
        return None
    banding = decode.band_nodes(table.definition.program)[name]
    score = table.definition.program.nodes[banding].score
    bands = score.bands if isinstance(score, Band) else ()
    spec = next(b for b in bands if b.id == found)
    label = spec.label.text if spec.label else Text(spec.id)
    return BandResult(spec.id, label, spec.detected)


def _python(value: Any) -> float | bool | str:
    if isinstance(value, (bool, str)):
        return value
    return float(value)
