"""What a YAML parser error means to the person who wrote the file.

Both parsers word their errors differently and in English; the words only choose a
handler here, and what is said comes from the text around the marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.errors import Diagnostic, Place
from irdp.messages import diagnose
from irdp.messages.syntax import CAUSES
from irdp.source.characters import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import yaml

_Point = tuple[int, int]

BAD_ESCAPE = "invalid Unicode character escape code"

_NBSP = "\u00a0\u202f"
_HEAD = r"[ ]*(?:- +)*"
_NBSP_LINE = re.compile(rf"[ ]*[{_NBSP}]|{_HEAD}[^\s:]+:[{_NBSP}]|[ ]*-[{_NBSP}]")
_GLUED_COLON = re.compile(rf"{_HEAD}[^\s:]+:[^\s:]")
_GLUED_DASH = re.compile(r"[ ]*-[^\s-]")
_VALUE_BEFORE = re.compile(r":[ ]+\S")
_COMMENT = re.compile(r"[ ]#")
_CLOSING = {"[": "]", "{": "}"}
_LONG_KEY = 1000


@dataclass(frozen=True, slots=True)
class _Error:
    """A parser error: where it was met, where what it broke began, the lines."""

    name: str
    lines: Sequence[str]
    at: _Point
    since: _Point

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def char(self, point: _Point) -> str:
        return self.line(point[0])[point[1] : point[1] + 1]

    @property
    def before(self) -> str:
        return self.line(self.at[0])[: self.at[1]]

    def place(self, point: _Point) -> Place:
        return Place(self.name, point[0] + 1, point[1] + 1)

    def say(self, cause: str, point: _Point, **params: str) -> Diagnostic:
        return explain(cause, self.place(point), **params)


def explain(cause: str, place: Place, **params: str) -> Diagnostic:
    """Return the syntax fault whose wording is `cause` in the catalogue."""
    entry = CAUSES[cause]
    return diagnose(
        "IRDP-Y007",
        place,
        what_fr=entry.fr.format(**params),
        what_en=entry.en.format(**params),
        way_fr=entry.hint_fr.format(**params),
        way_en=entry.hint_en.format(**params),
    )


def syntax_fault(error: yaml.YAMLError, lines: Sequence[str], name: str) -> Diagnostic:
    """Return the diagnostic of a parser error.

    Parameters
    ----------
    error
        What the parser raised.
    lines
        The lines of the file, as the parser counts them.
    name
        The file name to show.
    """
    at = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    since = getattr(error, "context_mark", None) or at
    met = _Error(
        name,
        lines,
        at=(at.line, at.column) if at else (0, 0),
        since=(since.line, since.column) if since else (0, 0),
    )
    words = f"{getattr(error, 'context', '')} | {getattr(error, 'problem', '')}"
    handler = next((h for needle, h in _HANDLERS if needle in words), _other)
    return handler(met)


def _tag(met: _Error) -> Diagnostic:
    word = re.match(r"\S*", met.line(met.since[0])[met.since[1] :])
    name = shown(word.group()) if word else "!"
    return diagnose("IRDP-Y008", met.place(met.since), name=name)


def _start_since(met: _Error) -> Diagnostic:
    return met.say("start", met.since, char=met.char(met.since))


def _start_at(met: _Error) -> Diagnostic:
    return met.say("start", met.at, char=met.char(met.at))


def _dash(met: _Error) -> Diagnostic:
    return met.say("dash", met.at)


def _document(met: _Error) -> Diagnostic:
    for number in range(min(met.at[0], len(met.lines) - 1), -1, -1):
        if met.line(number).startswith("%"):
            return diagnose("IRDP-Y016", met.place((number, 0)))
    return diagnose("IRDP-Y003", met.place(met.at))


def _colon(met: _Error) -> Diagnostic:
    if _VALUE_BEFORE.search(met.before):
        return met.say("colon", met.at)
    if met.at[1] > _LONG_KEY:
        return met.say("long_key", (met.at[0], 0))
    number = met.at[0] - 1
    while number > 0 and not met.line(number).split("#")[0].strip():
        number -= 1
    above = met.line(number)
    if ": " in above and not _NBSP_LINE.match(above):
        return met.say("nested", (met.at[0], _indent(met.line(met.at[0]))))
    return _keyless(met, number)


def _no_colon(met: _Error) -> Diagnostic:
    return _keyless(met, met.since[0])


def _keyless(met: _Error, number: int) -> Diagnostic:
    """Say why line `number` is not “key: value”."""
    line = met.line(number)
    point = (number, _indent(line))
    if len(line) > _LONG_KEY:
        return met.say("long_key", point)
    for pattern, cause in (
        (_NBSP_LINE, "nbsp"),
        (_GLUED_DASH, "dash_space"),
        (_GLUED_COLON, "colon_space"),
    ):
        found = pattern.match(line)
        if found:
            return met.say(cause, (number, found.end() - 1))
    return met.say("no_colon", point)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _escape(met: _Error) -> Diagnostic:
    return met.say("escape", met.at)


def _bad_code(met: _Error) -> Diagnostic:
    return diagnose(
        "IRDP-Y023",
        met.place(met.at),
        char="\\u…",
        kind_fr="n'est pas un caractère",
        kind_en="not a character",
    )


def _open_quote(met: _Error) -> Diagnostic:
    return met.say("open_quote", met.since)


def _after_quote(met: _Error) -> Diagnostic | None:
    """Say that text follows a closed quote on the same line, if it does."""
    before = met.before.rstrip(" ")
    if not before or before[-1] not in "'\"" or met.char(met.at) in {"", ":", "#"}:
        return None
    inside = before == met.before and before[-1] == "'"
    return met.say("apostrophe" if inside else "after_quote", met.at)


def _flow(met: _Error) -> Diagnostic:
    quoted = _after_quote(met)
    if quoted:
        return quoted
    opened = met.char(met.since)
    params = {"char": opened, "close": _CLOSING.get(opened, "]")}
    if met.at[0] == met.since[0]:
        char = met.char(met.at)
        if char == ":":
            return met.say("colon", met.at)
        if char and char not in "]}":
            return met.say("comma", met.at, **params)
        return met.say("open_bracket", met.since, **params)
    for number in range(met.since[0], met.at[0]):
        comment = _COMMENT.search(met.line(number))
        if comment and (number, comment.start()) > met.since:
            rest = met.line(number)[comment.end() :]
            if params["close"] in rest or "," in rest:
                return met.say("hash", (number, comment.start() + 1), **params)
    return met.say("open_bracket", met.since, **params)


def _content(met: _Error) -> Diagnostic:
    char = met.char(met.at)
    return met.say("close", met.at, char=char) if char else _other(met)


def _group(met: _Error) -> Diagnostic:
    quoted = _after_quote(met)
    if quoted:
        return quoted
    char = met.char(met.at)
    if char and char in "]},":
        return met.say("close", met.at, char=char)
    return (
        _other(met)
        if met.before.strip(" -") or char == ":"
        else met.say("indent", met.at)
    )


def _other(met: _Error) -> Diagnostic:
    return met.say("other", met.at)


# The first needle found in the parser's words decides.
_HANDLERS: tuple[tuple[str, Callable[[_Error], Diagnostic]], ...] = (
    ("ing a tag", _tag),
    ("undefined tag handle", _tag),
    ("an anchor", _start_since),
    ("an alias", _start_since),
    ("a block scalar", _start_since),
    ("directive", _document),
    ("document start", _document),
    ("cannot start any token", _start_at),
    ("mapping keys are not allowed", _start_at),
    ("while parsing a block node", _start_at),
    ("entries are not allowed", _dash),
    ("mapping values are not allowed", _colon),
    ("expected ':'", _no_colon),
    ("escape character", _escape),
    ("hexdecimal", _escape),
    ("escape sequence of", _escape),
    (BAD_ESCAPE, _bad_code),
    ("quoted scalar", _open_quote),
    ("',' or", _flow),
    ("node content", _content),
    ("expected key", _group),
    ("<block end>", _group),
    ("'-' indicator", _group),
)
