"""Cells that a spreadsheet would take for a formula, and how they are disarmed."""

from __future__ import annotations

import re

DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
"""First characters that make a spreadsheet read a cell as a formula (OWASP's list)."""

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_DISARMED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]", re.DOTALL)


def disarm(text: str) -> str:
    """Return a text that a spreadsheet shows as it is: an apostrophe goes before.

    Examples
    --------
    >>> disarm("=1+1"), disarm("=1+1"[1:])
    ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(DANGEROUS) else text


def disarm_reversibly(text: str) -> str:
    """Return a cell disarmed so that `rearm` gives back exactly what it was.

    A plain number is left alone, for it may be an answer.

    Examples
    --------
    >>> [disarm_reversibly(t) for t in ("-1", "-x", "'-x", "'x")]
    ['-1', "'-x", "''-x", "'x"]
    """
    armed = text.startswith(DANGEROUS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if armed or _DISARMED.match(text) else text


def rearm(text: str) -> str:
    """Undo `disarm_reversibly`.

    Examples
    --------
    >>> [rearm(t) for t in ("-1", "'-x", "''-x", "'x")]
    ['-1', '-x', "'-x", "'x"]
    """
    return text[1:] if _DISARMED.match(text) else text
