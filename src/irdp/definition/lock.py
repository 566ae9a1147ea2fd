"""LOCK: the digest of everything released; a released file is never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from irdp.definition.digest import content_digest, sha256

if TYPE_CHECKING:
    from pathlib import Path

    from irdp.definition.cases import Case
    from irdp.definition.document import Document

NAME = "LOCK"


@dataclass(frozen=True, slots=True)
class Lock:
    """What is frozen: a line ``kind reference digest`` each.

    Parameters
    ----------
    digests
        By ``kind reference`` (a case: ``case reference/id``).
    """

    digests: Mapping[str, str] = field(default_factory=dict)

    def differs(self, kind: str, document: Document) -> bool:
        """Return whether a document is frozen with another content."""
        frozen = self.digests.get(f"{kind} {document.reference}")
        return frozen is not None and frozen != content_digest([document])

    def render(self) -> str:
        """Return the text of the file."""
        lines = [f"{key} {digest}" for key, digest in sorted(self.digests.items())]
        return "\n".join(lines) + "\n"


def case_digest(case: Case) -> str:
    """Return the digest of one case."""
    return sha256(case.model_dump(mode="json", exclude_defaults=True))


def read_lock(folder: Path) -> Lock:
    """Return what is frozen in a folder of definitions; nothing where it has no LOCK."""
    path = folder / NAME
    if not path.is_file():
        return Lock()
    digests = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, digest = line.rpartition(" ")
        if key and not line.startswith("#"):
            digests[key] = digest
    return Lock(digests)
