"""The program: its commands, its languages, and what it says when something is wrong."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from copy import copy
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from irdp.cli import session as codes
from irdp.cli.session import Session
from irdp.cli.words import both, pick, translate_help
from irdp.errors import IrdpError
from irdp.io.system import system_error
from irdp.messages import diagnose
from irdp.text import LANGS

COMMANDS = (
    "demo",
    "list",
    "show",
    "form",
    "template",
    "score",
    "verify",
    "assess",
    "explain",
    "check",
    "lock",
    "diff",
    "impact",
    "cases",
    "unverified",
    "schema",
    "explain-code",
    "indicators",
    "calibrate",
    "report",
)
_HELP = both(
    "Scores de questionnaires, orientations et indicateurs pour le repérage précoce de "
    "la désinsertion professionnelle. Propose à un professionnel de santé, ne décide "
    "rien seul. Codes de sortie : 0 tout est noté, 1 des lignes rejetées ou des "
    "avertissements, 2 définition ou commande fausse, 3 entrée ou sortie, "
    "130 interrompu.",
    "Questionnaire scores, referrals and indicators for the early screening of job "
    "loss for health reasons. Proposes to a health professional, decides nothing "
    "alone. Exit codes: 0 all scored, 1 rows rejected or warnings, 2 wrong definition "
    "or command, 3 input or output, 130 interrupted.",
)
_EVERYWHERE = {"json", "lang"}
_JSON = both("Écrit du JSON.", "Write JSON.")
_LANG = both("Langue des textes : fr ou en.", "Language of texts: fr or en.")


class _Help:
    """A command whose help speaks the language of the session."""

    def get_help(self, ctx: Any) -> str:
        text: str = super().get_help(ctx)  # type: ignore[misc]
        return translate_help(text, codes.session_of(ctx).lang)


class Command(_Help, TyperCommand):
    """One command."""


class Group(_Help, TyperGroup):
    """All commands, in the order they are written."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer asks for it
        """Return the names of the commands."""
        return list(COMMANDS)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    Never raises: what went wrong is said on the standard error, without an answer.
    """
    arguments = list(arguments)
    lang = _language(arguments)
    session = Session(lang="en" if lang == "en" else "fr", json="--json" in arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = _invoke(arguments, session)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        session.tell(diagnose("IRDP-U010"))
        return codes.INTERRUPTED
    except IrdpError as error:
        return session.fail(error)
    except OSError as error:
        return session.fail(system_error(error, _name(error)))
    except Exception as error:  # noqa: BLE001 - a fault of ours must quote no answer
        return _internal(session, error)
    return code


def _invoke(arguments: list[str], session: Session) -> int:
    if "--version" in arguments and _word(arguments) is None:
        session.data(_version(), {"version": _version()})
        return codes.OK
    language = _language(arguments)
    if language is not None and language not in LANGS:
        given = {"name": language, "option": "--lang", "values": ", ".join(LANGS)}
        session.tell(diagnose("IRDP-U008", None, command="", **given))
        return codes.WRONG
    word = _word(arguments)
    if word is not None and word not in COMMANDS:
        session.tell(diagnose("IRDP-U001", name=word, known=COMMANDS))
        return codes.WRONG
    program = _program(session, COMMANDS if word is None else (word,))
    try:
        with program.make_context("irdp", arguments, obj=session) as context:
            found = program.invoke(context)
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return _usage(session, error, word)
    return found if isinstance(found, int) else codes.OK


def _program(session: Session, names: Sequence[str] = COMMANDS) -> Any:
    """Return the program with some of its commands: one is enough to run it."""
    app = typer.Typer(
        cls=Group,
        help=_HELP,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_top)
    for name in names:
        module = import_module(f"irdp.cli.{name.replace('-', '_')}")
        function = module.command
        app.command(name, cls=Command, help=module.HELP)(function)
    program: Any = typer.main.get_command(app)
    for command in (*program.commands.values(), program):
        if command is not program:
            command.params += _for_every_command(program)
        command.help = pick(command.help, session.lang)
        for parameter in command.params:
            parameter.help = pick(getattr(parameter, "help", None), session.lang)
    return program


def _top(
    *,
    version: bool = typer.Option(
        False,
        "--version",
        help=both("Écrit la version.", "Write the version."),
    ),
    json: bool = typer.Option(False, "--json", help=_JSON),
    lang: str = typer.Option(
        "fr", help=_LANG, metavar="|".join(LANGS), show_default=False
    ),
) -> None:
    """Take the options that stand before a command; `run` has read them."""


def _for_every_command(program: Any) -> list[Any]:
    """Return the options of the program itself, for a command that ignores them."""
    found = []
    for parameter in program.params:
        if parameter.name in _EVERYWHERE:
            mine = copy(parameter)
            mine.expose_value = False
            found.append(mine)
    return found


def _language(arguments: Sequence[str]) -> str | None:
    """Return what follows `--lang` anywhere among the arguments."""
    for i, word in enumerate(arguments):
        if word == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _word(arguments: Sequence[str]) -> str | None:
    """Return the first word that is no option: where it stands, a command should."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _before_help(word: str | None) -> str:
    return f"{word} " if word else ""


def _usage(session: Session, error: Any, word: str | None) -> int:
    """Say in our words what typer found wrong with the command."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        session.note(translate_help(error.format_message(), session.lang))
        return codes.WRONG
    name = getattr(error, "option_name", None) or ""
    code = {"NoSuchOption": "IRDP-U002", "MissingParameter": "IRDP-U003"}.get(
        kind, "IRDP-U004"
    )
    parameter = getattr(error, "param", None)
    if kind == "MissingParameter" and parameter is not None:
        name = parameter.metavar or parameter.name
        if parameter.param_type_name == "option":
            name = "/".join(parameter.opts)
    session.tell(diagnose(code, name=name, command=_before_help(word)))
    return codes.WRONG


def _internal(session: Session, error: Exception) -> int:
    """Say where the program failed; the words of the error could quote an answer."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    session.tell(diagnose("IRDP-U009", kind=type(error).__name__, where=where))
    return codes.INTERNAL


def _reader_left() -> int:
    """Leave quietly: nobody reads the standard output any more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return codes.PIPE


def _name(error: OSError) -> str:
    return str(error.filename or "")


def _version() -> str:
    from irdp.results.provenance import ENGINE  # noqa: PLC0415 - a quick start

    return f"irdp {ENGINE}"
