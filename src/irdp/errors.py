"""Everything that can go wrong, as data.

The tree::

    IrdpError                  carries one or more Diagnostic
    ├── DefinitionError        a file that says something wrong (all its faults)
    ├── CallError              a wrong call: the message says what exists
    │   ├── UnknownReferenceError  no such definition or version
    │   ├── NoVersionError         no version in force on the date
    │   ├── ColumnsError           columns that lack, repeat or differ in length
    │   └── UnknownOutputError     an output that this definition does not have
    ├── FileError              a file that cannot be read or written
    └── IssuesError            raised on request by ``raise_for_issues``

A faulty visit is none of these: it comes back with status ``invalid_input``.
No message, hint or field ever holds an answer: answers are health data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from irdp.text import Lang, Text


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: lines and columns count from 1.

    Examples
    --------
    >>> str(Place("scoring-demo-1.0.0.yaml", 14, 22))
    'scoring-demo-1.0.0.yaml:14:22'
    """

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file or "<text>"]
        if self.line:
            parts += [str(self.line), str(self.column or 1)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: a stable code, a place, what is wrong and the way out.

    Examples
    --------
    >>> print(Diagnostic("IRDP-Q030", Text("clé inconnue", "unknown key")).render("en"))
    IRDP-Q030  unknown key
    """

    code: str
    message: Text
    hint: Text = field(default_factory=lambda: Text(""))
    place: Place | None = None
    severity: Severity = Severity.ERROR

    def render(self, lang: Lang = "fr") -> str:
        """Return the diagnostic as one or two lines of text."""
        head = f"{self.place}  " if self.place else ""
        line = f"{head}{self.code}  {self.message.get(lang)}"
        hint = self.hint.get(lang)
        label = {"fr": "Piste : ", "en": "Hint: "}[lang]
        return f"{line}\n    {label}{hint}" if hint else line

    def to_dict(self) -> dict[str, object]:
        """Return the diagnostic as plain values, both languages."""
        place = self.place or Place()
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": place.file or None,
            "line": place.line or None,
            "column": place.column or None,
            "message": {"fr": self.message.fr, "en": self.message.en},
            "hint": {"fr": self.hint.fr, "en": self.hint.en},
        }


class IrdpError(Exception):
    """The root of every error of the library; it carries its diagnostics."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def render(self, lang: Lang = "fr") -> str:
        """Return every diagnostic in one language, a paragraph each."""
        return "\n".join(d.render(lang) for d in self.diagnostics)

    def __str__(self) -> str:
        both = [self.render("fr")]
        if any(d.message.en for d in self.diagnostics):
            both.append(self.render("en"))
        return "\n".join(both)


class DefinitionError(IrdpError):
    """A definition that cannot be used; `diagnostics` holds all its faults."""


class CallError(IrdpError, ValueError):
    """A call that cannot be answered as it stands."""


class UnknownReferenceError(CallError):
    """A reference to a definition or version that does not exist."""


class NoVersionError(CallError):
    """No version of the definition is in force on the date asked for."""


class ColumnsError(CallError):
    """Columns that are lacking, repeated, or of different lengths."""


class UnknownOutputError(CallError, KeyError):
    """An output that this scoring or policy does not have."""

    __str__ = IrdpError.__str__


class FileError(IrdpError, OSError):
    """A file that cannot be read or written."""

    __str__ = IrdpError.__str__


class IssuesError(IrdpError):
    """Raised by ``raise_for_issues`` where too many visits were rejected."""
