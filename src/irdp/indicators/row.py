"""One row of a table of indicators, as it may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.text import Lang

SUPPRESSED: Literal["supprime"] = "supprime"
Shown = float | Literal["supprime"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where 95 % and 99.8 % of groups of this size lie around the service's share."""

    centre: float
    low95: float
    high95: float
    low998: float
    high998: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number of the table with all that is needed to read it.

    Parameters
    ----------
    id, variant, category, instrument
        Which number this is; category "" for a total.
    label, variant_label, category_label
        Their wordings.
    kind
        count, share, ratio, expected (observed over expected), median, manual, or
        absent (not computable).
    unit
        What numerator and denominator count.
    numerator, denominator, value
        Numbers; "supprime" where a small cell hides them; None where there is none.
        A share lies in [0, 1]; a ratio may exceed 1; a median is in days.
    low, high
        Wilson interval at 95 % of a share, None where there is none.
    limits
        Funnel limits around the service's share.
    excluded
        How many are left out, by reason.
    numerator_rule, denominator_rule
        What is counted, in words.
    suppressed
        Whether something of this row is hidden.
    reason
        Why there is no value.
    notes
        What a reader must know, such as a break in the series.
    """

    id: str
    variant: str
    category: str
    instrument: str
    label: Text
    variant_label: Text
    category_label: Text
    axis: str
    kind: str
    unit: str
    numerator: Shown = None
    denominator: Shown = None
    value: Shown = None
    low: float | None = None
    high: float | None = None
    limits: Limits | None = None
    excluded: Mapping[str, Shown] = field(default_factory=dict)
    numerator_rule: Text
    denominator_rule: Text
    traps: Text
    quote: str
    seed: str
    in_seed: bool
    suppressed: bool = False
    reason: Text | None = None
    notes: tuple[Text, ...] = ()

    @property
    def state(self) -> str:
        """One of "ok", "supprime", "non_calculable"."""
        if self.suppressed:
            return SUPPRESSED
        return "non_calculable" if self.value is None else "ok"

    def display(self, lang: Lang = "fr") -> str:
        """Return the value as text: never blank, a hidden one says so."""
        if self.value == SUPPRESSED:
            return SUPPRESSED
        if self.value is None:
            return self.reason.get(lang) if self.reason else "non calculable"
        number = float(self.value)
        if self.kind == "share":
            text = f"{100 * number:.1f} %"
        elif number.is_integer() and self.kind != "ratio":
            text = f"{number:.0f}"
        else:
            text = f"{number:.2f}"
        return text.replace(".", ",") if lang == "fr" else text

    def to_dict(self, lang: Lang = "fr") -> dict[str, Any]:
        """Return the row as plain values; hidden numbers are the text "supprime"."""
        limits = self.limits
        return {
            "id": self.id,
            "variant": self.variant,
            "category": self.category,
            "instrument": self.instrument,
            "label": self.label.get(lang),
            "variant_label": self.variant_label.get(lang),
            "category_label": self.category_label.get(lang),
            "kind": self.kind,
            "unit": self.unit,
            "numerator": _plain(self.numerator),
            "denominator": _plain(self.denominator),
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "limits": None
            if limits is None
            else {name: getattr(limits, name) for name in Limits.__slots__},
            "excluded": {name: _plain(n) for name, n in self.excluded.items()},
            "state": self.state,
            "suppressed": self.suppressed,
            "reason": self.reason.get(lang) if self.reason else None,
            "notes": [note.get(lang) for note in self.notes],
            "numerator_rule": self.numerator_rule.get(lang),
            "denominator_rule": self.denominator_rule.get(lang),
            "in_seed": self.in_seed,
        }


def _plain(number: Shown) -> int | Shown:
    """Return whole numbers as integers."""
    if isinstance(number, float) and number.is_integer():
        return int(number)
    return number
