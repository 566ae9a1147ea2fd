"""`irdp list`: the definitions that exist."""

from __future__ import annotations

import typer

from irdp.cli.options import Catalogs
from irdp.cli.session import catalog_of, session_of
from irdp.cli.words import both

HELP = both(
    "Les définitions qui existent : référence, statut, titre.",
    "The definitions that exist: reference, status, title.",
)


def command(ctx: typer.Context, catalog: Catalogs = None) -> None:
    """List the definitions."""
    from irdp.loading import catalog as listing  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    found = listing(catalog=catalog_of(catalog))
    lines = [f"{d.reference:26} {d.status:13} {d.title(session.lang)}" for d in found]
    session.data("\n".join(lines), found.to_dict())
