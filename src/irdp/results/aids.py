"""Reading aids of one score, in words: what it is made of, what it could still be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from irdp.ops.band import Band
from irdp.ops.lanes import FIRST, ItemType
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from irdp.definition.questionnaire import Item
    from irdp.ops.item import ItemSpec
    from irdp.plan.program import Node
    from irdp.results.assessment import Assessment
    from irdp.results.outcomes import ScoreResult
    from irdp.text import Lang

_GIVES = Text("Contributions", "Contributions")
_STEPS = Text("Étapes", "Steps")
_CONSTANT = Text("constante", "constant")
_ROUNDING = Text("arrondi", "rounding")
_RANGE = Text(
    "Selon les réponses qui manquent : de {low} à {high}",
    "Depending on the missing answers: from {low} to {high}",
)
_BANDS = Text("bandes possibles : {bands}", "possible bands: {bands}")
_CERTAIN = Text(
    "bande déjà certaine quelles que soient les réponses manquantes : {band}",
    "the band is already certain whatever the missing answers: {band}",
)
_CHANGE = Text(
    "Plus petit changement d'une réponse qui change la bande : {item} = {answer}, "
    "alors {band}",
    "Smallest change of one answer that changes the band: {item} = {answer}, then {band}",
)
_TRUTHS = Text("non", "no"), Text("oui", "yes")
Show = Callable[[Any, Any], str]


def aids(a: Assessment, name: str, lang: Lang, shown: Show) -> Iterator[str]:
    """Yield what helps to read one score of a visit.

    Parameters
    ----------
    shown
        Writes a value in a language.
    """
    score, node = a.scores[name], a.definition.program.nodes[name]
    if score.value is not None:
        yield from _made_of(a, name, lang, shown)
    if score.completeness is not None and score.completeness < 1:
        yield from _could_be(score, lang, shown)
    if isinstance(node.score, Band) and _name_beside(name, node) in a.outputs:
        return
    change = score.nearest_change
    if change is not None:
        spec = a.definition.program.items[change.item]
        said = _item_of(a).get(change.item)
        answer = answer_text(spec, said, change.code, lang, shown)
        yield _CHANGE.get(lang).format(
            item=change.item, answer=answer, band=change.band
        )


def _name_beside(name: str, node: Node) -> str:
    alias, dot, _ = name.rpartition(".")
    return f"{alias}{dot}{node.score.of.target}" if isinstance(node.score, Band) else ""


def _made_of(a: Assessment, name: str, lang: Lang, shown: Show) -> Iterator[str]:
    """Yield the contributions where the score is additive, else its steps."""
    parts = a.scores[name].contributions
    if parts is not None:
        said = [f"{n} {_signed(v, lang, shown)}" for n, v in parts.items.items()]
        for word, value in ((_CONSTANT, parts.constant), (_ROUNDING, parts.rounding)):
            if value:
                said.append(f"{word.get(lang)} {_signed(value, lang, shown)}")
        yield f"{_GIVES.get(lang)} : {', '.join(said)}"
        return
    steps = []
    alias, dot, _ = name.rpartition(".")
    for own in a.definition.program.nodes[name].inputs:
        full = f"{alias}{dot}{own}" if f"{alias}{dot}{own}" in a.scores else own
        if full in a.scores:
            found = a.scores[full].value
            steps.append(f"{own} = {'–' if found is None else shown(found, lang)}")
        elif own in a.codes:
            spec, said_item = a.definition.program.items[own], _item_of(a).get(own)
            text = answer_text(spec, said_item, a.codes[own], lang, shown)
            steps.append(f"{own} = {text}")
    if steps:
        yield f"{_STEPS.get(lang)} : {', '.join(steps)}"


def _could_be(score: ScoreResult, lang: Lang, shown: Show) -> Iterator[str]:
    said = []
    bounds, bands = score.bounds, score.bands_possible
    if bounds is not None:
        low, high = (shown(end, lang) for end in bounds)
        said.append(_RANGE.get(lang).format(low=low, high=high))
    if bands is not None and len(bands) == 1:
        said.append(_CERTAIN.get(lang).format(band=bands[0]))
    elif bands:
        said.append(_BANDS.get(lang).format(bands=", ".join(bands)))
    if said:
        text = " ; ".join(said)
        yield text[0].upper() + text[1:]


def _signed(value: Any, lang: Lang, shown: Show) -> str:
    text = shown(float(value), lang).replace("-", "−")
    return text if value < 0 else f"+{text}"


def _item_of(a: Assessment) -> Mapping[str, Item]:
    filed = a.definition.bundle.questionnaires.values()
    found = {item.id: item for one in filed for item in one.document.items}
    facts = getattr(a.definition.document, "facts", ())
    return found | {fact.id: fact for fact in facts}


def answer_text(
    spec: ItemSpec, item: Item | None, code: int, lang: Lang, shown: Show
) -> str:
    """Return a code of an item as people read it: the label of its option, a number."""
    if code < FIRST:
        return "–"
    domain, rank = spec.domain, code - FIRST
    if domain.kind is ItemType.CHOICE and item is not None:
        option = item.options[rank]
        return f"{option.label.text.get(lang)} ({option.code})"
    if domain.kind is ItemType.MULTIPLE:
        chosen = [o for i, o in enumerate(domain.options) if rank >> i & 1]
        return "|".join(chosen) or "–"
    if domain.kind is ItemType.BOOLEAN:
        return _TRUTHS[rank].get(lang)
    if domain.kind is ItemType.DATE:
        return dt.date.fromordinal(domain.low + rank).isoformat()
    return str(shown(float(domain.number(code)), lang))
