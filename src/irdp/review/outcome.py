"""What `check` found: every diagnostic, and what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.errors import Diagnostic, Severity

if TYPE_CHECKING:
    from irdp.text import Lang


@dataclass(frozen=True, slots=True)
class Report:
    """All that is to be said of the definitions checked.

    Parameters
    ----------
    diagnostics
        Errors and warnings, by file and place, each once.
    n_files, n_definitions, n_cases
        How many files were read, scorings and policies compiled, cases run.
    """

    diagnostics: tuple[Diagnostic, ...]
    n_files: int
    n_definitions: int
    n_cases: int

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What must be corrected."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What should be looked at."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.WARNING)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.errors

    def render(self, lang: Lang = "fr") -> str:
        """Return every diagnostic, then a line of counts."""
        counts = {
            "fr": f"{self.n_files} fichiers, {self.n_definitions} définitions, "
            f"{self.n_cases} cas : {len(self.errors)} erreurs, "
            f"{len(self.warnings)} avertissements",
            "en": f"{self.n_files} files, {self.n_definitions} definitions, "
            f"{self.n_cases} cases: {len(self.errors)} errors, "
            f"{len(self.warnings)} warnings",
        }[lang]
        return "\n".join([*(d.render(lang) for d in self.diagnostics), counts])

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "files": self.n_files,
            "definitions": self.n_definitions,
            "cases": self.n_cases,
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "diagnostics": [d.to_dict() for d in self.diagnostics],
        }
