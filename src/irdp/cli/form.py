"""`irdp form`: the blank questionnaire to print, without points and without score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from irdp.cli.options import Catalogs, Overwrite, Reference
from irdp.cli.page import Output, write_page
from irdp.cli.session import catalog_of, scorer_of, session_of
from irdp.cli.words import both

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Questionnaire
    from irdp.scorer import Scorer

HELP = both(
    "Le questionnaire vierge à imprimer (une page HTML) : ni points, ni score, rien "
    "n'est envoyé.",
    "The blank questionnaire to print (one HTML page): no points, no score, nothing is "
    "sent.",
)


def command(  # noqa: PLR0913 - one per option
    ctx: typer.Context,
    reference: Reference,
    *,
    auto: Annotated[
        bool,
        typer.Option(
            "--auto",
            help=both(
                "Auto-questionnaire, rempli par la personne ; sinon pour un "
                "professionnel.",
                "To be filled in by the person; else for a professional.",
            ),
        ),
    ] = False,
    html: Annotated[
        bool,
        typer.Option(
            "--html",
            help=both("Page HTML (le seul format).", "HTML page (the only format)."),
        ),
    ] = True,
    output: Output = None,
    overwrite: Overwrite = False,
    catalog: Catalogs = None,
) -> None:
    """Write a blank form."""
    from irdp.report.form import form_html  # noqa: PLC0415 - an extra

    del html
    session = session_of(ctx)
    mode = "auto" if auto else "professionnel"
    asked = _asked(reference, catalog)
    page = form_html(asked, mode, session.lang)  # type: ignore[arg-type]
    write_page(session, page, output, overwrite=overwrite)


def _asked(reference: str, folders: list[str] | None) -> Questionnaire | Scorer:
    """Return a questionnaire by its reference, else what a definition reads."""
    catalog = catalog_of(folders)
    for entry in catalog.list(("questionnaire",)):
        if entry.reference == reference:
            return catalog.document(entry)  # type: ignore[return-value]
    return scorer_of(reference, folders)
