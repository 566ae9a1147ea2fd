"""Help in two languages: both wordings of a text, and typer's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from irdp.text import Lang

_MARK = "\x1f"
_FRENCH = (
    (r"^Usage:", "Utilisation :"),
    (r"^Options:", "Options :"),
    (r"^Arguments:", "Arguments :"),
    (r"^Commands:", "Commandes :"),
    (r"Show this message and exit\.", "Affiche cette aide."),
    (r"\[required\]", "[obligatoire]"),
    (r"COMMAND \[ARGS\]\.\.\.", "COMMANDE [ARGUMENTS]..."),
)


def both(fr: str, en: str) -> str:
    """Return one text that holds both wordings, for `pick`.

    Examples
    --------
    >>> pick(both("fichier", "file"), "en")
    'file'
    """
    return f"{fr}{_MARK}{en}"


def pick(text: str | None, lang: Lang) -> str | None:
    """Return the wording in a language of a text made by `both`."""
    if text is None or _MARK not in text:
        return text
    fr, en = text.split(_MARK)
    return en if lang == "en" else fr


def _blank(typed: re.Match[str]) -> str:
    """Return spaces for a type that a person has no use for: columns stay in line."""
    return " " * len(typed[0])


def translate_help(text: str, lang: Lang) -> str:
    """Return a page of help with typer's own words in a language.

    Examples
    --------
    >>> translate_help("Usage: irdp [OPTIONS]", "fr")
    'Utilisation : irdp [OPTIONS]'
    """
    text = re.sub(r" <(list\[str\]|str)>", _blank, text)
    if lang == "en":
        return text
    for pattern, french in _FRENCH:
        text = re.sub(pattern, french, text, flags=re.MULTILINE)
    return text
