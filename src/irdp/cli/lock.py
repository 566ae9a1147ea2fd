"""`irdp lock`: freeze what a folder of definitions releases."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.options import Overwrite
from irdp.cli.session import OK, WRONG, session_of
from irdp.cli.words import both

HELP = both(
    "Fige les définitions d'un dossier dans son LOCK ; refuse si une définition figée "
    "a changé.",
    "Freeze the definitions of a folder in its LOCK; refused where a frozen definition "
    "has changed.",
)


def command(
    ctx: typer.Context,
    folder: Annotated[
        str,
        typer.Argument(
            metavar="DIR",
            help=both("Dossier de définitions.", "Folder of definitions."),
        ),
    ],
    *,
    overwrite: Overwrite = False,
) -> int:
    """Write LOCK."""
    from irdp.review.release import lock_folder  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    lock, broken = lock_folder(folder, overwrite=overwrite)
    if lock is None:
        session.tell(*broken)
        return WRONG
    session.data(lock.render(), {"lock": dict(lock.digests)})
    return OK
