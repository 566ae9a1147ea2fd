"""The words an item understands: state codes, option codes, aliases."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from irdp.ops.lanes import FIRST, ItemType
from irdp.visits.flat import is_number_like, meant_number
from irdp.visits.issues import IssueCode
from irdp.visits.values import clean

if TYPE_CHECKING:
    from irdp.ops.item import ItemSpec

# What other tools write for "no answer". Only a declared code counts as one here.
UNDECLARED_STATES = frozenset(
    (
        *("na", "n/a", "n.a.", "#n/a", "#na", "<na>", "none", "null", "nil", "nan"),
        *("nat", "nsp", "nr", "nc", "nd", "?", "??", "-", "--", "—", ".", "..", "/"),
        *("x", "99", "999", "9999", "-1", "-8", "-9", "-99", "-999", "-9999"),
    )
)
LARGEST = 2**53
_TRUTHS = {"true": 1, "false": 0}


class Vocabulary:
    """The texts that stand for codes of one item.

    A text matches a state or option code exactly, and an alias in any case; the
    states come first, so that an absence of answer is never read as an answer.

    Parameters
    ----------
    spec
        The item.
    flat
        Whether the texts come from a flat file: ``true`` and ``false`` are then
        words of a boolean item, in any case.
    """

    __slots__ = ("_folded", "_forms", "_numbered", "exact")

    def __init__(self, spec: ItemSpec, *, flat: bool) -> None:
        many = spec.domain.kind is ItemType.MULTIPLE
        options = {
            clean(o): FIRST + ((1 << k) if many else k)
            for k, o in enumerate(spec.domain.options)
        }
        aliases = {clean(a): code for a, code in spec.aliases.items()}
        states = {clean(s): int(state) for s, state in spec.states.items()}
        self.exact: dict[str, int] = aliases | options | states
        self._folded = _fold_all(aliases)
        if flat and spec.domain.kind is ItemType.BOOLEAN:
            self._folded = {k: FIRST + v for k, v in _TRUTHS.items()} | self._folded
        self._forms = {fold(word) for word in self.exact}
        self._numbered = (
            spec.domain.kind is ItemType.BOOLEAN
            if not options
            else all(is_number_like(o) for o in options)
        )

    def find(self, text: str) -> int | None:
        """Return the code that a text stands for, or None."""
        code = self.exact.get(text)
        return self._folded.get(fold(text)) if code is None else code

    def find_whole(self, number: int) -> int | None:
        """Return the code that a whole number stands for, or None."""
        return self.find(str(number)) if abs(number) <= LARGEST else None

    def fault(self, text: str) -> IssueCode:
        """Return what is wrong with a text that stands for nothing."""
        folded = fold(text)
        if folded in self._forms or folded in _TRUTHS:
            return IssueCode.FORM
        if folded in UNDECLARED_STATES:
            return IssueCode.UNDECLARED_STATE
        if is_number_like(text):
            meant = meant_number(text) in self.exact
            return IssueCode.FORM if meant else IssueCode.OUTSIDE
        return IssueCode.LABEL if self._numbered else IssueCode.OUTSIDE


def fold(text: str) -> str:
    """Return a text as compared without regard to case.

    Examples
    --------
    >>> fold("OUI") == fold("Oui")
    True
    """
    return unicodedata.normalize("NFC", text.casefold())


def _fold_all(words: dict[str, int]) -> dict[str, int]:
    folded: dict[str, int] = {}
    clashing = set()
    for word, code in words.items():
        if folded.setdefault(fold(word), code) != code:
            clashing.add(fold(word))
    return {word: code for word, code in folded.items() if word not in clashing}
