"""`irdp check`: all that is to be said of definitions, in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from irdp.cli.session import OK, REJECTED, WRONG, session_of
from irdp.cli.words import both

if TYPE_CHECKING:
    from irdp.cli.session import Session

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
    *,
    proofs: Annotated[
        bool,
        typer.Option(
            "--proofs",
            help=both(
                "Dit ce qui est prouvé, réfuté et non prouvé : items sans effet, "
                "règles et bandes impossibles.",
                "Say what is proved, refuted and not proved: items without effect, "
                "impossible rules and bands.",
            ),
        ),
    ] = False,
) -> int:
    """Check definitions."""
    if proofs:
        return _proofs(session_of(ctx), paths)
    from irdp.review.check import check  # noqa: PLC0415 - a quick start
    from irdp.shipped import shipped_folder  # noqa: PLC0415

    session = session_of(ctx)
    report = check(paths or [shipped_folder()])
    session.data(report.render(session.lang), report.to_dict())
    if not report.ok:
        return WRONG
    return REJECTED if report.warnings else OK


def _proofs(session: Session, paths: list[str] | None) -> int:
    """Write the proofs; what is refuted is told as the fault that it is."""
    from irdp.review.prove import prove  # noqa: PLC0415 - a quick start
    from irdp.shipped import shipped_folder  # noqa: PLC0415

    found = prove(paths or [shipped_folder()])
    session.data(found.render(session.lang), found.to_dict())
    session.tell(*found.diagnostics)
    if not found.ok:
        return WRONG
    return REJECTED if found.diagnostics else OK
