"""A definition as a page of text: what is asked, how it is scored, what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irdp.definition.digest import canonical
from irdp.report.blocks import Table
from irdp.report.fiche_model import fiche_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.report.fiche_model import Block, Part
    from irdp.review.cases import CasesResult
    from irdp.scorer import Scorer
    from irdp.text import Lang


def fiche(scorer: Scorer) -> dict[str, Any]:
    """Return a definition and all that it reads as plain values."""
    bundle = scorer.compiled.bundle
    return {
        "schema": "irdp/fiche/1",
        "provenance": scorer.provenance.to_dict(),
        "documents": [canonical(document) for document in bundle.documents],
    }


def fiche_text(
    scorer: Scorer, lang: Lang = "fr", cases: CasesResult | None = None
) -> str:
    """Return a definition as lines of text for people.

    Examples
    --------
    >>> import irdp
    >>> fiche_text(irdp.load("was@1.0.0")).splitlines()[0][:14]
    'was@1.0.0  Cap'
    """
    model = fiche_model(scorer, lang, cases)
    lines = [f"{model.reference}  {model.title}"]
    lines += [f"{word} : {value}" for word, value in model.keys]
    if model.notice:
        lines += ["", model.notice]
    for paragraph in model.lead:
        lines += ["", paragraph.text]
    for part in model.parts:
        lines += ["", *_part(part, "")]
    return "\n".join(lines).rstrip() + "\n"


def _part(part: Part, indent: str) -> Iterator[str]:
    yield f"{indent}{part.title}"
    for block in part.blocks:
        yield from (f"{indent}  {line}" for line in _block(block))
    for inner in part.inner:
        yield from _part(inner, f"{indent}  ")


def _block(block: Block) -> Iterator[str]:
    if not isinstance(block, Table):
        yield block.text
        return
    for name, *cells in block.rows:
        told = [
            f"{head} {cell}" if i else cell
            for i, (head, cell) in enumerate(zip(block.columns[1:], cells, strict=True))
            if cell
        ]
        text = "  ".join([name, *told])
        first, *more = text.split("\n")
        yield first
        yield from (f"    {line}" for line in more)
