"""One score of a definition in words: its terms, its points, its bands, its rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from irdp.ops.grammar import Frozen, decimal_text
from irdp.ops.term import Term
from irdp.report.blocks import Paragraph, Table
from irdp.report.conditions import condition_text
from irdp.report.fiche_words import OPERATIONS, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from irdp.definition.questionnaire import Item
    from irdp.ops.score import Score
    from irdp.text import Lang

_CODE = re.compile(r"`([^`]*)`")
_TOLD = {
    "id",
    "op",
    "title",
    "report",
    "bands",
    "missing",
    "applies_if",
    "population",
    "note",
    "source",
    "outcome",
    "main",
    "direction",
    "level",
    "range",
    "unit",
    "decimals",
}


def score_blocks(
    score: Score, items: Mapping[str, Item], lang: Lang
) -> Iterator[Paragraph | Table]:
    """Yield what a sheet says of one score."""
    if score.note:
        yield Paragraph(score.note.text.get(lang))
    heads: tuple[str, ...] = (said("parameter", lang), said("value", lang))
    terms, rest = _terms(score)
    facts = (*_facts(score, lang), *_others(score, rest, lang))
    yield Table(f"{said('operation', lang)} ({score.id})", heads, tuple(facts))
    if terms:
        heads = tuple(said(h, lang) for h in ("term", "points", "weight", "source"))
        rows = tuple(_term_row(term, items, lang) for term in terms)
        yield Table(f"{said('points', lang)} ({score.id})", heads, rows)
    bands = getattr(score, "bands", ())
    if bands:
        names = ("band", "label", "from", "detected", "source")
        rows = tuple(
            (
                band.id,
                band.label.text.get(lang) if band.label else "",
                number(band.from_, lang),
                said("yes" if band.detected else "no", lang),
                band.source or "",
            )
            for band in bands
        )
        heads = tuple(said(h, lang) for h in names)
        yield Table(f"{said('bands', lang)} ({score.id})", heads, rows)


def _terms(score: Score) -> tuple[tuple[Term, ...], bool]:
    """Return the terms of a score, and whether `of` says anything else."""
    of = getattr(score, "of", None)
    if isinstance(of, Term):
        return (of,), False
    if isinstance(of, tuple) and of and all(isinstance(t, Term) for t in of):
        return of, False
    return (), True


def _facts(score: Any, lang: Lang) -> Iterator[tuple[str, str]]:
    op = OPERATIONS.get(score.op)
    internal = f", {said('internal', lang)}" if score.report == "internal" else ""
    yield said("operation", lang), f"{op.get(lang) if op else score.op}{internal}"
    if score.direction:
        yield said("direction", lang), said(score.direction, lang)
    if score.level == "collective":
        yield said("level", lang), said("collective", lang)
    if score.range:
        yield said("range", lang), " – ".join(number(b, lang) for b in score.range)
    if score.unit:
        yield said("unit", lang), score.unit
    if score.decimals is not None:
        yield said("decimals", lang), str(score.decimals)
    missing = getattr(score, "missing", None)
    if missing is not None:
        yield said("missing", lang), missing_words(missing, lang)
    for key in ("applies_if", "population"):
        if getattr(score, key) is not None:
            yield said(key, lang), bare(condition_text(getattr(score, key), lang))
    if score.outcome:
        yield "outcome", score.outcome.text.get(lang)
    if score.source:
        yield said("source", lang), score.source


def missing_words(rule: Any, lang: Lang) -> str:
    """Return a missing rule in words.

    Examples
    --------
    >>> missing_words("none_allowed", "fr")
    'aucune réponse manquante admise'
    """
    if isinstance(rule, str):
        return said("none_allowed", lang)
    most = rule.max_missing is not None
    k = rule.max_missing if most else rule.min_answered
    first = said("at_most" if most else "at_least", lang).format(k=k)
    return f"{first} ; {said(f'then_{rule.then}', lang)}"


def _others(score: Score, with_of: bool, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield the parameters that an operation has of its own."""
    for name, value in score:
        field = type(score).model_fields[name]
        key = field.alias or name
        if key in _TOLD or value is None or value == field.default:
            continue
        if key != "of" or with_of:
            yield (
                said("constant", lang) if key == "constant" else key,
                inline(value, lang),
            )


def _term_row(term: Term, items: Mapping[str, Item], lang: Lang) -> tuple[str, ...]:
    labels: dict[str, str] = {}
    item = items.get(term.target)
    if item is not None:
        labels = {o.code: o.label.text.get(lang) for o in item.options}
    table = term.points or term.recode
    if table is not None:
        points = "\n".join(
            f"{k} ({labels[k]}) → {number(v, lang)}"
            if k in labels
            else f"{k} → {number(v, lang)}"
            for k, v in table.items()
        )
    elif term.recode_intervals is not None:
        points = "\n".join(
            f"≥ {number(step.from_, lang)} → {number(step.value, lang)}"
            for step in term.recode_intervals
        )
    else:
        points = said("reversed" if term.reverse else "as_is", lang)
    return term.target, points, number(term.weight, lang), term.source or ""


def inline(value: Any, lang: Lang) -> str:
    """Return a part of a score as one line."""
    if isinstance(value, Frozen):
        if type(value).__name__.endswith("Condition"):
            return bare(condition_text(value, lang))
        fields = type(value).model_fields
        return ", ".join(
            f"{fields[name].alias or name} {inline(inner, lang)}"
            for name, inner in value
            if inner is not None and inner != fields[name].default
        )
    if hasattr(value, "items"):
        return ", ".join(f"{k} → {inline(v, lang)}" for k, v in value.items())
    if isinstance(value, tuple | list):
        return " ; ".join(inline(part, lang) for part in value)
    if isinstance(value, bool) or not hasattr(value, "denominator"):
        return str(value)
    return number(value, lang)


def number(value: Any, lang: Lang) -> str:
    """Return a number as people read it: decimal comma in French, a true minus."""
    text = decimal_text(value) if hasattr(value, "denominator") else str(value)
    text = text.replace("-", "−")
    return text.replace(".", ",") if lang == "fr" else text


def bare(text: str) -> str:
    """Return words without the marks of names."""
    return _CODE.sub(r"\1", text)
