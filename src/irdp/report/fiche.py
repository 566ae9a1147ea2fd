"""The sheet of a definition that an occupational physician signs, as one HTML page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from irdp.report.fiche_model import fiche_model
from irdp.report.fiche_words import said
from irdp.report.html import render

if TYPE_CHECKING:
    from irdp.review.cases import CasesResult
    from irdp.scorer import Scorer
    from irdp.text import Lang

TEMPLATE = "fiche.html.jinja"


def fiche_html(
    definition: Scorer, lang: Lang = "fr", cases: CasesResult | None = None
) -> str:
    """Return the sheet of a definition as one self-contained HTML page to print.

    Parameters
    ----------
    definition
        A scoring or a policy, as `irdp.load` gives it.
    lang
        ``"fr"`` or ``"en"``.
    cases
        What `irdp.review.cases.run_cases` gave; without it the sheet says that the
        cases were not run.

    Raises
    ------
    CallError
        ``IRDP-K083`` jinja2 is not installed.

    Examples
    --------
    >>> import irdp
    >>> page = fiche_html(irdp.load("was@1.0.0"))
    >>> page.count("<caption>") >= 5, "<script" in page
    (True, False)
    """
    model = fiche_model(definition, lang, cases)
    return render(TEMPLATE, fiche=model, said=partial(said, lang=lang))
