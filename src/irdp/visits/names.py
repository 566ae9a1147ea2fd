"""Names of columns and keys, matched with the names that are expected."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from irdp.errors import ColumnsError, Diagnostic
from irdp.messages import diagnose
from irdp.visits.values import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# Names that are more likely answers: a message about them would quote data.
_ANSWER = re.compile(
    r"[\W\d_]*|[hfmon]|oui|non|nsp|nc|yes|no|true|false|vrai|faux", re.IGNORECASE
)
_MOST_LISTED = 20
_LONGEST_NAME = 60


def reads_as_answer(name: str) -> bool:
    """Return whether a name is more likely an answer: a number, a day, yes or no.

    Examples
    --------
    >>> [reads_as_answer(name) for name in ("PHQ1", "7,5", "1937-05-01", "oui")]
    [False, True, True, True]
    """
    return _ANSWER.fullmatch(name) is not None


class Match(NamedTuple):
    """Expected name to the key it stands under, and the keys nobody expects."""

    found: Mapping[str, object]
    unknown: tuple[str, ...]

    @property
    def is_data(self) -> bool:
        """Whether the names are more likely a visit: none is expected, one an answer."""
        return not self.found and any(map(reads_as_answer, self.unknown))


def match(keys: Iterable[object], expected: Collection[str]) -> Match:
    """Match keys with expected names after NFC and without outer spaces.

    Raises
    ------
    ColumnsError
        If two keys are one expected name.

    Examples
    --------
    >>> match([" age", "note"], {"age", "sex"})
    Match(found={'age': ' age'}, unknown=('note',))
    """
    found: dict[str, object] = {}
    unknown = []
    for key in keys:
        name = clean(str.__str__(key)) if issubclass(type(key), str) else ""
        if name not in expected:
            unknown.append(name or f"<{type(key).__name__}>")
        elif name in found:
            raise ColumnsError(diagnose("IRDP-C022", names=name))
        else:
            found[name] = key
    return Match(found, tuple(unknown))


def check_columns(matched: Match, required: Collection[str]) -> None:
    """Refuse a table that lacks a required column.

    Raises
    ------
    ColumnsError
        With one diagnostic for each near miss (case, accents), and one for the
        columns that lack, with what is there and the nearest names. Of names that
        are more likely a visit, none is shown (IRDP-D018).
    """
    lacking = [name for name in required if name not in matched.found]
    if not lacking:
        return
    if matched.is_data:
        raise ColumnsError(diagnose("IRDP-D018"))
    folded = {_bare(name): name for name in matched.unknown}
    faults: list[Diagnostic] = []
    for name in lacking:
        near = folded.get(_bare(name))
        if near is not None:
            faults.append(diagnose("IRDP-C023", found=_short(near), expected=name))
    others = [name for name in lacking if _bare(name) not in folded]
    if others:
        near = pairs(others, matched.unknown)
        present = listed([*matched.found, *matched.unknown])
        faults.append(
            diagnose("IRDP-C024", missing=", ".join(others), present=present, near=near)
        )
    raise ColumnsError(*faults)


def unknown_names(
    matched: Match, expected: Collection[str], known: Collection[str]
) -> Diagnostic | None:
    """Return the remark on names that nobody reads, or None."""
    extra = [name for name in matched.unknown if name not in known]
    if not extra:
        return None
    if matched.is_data:
        return diagnose("IRDP-D062", count=len(extra), names="—", near="—")
    near = pairs([e for e in expected if e not in matched.found], extra)
    return diagnose("IRDP-D062", count=len(extra), names=listed(extra), near=near)


def pairs(wanted: Collection[str], there: Collection[str]) -> str:
    """Return which names are near the wanted ones: ``EPI1 → EPI01``, or ``—``.

    Examples
    --------
    >>> pairs(["EPI01"], ["EPI1", "site"])
    'EPI1 → EPI01'
    """
    bare = {_bare(name): name for name in there}
    out = []
    for name in list(wanted)[:_MOST_LISTED]:
        close = get_close_matches(_bare(name), list(bare)[:1000], n=1, cutoff=0.75)
        out += [f"{_short(bare[near])} → {name}" for near in close]
    return ", ".join(out) or "—"


def listed(names: Collection[str]) -> str:
    """Return names as a short list, the rest as a number."""
    shown = [_short(name) for name in list(names)[:_MOST_LISTED]]
    more = len(names) - len(shown)
    return (", ".join(shown) or "—") + (f", … (+{more})" if more else "")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…"


def _bare(name: str) -> str:
    split = unicodedata.normalize("NFD", name.casefold())
    return "".join(c for c in split if not unicodedata.combining(c)).strip()
