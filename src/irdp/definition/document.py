"""What the five documents share: identity, status, sources, licence."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from irdp.ops.grammar import (
    Day,
    DocumentId,
    Frozen,
    Label,
    SourceId,
    Version,
    Words,
    fault,
)

DocumentStatus = Literal["draft", "illustrative", "research", "published", "retired"]
RANK: dict[str, int] = {
    "draft": 0,
    "illustrative": 1,
    "research": 2,
    "published": 3,
    "retired": 1,
}
"""How sure a status is: a policy is never surer than what it reads."""


class Citation(Frozen):
    """Where a number comes from, and whether it was verified there."""

    id: SourceId
    citation: Words
    doi: Words | None = None
    url: Words | None = None
    page: Words | None = None
    verified: bool


class Licence(Frozen):
    """What may be done with the wording (A: it ships; B: labels only; C: nothing)."""

    class_: Literal["A", "B", "C"] = Field(alias="class")
    note: Label | None = None


class Effective(Frozen):
    """When a version is in force, both days included, either open."""

    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _order(self) -> Effective:
        if self.from_ and self.until and self.until < self.from_:
            raise fault("IRDP-Q034")
        return self

    def holds(self, day: dt.date) -> bool:
        """Return whether the range holds a day."""
        after = self.from_ is None or self.from_ <= day
        return after and (self.until is None or day <= self.until)


class Document(Frozen):
    """A questionnaire, scoring, policy or set of texts, at one version."""

    id: DocumentId
    version: Version
    status: DocumentStatus
    title: Label
    description: Label | None = None
    notice: Label | None = None
    licence: Licence | None = None
    effective: Effective | None = None
    sources: tuple[Citation, ...] = ()

    @property
    def reference(self) -> str:
        """The document as ``id@X.Y.Z``."""
        return f"{self.id}@{self.version}"

    @property
    def number(self) -> tuple[int, ...]:
        """The version as three integers."""
        return tuple(int(part) for part in self.version.split("."))

    def in_force(self, day: dt.date) -> bool:
        """Return whether the version's range holds a day."""
        return self.effective is None or self.effective.holds(day)


class Derived(Frozen):
    """The version that a scoring or a policy was derived from."""

    id: DocumentId
    version: Version
    digest: Words | None = None
