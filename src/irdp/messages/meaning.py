"""What a code means, apart from any place: for `irdp explain-code` and for the docs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.messages import CATALOGUE, nearest
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.text import Lang

_PLACEHOLDER = re.compile(r"(?<!\{)\{\w+\}(?!\})")
_HINT = Text("Piste", "Hint")
_WHY = Text("Pourquoi", "Why")
_WEIGHT = {
    "error": Text("erreur", "error"),
    "warning": Text("avertissement", "warning"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One code in words: the message, the way out and the reason it exists."""

    code: str
    severity: str
    message: Text
    hint: Text
    why: Text

    def render(self, lang: Lang = "fr") -> str:
        """Return the meaning as a few lines."""
        weight = _WEIGHT[self.severity].get(lang)
        lines = [f"{self.code} ({weight})", f"  {self.message.get(lang)}"]
        colon = " :" if lang == "fr" else ":"
        for head, text in ((_HINT, self.hint), (_WHY, self.why)):
            if text.get(lang):
                lines.append(f"  {head.get(lang)}{colon} {text.get(lang)}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": {"fr": self.message.fr, "en": self.message.en},
            "hint": {"fr": self.hint.fr, "en": self.hint.en},
            "why": {"fr": self.why.fr, "en": self.why.en},
        }


def meaning(code: str) -> Meaning | None:
    """Return what a code means; None where there is no such code.

    ``D021`` and ``irdp-d021`` stand for ``IRDP-D021``.

    Examples
    --------
    >>> meaning("d021").severity
    'error'
    """
    name = code.strip().upper()
    name = name if name.startswith("IRDP-") else f"IRDP-{name}"
    entry = CATALOGUE.get(name)
    if entry is None:
        return None
    return Meaning(
        name,
        entry.severity,
        Text(_open(entry.fr), _open(entry.en)),
        Text(_open(entry.hint_fr), _open(entry.hint_en)),
        Text(_open(entry.why_fr), _open(entry.why_en)),
    )


def all_codes() -> list[Meaning]:
    """Return what every code means, by code."""
    found = (meaning(code) for code in sorted(CATALOGUE))
    return [m for m in found if m is not None]


def near_code(code: str) -> str:
    """Return the code nearest to what was written, or a dash.

    Examples
    --------
    >>> near_code("IRDP-D21")
    'IRDP-D021'
    """
    return nearest(code.strip().upper(), CATALOGUE) or "—"


def _open(text: str) -> str:
    """Return a message with an ellipsis where a name or a number will stand."""
    opened = _PLACEHOLDER.sub("…", text).replace("{{", "{").replace("}}", "}")
    return opened if opened.strip("…") else ""
