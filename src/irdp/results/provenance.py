"""Where a result comes from: enough to compute it again in twenty years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.text import Text

if TYPE_CHECKING:
    from irdp.catalogue import Definition

ENGINE = "0.1.0"
VALIDATION = "to_be_validated"

INTENDED_USE = Text(
    "Aide au repérage par les professionnels de santé au travail. Ne pose pas de "
    "diagnostic, ne vaut pas avis d'aptitude, ne décide rien seul, n'est jamais "
    "communiqué à l'employeur.",
    "Aid to screening by occupational-health professionals. It makes no diagnosis, is "
    "no opinion on fitness for work, decides nothing alone and never goes to the "
    "employer.",
)
"""The intended use, printed with every result."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The definition and the engine that gave a result.

    Parameters
    ----------
    id, version, status
        The definition and how sure it is.
    scoring_digest, content_digest
        SHA-256 of what decides its numbers, and of all it says.
    reads
        The references of all it reads.
    engine
        The version of the library.
    notice
        What must be said with every result of it.
    """

    id: str
    version: str
    status: str
    scoring_digest: str
    content_digest: str
    reads: tuple[str, ...]
    engine: str
    notice: Text | None = None

    @classmethod
    def of(cls, definition: Definition) -> Provenance:
        """Return the provenance of the results of a definition."""
        bundle, document = definition.bundle, definition.document
        notices = [d.notice.text for d in bundle.documents if d.notice is not None]
        return cls(
            id=document.id,
            version=document.version,
            status=document.status,
            scoring_digest=bundle.scoring_digest,
            content_digest=bundle.content_digest,
            reads=tuple(
                f"{d.format.split('/')[1]} {d.reference}" for d in bundle.documents[1:]
            ),
            engine=ENGINE,
            notice=notices[0] if notices else None,
        )

    @property
    def reference(self) -> str:
        """The definition as ``id@X.Y.Z``."""
        return f"{self.id}@{self.version}"

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        notice = self.notice
        return {
            "id": self.id,
            "version": self.version,
            "status": self.status,
            "scoring_digest": self.scoring_digest,
            "content_digest": self.content_digest,
            "reads": list(self.reads),
            "engine": self.engine,
            "notice": None if notice is None else {"fr": notice.fr, "en": notice.en},
        }
