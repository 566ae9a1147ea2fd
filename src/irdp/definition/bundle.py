"""A definition with all that it reads, each document beside its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from irdp.definition.digest import content_digest, scoring_digest
from irdp.definition.referral import Referral
from irdp.definition.scoring import Scoring

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Questionnaire
    from irdp.source import Source

T = TypeVar("T")
_PRORATED = "prorated"


@dataclass(frozen=True, slots=True)
class Filed(Generic[T]):
    """A document and the file it was read from."""

    document: T
    source: Source


@dataclass(frozen=True, slots=True)
class Bundle:
    """A scoring or a policy, its scorings by alias, its questionnaires by reference."""

    root: Filed[Scoring] | Filed[Referral]
    questionnaires: Mapping[str, Filed[Questionnaire]]
    scorings: Mapping[str, Filed[Scoring]]

    @property
    def documents(self) -> list[Scoring | Referral | Questionnaire]:
        """Every document, the root first."""
        inner = [f.document for f in self.scorings.values()]
        asked = [f.document for f in self.questionnaires.values()]
        return [self.root.document, *inner, *asked]

    @property
    def tells_prorated(self) -> bool:
        """Whether a condition asks if a score is prorated."""
        return any(_tells(d.model_dump()) for d in self.documents)

    @property
    def scoring_digest(self) -> str:
        """The digest of what decides numbers and proposals."""
        return scoring_digest(self.documents)

    @property
    def content_digest(self) -> str:
        """The digest of everything."""
        return content_digest(self.documents)


def _tells(part: Any) -> bool:
    """Return whether a part of a document lists the status prorated."""
    if isinstance(part, Mapping):
        listed = part.get("status")
        here = isinstance(listed, (list, tuple)) and _PRORATED in listed
        return here or any(map(_tells, part.values()))
    return isinstance(part, (list, tuple)) and any(map(_tells, part))
