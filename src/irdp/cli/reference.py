"""The page of the command line of `docs/`, from the help of each command."""

from __future__ import annotations

from typing import Any

from irdp.cli.app import COMMANDS
from irdp.cli.app import _program as program_of
from irdp.cli.session import Session

_HEAD = """\
# La ligne de commande

Cette page est écrite par `irdp.cli.reference` d'après l'aide de chaque commande ; `irdp --lang en COMMANDE --help` la donne en anglais.
Les données vont sur la sortie standard, tout le reste sur la sortie d'erreur ; `--json` rend les deux lisibles par un programme.

*Each command has its help in English: `irdp --lang en COMMAND --help`.*

| code de sortie | veut dire |
|---|---|
| 0 | tout est noté, ou rien à redire |
| 1 | des lignes rejetées, ou seulement des avertissements |
| 2 | une définition ou une commande fausse |
| 3 | une entrée ou une sortie impossible |
| 4 | une faute du logiciel : le message dit où, sans citer de réponse |
| 130 | interrompu |
"""


def reference_page() -> str:
    """Return the Markdown of the page.

    Examples
    --------
    >>> reference_page().splitlines()[0]
    '# La ligne de commande'
    """
    program = program_of(Session())
    parts = [_HEAD, *(_section(program.commands[n], f"irdp {n}") for n in COMMANDS)]
    return "\n".join(parts)


def _section(command: Any, name: str) -> str:
    takes = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    words = [name, *(_named(p) for p in takes)]
    lines = [f"## {name}\n", f"{_cell(command.help)}\n", f"`{' '.join(words)}`\n"]
    rows = [f"| `{_named(p)}` | {_said(p)} |" for p in (*takes, *options)]
    return "\n".join([*lines, "| | |", "|---|---|", *rows]) + "\n"


def _named(parameter: Any) -> str:
    """Return how a parameter is written on the command line."""
    value = parameter.metavar or str(parameter.name).upper()
    if parameter.param_type_name == "argument":
        return value
    value = value.replace("|", "\\|")
    names = ", ".join((*parameter.opts, *parameter.secondary_opts))
    return names if parameter.is_flag else f"{names} {value}"


def _said(parameter: Any) -> str:
    must = " Obligatoire." if parameter.required else ""
    return _cell(parameter.help) + must


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")
