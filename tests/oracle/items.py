"""Raw answers: what a value given for an item means, and what is wrong with it.

`read(item, codes, raw)` gives (state, value, code): the state, the value if answered,
and the D-code of what is wrong or noteworthy. Values are option codes (text),
frozensets of them, Fractions, booleans and dates.
"""

from __future__ import annotations

import datetime as dt
import decimal
import itertools
import math
import numbers
import re
import unicodedata
from fractions import Fraction

STATES = ("missing", "refused", "unknown", "not_applicable", "invalid")
LIKE_MISSING = {"NA", "N/A", "None", "null", "nan", "NaN", "-", "?", ".", "999", "-1"}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)([.,][0-9]+)?")
GROUPED = re.compile(r"-?[1-9][0-9]{0,2}([ \u00a0\u202f][0-9]{3})+([.,][0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BEYOND = 2**53

INVALID = "invalid"


class FaultError(Exception):
    """A value outside the domain: the argument is its D-code."""


def listed(value: object) -> list:
    """A single entry stands for a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def codes_of(item: dict, questionnaire: dict) -> dict[str, str]:
    """Return the texts that stand for a state, those of the item added."""
    return {
        text: state
        for source in (questionnaire.get("codes") or {}, item.get("codes") or {})
        for state, texts in source.items()
        for text in listed(texts)
    }


def options_of(item: dict) -> list[str]:
    return [option["code"] for option in item.get("options", [])]


def read(item: dict, codes: dict[str, str], raw: object, flat: bool = False):
    """Return (state, value or None, D-code or None) of one raw answer."""
    if blank(raw):
        return "missing", None, None
    raw = trimmed(raw)
    text = raw if isinstance(raw, str) else plain(raw)
    state = codes.get(text)
    if state is None and flat and item["type"] != "date":
        state = codes.get(whole(text))
    if state:
        return state, None, None
    try:
        value, code = READERS[item["type"]](item, raw, flat)
    except FaultError as fault:
        undeclared = isinstance(raw, str) and raw in LIKE_MISSING
        return INVALID, None, "D024" if undeclared else fault.args[0]
    return "answered", value, code


def trimmed(raw: object) -> object:
    """Leave out what no reader sees: outer spaces, and how an accent is composed."""
    return unicodedata.normalize("NFC", raw.strip()) if isinstance(raw, str) else raw


def blank(raw: object) -> bool:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return True
    return isinstance(raw, float | decimal.Decimal) and math.isnan(raw)


def plain(raw: object) -> str | None:
    """Return the plain decimal text of an integral number, else None."""
    if isinstance(raw, bool) or not isinstance(raw, numbers.Real | decimal.Decimal):
        return None
    if not math.isfinite(raw) or raw != int(raw):
        return None
    return str(int(raw))


def whole(text: object) -> str | None:
    """Return `1` for the `1.0` or `1,0` of a flat file, else None."""
    if isinstance(text, str) and re.fullmatch(r"-?(0|[1-9][0-9]*)[.,]0+", text):
        return str(int(re.split("[.,]", text)[0]))
    return None


# --- one reader per type: (value, warning) or FaultError ----------------------------


def choice(item: dict, raw: object, flat: bool):
    names = {option["code"]: option["code"] for option in item["options"]}
    aliases = {a: o["code"] for o in item["options"] for a in listed(o.get("aliases"))}
    return named(raw, names, aliases, flat=flat, labels=labels_of(item))


def labels_of(item: dict) -> set[str]:
    labels = [option.get("label") or {} for option in item["options"]]
    return {
        t
        for label in labels
        for t in (label.values() if isinstance(label, dict) else [label])
    }


def named(raw: object, names: dict, aliases: dict, *, flat: bool, labels=frozenset()):
    """Find a raw answer among the codes, exactly, or the aliases, folded."""
    raw, names = trimmed(raw), aliases | names
    if isinstance(raw, bool):
        raise FaultError("D023")
    if not isinstance(raw, str):
        if isinstance(raw, numbers.Real | decimal.Decimal) and not math.isfinite(raw):
            raise FaultError("D025")
        if plain(raw) in names:
            return names[plain(raw)], None
        exact = plain(raw) is not None and abs(raw) <= BEYOND
        raise FaultError(
            "D021" if exact or not isinstance(raw, numbers.Real) else "D026"
        )
    if raw in names:
        return names[raw], None
    for alias, value in aliases.items():
        if fold(alias) == fold(raw):
            return value, None
    if flat and whole(raw) in names:
        return names[whole(raw)], "D023"
    if raw in labels:
        raise FaultError("D022")
    if near(raw) in {near(name) for name in names}:
        raise FaultError("D023")
    raise FaultError("D021")


def fold(text: str) -> str:
    """Return what two writings of an alias share."""
    return trimmed(text).casefold()


def near(text: str) -> str:
    """Fold what a wrong form keeps: case, outer spaces, zeros and signs of integers."""
    text = fold(text)
    if re.fullmatch(r"[+-]?[0-9]+([.,]0*)?", text):
        return str(int(re.split("[.,]", text)[0]))
    return text


def multiple(item: dict, raw: object, flat: bool):
    if flat and isinstance(raw, str):
        raw = raw.split("|")
    if not isinstance(raw, list | tuple | set | frozenset):
        raise FaultError("D023")
    if any(blank(part) for part in raw):
        raise FaultError("D023")
    read_all = [choice(item, part, flat) for part in raw]
    chosen = frozenset(value for value, _ in read_all)
    exclusive = {o["code"] for o in item["options"] if o.get("exclusive") == "true"}
    if chosen & exclusive and len(chosen) > 1:
        raise FaultError("D029")
    return chosen, next((code for _, code in read_all if code), None)


def boolean(item: dict, raw: object, flat: bool):
    if isinstance(raw, bool):
        return raw, None
    aliases = {
        alias: value == "true"
        for value, aliases in (item.get("aliases") or {}).items()
        for alias in listed(aliases)
    }
    if isinstance(raw, str) and raw.lower() in {"true", "false"} and raw not in aliases:
        if flat:
            return raw.lower() == "true", None
        raise FaultError("D023")
    return named(raw, {}, aliases, flat=flat)


def quantity(raw: object, flat: bool, decimals: int):
    """Return the number given, and D023 where a flat file wrote an integer as 1.0."""
    if isinstance(raw, bool):
        raise FaultError("D027")
    if isinstance(raw, str):
        if not flat or not (NUMBER.fullmatch(raw) or GROUPED.fullmatch(raw)):
            like = re.fullmatch(r"[+-]?[0-9., \u00a0\u202f]+([eE][+-]?[0-9]+)?", raw)
            raise FaultError("D023" if like else "D021")
        text = re.sub("[ \u00a0\u202f]", "", raw).replace(",", ".")
        value, warning = (
            Fraction(text),
            "D023" if not decimals and "." in text else None,
        )
    elif isinstance(raw, numbers.Rational):
        value, warning = Fraction(raw.numerator, raw.denominator), None
    elif isinstance(raw, numbers.Real | decimal.Decimal):
        if not math.isfinite(raw):
            raise FaultError("D025")
        # a float means the shortest decimal that gives it back, as it is printed
        value, warning = Fraction(str(raw)), None
    else:
        raise FaultError("D021")
    if abs(value) > BEYOND or (value * 10**decimals).denominator != 1:
        raise FaultError("D026")
    return value, warning


def integer(item: dict, raw: object, flat: bool):
    value, warning = quantity(raw, flat, int(item.get("decimals", 0)))
    if not Fraction(item["min"]) <= value <= Fraction(item["max"]):
        raise FaultError("D028")
    return value, warning


def date(_item: dict, raw: object, _flat: bool):
    if isinstance(raw, dt.datetime):
        if raw.tzinfo is not None or raw.time() != dt.time(0):
            raise FaultError("D034")
        return raw.date(), None
    if isinstance(raw, dt.date):
        return raw, None
    try:
        if isinstance(raw, str) and DAY.fullmatch(raw):
            return dt.date.fromisoformat(raw), None
    except ValueError:
        pass
    raise FaultError("D032")


READERS = {
    "choice": choice,
    "multiple": multiple,
    "boolean": boolean,
    "integer": integer,
    "decimal": integer,
    "date": date,
}


# --- the finite domain, for bounds and weights --------------------------------------


def domain(item: dict) -> list | None:
    """Return every value an answer can have; None for a date."""
    kind = item["type"]
    if kind == "boolean":
        return [False, True]
    if kind == "choice":
        return options_of(item)
    if kind == "multiple":
        exclusive = {o["code"] for o in item["options"] if o.get("exclusive") == "true"}
        subsets = itertools.chain.from_iterable(
            itertools.combinations(options_of(item), size)
            for size in range(len(item["options"]) + 1)
        )
        return [frozenset(s) for s in subsets if len(s) < 2 or not exclusive & set(s)]
    if kind == "date":
        return None
    scale = 10 ** int(item.get("decimals", 0))
    low, high = (Fraction(item[key]) * scale for key in ("min", "max"))
    return [Fraction(k, scale) for k in range(int(low), int(high) + 1)]
