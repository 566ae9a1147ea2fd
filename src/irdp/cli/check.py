"""`irdp check`: all that is to be said of definitions, in one run."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.session import OK, REJECTED, WRONG, session_of
from irdp.cli.words import both

HELP = both(
    "Vérifie des définitions : fautes, LOCK, cas, versions, sources. Sans chemin, "
    "celles de la bibliothèque.",
    "Check definitions: faults, LOCK, cases, versions, sources. Without a path, those "
    "of the library.",
)


def command(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...",
            help=both(
                "Dossiers ou fichiers de définitions.",
                "Folders or files of definitions.",
            ),
        ),
    ] = None,
) -> int:
    """Check definitions."""
    from irdp.review.check import check  # noqa: PLC0415 - a quick start
    from irdp.shipped import shipped_folder  # noqa: PLC0415

    session = session_of(ctx)
    report = check(paths or [shipped_folder()])
    session.data(report.render(session.lang), report.to_dict())
    if not report.ok:
        return WRONG
    return REJECTED if report.warnings else OK
