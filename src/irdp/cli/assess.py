"""`irdp assess`: one visit in, one JSON result out, for any software."""

from __future__ import annotations

import typer

from irdp.cli.options import Catalogs, Definition, Visit
from irdp.cli.session import OK, REJECTED, scorer_of, session_of
from irdp.cli.words import both

HELP = both(
    "Note une visite : un objet JSON en entrée, un résultat JSON en sortie.",
    "Score one visit: one JSON object in, one JSON result out.",
)


def command(
    ctx: typer.Context, visit: Visit, definition: Definition, catalog: Catalogs = None
) -> int:
    """Assess one visit."""
    from irdp.io.one_visit import read_visit  # noqa: PLC0415 - a quick start

    session = session_of(ctx)
    scorer = scorer_of(definition, catalog)
    assessment = scorer.assess(read_visit(visit))
    session.json = True
    session.data("", assessment.to_dict())
    return REJECTED if assessment.rejected else OK
