"""`irdp explain-code`: what a code means and what to do."""

from __future__ import annotations

from typing import Annotated

import typer

from irdp.cli.session import session_of
from irdp.cli.words import both
from irdp.errors import CallError
from irdp.messages import diagnose

HELP = both(
    "Ce que veut dire un code (IRDP-D021), et que faire ; tous les codes sans CODE.",
    "What a code (IRDP-D021) means, and what to do; all codes without CODE.",
)


def command(
    ctx: typer.Context,
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help=both("Un code.", "A code.")),
    ] = None,
) -> None:
    """Explain a code."""
    from irdp.messages.meaning import all_codes, meaning, near_code  # noqa: PLC0415

    session = session_of(ctx)
    if code is None:
        found = all_codes()
    else:
        known = meaning(code)
        if known is None:
            raise CallError(diagnose("IRDP-U005", name=code, near=near_code(code)))
        found = [known]
    text = "\n\n".join(m.render(session.lang) for m in found)
    plain = [m.to_dict() for m in found]
    session.data(text, plain if code is None else plain[0])
