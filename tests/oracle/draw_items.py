"""Any questionnaire, and any raw answer to its items."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction

from hypothesis import strategies as st

from .items import codes_of, domain, options_of
from .lanes import Lane, text
from .sheet import is_integer

LABEL = {"fr": "Question", "en": "Question"}
STATE_CODES = {
    "refused": ["REFUS", "97"],
    "unknown": ["NSP", "98"],
    "not_applicable": ["NC", "99"],
}
TYPES = ("choice", "choice", "integer", "integer", "boolean", "decimal", "multiple")


@st.composite
def state_codes(draw) -> dict[str, list[str]]:
    kept = draw(st.sets(st.sampled_from(sorted(STATE_CODES))))
    return {state: STATE_CODES[state] for state in sorted(kept)}


@st.composite
def items(draw, name: str) -> dict:
    """Draw an item that is not a date."""
    kind = draw(st.sampled_from(TYPES))
    item = {"id": name, "type": kind, "label": LABEL}
    if kind in ("choice", "multiple"):
        item["options"] = draw(options(several=kind == "multiple"))
    elif kind == "integer":
        low = draw(st.integers(-2, 2))
        item |= {"min": str(low), "max": str(low + draw(st.integers(1, 6)))}
    elif kind == "decimal":
        places = draw(st.integers(1, 2))
        low = draw(st.integers(-12, 12))
        high = low + draw(st.integers(1, 12))
        bounds = (text(Fraction(k, 10**places)) for k in (low, high))
        item |= {"decimals": str(places)} | dict(
            zip(("min", "max"), bounds, strict=True)
        )
    elif draw(st.booleans()):
        item["aliases"] = {"true": ["oui", "1"], "false": ["non", "0"]}
    if draw(st.integers(0, 3)) == 0:
        item["source"] = draw(st.sampled_from(["record", "derived"]))
    if draw(st.integers(0, 4)) == 0:
        item["codes"] = {"not_applicable": ["SO"]}
    return item


@st.composite
def options(draw, *, several: bool) -> list[dict]:
    n = draw(st.integers(2, 3 if several else 4))
    if draw(st.booleans()):
        first, step = draw(st.integers(-1, 1)), draw(st.integers(1, 2))
        codes = [str(first + step * i) for i in range(n)]
    else:
        codes = ["low", "mid", "high", "top"][:n]
    drawn = [
        {"code": code, "label": {"fr": f"Option {i}"}} for i, code in enumerate(codes)
    ]
    if draw(st.booleans()):
        drawn[0]["aliases"] = ["Premier"]
    if several and draw(st.booleans()):
        drawn[-1]["exclusive"] = "true"
    return drawn


def lane_of(item: dict, questionnaire: dict) -> Lane:
    """Return what is known of an item."""
    declared = set(codes_of(item, questionnaire).values())
    skips = "not_applicable" in declared or "shown_if" in item
    states = tuple(
        sorted({"missing"} | declared | ({"not_applicable"} if skips else set()))
    )
    kind, keys, size, scale = item["type"], (), Fraction(1), 1
    if kind in ("choice", "multiple"):
        keys = tuple(options_of(item))
        if all(map(is_integer, keys)):
            size = Fraction(max(abs(int(k)) for k in keys) or 1)
            kind = "number" if kind == "choice" else kind
        elif kind == "choice":
            kind = "category"
    elif kind in ("integer", "decimal"):
        values = domain(item)
        keys = tuple(map(text, values))
        size, scale = max(map(abs, values)), 10 ** int(item.get("decimals", 0))
        kind = "number"
    elif kind == "boolean":
        kind, keys = "truth", ("true", "false")
    places = int(item.get("decimals", 0))
    return Lane(item["id"], kind, item, size, scale, places, keys, skips, True, states)


# --- raw answers ---------------------------------------------------------------------

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2030, 12, 31)) | st.sampled_from(
    [
        dt.date(2004, 2, 29),
        dt.date(2023, 2, 28),
        dt.date(2023, 3, 1),
        dt.date(2024, 2, 29),
    ]
)
FAULTS = (
    *(True, False, -1, 7, 99, 2.5, 2.0000000001, float("inf"), -float("inf"), 2**60),
    *("01", "1.0", "1,0", " 1", "NA", "nan", "OUI", "true", "Option 0", "2024-02-30"),
    *("05/01/2024", "1|2", "low|mid", ["low", "low"], ["nope"], [True], "999", "-"),
    dt.datetime(2024, 1, 5, 12, tzinfo=dt.UTC),
)
ABSENT = (None, "", "  ", float("nan"))


def valid(item: dict, *, flat: bool = False) -> st.SearchStrategy:
    """Draw an answer in the domain, in any of the forms it may take."""
    values = domain(item)
    written = flat_forms if flat else forms
    if values is None:
        return DAYS.map(str) if flat else DAYS | DAYS.map(str)
    if flat and item["type"] == "multiple":  # a cell cannot say that none was chosen
        values = [value for value in values if value]
    return st.sampled_from(values).flatmap(lambda v: st.sampled_from(written(item, v)))


def forms(item: dict, value: object) -> list:
    """Return the raw values that stand for a value of the domain."""
    if item["type"] == "multiple":
        return [sorted(value), tuple(sorted(value, reverse=True))]
    if item["type"] == "choice":
        found = [value]
        found += [int(value), float(value)] if is_integer(value) else []
        option = next(o for o in item["options"] if o["code"] == value)
        return found + option.get("aliases", [])
    if item["type"] == "boolean":
        return [value, *item.get("aliases", {}).get(str(value).lower(), [])]
    whole = [int(value)] if value.denominator == 1 else []
    return [float(value), *whole]


def flat_forms(item: dict, value: object) -> list[str]:
    """Return the texts that stand for a value in a flat file."""
    if item["type"] == "multiple":
        return ["|".join(sorted(value))]
    if item["type"] in ("choice", "boolean"):
        found = [form for form in forms(item, value) if isinstance(form, str)]
        if item["type"] == "boolean":
            return [*found, str(value), str(value).upper()]
        return [*found, f"{value}.0", f"{value},0"] if is_integer(value) else found
    plain = text(value)
    return [
        plain,
        plain.replace(".", ","),
        *([f"{plain}.0"] if "." not in plain else []),
    ]


def raw(item: dict, questionnaire: dict, *, faulty: bool, flat: bool = False):
    """Draw any raw value for an item: mostly valid, else absent, a state or a fault."""
    states = sorted(codes_of(item, questionnaire))
    if not flat:
        states += [int(code) for code in states if is_integer(code)]
    absent = ABSENT[1:3] if flat else ABSENT
    kinds = [valid(item, flat=flat)] * 6 + [st.sampled_from(absent)]
    if states:
        kinds.append(st.sampled_from(states))
    if faulty:
        faults = [f for f in FAULTS if isinstance(f, str)] if flat else FAULTS
        kinds.append(st.sampled_from(faults))
    return st.one_of(kinds)


def sample(item: dict, source: random.Random) -> object:
    """Return one valid answer, for looking at what a score reaches."""
    values = domain(item)
    if values is None:
        return dt.date(1950, 1, 1) + dt.timedelta(days=source.randrange(29_000))
    value = source.choice(values)
    return sorted(value) if isinstance(value, frozenset) else value
