"""What a health professional made of a proposal, as data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.results.provenance import VALIDATION

if TYPE_CHECKING:
    from irdp.results.assessment import Assessment

SCHEMA = "irdp/validation/1"
OUTCOMES = ("accepted", "changed", "refused")
ROLES = (
    "medecin_travail",
    "collaborateur_medecin",
    "interne_medecine_travail",
    "idest",
)
"""Who may validate: the occupational physician, or under his authority or protocol."""


@dataclass(frozen=True, slots=True, repr=False)
class ValidationRecord:
    """One proposal of one visit, and what a professional decided.

    Parameters
    ----------
    decision
        The decision of the policy.
    proposed
        What the library proposed.
    provisional
        Whether an unknown rule could have changed the proposal.
    outcome
        ``accepted``, ``changed`` or ``refused``.
    retained
        What the professional retains; empty where it is refused.
    why
        The reason; mandatory unless it is accepted.
    by
        The role of the professional, one of `ROLES`.
    on
        The day of the decision, as the caller gives it.
    reference, scoring_digest, content_digest, engine
        The provenance of the assessment.
    """

    decision: str
    proposed: tuple[str, ...]
    provisional: bool
    outcome: str
    retained: tuple[str, ...]
    why: str
    by: str
    on: dt.date
    reference: str
    scoring_digest: str
    content_digest: str
    engine: str

    def __repr__(self) -> str:
        return f"ValidationRecord({self.reference}, {self.decision}, {self.by})"

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "schema": SCHEMA,
            "decision": self.decision,
            "proposed": list(self.proposed),
            "provisional": self.provisional,
            "outcome": self.outcome,
            "retained": list(self.retained),
            "why": self.why or None,
            "by": self.by,
            "on": self.on.isoformat(),
            "provenance": {
                "reference": self.reference,
                "scoring_digest": self.scoring_digest,
                "content_digest": self.content_digest,
                "engine": self.engine,
            },
            "was": VALIDATION,
        }

    def to_json(self) -> str:
        """Return `to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> ValidationRecord:
        """Return the record that `to_dict` wrote.

        Raises
        ------
        CallError
            If it is not such a record.
        """
        try:
            if plain["schema"] != SCHEMA:
                raise CallError(diagnose("IRDP-R016", name="schema"))
            origin = plain["provenance"]
            record = cls(
                decision=plain["decision"],
                proposed=tuple(plain["proposed"]),
                provisional=plain["provisional"],
                outcome=plain["outcome"],
                retained=tuple(plain["retained"]),
                why=plain["why"] or "",
                by=plain["by"],
                on=dt.date.fromisoformat(plain["on"]),
                reference=origin["reference"],
                scoring_digest=origin["scoring_digest"],
                content_digest=origin["content_digest"],
                engine=origin["engine"],
            )
        except (KeyError, TypeError, ValueError) as error:
            name = error.args[0] if isinstance(error, KeyError) else SCHEMA
            raise CallError(diagnose("IRDP-R016", name=name)) from None
        _check(record.outcome, record.by, record.why)
        return record


def record_decision(  # noqa: PLR0913 - what, by whom, when and why
    assessment: Assessment,
    decision: str,
    outcome: str,
    *,
    by: str,
    on: dt.date,
    why: str = "",
    chosen: str | Iterable[str] | None = None,
) -> ValidationRecord:
    """Record what a health professional made of a proposal.

    Parameters
    ----------
    assessment
        The assessment that proposed.
    decision
        The decision of the policy.
    outcome
        ``accepted``, ``changed`` or ``refused``.
    by
        The role of the professional: one of `ROLES`. Nobody else validates.
    on
        The day; the library reads no clock.
    why
        The reason, mandatory where the proposal is changed or refused.
    chosen
        What is retained instead, where it is changed: proposals of the same decision.

    Raises
    ------
    CallError
        If the decision, outcome, role, day, reason or choice does not fit.

    Examples
    --------
    >>> import irdp, datetime
    >>> found = irdp.load("pdp_droits@1.0.0").assess({})
    >>> record = record_decision(found, "propositions", "refused",
    ...     by="medecin_travail", on=datetime.date(2026, 11, 21), why="à revoir")
    >>> record.proposed, record.retained
    (('a_completer',), ())
    """
    if decision not in assessment.decisions:
        known = list(assessment.decisions)
        raise CallError(diagnose("IRDP-C004", name=decision, known=known))
    _check(outcome, by, why)
    if not isinstance(on, dt.date) or isinstance(on, dt.datetime):
        raise CallError(diagnose("IRDP-R015", kind=type(on).__name__))
    found, origin = assessment.decisions[decision], assessment.provenance
    proposed = _tuple(found.proposal)
    return ValidationRecord(
        decision=decision,
        proposed=proposed,
        provisional=found.provisional,
        outcome=outcome,
        retained=_retained(assessment, decision, outcome, proposed, chosen),
        why=why.strip(),
        by=by,
        on=on,
        reference=origin.reference,
        scoring_digest=origin.scoring_digest,
        content_digest=origin.content_digest,
        engine=origin.engine,
    )


def _check(outcome: str, by: str, why: str) -> None:
    if outcome not in OUTCOMES:
        raise CallError(diagnose("IRDP-R010", name=outcome, known=OUTCOMES))
    if by not in ROLES:
        raise CallError(diagnose("IRDP-R011", name=by, known=ROLES))
    if outcome != "accepted" and not why.strip():
        raise CallError(diagnose("IRDP-R012"))


def _retained(
    assessment: Assessment,
    decision: str,
    outcome: str,
    proposed: tuple[str, ...],
    chosen: str | Iterable[str] | None,
) -> tuple[str, ...]:
    if (chosen is None) != (outcome != "changed"):
        raise CallError(diagnose("IRDP-R014", outcome=outcome))
    if chosen is None:
        return proposed if outcome == "accepted" else ()
    retained = _tuple(chosen)
    document: Any = assessment.definition.document
    known = next(d.proposals for d in document.decisions if d.id == decision)
    for name in retained:
        if name not in known:
            raise CallError(
                diagnose("IRDP-R013", name=name, decision=decision, known=known)
            )
    if not retained or set(retained) == set(proposed):
        raise CallError(diagnose("IRDP-R014", outcome=outcome))
    return retained


def _tuple(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
