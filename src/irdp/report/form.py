"""The blank questionnaire to print: no points, no score, nothing stored or sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from irdp.definition.questionnaire import Questionnaire
from irdp.ops.grammar import decimal_text
from irdp.report.fiche_model import plain
from irdp.report.fiche_words import said
from irdp.report.html import render
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.definition.questionnaire import Item
    from irdp.scorer import Scorer
    from irdp.text import Lang

Mode = Literal["professionnel", "auto"]
TEMPLATE = "form.html.jinja"
_YES_NO = (("true", Text("Oui", "Yes")), ("false", Text("Non", "No")))


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    Parameters
    ----------
    kind
        ``radio``, ``checkbox``, ``number`` or ``date``.
    options
        Pairs of the value and the label of each box.
    help
        What an answer may be, and when the question is asked.
    """

    id: str
    number: int
    label: str
    kind: str
    options: tuple[tuple[str, str], ...]
    help: str
    unit: str


@dataclass(frozen=True, slots=True)
class Form:
    """A blank questionnaire in one language."""

    lang: Lang
    title: str
    reference: str
    subtitle: str
    note: str
    licence: tuple[str, ...]
    fields: tuple[Field, ...]


def form_html(
    questionnaire: Questionnaire | Scorer,
    mode: Mode = "professionnel",
    lang: Lang = "fr",
) -> str:
    """Return a blank questionnaire as one self-contained HTML page to print.

    It shows no points and no score. What is read from the record is left to the
    professional: an auto-questionnaire shows only what is asked of the person.

    Parameters
    ----------
    questionnaire
        The questionnaire, or a scorer whose questionnaires are put one after another.
    mode
        ``"professionnel"`` or ``"auto"``.
    lang
        ``"fr"`` or ``"en"``.

    Raises
    ------
    CallError
        ``IRDP-K083`` jinja2 is not installed.

    Examples
    --------
    >>> import irdp
    >>> page = form_html(irdp.load("was@1.0.0"), "auto")
    >>> page.count("<fieldset"), 'type="number"' in page, "<script" in page
    (1, True, False)
    """
    if isinstance(questionnaire, Questionnaire):
        asked = [questionnaire]
    else:
        bundle = questionnaire.compiled.bundle
        asked = [filed.document for filed in bundle.questionnaires.values()]
    forms = [form_of(one, mode, lang) for one in asked]
    return render(TEMPLATE, forms=forms, lang=lang, said=partial(said, lang=lang))


def form_of(
    asked: Questionnaire, mode: Mode = "professionnel", lang: Lang = "fr"
) -> Form:
    """Return the blank form of one questionnaire."""
    auto = mode == "auto"
    licence: list[str] = []
    if asked.licence and asked.licence.class_ != "A":
        licence.append(said("form_licence", lang))
        if asked.licence.note:
            licence.append(asked.licence.note.text.get(lang))
    items = [i for i in asked.items if i.source == "asked" or not auto]
    return Form(
        lang=lang,
        title=asked.title.text.get(lang),
        reference=asked.reference,
        subtitle=said("form_auto" if auto else "form_professional", lang),
        note=said("form_auto_note" if auto else "form_professional_note", lang),
        licence=tuple(licence),
        fields=tuple(_field(item, n, lang) for n, item in enumerate(items, start=1)),
    )


def _field(item: Item, number: int, lang: Lang) -> Field:
    kinds = {"choice": "radio", "boolean": "radio", "multiple": "checkbox"}
    options: tuple[tuple[str, str], ...] = tuple(
        (o.code, o.label.text.get(lang)) for o in item.options
    )
    if item.type == "boolean":
        options = tuple((value, words.get(lang)) for value, words in _YES_NO)
    return Field(
        id=item.id,
        number=number,
        label=item.label.text.get(lang),
        kind=kinds.get(item.type, "date" if item.type == "date" else "number"),
        options=options,
        help=" ".join(_help(item, lang)),
        unit=item.unit or "",
    )


def _help(item: Item, lang: Lang) -> Iterator[str]:
    if item.source != "asked":
        yield f"{said('record_items', lang)}."
    if item.shown_if is not None:
        condition = plain(item.shown_if, lang)
        yield said("form_if", lang).format(condition=condition) + "."
    if item.type in {"choice", "boolean"}:
        yield said("one", lang)
    elif item.type == "multiple":
        yield said("several", lang)
    elif item.type == "date":
        yield said("form_date", lang)
    elif item.min is not None and item.max is not None:
        low, high = (decimal_text(end) for end in (item.min, item.max))
        yield said("number", lang).format(low=low, high=high) + "."
    if item.note:
        yield item.note.text.get(lang)
