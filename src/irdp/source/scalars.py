"""Plain scalars: YAML 1.2 words, exact decimals, everything else as text."""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType

MAX_DIGITS = 40
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_NEGATIVE_ZERO = re.compile(r"-0(?:\.0+)?")
_WORDS = MappingProxyType(
    dict.fromkeys(("", "~", "null", "Null", "NULL"))
    | dict.fromkeys(("true", "True", "TRUE"), True)
    | dict.fromkeys(("false", "False", "FALSE"), False)
)
_COMMA = re.compile(
    r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f]?[0-9]{3})*,[0-9]+|[+-]?[0-9]+,[0-9]+"
)
_NOT_FINITE = re.compile(
    r"[+-]?\.?(?:inf|infinity|infini)|\.?nan|[+-]?\u221e|-0+(?:\.0*)?", re.IGNORECASE
)
_OTHER_SPELLING = re.compile(
    r"""
    [+-]?(?:
        0[xX][0-9A-Fa-f_]+ | 0[oO][0-7_]+ | 0[bB][01_]+   # other bases
      | [0-9]+(?::[0-9]+)+(?:\.[0-9]*)?                   # base 60
      | [0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?      # 010, 1_000, 1e3, 5.
      | \.[0-9][0-9_]*(?:[eE][+-]?[0-9]+)?                # .5
      | [0-9]{1,3}(?:[ \u00a0\u202f'’][0-9]{3})+(?:\.[0-9]+)?  # 1 000
    )""",
    re.VERBOSE,
)
_YES_NO = frozenset(
    ("yes", "no", "on", "off", "y", "n", "oui", "non", "o", "vrai", "faux")
)

Scalar = str | Decimal | bool | None


def plain(text: str) -> Scalar:
    """Return what an unquoted scalar means.

    Numbers keep every digit that was written; a number of more than 40 digits, a
    negative zero, a date and every other spelling of a number stay text.

    Examples
    --------
    >>> plain("1.10"), plain("010"), plain("No"), plain("~"), plain("true")
    (Decimal('1.10'), '010', 'No', None, True)
    """
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > MAX_DIGITS + 2 or not _NUMBER.fullmatch(text):
        return text
    if sum(map(text.count, "0123456789")) > MAX_DIGITS or _NEGATIVE_ZERO.fullmatch(
        text
    ):
        return text
    return Decimal(text)


def number_trap(text: str) -> str | None:
    """Return the code that says why `text` is not the number it looks like.

    Parameters
    ----------
    text
        A text found where a number is expected.

    Returns
    -------
    str or None
        "IRDP-Q015" decimal comma; "IRDP-Q016" another spelling of a number
        (underscore, exponent, leading zero or sign, base 8, 16 or 60, spaced
        thousands); "IRDP-Q017" no usable number (NaN, infinity, negative zero,
        more than 40 digits); None where it does not look like a number.

    Examples
    --------
    >>> number_trap("2,5"), number_trap("1_000"), number_trap("-0.0")
    ('IRDP-Q015', 'IRDP-Q016', 'IRDP-Q017')
    >>> number_trap("souvent")
    """
    text = text.strip()
    if _NOT_FINITE.fullmatch(text):
        return "IRDP-Q017"
    if _NUMBER.fullmatch(text):
        # Quoted, or too long: only the second is a matter of its digits.
        return "IRDP-Q017" if isinstance(plain(text), str) else None
    if _COMMA.fullmatch(text):
        return "IRDP-Q015"
    return "IRDP-Q016" if _OTHER_SPELLING.fullmatch(text) else None


def boolean_trap(text: str) -> str | None:
    """Return "IRDP-Y013" where `text` is a yes/no word that YAML 1.2 reads as text.

    Examples
    --------
    >>> boolean_trap("yes"), boolean_trap("souvent")
    ('IRDP-Y013', None)
    """
    return "IRDP-Y013" if text.strip().casefold() in _YES_NO else None
