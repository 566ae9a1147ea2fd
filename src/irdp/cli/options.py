"""The arguments and options that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.words import both

Reference = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help=both(
            "Définition : id@version (`irdp list` les donne), ou un fichier YAML.",
            "Definition: id@version (`irdp list` gives them), or a YAML file.",
        ),
    ),
]
Definition = Annotated[
    str,
    typer.Option(
        "--definition",
        "-d",
        metavar="REF",
        help=both(
            "Définition : id@version (`irdp list` les donne), ou un fichier YAML.",
            "Definition: id@version (`irdp list` gives them), or a YAML file.",
        ),
    ),
]
Definitions = Annotated[
    list[str],
    typer.Option(
        "--definition",
        "-d",
        metavar="REF",
        help=both(
            "Définition : id@version ; peut être répétée.",
            "Definition: id@version; may be repeated.",
        ),
    ),
]
Catalogs = Annotated[
    list[str] | None,
    typer.Option(
        "--catalog",
        metavar="DIR",
        help=both(
            "Dossier de définitions du service, lu en plus de celles de la "
            "bibliothèque ; peut être répété.",
            "Folder of a service's own definitions, read beside those of the "
            "library; may be repeated.",
        ),
    ),
]
Visit = Annotated[
    str,
    typer.Argument(
        metavar="VISIT.json",
        help=both(
            "Une visite : un objet JSON d'item à réponse ; - pour l'entrée standard.",
            "One visit: a JSON object of item to answer; - for the standard input.",
        ),
    ),
]
Before = Annotated[
    str,
    typer.Argument(metavar="A", help=both("Version d'avant.", "The version before.")),
]
After = Annotated[
    str,
    typer.Argument(metavar="B", help=both("Version d'après.", "The version after.")),
]
Map = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="FILE",
        help=both(
            "Correspondance, CSV (colonne;item) ou YAML (colonne: item).",
            "Map of columns, CSV (column;item) or YAML (column: item).",
        ),
    ),
]
Overwrite = Annotated[
    bool,
    typer.Option(
        "--overwrite",
        help=both("Remplace les sorties qui existent.", "Replace outputs that exist."),
    ),
]
