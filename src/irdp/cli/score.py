"""`irdp score`: files of visits in, one file of scores out."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.options import Catalogs, Definitions, Map, Overwrite
from irdp.cli.session import OK, REJECTED, scorer_of, session_of
from irdp.cli.words import both

HELP = both(
    "Note un ou plusieurs fichiers de visites. Un export français se lit comme il est "
    "(; virgule décimale, UTF-8 ou Windows-1252, Oui/Non, JJ/MM/AAAA). Le bilan va sur "
    "la sortie d'erreur.",
    "Score one or several files of visits. A French export is read as it is (; decimal "
    "comma, UTF-8 or Windows-1252, Oui/Non, DD/MM/YYYY). The summary goes to the "
    "standard error.",
)


def command(  # noqa: PLR0913 - one parameter per option
    ctx: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="IN...",
            help=both(
                "Fichiers CSV, Parquet ou Arrow de même en-tête ; - pour l'entrée "
                "standard.",
                "CSV, Parquet or Arrow files of one header; - for the standard input.",
            ),
        ),
    ],
    definitions: Definitions,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help=both(
                "Sortie .csv ou .parquet ; - pour la sortie standard.",
                "Output, .csv or .parquet; - for the standard output.",
            ),
        ),
    ],
    *,
    rejects: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help=both(
                "Garde les lignes rejetées, avec la raison ; corrigé, ce fichier se "
                "relit tel quel.",
                "Keep rejected rows, with the reason; once corrected, this file is "
                "read as it is.",
            ),
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help=both(
                "Colonne qui identifie une ligne de la sortie (id_visite s'il y est, "
                "sinon le numéro de ligne).",
                "Column that identifies a row of the output (id_visite where it is, "
                "else the line number).",
            ),
        ),
    ] = None,
    map_: Map = None,
    carry: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help=both(
                "Colonne à recopier dans la sortie ; peut être répétée.",
                "Column to copy to the output; may be repeated.",
            ),
        ),
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ITEM",
            help=both(
                "Item dont la colonne manque, et c'est voulu ; peut être répétée.",
                "Item whose column is absent, as meant; may be repeated.",
            ),
        ),
    ] = None,
    overwrite: Overwrite = False,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=both(
                "Encodage, au lieu de le détecter.",
                "Encoding, instead of detecting it.",
            ),
        ),
    ] = None,
    separator: Annotated[
        str | None,
        typer.Option(
            metavar="CHAR",
            help=both(
                "Séparateur, au lieu de le détecter.",
                "Separator, instead of detecting it.",
            ),
        ),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--no-day-first",
            show_default=False,
            help=both(
                "Dates en JJ/MM/AAAA (d'office sauf séparateur virgule).",
                "Dates in DD/MM/YYYY (by default unless commas separate cells).",
            ),
        ),
    ] = None,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw",
            help=both(
                "N'ajoute pas d'apostrophe aux textes qu'un tableur prendrait pour "
                "une formule.",
                "Put no apostrophe before texts that a spreadsheet would take for a "
                "formula.",
            ),
        ),
    ] = False,
    catalog: Catalogs = None,
) -> int:
    """Score files."""
    from irdp.io.column_map import read_map  # noqa: PLC0415 - a quick start
    from irdp.io.score_file import score_file  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    report = score_file(
        inputs,
        output,
        [scorer_of(reference, catalog) for reference in definitions],
        rejects=rejects,
        key=key,
        rename=read_map(map_) if map_ else None,
        carry=carry or (),
        overwrite=overwrite,
        absent=absent or (),
        encoding=encoding,
        separator="\t" if separator in {"\\t", "TAB"} else separator,
        day_first=day_first,
        protect=not raw,
        progress=session.watcher(),
        lang=session.lang,
    )
    session.still()
    if session.json and output != "-":
        session.data("", report.to_dict())
    else:
        session.note(report.render(session.lang))
    return REJECTED if report.rejected and not report.skipped else OK
