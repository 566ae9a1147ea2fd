"""Texts in French and English, and the choice between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Lang = Literal["fr", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Text:
    """A wording in French and, where there is one, in English.

    Parameters
    ----------
    fr
        The French wording, never empty.
    en
        The English wording; where it is empty the French one stands in.

    Examples
    --------
    >>> Text("Oui", "Yes").get("en"), Text("Oui").get("en")
    ('Yes', 'Oui')
    """

    fr: str
    en: str = ""

    def get(self, lang: Lang = "fr") -> str:
        """Return the wording in `lang`, French where it is lacking."""
        return (self.en or self.fr) if lang == "en" else self.fr
