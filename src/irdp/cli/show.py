"""`irdp show`: a definition as a page of text."""

from __future__ import annotations

import typer

from irdp.cli.options import Catalogs, Reference
from irdp.cli.session import scorer_of, session_of
from irdp.cli.words import both

HELP = both(
    "La fiche d'une définition : items, points, réponses manquantes, bandes, règles, "
    "sources, empreinte.",
    "The sheet of a definition: items, points, missing answers, bands, rules, sources, "
    "digest.",
)


def command(ctx: typer.Context, reference: Reference, catalog: Catalogs = None) -> None:
    """Show a definition."""
    from irdp.report.fiche_text import fiche, fiche_text  # noqa: PLC0415 - quick start

    session = session_of(ctx)
    scorer = scorer_of(reference, catalog)
    session.data(fiche_text(scorer, session.lang), fiche(scorer))
