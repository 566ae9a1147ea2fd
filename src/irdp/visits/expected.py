"""What an item expects, in words: for messages and for the header of a template."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from irdp.ops.lanes import ItemType
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.ops.item import ItemSpec
    from irdp.ops.lanes import Domain

_MOST_OPTIONS = 12


def expected(spec: ItemSpec) -> Text:
    """Return what an item accepts, its declared codes for no answer included.

    Examples
    --------
    >>> from irdp.ops.item import ItemSpec
    >>> from irdp.ops.lanes import Domain, State
    >>> pain = Domain(ItemType.INTEGER, 11)
    >>> expected(ItemSpec("pain", pain, {"NSP": State.UNKNOWN})).fr
    'un entier de 0 à 10, ou NSP'
    """
    domain = spec.domain
    match domain.kind:
        case ItemType.CHOICE:
            text = Text(
                f"un code parmi {_options(domain)}", f"one of {_options(domain)}"
            )
        case ItemType.MULTIPLE:
            names = _options(domain)
            text = Text(f"des codes parmi {names}", f"any of {names}")
        case ItemType.BOOLEAN:
            text = Text("vrai ou faux", "true or false")
        case ItemType.DATE:
            text = _day_range(domain)
        case _:
            text = _number_range(domain)
    if not spec.states:
        return text
    codes = ", ".join(spec.states)
    return Text(f"{text.fr}, ou {codes}", f"{text.en}, or {codes}")


def _options(domain: Domain) -> str:
    shown = ", ".join(domain.options[:_MOST_OPTIONS])
    return shown + (", …" if len(domain.options) > _MOST_OPTIONS else "")


def _day_range(domain: Domain) -> Text:
    first = dt.date.fromordinal(domain.low)
    last = dt.date.fromordinal(domain.low + domain.size - 1)
    return Text(
        f"une date AAAA-MM-JJ, de {first} à {last}",
        f"a date YYYY-MM-DD, from {first} to {last}",
    )


def _number_range(domain: Domain) -> Text:
    low, high = (
        f"{Decimal(k) / domain.scale:f}"
        for k in (domain.low, domain.low + domain.size - 1)
    )
    if domain.kind is ItemType.INTEGER:
        return Text(
            f"un entier de {low} à {high}", f"a whole number from {low} to {high}"
        )
    step = f"{Decimal(1) / domain.scale:f}"
    return Text(
        f"un nombre de {low} à {high}, à {step} près".replace(".", ","),
        f"a number from {low} to {high}, in steps of {step}",
    )
