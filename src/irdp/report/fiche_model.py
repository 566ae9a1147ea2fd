"""The sheet of a definition as sections of paragraphs and tables, before any rendering."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from irdp.definition.scoring import Scoring
from irdp.io.template import accepted
from irdp.report.blocks import Paragraph, Table
from irdp.report.conditions import condition_text
from irdp.report.fiche_scores import score_blocks
from irdp.report.fiche_words import said
from irdp.results.provenance import INTENDED_USE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from irdp.definition.document import Document
    from irdp.definition.questionnaire import Item, Questionnaire
    from irdp.definition.referral import Decision, Referral, Rule
    from irdp.review.cases import CasesResult
    from irdp.scorer import Scorer
    from irdp.text import Lang

Block = Paragraph | Table
_CODE = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a sheet; `inner` sections stand below its blocks."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    inner: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Fiche:
    """The sheet of one definition in one language.

    Parameters
    ----------
    keys
        What identifies it: pairs of a word and a value.
    notice
        What must be said with every result, or "".
    parts
        Its sections in order.
    """

    lang: Lang
    title: str
    reference: str
    notice: str
    keys: tuple[tuple[str, str], ...]
    lead: tuple[Paragraph, ...]
    parts: tuple[Part, ...]


def fiche_model(
    scorer: Scorer, lang: Lang = "fr", cases: CasesResult | None = None
) -> Fiche:
    """Return the sheet of a definition.

    Parameters
    ----------
    scorer
        The definition, as `irdp.load` gives it.
    lang
        ``"fr"`` or ``"en"``.
    cases
        What `irdp.review.cases.run_cases` gave.

    Examples
    --------
    >>> import irdp
    >>> [part.id for part in fiche_model(irdp.load("was@1.0.0")).parts]
    ['items-was', 'scores-was', 'cases', 'sources', 'licence', 'digests']
    """
    document, bundle = scorer.definition, scorer.compiled.bundle
    notice = scorer.provenance.notice
    lead = [Paragraph(INTENDED_USE.get(lang), "note")]
    if document.description:
        lead.insert(0, Paragraph(document.description.text.get(lang)))
    parts = [
        _items(filed.document, scorer, lang) for filed in bundle.questionnaires.values()
    ]
    if isinstance(document, Scoring):
        parts.append(_scoring(document, scorer, lang))
    else:
        parts += [
            _scoring(filed.document, scorer, lang) for filed in bundle.scorings.values()
        ]
        parts += _policy(document, lang)
    parts += [
        Part("cases", said("cases", lang), (_cases(cases, lang),)),
        Part("sources", said("sources", lang), (_sources(bundle.documents, lang),)),
        Part(
            "licence", said("licence", lang), tuple(_licences(bundle.documents, lang))
        ),
        _digests(scorer, lang),
    ]
    return Fiche(
        lang=lang,
        title=document.title.text.get(lang),
        reference=document.reference,
        notice=notice.get(lang) if notice else "",
        keys=tuple(_keys(document, lang)),
        lead=tuple(lead),
        parts=tuple(p for p in parts if p.blocks or p.inner),
    )


def plain(condition: Any, lang: Lang) -> str:
    """Return a condition in words, names without marks."""
    return _CODE.sub(r"\1", condition_text(condition, lang))


def _keys(document: Document, lang: Lang) -> Iterator[tuple[str, str]]:
    yield said("version", lang), document.reference
    yield said("status", lang), document.status
    effective = document.effective
    if effective:
        days = [d.isoformat() if d else "…" for d in (effective.from_, effective.until)]
        yield said("effective", lang), " – ".join(days)


def _items(asked: Questionnaire, scorer: Scorer, lang: Lang) -> Part:
    read, specs = set(scorer.items), asked.specs()
    rows = tuple(
        _item_row(item, accepted(item, specs[item.id]).get(lang), lang)
        for item in asked.items
        if item.id in read
    )
    heads = tuple(said(h, lang) for h in ("item", "question", "answers", "shown"))
    title = f"{said('items', lang)} ({asked.reference})"
    blocks: list[Block] = [Table(title, heads, rows)]
    checks = tuple(
        (c.id, plain(c.never, lang), said(c.as_, lang))
        for c in asked.checks
        if c.id in {step.id for step in scorer.compiled.program.checks}
    )
    if checks:
        heads = (said("rule", lang), said("condition", lang), said("value", lang))
        blocks.append(Table(said("checks", lang), heads, checks))
    return Part(f"items-{asked.id}", title, tuple(blocks))


def _item_row(item: Item, answers: str, lang: Lang) -> tuple[str, ...]:
    label = item.label.text.get(lang)
    unit = f" ({item.unit})" if item.unit else ""
    note = f". {item.note.text.get(lang)}" if item.note else ""
    shown = plain(item.shown_if, lang) if item.shown_if is not None else ""
    origin = "" if item.source == "asked" else f" [{said(item.source, lang)}]"
    return item.id, f"{label}{unit}{note}{origin}", answers, shown


def _scoring(scoring: Scoring, scorer: Scorer, lang: Lang) -> Part:
    rule = {"reject": "reject", "missing": "as_missing"}[scoring.invalid_answers]
    invalid = f"{said('invalid', lang)} : {said(rule, lang)}."
    known = {
        item.id: item
        for filed in scorer.compiled.bundle.questionnaires.values()
        for item in filed.document.items
    }
    inner = tuple(
        Part(
            f"score-{scoring.id}-{score.id}",
            f"{score.title.text.get(lang) if score.title else score.id} ({score.id})",
            tuple(score_blocks(score, known, lang)),
        )
        for score in scoring.scores
    )
    title = f"{said('scores', lang)} ({scoring.reference})"
    return Part(f"scores-{scoring.id}", title, (Paragraph(invalid),), inner)


def _policy(policy: Referral, lang: Lang) -> Iterator[Part]:
    computed = tuple(
        Part(
            f"score-{policy.id}-{score.id}",
            f"{score.title.text.get(lang) if score.title else score.id} ({score.id})",
            tuple(score_blocks(score, {}, lang)),
        )
        for score in policy.scores
    )
    title = f"{said('scores', lang)} ({policy.reference})"
    yield Part(f"scores-{policy.id}", title, (), computed)
    for decision in policy.decisions:
        yield Part(
            f"decision-{decision.id}",
            f"{said('rules', lang)} : "
            f"{decision.title.text.get(lang) if decision.title else decision.id}",
            tuple(_decision(decision, lang)),
        )


def _decision(decision: Decision, lang: Lang) -> Iterator[Block]:
    heads = ("rule", "condition", "proposal", "law")
    caption = f"{said('rules', lang)} ({decision.id})"
    yield Table(
        caption,
        tuple(said(h, lang) for h in heads),
        tuple(_rule_row(rule, lang) for rule in decision.rules),
    )
    yield Table(
        f"{said('proposal', lang)} ({decision.id})",
        (said("proposal", lang), said("label", lang)),
        tuple((k, v.text.get(lang)) for k, v in decision.proposals.items()),
    )


def _rule_row(rule: Rule, lang: Lang) -> tuple[str, ...]:
    law = ""
    if rule.law:
        mark = f" [{rule.law.mark}]" if rule.law.mark else ""
        note = f". {rule.law.note.text.get(lang)}" if rule.law.note else ""
        law = f"{rule.law.ref}{mark}{note}"
    elif rule.basis:
        law = rule.basis.text.get(lang)
    return rule.id, plain(rule.when, lang), rule.propose, law


def _cases(cases: CasesResult | None, lang: Lang) -> Paragraph:
    if cases is None:
        return Paragraph(said("cases_none", lang), "warning")
    if cases.passed:
        return Paragraph(said("cases_passed", lang).format(n=cases.n))
    failed = len(cases.diagnostics)
    text = said("cases_failed", lang).format(failed=failed, n=cases.n)
    return Paragraph(text, "warning")


def _sources(documents: Sequence[Document], lang: Lang) -> Table:
    rows: dict[tuple[str, ...], None] = {}
    for document in documents:
        for cited in document.sources:
            mark = said("checked" if cited.verified else "unchecked", lang)
            where = [cited.citation, cited.page and f"p. {cited.page}", cited.doi]
            text = ", ".join(w for w in (*where, cited.url) if w)
            rows.setdefault((cited.id, text, mark))
    heads = tuple(said(h, lang) for h in ("source", "citation", "verified"))
    return Table(said("sources", lang), heads, tuple(rows))


def _licences(documents: Sequence[Document], lang: Lang) -> Iterator[Paragraph]:
    seen = set()
    for document in documents:
        licence = document.licence
        if licence and (licence, document.id) not in seen:
            seen.add((licence, document.id))
            note = licence.note.text.get(lang) if licence.note else ""
            yield Paragraph(f"{document.reference} : {licence.class_}. {note}".rstrip())


def _digests(scorer: Scorer, lang: Lang) -> Part:
    origin = scorer.provenance
    rows = (
        (said("scoring_digest", lang), origin.scoring_digest),
        (said("content_digest", lang), origin.content_digest),
        (said("engine", lang), origin.engine),
    )
    title = said("scoring_digest", lang)
    heads = (said("parameter", lang), said("value", lang))
    return Part("digests", title, (Table(title, heads, rows),))
