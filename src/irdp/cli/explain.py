"""`irdp explain`: the result of one visit, in words."""

from __future__ import annotations

import typer

from irdp.cli.options import Catalogs, Definition, Visit
from irdp.cli.session import OK, REJECTED, scorer_of, session_of
from irdp.cli.words import both

HELP = both(
    "Explique le résultat d'une visite : calcul, bande, proposition, raisons.",
    "Explain the result of one visit: computation, band, proposal, reasons.",
)


def command(
    ctx: typer.Context, visit: Visit, definition: Definition, catalog: Catalogs = None
) -> int:
    """Explain one visit."""
    from irdp.io.one_visit import read_visit  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    scorer = scorer_of(definition, catalog)
    assessment = scorer.assess(read_visit(visit))
    text = assessment.explain(session.lang)
    session.data(text, {"text": text, "assessment": assessment.to_dict()})
    return REJECTED if assessment.rejected else OK
