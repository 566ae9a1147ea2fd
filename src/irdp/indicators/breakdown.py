"""A total cut by a list of codes, every code shown, unknown ones too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from irdp.indicators.draft import Draft, Kind, Mask
    from irdp.text import Text


def known_codes(given: np.ndarray, codes: Iterable[str]) -> np.ndarray:
    """Return the codes as given, "autre" where the list does not have them.

    Examples
    --------
    >>> known_codes(np.array(["a", "z", "inconnu"], dtype=object), ["a"]).tolist()
    ['a', 'autre', 'inconnu']
    """
    listed = [*codes, "inconnu"]
    read: np.ndarray = np.where(np.isin(given, listed), given, "autre")
    return read


def disjoint(parts: Mapping[str, Mask]) -> dict[str, Mask]:
    """Return the parts without the things an earlier part has already.

    A visit written twice with two requesters counts once, with the first code.
    """
    taken: Mask | None = None
    found = {}
    for code, members in parts.items():
        found[code] = members if taken is None else members & ~taken
        taken = members if taken is None else taken | members
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A total to be cut by a list of codes.

    Parameters
    ----------
    total
        The name of the total's cell, which is in the draft already.
    line
        id, variant and unit of the lines.
    labels
        Wordings of the codes.
    excluded
        Cells to print with the line of a code.
    """

    total: str
    line: Mapping[str, str]
    labels: Mapping[str, Text]
    excluded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def cell(self, code: str) -> str:
        """Return the name of a code's cell."""
        return f"{self.line['id']} {self.line['variant']} {code}"


def by_code(draft: Draft, kind: Kind, parts: Mapping[str, Mask], cut: Cut) -> None:
    """Add one line per code; the parts make up the total."""
    _lines(draft, kind, parts, cut)
    draft.system.bind(cut.total, [cut.cell(code) for code in parts])


def shares_of(
    draft: Draft, kind: Kind, parts: Mapping[str, Mask], cut: Cut, everything: Mask
) -> None:
    """Add one line per code of parts that overlap, each bound to its complement."""
    _lines(draft, kind, parts, cut)
    for code, members in parts.items():
        rest = everything & ~members
        draft.complement(cut.total, cut.cell(code), kind, rest)


def _lines(draft: Draft, kind: Kind, parts: Mapping[str, Mask], cut: Cut) -> None:
    for code, members in parts.items():
        name = draft.put(
            cut.cell(code), kind, members, administrative=code == "inconnu"
        )
        draft.add(
            category=code,
            category_label=cut.labels.get(code),
            kind="share",
            numerator=name,
            denominator=cut.total,
            excluded=cut.excluded.get(code, {}),
            **cut.line,
        )
