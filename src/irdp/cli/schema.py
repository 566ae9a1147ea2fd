"""`irdp schema`: the JSON Schema of a document, for editors."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.session import session_of
from irdp.cli.words import both
from irdp.errors import CallError
from irdp.messages import diagnose

HELP = both(
    "Le schéma JSON d'un document, pour la complétion dans un éditeur.",
    "The JSON Schema of a document, for completion in an editor.",
)
KINDS = ("questionnaire", "scoring", "referral", "cases", "texts")


def command(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="|".join(KINDS), help=both("Le document.", "The document.")
        ),
    ],
) -> None:
    """Print a schema."""
    from irdp.review.schema import json_schema, schema_text  # noqa: PLC0415

    if kind not in KINDS:
        given = {"name": kind, "option": "schema", "values": ", ".join(KINDS)}
        raise CallError(diagnose("IRDP-U008", None, command="schema ", **given))
    session_of(ctx).data(schema_text(kind), json_schema(kind))
