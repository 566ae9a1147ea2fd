"""`irdp demo`: a made-up file of visits scored, explained, turned into proposals."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.session import session_of
from irdp.cli.words import both

HELP = both(
    "Invente un fichier de visites, le note, explique une visite et dit quels fichiers "
    "il a écrits. Peut être relancée.",
    "Make up a file of visits, score it, explain one visit and say which files were "
    "written. May be run again.",
)


def command(
    ctx: typer.Context,
    *,
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            show_default=False,
            help=both("Dossier des fichiers (demo).", "Folder of the files (demo)."),
        ),
    ] = "demo",
    population: Annotated[
        bool,
        typer.Option(
            "--population",
            help=both(
                "Écrit ce que vaut l'indice de démonstration sur sa population "
                "synthétique.",
                "Write what the demonstration index is worth on its synthetic "
                "population.",
            ),
        ),
    ] = False,
) -> None:
    """Run the demonstration."""
    session = session_of(ctx)
    if population:
        from irdp.examples.index_population import population as figures  # noqa: PLC0415

        known = figures()
        session.data(known.render(session.lang), known.to_dict())
        return
    from irdp.examples.demo import demonstrate  # noqa: PLC0415 - a quick start

    found = demonstrate(out, lang=session.lang, progress=session.watcher())
    session.still()
    session.data(found.render(session.lang), found.to_dict())
