"""`irdp template`: an empty file with the columns that a definition reads."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.options import Catalogs, Overwrite, Reference
from irdp.cli.session import scorer_of, session_of
from irdp.cli.words import both

HELP = both(
    "Un fichier vide avec les colonnes attendues ; avec -o, un second fichier "
    "(.valeurs.csv) dit ce que chacune accepte.",
    "An empty file with the expected columns; with -o, a second file (.valeurs.csv) "
    "says what each accepts.",
)


def command(
    ctx: typer.Context,
    reference: Reference,
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=both("Fichier à écrire.", "File to write."),
        ),
    ] = None,
    values: Annotated[
        bool,
        typer.Option(
            "--values",
            help=both(
                "Écrit les valeurs acceptées au lieu de l'en-tête.",
                "Write the accepted values instead of the header.",
            ),
        ),
    ] = False,
    overwrite: Overwrite = False,
    catalog: Catalogs = None,
) -> None:
    """Write a template."""
    from irdp.io.template import template  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    found = template(scorer_of(reference, catalog))
    if output is None:
        text = found.values(session.lang) if values else found.header()
        session.data(text, found.to_dict())
        return
    written = found.write(output, lang=session.lang, overwrite=overwrite)
    names = ", ".join(str(path) for path in written)
    session.say(f"Écrits : {names}", f"Written: {names}")
