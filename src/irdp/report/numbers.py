"""Numbers as French and English readers write them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from irdp.calibration.estimate import Estimate
    from irdp.text import Lang

NARROW, WIDE = "\u202f", "\u00a0"
HIDDEN = {"fr": "masqué", "en": "hidden"}
NOTHING = "–"
BETWEEN = {"fr": "à", "en": "to"}
ROUND_UP = 1e-9


def decimal(value: float, lang: Lang, *, digits: int = 2) -> str:
    """Return a number with a fixed number of decimals.

    Examples
    --------
    >>> decimal(-1234.5, "en", digits=1), decimal(0.25, "fr")
    ('−1,234.5', '0,25')
    """
    if math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    rounded = round(value, digits) + 0.0
    text = f"{rounded:,.{digits}f}".replace("-", "−")
    if lang == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return text


def count(value: float, lang: Lang) -> str:
    """Return a number of persons, hidden where it is NaN.

    Examples
    --------
    >>> count(1234, "en"), count(float("nan"), "fr")
    ('1,234', 'masqué')
    """
    if math.isnan(value):
        return HIDDEN[lang]
    whole = abs(value - round(value)) < ROUND_UP
    return decimal(value, lang, digits=0 if whole else 1)


def percent(value: float, lang: Lang, *, digits: int = 1) -> str:
    """Return a share in per cent.

    Examples
    --------
    >>> percent(0.3456, "en")
    '34.6%'
    """
    if math.isnan(value):
        return NOTHING
    return decimal(100 * value, lang, digits=digits) + (
        f"{NARROW}%" if lang == "fr" else "%"
    )


def estimate(
    found: Estimate, lang: Lang, *, digits: int = 2, in_percent: bool = False
) -> str:
    """Return an estimate with its interval, or why it has none.

    Examples
    --------
    >>> from irdp.calibration.estimate import Estimate
    >>> estimate(Estimate(1.048, lo=0.91, hi=1.207), "fr")
    '1,05 (0,91 à 1,21)'
    """

    def shown(value: float) -> str:
        if in_percent:
            return percent(value, lang, digits=digits)
        return decimal(value, lang, digits=digits)

    why = f" [{found.reason.text.get(lang)}]" if found.reason else ""
    if math.isnan(found.value):
        return f"{NOTHING}{why}"
    if math.isnan(found.lo) or math.isnan(found.hi):
        return f"{shown(found.value)}{why}"
    return f"{shown(found.value)} ({shown(found.lo)} {BETWEEN[lang]} {shown(found.hi)})"


def typeset(text: str, lang: Lang) -> str:
    """Return a text with the no-break spaces that French typography asks for.

    Examples
    --------
    >>> ascii(typeset("pente : 1", "fr")) == ascii("pente" + WIDE + ": 1")
    True
    """
    if lang != "fr":
        return text
    text = re.sub(r" ([:»])", rf"{WIDE}\1", text)
    text = re.sub(r"« ", f"«{WIDE}", text)
    return re.sub(r" ([;?!%])", rf"{NARROW}\1", text)
