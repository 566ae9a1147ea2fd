"""`irdp calibrate`: a cohort in, the next version of a scoring out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from irdp.cli.options import Catalogs, Definition, Map, Overwrite
from irdp.cli.session import OK, scorer_of, session_of
from irdp.cli.words import both

if TYPE_CHECKING:
    from irdp.calibration import ClosedTest
    from irdp.recalibration import NextVersion
    from irdp.scorer import Scorer

HELP = both(
    "Recalibre un score sur une cohorte : note le fichier, compte, choisit la plus "
    "petite mise à jour qui suffit (test fermé), choisit les seuils si on le demande, "
    "et écrit la version suivante. Rien n'est remplacé : la version d'avant reste.",
    "Recalibrate a score on a cohort: score the file, count, choose the smallest "
    "update that suffices (closed test), choose cut-offs where asked, and write the "
    "next version. Nothing is replaced: the version before stays.",
)
Outcome = Annotated[
    str,
    typer.Option(
        metavar="COLUMN",
        help=both(
            "Colonne de l'issue : 0 ou 1 (oui/non se lit aussi).",
            "Column of the outcome: 0 or 1 (oui/non is read too).",
        ),
    ),
]
Service = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN", help=both("Colonne du service.", "Column of the service.")
    ),
]
Counted = Annotated[
    str | None,
    typer.Option(
        metavar="SCORE",
        help=both(
            "Score à compter (d'office : celui dont dépend le risque).",
            "Score to count (by default the one that the risk depends on).",
        ),
    ),
]
Data = Annotated[
    str,
    typer.Argument(
        metavar="DATA",
        help=both(
            "Fichier de visites avec l'issue, une ligne par personne.",
            "File of visits with the outcome, one row per person.",
        ),
    ),
]
Places = Annotated[
    str | None,
    typer.Option(
        metavar="N/M",
        help=both(
            "Capacité de la cellule : 40/1000, ou un nombre de places.",
            "Capacity of the cell: 40/1000, or a number of places.",
        ),
    ),
]
SmallestCell = Annotated[
    int,
    typer.Option(
        "-k",
        metavar="N",
        show_default=False,
        help=both(
            "Effectif le plus petit qui peut se montrer (11 d'office).",
            "Smallest count that may be shown (11 by default).",
        ),
    ),
]


def command(  # noqa: PLR0913 - one parameter per option
    ctx: typer.Context,
    data: Data,
    definition: Definition,
    outcome: Outcome,
    *,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR|FILE",
            show_default=False,
            help=both(
                "Dossier ou fichier de la nouvelle version (d'office : ici).",
                "Folder or file of the new version (here by default).",
            ),
        ),
    ] = ".",
    to: Annotated[
        str,
        typer.Option(
            metavar="X.Y.Z",
            show_default=False,
            help=both(
                "Numéro de la nouvelle version (d'office : le plus petit permis).",
                "Number of the new version (by default the smallest allowed).",
            ),
        ),
    ] = "",
    method: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=both(
                "keep, intercept, logistic, flexible, ridge, platt, isotonic ou derive, "
                "au lieu du test fermé.",
                "keep, intercept, logistic, flexible, ridge, platt, isotonic or derive, "
                "instead of the closed test.",
            ),
        ),
    ] = None,
    places: Places = None,
    sensitivity: Annotated[
        str | None,
        typer.Option(
            metavar="S",
            help=both(
                "Sensibilité minimale du seuil bas, avec --places : 0.80.",
                "Least sensitivity of the lower cut-off, with --places: 0.80.",
            ),
        ),
    ] = None,
    service: Service = None,
    counted: Counted = None,
    author: Annotated[
        str, typer.Option(metavar="NAME", help=both("Qui l'a faite.", "Who made it."))
    ] = "",
    created: Annotated[
        str, typer.Option(metavar="DATE", help=both("Le jour.", "The day."))
    ] = "",
    k: SmallestCell = 11,
    map_: Map = None,
    catalog: Catalogs = None,
    overwrite: Overwrite = False,
) -> int:
    """Recalibrate a scoring."""
    from irdp.io.cohort import read_cohort  # noqa: PLC0415 - a quick start
    from irdp.io.column_map import read_map  # noqa: PLC0415
    from irdp.recalibration import Wish, next_version  # noqa: PLC0415
    from irdp.review.diff import diff  # noqa: PLC0415

    session = session_of(ctx)
    upper, lower = rules(places, sensitivity)
    said = {"author": author, "created": created}
    wish = Wish(
        version=to,
        method=cast("Any", method),  # an unknown one is refused with K011
        upper=upper,
        lower=lower,
        counted=counted,
        k=k,
        about={name: value for name, value in said.items() if value},
    )
    old = scorer_of(definition, catalog)
    cohort = read_cohort(
        data,
        old,
        outcome=outcome,
        service=service,
        counted=counted,
        rename=read_map(map_) if map_ else None,
    )
    session.note(cohort.render(session.lang))
    made = next_version(old, cohort.counts, wish=wish, least=_least)
    session.note(_chosen(made.closed_test, made.fit.method, session.lang))
    found = diff(old.compiled, made.scorer.compiled)
    target = made.scoring.write(Path(output), overwrite=overwrite)
    session.say(f"Écrit : {target}", f"Written: {target}")
    session.data(found.render(session.lang), _plain(made, found, target))
    return OK


def rules(places: str | None, sensitivity: str | None) -> tuple[Any, Any]:
    """Return the rules of the upper and of the lower cut-off; None where not asked."""
    from irdp.calibration import Capacity, MinSensitivity  # noqa: PLC0415
    from irdp.errors import CallError  # noqa: PLC0415
    from irdp.messages import diagnose  # noqa: PLC0415

    if (places is None) != (sensitivity is None):
        raise CallError(diagnose("IRDP-K099"))
    if places is None or sensitivity is None:
        return None, None
    return capacity(places, Capacity), MinSensitivity(sensitivity)


def capacity(places: str, kind: Any) -> Any:
    """Return the capacity that ``40/1000`` or ``40`` says."""
    number, _, of = places.partition("/")
    return kind(number, of or None)


def _least(before: Scorer, after: Scorer) -> str:
    from irdp.review.diff import diff  # noqa: PLC0415

    return diff(before.compiled, after.compiled).least


def _chosen(test: ClosedTest | None, method: str, lang: str) -> str:
    if test is None:
        words = {"fr": "mise à jour demandée", "en": "update asked for"}
        return f"{words.get(lang)} : {method}"
    p = ", ".join(f"{t.p_value:.3g}" for t in test.tests)
    words = {"fr": "test fermé", "en": "closed test"}
    return f"{words.get(lang)} ({test.variant}, p = {p}) : {method}"


def _plain(made: NextVersion, found: Any, target: Path) -> dict[str, Any]:
    test = made.closed_test
    return {
        "written": str(target),
        "method": made.fit.method,
        "closed_test": None if test is None else test.to_dict(),
        "diff": found.to_dict(),
    }
