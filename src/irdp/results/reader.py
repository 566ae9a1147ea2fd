"""Decodes the integers of one visit into what a user reads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.ops.band import Band
from irdp.ops.lanes import FIRST, Kind, Lane, State, Status
from irdp.reading.contributions import Additive
from irdp.reading.prospect import Prospect
from irdp.reading.surroundings import Surroundings
from irdp.reading.terms import weighted_sizes
from irdp.results import decode
from irdp.results.outcomes import BandResult, DecisionResult, Reason, ScoreResult
from irdp.results.outlook import Outlook
from irdp.results.provenance import Provenance
from irdp.text import Text

if TYPE_CHECKING:
    from fractions import Fraction

    from irdp.catalogue import Definition
    from irdp.definition.referral import Decision, Rule
    from irdp.ops.decision import DecisionStep, RuleStep
    from irdp.plan.program import Node
    from irdp.results.row import Row


_SKIPPED = int(State.NOT_APPLICABLE)
_LABELS = tuple(status.label for status in Status)


class Reader:
    """Decodes the results of one definition.

    Parameters
    ----------
    definition
        A scoring or a policy, compiled.
    """

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._kept: tuple[Row, Prospect] | None = None

    @cached_property
    def provenance(self) -> Provenance:
        """Where the results come from."""
        return Provenance.of(self.definition)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every score by its name."""
        return self.definition.program.nodes

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """The scores that are reported, in written order."""
        return tuple(n for n, k in self.nodes.items() if k.score.report == "public")

    @cached_property
    def bands(self) -> Mapping[str, str]:
        """By score: the name of the band score that bands it."""
        return decode.band_nodes(self.definition.program)

    @cached_property
    def around(self) -> Surroundings:
        """The program with what its display conditions and contradictions read."""
        return Surroundings(self.definition.program)

    @cached_property
    def additive(self) -> Additive:
        """What finds the contributions of items."""
        return Additive(self.around)

    @cached_property
    def sizes(self) -> Mapping[str, list[tuple[str, Fraction]] | None]:
        """By score: how much hangs on each of its items."""
        return {name: weighted_sizes(self.around, name) for name in self.nodes}

    @cached_property
    def steps(self) -> Mapping[str, DecisionStep]:
        """Every decision by its name."""
        return {step.id: step for step in self.definition.program.decisions}

    @cached_property
    def _decisions(self) -> Mapping[str, tuple[DecisionStep, Decision]]:
        document = self.definition.document
        said = {d.id: d for d in getattr(document, "decisions", ())}
        return {name: (step, said[name]) for name, step in self.steps.items()}

    def prospect(self, row: Row) -> Prospect:
        """Return what the scores of a visit could be; that of the last visit is kept."""
        kept = self._kept
        if kept is None or kept[0] is not row:
            found = Prospect.of(self.around, row.codes, rejected=row.rejected)
            kept = self._kept = (row, found)
        return kept[1]

    def value(self, name: str, row: Row) -> float | bool | str | None:
        """Return the value of a score, None without one."""
        k, status = row.lanes[name]
        if status > Status.PRORATED:
            return None
        signature = self.nodes[name].signature
        if signature.kind is Kind.NUMBER:
            return k / signature.scale
        return bool(k) if signature.kind is Kind.TRUTH else signature.labels[k]

    def score(self, name: str, row: Row) -> ScoreResult:
        """Return one score of a visit."""
        return ScoreResult(
            value=self.value(name, row),
            status=_LABELS[row.lanes[name][1]],
            band=self._band(name, row),
            outlook=Outlook(self, name, row),
        )

    def completeness(self, name: str, row: Row) -> float | None:
        """Return answered ÷ expected over the items of a score; None if none expected."""
        codes = [*map(row.codes.__getitem__, self.nodes[name].items)]
        expected = len(codes) - codes.count(_SKIPPED)
        answered = sum(map(FIRST.__le__, codes))
        return answered / expected if expected else None

    def _band(self, name: str, row: Row) -> BandResult | None:
        banding = self.bands.get(name)
        if banding is None:
            return None
        k, status = row.lanes[banding]
        return self._said_bands[banding][k] if status <= Status.PRORATED else None

    @cached_property
    def _said_bands(self) -> Mapping[str, list[BandResult]]:
        """By band score: what is said of each of its bands."""
        out = {}
        for name in self.bands.values():
            score = self.nodes[name].score
            bands = score.bands if isinstance(score, Band) else []
            said = [(b, b.label.text if b.label else Text(b.id)) for b in bands]
            out[name] = [BandResult(b.id, text, b.detected) for b, text in said]
        return out

    def decision(self, name: str, row: Row) -> DecisionResult:
        """Return one decision of a visit."""
        step, said = self._decisions[name]
        verdict = row.verdicts[name]
        ids = [r.id for r in step.rules]
        rules = {r.id: r for r in said.rules}
        proposal = decode.proposal(step, verdict.proposed)
        shown = proposal if isinstance(proposal, tuple) else (proposal,)
        still_open = verdict.unknown | verdict.skipped
        env = self._env(row) if still_open else {}
        return DecisionResult(
            proposal=proposal,
            provisional=verdict.provisional,
            reasons=tuple(_reason(rules[r]) for r in decode.bits(verdict.true, ids)),
            unknown={
                r.id: _lacking(r, env)
                for i, r in enumerate(step.rules)
                if still_open >> i & 1
            },
            skipped=decode.bits(verdict.skipped, ids),
            not_administered=verdict.absent,
            wording=tuple(said.proposals[p].text for p in shown),
            absent_inputs=self._absent_inputs(step, row),
        )

    def _absent_inputs(
        self, step: DecisionStep, row: Row
    ) -> dict[str, tuple[str, ...]]:
        """Return the unanswered items behind the scores that have a value."""
        out = {}
        for name in dict.fromkeys(n for rule in step.rules for n in rule.reads):
            if name in self.nodes and row.lanes[name][1] <= Status.PRORATED:
                gaps = tuple(n for n in self.nodes[name].items if _absent(row.codes[n]))
                if gaps:
                    out[name] = gaps
        return out

    def _env(self, row: Row) -> dict[str, Any]:
        """Return the visit as columns of one row."""
        items = self.definition.program.items
        codes = {n: np.array([c], items[n].domain.dtype) for n, c in row.codes.items()}
        lanes = {
            n: Lane(np.array([k], np.int64), np.array([status], np.uint8))
            for n, (k, status) in row.lanes.items()
        }
        return {**codes, **lanes}


def _absent(code: int) -> bool:
    return code < FIRST and code != State.NOT_APPLICABLE


def _lacking(rule: RuleStep, env: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names that leave a rule unknown, its date first."""
    names = list(rule.lack(env))
    if rule.valid is not None:
        code = int(env[rule.valid.fact][0])
        if code < FIRST and code != State.NOT_APPLICABLE:
            names = [rule.valid.fact, *names]
    return tuple(dict.fromkeys(names))


def _reason(rule: Rule) -> Reason:
    words = rule.reason or rule.basis
    law = rule.law
    return Reason(
        id=rule.id,
        proposal=rule.propose,
        text=words.text if words is not None else Text(""),
        law=law.ref if law else "",
        text_id=(law.text_id or "") if law else "",
        mark=(law.mark or "") if law else "",
        note=law.note.text if law and law.note else Text(""),
    )
