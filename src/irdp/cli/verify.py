"""`irdp verify`: make an output again from its manifest, and compare."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.options import Catalogs
from irdp.cli.session import OK, REJECTED, catalog_of, session_of
from irdp.cli.words import both

HELP = both(
    "Refait une sortie de `irdp score` d'après son manifeste, et compare octet à octet.",
    "Make an output of `irdp score` again from its manifest, and compare byte by byte.",
)


def command(
    ctx: typer.Context,
    output: Annotated[
        str,
        typer.Argument(
            metavar="OUT",
            help=both("Sortie de `irdp score`.", "Output of `irdp score`."),
        ),
    ],
    catalog: Catalogs = None,
) -> int:
    """Verify an output."""
    from irdp.io.verify import verify  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    found = verify(output, catalog=catalog_of(catalog), progress=session.watcher())
    session.still()
    session.data(found.render(session.lang), found.to_dict())
    return OK if found.ok else REJECTED
