"""`irdp report`: how well the risk of a scoring holds on a cohort, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from irdp.cli.calibrate import (
    Counted,
    Data,
    Outcome,
    Places,
    Service,
    SmallestCell,
    capacity,
)
from irdp.cli.options import Catalogs, Definition, Map, Overwrite
from irdp.cli.session import OK, scorer_of, session_of
from irdp.cli.words import both

HELP = both(
    "Valide le risque d'un score sur une cohorte et écrit le rapport : un fichier "
    "HTML (ou .md, .json) qui se lit sans réseau. Les petits effectifs n'y sont pas.",
    "Validate the risk of a score on a cohort and write the report: one HTML file (or "
    ".md, .json) that reads without a network. Small counts are not in it.",
)


def command(  # noqa: PLR0913 - one parameter per option
    ctx: typer.Context,
    data: Data,
    definition: Definition,
    outcome: Outcome,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT.html",
            help=both(
                "Le rapport : .html, .md ou .json.", "The report: .html, .md or .json."
            ),
        ),
    ],
    *,
    places: Places = None,
    service: Service = None,
    counted: Counted = None,
    author: Annotated[
        str, typer.Option(help=both("Qui l'a fait.", "Who made it."))
    ] = "",
    created: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help=both("Le jour à imprimer.", "The day to print."),
        ),
    ] = "",
    k: SmallestCell = 11,
    map_: Map = None,
    catalog: Catalogs = None,
    overwrite: Overwrite = False,
) -> int:
    """Write a validation report."""
    from irdp import calibration as cal  # noqa: PLC0415 - a quick start
    from irdp import report  # noqa: PLC0415
    from irdp.calibration.options import check_option  # noqa: PLC0415
    from irdp.errors import CallError  # noqa: PLC0415
    from irdp.io.cohort import read_cohort  # noqa: PLC0415
    from irdp.io.column_map import read_map  # noqa: PLC0415
    from irdp.messages import diagnose  # noqa: PLC0415
    from irdp.recalibration import risk_rule  # noqa: PLC0415
    from irdp.report.validation_report import SUFFIXES  # noqa: PLC0415

    session = session_of(ctx)
    target = Path(output)
    kinds = {suffix: kind for kind, suffix in SUFFIXES.items()}
    check_option("output", target.suffix, kinds)
    if target.exists() and not overwrite:
        raise CallError(diagnose("IRDP-K095", name=target.name))
    scorer: Any = scorer_of(definition, catalog)
    rule = risk_rule(scorer, counted=counted)
    cohort = read_cohort(
        data,
        scorer,
        outcome=outcome,
        service=service,
        counted=rule.counted,
        rename=read_map(map_) if map_ else None,
    )
    session.note(cohort.render(session.lang))
    seen = cal.validate(cohort.counts, rule)
    options = report.Options(
        lang=session.lang,
        disclosure=report.Disclosure(k=k),
        author=author,
        created=created,
    )
    made = report.validation(
        seen,
        decision=cal.decision_curve(cohort.counts, rule),
        capacity=None if places is None else capacity(places, cal.Capacity),
        scoring=scorer.definition,
        options=options,
    )
    made.write(target.with_suffix(""), (kinds[target.suffix],))
    session.data(seen.table(session.lang), seen.to_dict())
    session.say(f"Écrit : {target}", f"Written: {target}")
    return OK
