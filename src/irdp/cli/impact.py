"""`irdp impact`: who changes band or proposal between two versions."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.options import After, Before, Catalogs, Map
from irdp.cli.session import OK, REJECTED, scorer_of, session_of
from irdp.cli.words import both

HELP = both(
    "Combien de visites d'un fichier changent de bande ou de proposition entre deux "
    "versions, et à cause de quels items.",
    "How many visits of a file change band or proposal between two versions, and "
    "because of which items.",
)


def command(
    ctx: typer.Context,
    before: Before,
    after: After,
    data: Annotated[
        str,
        typer.Argument(
            metavar="DATA", help=both("Fichier de visites.", "File of visits.")
        ),
    ],
    *,
    map_: Map = None,
    catalog: Catalogs = None,
) -> int:
    """Compare two versions on a file."""
    from irdp.io.column_map import read_map  # noqa: PLC0415 - a quick start
    from irdp.io.compare import impact_on_file  # noqa: PLC0415

    session = session_of(ctx)
    scorers = (scorer_of(before, catalog), scorer_of(after, catalog))
    rename = read_map(map_) if map_ else None
    found, whole = impact_on_file(*scorers, data, rename=rename)
    if whole.left_out:
        session.note(whole.render(session.lang))
    session.data(found.render(session.lang), found.to_dict())
    return REJECTED if whole.left_out else OK
