"""A definition as a page of text: what is asked, how it is scored, what it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from irdp.definition.digest import canonical
from irdp.definition.scoring import Scoring
from irdp.io.template import accepted
from irdp.ops.grammar import Frozen, decimal_text
from irdp.report.conditions import condition_text
from irdp.report.rules import rules_markdown
from irdp.results.provenance import INTENDED_USE
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from irdp.definition.document import Document
    from irdp.definition.questionnaire import Questionnaire
    from irdp.ops.score import Score
    from irdp.scorer import Scorer
    from irdp.text import Lang

_W = {
    "status": Text("statut", "status"),
    "items": Text("Items", "Items"),
    "scores": Text("Scores, dans l'ordre du calcul", "Scores, in order of computation"),
    "sources": Text("Sources", "Sources"),
    "checked": Text("vérifiée", "verified"),
    "unchecked": Text("à vérifier", "to be verified"),
    "digest": Text("Empreinte du calcul", "Digest of the computation"),
    "content": Text("Empreinte du contenu", "Digest of the content"),
    "shown": Text("posé si", "asked if"),
    "optional": Text("colonne facultative", "column optional"),
    "checks": Text("Contrôles", "Checks"),
    "bands": Text("bandes", "bands"),
    "from": Text("à partir de", "from"),
    "internal": Text("interne", "internal"),
    "population": Text("population", "population"),
    "applies_if": Text("s'applique si", "applies if"),
    "missing": Text("réponses manquantes", "missing answers"),
    "invalid": Text("Réponses invalides", "Invalid answers"),
    "reject": Text("la visite est rejetée", "the visit is rejected"),
    "as_missing": Text("comptées comme manquantes", "counted as missing"),
}
_PLAIN = {"id", "op", "title", "report", "bands", "population", "applies_if", "missing"}
_SAID = {"note", "source", "outcome", "horizon", "main", "direction", "level"}
_CODE = re.compile(r"`([^`]*)`")


def fiche(scorer: Scorer) -> dict[str, Any]:
    """Return a definition and all that it reads as plain values."""
    bundle = scorer.compiled.bundle
    return {
        "schema": "irdp/fiche/1",
        "provenance": scorer.provenance.to_dict(),
        "documents": [canonical(document) for document in bundle.documents],
    }


def fiche_text(scorer: Scorer, lang: Lang = "fr") -> str:
    """Return a definition as lines of text for people.

    Examples
    --------
    >>> import irdp
    >>> fiche_text(irdp.load("was@1.0.0")).splitlines()[0][:14]
    'was@1.0.0  Cap'
    """
    return "\n".join(_lines(scorer, lang)).rstrip() + "\n"


def _lines(scorer: Scorer, lang: Lang) -> Iterator[str]:
    bundle, document = scorer.compiled.bundle, scorer.definition
    yield f"{document.reference}  {document.title.text.get(lang)}"
    yield f"{_W['status'].get(lang)} {document.status}"
    notice = scorer.provenance.notice
    for text in (notice, document.description and document.description.text):
        if text:
            yield from ("", text.get(lang))
    yield from ("", INTENDED_USE.get(lang), "")
    for filed in bundle.questionnaires.values():
        yield from _questionnaire(filed.document, scorer, lang)
    if isinstance(document, Scoring):
        yield from _scoring(document, lang)
    else:
        for scoring in bundle.scorings.values():
            yield from _scoring(scoring.document, lang)
        yield from _CODE.sub(r"\1", rules_markdown(document, lang)).splitlines()
        yield ""
    for one in bundle.documents:
        yield from _sources(one, lang)
    provenance = scorer.provenance
    yield f"{_W['digest'].get(lang)}  {provenance.scoring_digest}"
    yield f"{_W['content'].get(lang)}  {provenance.content_digest}"


def _questionnaire(asked: Questionnaire, scorer: Scorer, lang: Lang) -> Iterator[str]:
    yield f"{_W['items'].get(lang)} ({asked.reference})"
    specs = asked.specs()
    read = set(scorer.items)
    for item in asked.items:
        if item.id not in read:
            continue
        spec = specs[item.id]
        unit = f" ({item.unit})" if item.unit else ""
        yield f"  {item.id}  {item.label.text.get(lang)}{unit}"
        more = [accepted(item, spec).get(lang)]
        if item.shown_if is not None:
            said = _bare(condition_text(item.shown_if, lang))
            more.append(f"{_W['shown'].get(lang)} {said}")
        if item.optional:
            more.append(_W["optional"].get(lang))
        yield f"      {' ; '.join(more)}"
    if asked.checks:
        yield _W["checks"].get(lang)
    for check in asked.checks:
        yield f"  {check.id}  {_bare(condition_text(check.never, lang))} ({check.as_})"
    yield ""


def _scoring(scoring: Scoring, lang: Lang) -> Iterator[str]:
    yield f"{_W['scores'].get(lang)} ({scoring.reference})"
    for score in scoring.scores:
        title = score.title.text.get(lang) if score.title else ""
        inner = f" [{_W['internal'].get(lang)}]" if score.report == "internal" else ""
        yield f"  {score.id}  {_op(score)}{inner}  {title}".rstrip()
        for line in _score(score, lang):
            yield f"      {line}"
    rule = {"reject": "reject", "missing": "as_missing"}[scoring.invalid_answers]
    yield f"{_W['invalid'].get(lang)} : {_W[rule].get(lang)}"
    yield ""


def _op(score: Score) -> str:
    return str(getattr(score, "op", ""))


def _score(score: Score, lang: Lang) -> Iterator[str]:
    for name, value in score:
        key = type(score).model_fields[name].alias or name
        default = type(score).model_fields[name].default
        if key in _PLAIN | _SAID or value is None or value == default:
            continue
        if isinstance(value, tuple) and len(value) > 1:
            yield f"{key} :"
            yield from (f"  - {_inline(part, lang)}" for part in value)
        else:
            yield f"{key} : {_inline(value, lang)}"
    for key in ("applies_if", "population"):
        condition = getattr(score, key)
        if condition is not None:
            said = _bare(condition_text(condition, lang))
            yield f"{_W[key].get(lang)} : {said}"
    missing = getattr(score, "missing", None)
    if missing is not None:
        yield f"{_W['missing'].get(lang)} : {_inline(missing, lang)}"
    for band in getattr(score, "bands", ()):
        label = band.label.text.get(lang) if band.label else ""
        start = f"{_W['from'].get(lang)} {decimal_text(band.from_)}"
        yield f"{band.id}  {start}  {label}".rstrip()
    note = score.note.text.get(lang) if score.note else ""
    cited = f"[{score.source}]" if score.source else ""
    if note or cited:
        yield " ".join(filter(None, (note, cited)))


def _inline(value: Any, lang: Lang) -> str:
    """Return a part of a score as one line."""
    if isinstance(value, Frozen):
        words = _condition(value, lang)
        if words:
            return words
        parts = []
        for name, inner in value:
            field = type(value).model_fields[name]
            if inner is None or inner == field.default:
                continue
            parts.append(f"{field.alias or name} {_inline(inner, lang)}")
        return ", ".join(parts)
    if hasattr(value, "items"):
        pairs: Mapping[Any, Any] = value
        return ", ".join(f"{k} → {_inline(v, lang)}" for k, v in pairs.items())
    if isinstance(value, tuple | list):
        return ", ".join(_inline(part, lang) for part in value)
    if isinstance(value, bool) or not hasattr(value, "denominator"):
        return str(value)
    return decimal_text(value)


def _condition(value: Frozen, lang: Lang) -> str:
    if not type(value).__name__.endswith("Condition"):
        return ""
    return _bare(condition_text(value, lang))


def _bare(text: str) -> str:
    return _CODE.sub(r"\1", text)


def _sources(document: Document, lang: Lang) -> Iterator[str]:
    if not document.sources:
        return
    yield f"{_W['sources'].get(lang)} ({document.reference})"
    for cited in document.sources:
        mark = _W["checked" if cited.verified else "unchecked"].get(lang)
        yield f"  [{cited.id}] {cited.citation} ({mark})"
    yield ""
