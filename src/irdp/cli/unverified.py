"""`irdp unverified`: the numbers to verify before a definition is published."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.options import Catalogs
from irdp.cli.session import catalog_of, session_of
from irdp.cli.words import both

HELP = both(
    "Les nombres et les sources à vérifier, par définition ; toutes sans REF.",
    "The numbers and sources to verify, per definition; all of them without REF.",
)


def command(
    ctx: typer.Context,
    references: Annotated[
        list[str] | None,
        typer.Argument(metavar="REF...", help=both("Définitions.", "Definitions.")),
    ] = None,
    catalog: Catalogs = None,
) -> None:
    """List what is to verify."""
    from irdp.review.release import unverified_in  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    found = unverified_in(catalog_of(catalog), references or ())
    lines = [entry.render(session.lang) for entry in found]
    session.data("\n".join(lines), [entry.to_dict() for entry in found])
