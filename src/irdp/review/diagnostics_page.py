"""The page of all codes of `docs/`: what each says, and what to do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from irdp.messages.meaning import all_codes
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.messages.meaning import Meaning

_FAMILIES = {
    "Y": Text("la syntaxe d'un fichier YAML", "the syntax of a YAML file"),
    "Q": Text("le contenu d'une définition", "the content of a definition"),
    "D": Text("les données d'une visite ou d'une table", "the data of visits"),
    "C": Text("un appel de la bibliothèque", "a call of the library"),
    "F": Text("un fichier lu ou écrit", "a file that is read or written"),
    "U": Text("la ligne de commande", "the command line"),
    "R": Text("les orientations et leur suite", "referrals and what becomes of them"),
    "K": Text("le calibrage", "calibration"),
    "N": Text("les indicateurs", "indicators"),
}
_WEIGHT = {
    "error": Text("erreur", "error"),
    "warning": Text("avertissement", "warning"),
}
_HEAD = """\
# Diagnostics

Cette page est écrite par `irdp.review.diagnostics_page` ; `irdp explain-code CODE` en imprime une entrée.
Là où un message nomme un item, une ligne ou un nombre, la page met « … » ; aucun message ne cite de réponse.

*This page is written by `irdp.review.diagnostics_page`; `irdp explain-code CODE --lang en` prints an entry.
Where a message names an item, a line or a number the page has "…"; no message quotes an answer.*
"""


def diagnostics_page() -> str:
    """Return the Markdown of the page.

    Examples
    --------
    >>> diagnostics_page().splitlines()[0]
    '# Diagnostics'
    """
    parts = [_HEAD]
    for letter, entries in groupby(all_codes(), key=_family):
        title = _FAMILIES.get(letter)
        words = f" : {title.fr} / {title.en}" if title else ""
        parts.append(f"## IRDP-{letter}{words}\n")
        parts += ["\n".join(_entry(one)) + "\n" for one in entries]
    return "\n".join(parts)


def _family(one: Meaning) -> str:
    return one.code.removeprefix("IRDP-")[0]


def _entry(one: Meaning) -> Iterator[str]:
    weight = _WEIGHT[one.severity]
    yield f"### {one.code}\n"
    yield f"* fr ({weight.fr}) : {_plain(one.message.fr)}"
    yield from _more("Piste : ", one.hint.fr)
    yield from _more("Pourquoi : ", one.why.fr)
    yield f"* en ({weight.en}): {_plain(one.message.en)}"
    yield from _more("Hint: ", one.hint.en)
    yield from _more("Why: ", one.why.en)


def _more(head: str, text: str) -> Iterator[str]:
    if text:
        yield f"  {head}{_plain(text)}"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    for mark in ("\\", "`", "*", "_", "<", "|", "#"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
