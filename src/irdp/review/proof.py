"""A property of a definition: proved, refuted, or not proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from irdp.text import Text

if TYPE_CHECKING:
    from irdp.errors import Diagnostic
    from irdp.text import Lang

Verdict = Literal["proved", "refuted", "not_proved"]
VERDICTS = {
    "proved": Text("prouvé", "proved"),
    "refuted": Text("réfuté", "refuted"),
    "not_proved": Text("non prouvé", "not proved"),
}
PROPERTIES = {
    "item_matters": Text(
        "l'item peut changer un résultat", "the item can change a result"
    ),
    "rule_can_fire": Text("la règle peut être vraie", "the rule can be true"),
    "bands_tile": Text(
        "toute valeur possible a une bande", "every possible value has a band"
    ),
    "band_reachable": Text("la bande peut être atteinte", "the band can be reached"),
    "direction": Text(
        "les bandes repérées sont du côté défavorable",
        "the detected bands stand at the unfavourable end",
    ),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One property of one part of a definition, and what is known of it.

    Parameters
    ----------
    property
        A key of `PROPERTIES`.
    subject
        The item, rule, score or ``score.band`` that it is about.
    verdict
        ``proved``, ``refuted`` or ``not_proved``.
    diagnostic
        The fault, where it is refuted.
    """

    property: str
    subject: str
    verdict: Verdict
    diagnostic: Diagnostic | None = None

    def render(self, lang: Lang = "fr") -> str:
        """Return the proof as one line."""
        said = PROPERTIES[self.property].get(lang)
        return f"{VERDICTS[self.verdict].get(lang)}  {self.subject} : {said}"

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "property": self.property,
            "subject": self.subject,
            "verdict": self.verdict,
            "code": self.diagnostic.code if self.diagnostic else None,
        }
