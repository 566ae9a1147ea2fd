"""Characters that a definition may not hold, and texts made safe to show.

An invisible or control character changes what is read without changing what is
seen. The list is spelled out rather than taken from `unicodedata`, so that every
version of Python refuses the same files.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from irdp.errors import Diagnostic, Place
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f",
        "caractère de contrôle",
        "control character",
    ),
    ("\u2028\u2029", "séparateur de lignes invisible", "invisible line separator"),
    (
        "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
        "inverse le sens de lecture",
        "changes the reading direction",
    ),
    (
        "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff",
        "caractère invisible",
        "invisible character",
    ),
    ("\ufffd", "trace d'un texte abîmé", "trace of a damaged text"),
    ("\ud800-\udfff", "moitié de caractère", "half of a character"),
    (
        "\ufdd0-\ufdef\ufffe\uffff"
        + "".join(
            f"{chr(p + 0xFFFE)}{chr(p + 0xFFFF)}"
            for p in range(1 << 16, 17 << 16, 1 << 16)
        ),
        "n'est pas un caractère",
        "not a character",
    ),
)
_EACH = tuple((re.compile(f"[{chars}]"), fr, en) for chars, fr, en in _KINDS)
_ANY = re.compile("[" + "".join(chars for chars, _, _ in _KINDS) + "]")
_BREAK = re.compile(r"\r\n|\r|\n")
_TAB_IN_COMMENT = re.compile(r"[ \t]*#|[^\"']*[ \t]#")
_MAX_MARKS = 30
NBSP = frozenset("\u00a0\u202f")


def split_lines(text: str) -> list[str]:
    r"""Return the lines of `text` as YAML counts them, without their ends.

    Examples
    --------
    >>> split_lines("a\r\nb\x0cc\n")
    ['a', 'b\x0cc', '']
    """
    return _BREAK.split(text)


def forbidden(text: str) -> re.Match[str] | None:
    r"""Return the first character that a definition may not hold.

    Examples
    --------
    >>> forbidden("Poste\u200b") is None, forbidden("L'arrêt") is None
    (False, True)
    """
    return _ANY.search(text)


def refusal(char: str, place: Place) -> Diagnostic:
    """Return the diagnostic that refuses `char` at `place`."""
    fr, en = next(
        ((fr, en) for kind, fr, en in _EACH if kind.match(char)),
        (
            "plus de 30 signes combinants de suite",
            "more than 30 combining marks in a row",
        ),
    )
    return diagnose(
        "IRDP-Y023", place, char=f"U+{ord(char):04X}", kind_fr=fr, kind_en=en
    )


def character_faults(text: str, name: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each forbidden character and each line with a tab.

    Both YAML parsers must give the same verdict, and only one takes tabs between
    tokens; so a tab is accepted in a comment alone.
    """
    if not (_ANY.search(text) or "\t" in text):
        return
    for number, line in enumerate(split_lines(text), 1):
        for match in _ANY.finditer(line):
            yield refusal(match.group(), Place(name, number, match.start() + 1))
        tab = line.find("\t")
        if tab >= 0 and not _TAB_IN_COMMENT.match(line[:tab]):
            yield diagnose("IRDP-Y021", Place(name, number, tab + 1))


def blanked(text: str) -> str:
    r"""Return `text` with a space for each forbidden character, columns unchanged.

    Examples
    --------
    >>> blanked("a\x00b")
    'a b'
    """
    return _ANY.sub(" ", text)


def shown(text: str, limit: int = 60) -> str:
    r"""Return `text` cut to `limit` and safe for a terminal.

    Examples
    --------
    >>> shown("a\u202eb\n")
    'a\\u202eb\\u000a'
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return re.sub(r"[\t\r\n]", _escaped, _ANY.sub(_escaped, cut))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def overloaded(text: str) -> str:
    """Return a combining mark that closes a run of more than 30, or nothing.

    Normalising such a run costs the square of its length: minutes for 1 MiB.
    """
    if text.isascii():
        return ""
    run = 0
    for char in text:
        run = run + 1 if char > "\u02ff" and unicodedata.combining(char) else 0
        if run > _MAX_MARKS:
            return char
    return ""


def nfc(text: str) -> str:
    r"""Return `text` with its accents composed (Unicode form NFC).

    Examples
    --------
    >>> nfc("e\u0301") == "é"
    True
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)
