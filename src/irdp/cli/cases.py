"""`irdp cases`: run the cases of a definition, or generate those on its boundaries."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.options import Catalogs, Reference
from irdp.cli.session import OK, WRONG, beside, scorer_of, session_of
from irdp.cli.words import both
from irdp.errors import CallError
from irdp.messages import diagnose

HELP = both(
    "Rejoue les cas d'une définition, seuls et en lot ; --generate boundaries écrit "
    "des cas autour de chaque seuil.",
    "Run the cases of a definition, alone and in a batch; --generate boundaries writes "
    "cases around each cut-off.",
)
KINDS = ("boundaries",)


def command(
    ctx: typer.Context,
    reference: Reference,
    *,
    generate: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(KINDS),
            help=both("Écrit des cas en YAML.", "Write cases as YAML."),
        ),
    ] = None,
    catalog: Catalogs = None,
) -> int:
    """Run or generate cases."""
    from irdp.review.cases import cases_of, run_cases  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    if generate is not None and generate not in KINDS:
        given = {"name": generate, "option": "--generate", "values": ", ".join(KINDS)}
        raise CallError(diagnose("IRDP-U008", None, command="cases ", **given))
    scorer = scorer_of(reference, catalog)
    if generate:
        from irdp.review.boundaries import boundaries  # noqa: PLC0415

        made = boundaries(scorer)
        plain = {"reference": made.reference, "yaml": made.to_yaml()}
        session.data(made.to_yaml(), plain | {"not_found": list(made.not_found)})
        return OK
    cases, source = cases_of(scorer.definition.reference, beside(reference, catalog))
    result = run_cases(scorer, cases, source)
    session.tell(*result.diagnostics)
    outcome: dict[str, object] = {
        "reference": result.reference,
        "cases": result.n,
        "passed": result.passed,
        "diagnostics": [d.to_dict() for d in result.diagnostics],
    }
    words = {
        "fr": f"{result.n} cas, {len(result.diagnostics)} écarts",
        "en": f"{result.n} cases, {len(result.diagnostics)} differences",
    }
    session.data(words[session.lang], outcome)
    return OK if result.passed else WRONG
