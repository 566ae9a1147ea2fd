"""What one visit gives: a score, a band, a decision and its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from irdp.text import Text

if TYPE_CHECKING:
    from irdp.reading.contributions import Contributions
    from irdp.reading.nearest import Change
    from irdp.results.outlook import Outlook

_NOTHING = Text("")


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
    outlook
        What reads the visit again for the aids below, when they are asked for.
    """

    value: float | bool | str | None
    status: str
    band: BandResult | None
    outlook: Outlook | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        return f"ScoreResult({self.status})"

    @property
    def completeness(self) -> float | None:
        """Answered ÷ expected over the items it reads, in [0, 1]; None if none is."""
        return self.outlook.completeness if self.outlook else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The least and greatest value over all ways of answering what has no answer.

        None for what is no number, and where there are too many ways.
        """
        return self.outlook.bounds if self.outlook else None

    @property
    def bands_possible(self) -> tuple[str, ...] | None:
        """The bands that it could still have; None without bands, or if not found."""
        return self.outlook.bands_possible if self.outlook else None

    @property
    def certain(self) -> bool | None:
        """Whether one band is left whatever the missing answers."""
        bands = self.bands_possible
        return None if bands is None else len(bands) == 1

    @property
    def completeness_weighted(self) -> float | None:
        """Completeness with each item weighed by what hangs on it, in [0, 1].

        |weight| x (greatest - least points); None where the terms are no items.
        """
        return self.outlook.completeness_weighted if self.outlook else None

    @property
    def contributions(self) -> Contributions | None:
        """What each item gives, as exact fractions; None where it is not additive."""
        return self.outlook.contributions if self.outlook else None

    @property
    def nearest_change(self) -> Change | None:
        """The smallest change of one answer that changes its band, None without any."""
        return self.outlook.nearest_change if self.outlook else None

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
    note: Text = _NOTHING

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "id": self.id,
            "proposal": self.proposal,
            "text": {"fr": self.text.fr, "en": self.text.en},
            "law": self.law or None,
            "text_id": self.text_id or None,
            "mark": self.mark or None,
            "note": {"fr": self.note.fr, "en": self.note.en} if self.note.fr else None,
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
    absent_inputs
        By score that its rules read and that has a value: the items it reads that have
        no answer. What a scoring makes of an absence is then seen.
    """

    proposal: str | tuple[str, ...]
    provisional: bool
    reasons: tuple[Reason, ...]
    unknown: Mapping[str, tuple[str, ...]]
    skipped: tuple[str, ...]
    not_administered: tuple[str, ...]
    wording: tuple[Text, ...]
    absent_inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

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
            "absent_inputs": {k: list(v) for k, v in self.absent_inputs.items()},
        }
