"""`irdp indicators`: the activity indicators of a period, from tables of events."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.session import OK, REJECTED, session_of
from irdp.cli.words import both

HELP = both(
    "Indicateurs d'activité d'une période (CPOM) d'après les tables du service ; les "
    "petits effectifs sont masqués.",
    "Activity indicators of a period (CPOM) from the tables of a service; small cells "
    "are hidden.",
)


def command(  # noqa: PLR0913 - one parameter per option
    ctx: typer.Context,
    visites: Annotated[
        str,
        typer.Argument(
            metavar="VISITES", help=both("Table des visites.", "Table of visits.")
        ),
    ],
    period: Annotated[
        str,
        typer.Option(
            help=both(
                "Année, 2026-S1, 2026-T2, 2026-03, ou deux jours : JOUR/JOUR.",
                "Year, 2026-S1, 2026-T2, 2026-03, or two days: DAY/DAY.",
            ),
        ),
    ],
    *,
    orientations: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help=both("Table des orientations.", "Table of referrals.")
        ),
    ] = None,
    suivis: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help=both("Table des salariés suivis.", "Table of followed workers."),
        ),
    ] = None,
    dossiers: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help=both("Table des dossiers.", "Table of files.")
        ),
    ] = None,
    audience: Annotated[
        str,
        typer.Option(
            metavar="pilotage|externe|soignant|cellule_pdp",
            show_default=False,
            help=both(
                "Pour qui : décide de ce qui est masqué (pilotage d'office).",
                "For whom: decides what is hidden (pilotage by default).",
            ),
        ),
    ] = "pilotage",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=both(
                "Fiche .html ou table .csv ; sans elle, la sortie standard.",
                "Page .html or table .csv; without it, the standard output.",
            ),
        ),
    ] = None,
    k: Annotated[
        str,
        typer.Option(
            "-k",
            metavar="N",
            show_default=False,
            help=both(
                "Effectifs de moins de N personnes masqués (11 d'office).",
                "Cells of fewer than N persons hidden (11 by default).",
            ),
        ),
    ] = "11",
) -> int:
    """Compute the indicators."""
    from irdp.report.activity import activity, write_activity  # noqa: PLC0415

    session = session_of(ctx)
    paths = {"orientations": orientations, "suivis": suivis, "dossiers": dossiers}
    table, files = activity(visites, paths, period=period, audience=audience, k=k)
    for file in files:
        if file.left_out:
            session.note(file.render(session.lang))
    code = REJECTED if any(file.left_out for file in files) else OK
    if output is None:
        session.data(table.to_json(session.lang), table.to_dict(session.lang))
        return code
    write_activity(table, output, lang=session.lang)
    session.say(f"Écrit : {output}", f"Written: {output}")
    return code
