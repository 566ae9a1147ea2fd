"""A result in words: what was computed, from what, and what is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irdp.results.aids import aids
from irdp.results.provenance import INTENDED_USE
from irdp.results.validity import validity
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.results.assessment import Assessment
    from irdp.results.outcomes import DecisionResult, ScoreResult
    from irdp.text import Lang

STATUS_WORDS: dict[str, Text] = {
    "ok": Text("calculé", "computed"),
    "prorated": Text("calculé au prorata des réponses", "prorated over the answers"),
    "no_version": Text("aucune version en vigueur", "no version in force"),
    "invalid_input": Text("visite rejetée", "visit rejected"),
    "not_applicable": Text("sans objet", "not applicable"),
    "out_of_population": Text("hors population", "out of the population"),
    "too_few_answers": Text("trop peu de réponses", "too few answers"),
    "depends_on_unknown": Text(
        "dépend d'un résultat inconnu", "depends on an unknown result"
    ),
}
_HEAD = Text("Définition", "Definition")
_ENGINE = Text("moteur", "engine")
_STATE = Text("statut", "status")
_COMPLETE = Text("complétude", "completeness")
_REASONS = Text("Raisons", "Reasons")
_UNKNOWN = Text("Inconnu, il manque", "Unknown, lacking")
_PROVISIONAL = Text("provisoire", "provisional")
_ISSUES = Text("Anomalies", "Issues")
_ABSENT = Text(
    "Sans réponse, et le score lu a pourtant une valeur",
    "Without an answer, and the score that is read has a value all the same",
)
_NOT_ADMINISTERED = Text("Non administré", "Not administered")
_VALIDATE = Text(
    "À valider par un professionnel de santé.", "To be validated by a professional."
)


def explain(assessment: Assessment, lang: Lang = "fr") -> str:
    """Return an assessment as lines of text, in French or English."""
    return "\n".join(_lines(assessment, lang))


def _lines(a: Assessment, lang: Lang) -> Iterator[str]:
    origin, document = a.provenance, a.definition.document
    title = document.title.text.get(lang)
    yield f"{title} ({origin.reference}, {_STATE.get(lang)} {origin.status})"
    if origin.notice is not None:
        yield origin.notice.get(lang)
    for remark in validity(a.definition, a.codes):
        yield remark.get(lang)
    nodes = a.definition.program.nodes
    for name in a.outputs:
        node = nodes[name]
        if node.score.level == "collective":
            continue
        label = node.score.title.text.get(lang) if node.score.title else name
        yield f"- {label} : {_score(a.scores[name], lang)}"
        yield from (f"    {line}" for line in aids(a, name, lang, shown))
    for name, decision in a.decisions.items():
        yield from _decision(name, decision, lang)
    if a.issues:
        yield f"{_ISSUES.get(lang)} :"
        for issue in a.issues:
            yield f"  - {issue.code} {issue.item} : {issue.message.get(lang)}"
    yield _VALIDATE.get(lang) + " " + INTENDED_USE.get(lang)
    yield (
        f"{_HEAD.get(lang)} {origin.reference}, {origin.scoring_digest[:19]}, "
        f"{_ENGINE.get(lang)} {origin.engine}"
    )


def _score(score: ScoreResult, lang: Lang) -> str:
    words = STATUS_WORDS[score.status].get(lang)
    share = score.completeness
    complete = "" if share is None else f", {_COMPLETE.get(lang)} {share:.0%}"
    if score.value is None:
        return f"{words}{complete}"
    label = "" if score.band is None else score.band.label.get(lang)
    value = shown(score.value, lang)
    if label:
        value = label if isinstance(score.value, str) else f"{value}, {label}"
    return f"{value} ({words}{complete})"


def shown(value: Any, lang: Lang) -> str:
    """Return a value as people read it: decimal comma and oui/non in French.

    Examples
    --------
    >>> shown(30.17, "fr"), shown(True, "en"), shown(4.0, "fr")
    ('30,17', 'yes', '4')
    """
    if isinstance(value, bool):
        return {"fr": ("non", "oui"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, float):
        text = f"{value:.10g}"
        return text.replace(".", ",") if lang == "fr" else text
    return str(value)


def _decision(name: str, decision: DecisionResult, lang: Lang) -> Iterator[str]:
    mark = f" ({_PROVISIONAL.get(lang)})" if decision.provisional else ""
    wording = " ".join(w.get(lang) for w in decision.wording)
    yield f"{name}{mark} : {wording}"
    if decision.reasons:
        yield f"  {_REASONS.get(lang)} :"
        for reason in decision.reasons:
            mark = f" [{reason.mark}]" if reason.mark else ""
            law = f" [{reason.law}]{mark}" if reason.law else ""
            yield f"    - {reason.text.get(lang) or reason.id}{law}"
            if reason.note.get(lang):
                yield f"      {reason.note.get(lang)}"
    for rule, names in decision.unknown.items():
        yield f"  {_UNKNOWN.get(lang)} ({rule}) : {', '.join(names)}"
    for score, gaps in decision.absent_inputs.items():
        yield f"  {_ABSENT.get(lang)} ({score}) : {', '.join(gaps)}"
    if decision.not_administered:
        listed = ", ".join(decision.not_administered)
        yield f"  {_NOT_ADMINISTERED.get(lang)} : {listed}"
