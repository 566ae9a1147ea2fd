"""Writing an HTML page: to a file, whole or not at all, or to the standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from irdp.cli.words import both

if TYPE_CHECKING:
    from irdp.cli.session import Session

Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT.html",
        help=both(
            "Fichier à écrire ; sans lui, la sortie standard.",
            "File to write; without it, the standard output.",
        ),
    ),
]


def write_page(
    session: Session, text: str, output: str | None, *, overwrite: bool
) -> None:
    """Write a page."""
    if output is None:
        session.data(text, {"html": text})
        return
    from irdp.io.atomic import atomic_writer  # noqa: PLC0415 - a quick start

    with atomic_writer(output, overwrite) as stream:
        stream.write(text.encode())
    session.say(f"Écrit : {output}", f"Written: {output}")
