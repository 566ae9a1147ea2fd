"""Operations that are no aggregates: arithmetic, tables, truths, choice, dates."""

from __future__ import annotations

from fractions import Fraction

from . import exact
from .aggregates import AGGREGATES, weighed
from .conditions import compare, conjunction, holds
from .exact import number
from .items import listed
from .sheet import (
    NOT_APPLICABLE,
    NOT_ASKED,
    NOTHING,
    Outcome,
    Sheet,
    lacking,
    same,
)


def single(function):
    """Make an operation of a function of one number: None means no such value."""

    def operation(sheet: Sheet, spec: dict) -> Outcome:
        seen = weighed(spec["of"], sheet.term(spec["of"]))
        if not seen.known:
            return seen
        value = function(seen.value, spec)
        return NOTHING if value is None else Outcome(value, seen.status)

    return operation


def clip(x: Fraction, spec: dict) -> Fraction:
    if "min" in spec:
        x = max(x, number(spec["min"]))
    return min(x, number(spec["max"])) if "max" in spec else x


def knots(spec: dict):
    return [(number(k["x"]), number(k["y"])) for k in spec["knots"]]


def band(x: Fraction, spec: dict) -> str | None:
    ids = [b["id"] for b in spec["bands"] if number(b["from"]) <= x]
    return ids[-1] if ids else None


def spline(x: Fraction, spec: dict) -> Fraction:
    given = [number(k) for k in spec["knots"]]
    coefficients = [number(c) for c in spec["coefficients"]]
    return exact.spline(x, given, coefficients, number(spec.get("constant", 0)))


def product(sheet: Sheet, spec: dict) -> Outcome:
    factors = [weighed(t, sheet.term(t)) for t in spec["of"]]
    if status := lacking(factors):
        return Outcome(None, status)
    value = Fraction(1)
    for factor in factors:
        value *= factor.value
    return Outcome(value)


def ratio(sheet: Sheet, spec: dict) -> Outcome:
    both = [weighed(spec[k], sheet.term(spec[k])) for k in ("numerator", "denominator")]
    if status := lacking(both):
        return Outcome(None, status)
    if both[1].value == 0:
        return NOTHING
    value = both[0].value / both[1].value * number(spec.get("factor", 1))
    return Outcome(value)


def table(sheet: Sheet, spec: dict) -> Outcome:
    """Look up one value, or several keys, in a table; a key it lacks has no value."""
    names = listed(spec.get("keys"))
    seen = [sheet.term(t) for t in listed(spec.get("of"))] + [
        sheet.name(n) for n in names
    ]
    if status := lacking(seen):
        return Outcome(None, status)
    rows = sheet.tables[spec["table"]]
    columns = rows.get("keys") or []
    for row in rows["rows"]:
        key = listed(row["key"]) if "key" in row else [row[c] for c in columns]
        if all(same(k, o.value) for k, o in zip(key, seen, strict=True)):
            return Outcome(literal(row["value"]))
    return NOTHING


def comparison(sheet: Sheet, spec: dict) -> Outcome:
    return compare(sheet, weighed(spec["of"], sheet.term(spec["of"])), spec)


def every(sheet: Sheet, spec: dict) -> Outcome:
    return conjunction([holds(sheet, c) for c in spec["of"]], decisive=False)


def some(sheet: Sheet, spec: dict) -> Outcome:
    return conjunction([holds(sheet, c) for c in spec["of"]], decisive=True)


def negation(sheet: Sheet, spec: dict) -> Outcome:
    return holds(sheet, {"not": spec["of"]})


def is_missing(sheet: Sheet, spec: dict) -> Outcome:
    seen = sheet.name(spec["of"])
    if seen.status == NOT_APPLICABLE:
        return NOT_ASKED
    return Outcome(not seen.known)


def literal(text: str) -> object:
    """Read a constant: true or false, a number, else a label."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return number(text)
    except ValueError:
        return text


def case(sheet: Sheet, spec: dict) -> Outcome:
    for entry in spec["cases"]:
        held = holds(sheet, entry["when"])
        if held.known and held.value:
            return branch(sheet, entry["then"])
        if held.known or held.status == NOT_APPLICABLE or spec.get("unknown") == "skip":
            continue
        return held
    return branch(sheet, spec["else"])


def branch(sheet: Sheet, then: object) -> Outcome:
    if then == "unknown":
        return NOTHING
    if then == "not_applicable":
        return NOT_ASKED
    if "label" in then:
        return Outcome(then["label"])
    if "value" in then:
        return Outcome(literal(then["value"]))
    return sheet.name(then.get("score") or then["item"])


def default(sheet: Sheet, spec: dict) -> Outcome:
    of = spec["of"]
    name = of if isinstance(of, str) else of.get("item") or of["score"]
    seen = sheet.name(of) if isinstance(of, str) else weighed(of, sheet.term(of))
    if not seen.known and sheet.state(name) in listed(spec["for"]):
        return Outcome(literal(spec["value"]))
    return seen


def coalesce(sheet: Sheet, spec: dict) -> Outcome:
    """Return the first that has a value, else what the first lacks, unchanged."""
    for name in spec["of"]:
        if (seen := sheet.name(name)).known:
            return seen
    first = spec["of"][0]
    return sheet.scores.get(first) or sheet.name(first)


def concat(sheet: Sheet, spec: dict) -> Outcome:
    parts = [sheet.name(name) for name in spec["of"]]
    if status := lacking(parts):
        return Outcome(None, status)
    return Outcome(spec.get("separator", "").join(text(p.value) for p in parts))


def text(value: object) -> str:
    """Print a value in a profile: a truth as 1 or 0, a number as a plain decimal."""
    if isinstance(value, bool):
        return str(int(value))
    if not isinstance(value, Fraction) or value.denominator == 1:
        return str(value)
    places = next((p for p in range(1, 30) if (value * 10**p).denominator == 1), None)
    if places is None:
        return str(value)
    digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(
        places + 1
    )
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def dates(function, *keys):
    def operation(sheet: Sheet, spec: dict) -> Outcome:
        seen = [sheet.name(spec.get(key, "visit_date")) for key in keys]
        if status := lacking(seen):
            return Outcome(None, status)
        value = function(*(o.value for o in seen))
        return NOTHING if value is None else Outcome(Fraction(value))

    return operation


def age(birth, at) -> int | None:
    """Completed years; born on 29 February: on 1 March in common years."""
    if at < birth:
        return None
    return at.year - birth.year - ((at.month, at.day) < (birth.month, birth.day))


OPERATIONS = {
    **AGGREGATES,
    "affine": single(
        lambda x, s: number(s.get("constant", 0)) + number(s.get("factor", 1)) * x
    ),
    "clip": single(clip),
    "log1p": single(lambda x, _: exact.log1p(x)),
    "exp": single(lambda x, _: exact.exp(x)),
    "power": single(lambda x, s: exact.power(x, number(s["exponent"]))),
    "piecewise_linear": single(
        lambda x, s: exact.piecewise_linear(x, knots(s), s.get("outside", "constant"))
    ),
    "spline": single(spline),
    "logistic": single(lambda x, _: exact.logistic(x)),
    "survival": single(lambda x, s: exact.survival(x, number(s["baseline"]))),
    "band": single(band),
    "product": product,
    "ratio": ratio,
    "lookup": table,
    "norm_table": table,
    "compare": comparison,
    "all": every,
    "any": some,
    "not": negation,
    "is_missing": is_missing,
    "case": case,
    "default": default,
    "coalesce": coalesce,
    "concat": concat,
    "days_between": dates(lambda start, end: (end - start).days, "from", "to"),
    "age": dates(age, "of", "at"),
    "year": dates(lambda day: day.year, "of"),
}
