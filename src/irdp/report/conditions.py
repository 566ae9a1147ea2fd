"""A condition of a definition in words."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irdp.ops import conditions as c
from irdp.ops.grammar import decimal_text
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.text import Lang

_SIGNS = {"eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥"}
_AND, _OR = Text(" et ", " and "), Text(" ou ", " or ")
_NOT, _IN = Text("non", "not"), Text("parmi", "among")
_FROM, _TO = Text("de", "from"), Text("à", "to")
_YES, _NO = Text("oui", "yes"), Text("non", "no")
_STATES = {
    "answered": Text("renseigné", "answered"),
    "missing": Text("absent", "missing"),
    "refused": Text("refusé", "refused"),
    "unknown": Text("inconnu", "unknown"),
    "not_applicable": Text("sans objet", "not applicable"),
    "invalid": Text("invalide", "invalid"),
}


def condition_text(condition: Any, lang: Lang = "fr") -> str:
    """Return a condition in words, names as they are written in the definition.

    Examples
    --------
    >>> from irdp.ops.conditions import ItemCondition
    >>> condition_text(ItemCondition(item="arret_en_cours_jours", gt=30))
    '`arret_en_cours_jours` > 30'
    """
    if isinstance(condition, c.AllCondition):
        return _joined(condition.all, _AND, lang)
    if isinstance(condition, c.AnyCondition):
        return _joined(condition.any, _OR, lang)
    if isinstance(condition, c.NotCondition):
        return f"{_NOT.get(lang)} ({condition_text(condition.not_, lang)})"
    if isinstance(condition, c.TruthCondition):
        return f"`{condition.truth}`"
    if isinstance(condition, c.BandCondition):
        return f"`{condition.band}` = {_OR.get(lang).join(condition.is_)}"
    return _compared(condition, lang)


def _joined(members: tuple[Any, ...], word: Text, lang: Lang) -> str:
    parts = []
    for member in members:
        text = condition_text(member, lang)
        nested = isinstance(member, (c.AllCondition, c.AnyCondition))
        parts.append(f"({text})" if nested else text)
    return word.get(lang).join(parts)


def _compared(condition: Any, lang: Lang) -> str:
    name = next(
        getattr(condition, key)
        for key in ("item", "score", "date")
        if hasattr(condition, key)
    )
    states = getattr(condition, "state", None) or getattr(condition, "status", None)
    if states is not None:
        said = [_STATES[s].get(lang) if s in _STATES else s for s in states]
        return f"`{name}` {_OR.get(lang).join(said)}"
    key, value = condition.comparator
    if key == "in_":
        listed = ", ".join(_value(v, lang) for v in value)
        return f"`{name}` {_IN.get(lang)} {listed}"
    if key == "between":
        low, high = (_value(v, lang) for v in value)
        return f"`{name}` {_FROM.get(lang)} {low} {_TO.get(lang)} {high}"
    return f"`{name}` {_SIGNS[key]} {_value(value, lang)}"


def _value(value: Any, lang: Lang) -> str:
    if isinstance(value, c.Operand):
        return f"`{value.item or value.score or value.date}`"
    if isinstance(value, bool):
        return (_YES if value else _NO).get(lang)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Fraction):
        text = decimal_text(value)
        return text.replace(".", ",") if lang == "fr" else text
    return str(value)
