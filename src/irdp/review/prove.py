"""The proofs of every definition of some files and folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from irdp.errors import DefinitionError, Severity
from irdp.loading import load_file
from irdp.review.proof import VERDICTS, Proof
from irdp.review.proofs import proofs

if TYPE_CHECKING:
    from irdp.errors import Diagnostic
    from irdp.text import Lang

_PATTERNS = ("scoring-*.yaml", "referral-*.yaml")


@dataclass(frozen=True, slots=True)
class Proofs:
    """What is proved, refuted and left open, by definition.

    Parameters
    ----------
    found
        By reference: its proofs.
    """

    found: Mapping[str, tuple[Proof, ...]]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The faults of what is refuted."""
        every = (p for found in self.found.values() for p in found)
        return tuple(p.diagnostic for p in every if p.diagnostic is not None)

    @property
    def ok(self) -> bool:
        """Whether nothing that is refuted is an error."""
        return not any(d.severity is Severity.ERROR for d in self.diagnostics)

    def render(self, lang: Lang = "fr") -> str:
        """Return the counts by definition, and a line for what is not proved."""
        lines = []
        for reference, found in self.found.items():
            counts = (
                f"{sum(p.verdict == v for p in found)} {VERDICTS[v].get(lang)}"
                for v in VERDICTS
            )
            lines.append(f"{reference}  {', '.join(counts)}")
            lines += [f"  {p.render(lang)}" for p in found if p.verdict != "proved"]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "schema": "irdp/proofs/1",
            "definitions": {
                name: [p.to_dict() for p in found] for name, found in self.found.items()
            },
        }


def prove(paths: Sequence[str | Path]) -> Proofs:
    """Return the proofs of every scoring and policy of some files and folders.

    A definition that does not load has no proofs: `check` says why.

    Examples
    --------
    >>> from irdp.shipped import shipped_folder
    >>> prove([shipped_folder() / "was"]).render("en")
    'was@1.0.0  6 proved, 0 refuted, 0 not proved'
    """
    out: dict[str, tuple[Proof, ...]] = {}
    for path in map(Path, paths):
        files = [path]
        if path.is_dir():
            files = sorted(f for p in _PATTERNS for f in path.rglob(p))
        for file in files:
            try:
                definition = load_file(file).compiled
            except DefinitionError:
                continue
            out[definition.document.reference] = proofs(definition)
    return Proofs(out)
