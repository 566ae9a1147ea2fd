"""`irdp diff`: what changed between two versions."""

from __future__ import annotations

import typer

from irdp.cli.options import After, Before, Catalogs
from irdp.cli.session import OK, REJECTED, scorer_of, session_of
from irdp.cli.words import both

HELP = both(
    "Ce qui change entre deux versions, et le plus petit numéro que cela demande.",
    "What changes between two versions, and the smallest number it asks for.",
)


def command(
    ctx: typer.Context,
    before: Before,
    after: After,
    catalog: Catalogs = None,
) -> int:
    """Compare two versions."""
    from irdp.review.diff import diff  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    one, other = (scorer_of(name, catalog).compiled for name in (before, after))
    found = diff(one, other)
    session.data(found.render(session.lang), found.to_dict())
    return OK if found.enough or not found.changes else REJECTED
