"""`irdp show`: a definition as a page of text, or the sheet to sign as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from irdp.cli.options import Catalogs, Overwrite, Reference
from irdp.cli.page import Output, write_page
from irdp.cli.session import catalog_of, scorer_of, session_of
from irdp.cli.words import both

if TYPE_CHECKING:
    from irdp.catalogue import Catalog
    from irdp.review.cases import CasesResult
    from irdp.scorer import Scorer

HELP = both(
    "La fiche d'une définition : items, points, réponses manquantes, bandes, règles, "
    "sources, cas rejoués, empreinte ; avec --html, la page à imprimer et à signer.",
    "The sheet of a definition: items, points, missing answers, bands, rules, sources, "
    "cases run, digest; with --html, the page to print and sign.",
)


def command(
    ctx: typer.Context,
    reference: Reference,
    *,
    html: Annotated[
        bool,
        typer.Option(
            "--html", help=both("Écrit une page HTML.", "Write an HTML page.")
        ),
    ] = False,
    output: Output = None,
    overwrite: Overwrite = False,
    catalog: Catalogs = None,
) -> None:
    """Show a definition."""
    session = session_of(ctx)
    scorer = scorer_of(reference, catalog)
    of_file = reference.endswith((".yaml", ".yml"))
    cases = None if of_file else _cases(scorer, catalog_of(catalog))
    if html:
        from irdp.report.fiche import fiche_html  # noqa: PLC0415 - an extra

        made = fiche_html(scorer, session.lang, cases)
        write_page(session, made, output, overwrite=overwrite)
        return
    from irdp.report.fiche_text import fiche, fiche_text  # noqa: PLC0415 - quick start

    session.data(fiche_text(scorer, session.lang, cases), fiche(scorer))


def _cases(scorer: Scorer, catalog: Catalog) -> CasesResult | None:
    """Return what the cases give; None for a definition that has none here."""
    from irdp.review.cases import cases_of, run_cases  # noqa: PLC0415

    reference = scorer.definition.reference
    if not any(e.reference == reference for e in catalog.list(("cases",))):
        return None
    return run_cases(scorer, *cases_of(reference, catalog))
