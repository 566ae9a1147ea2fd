"""A total cut by a list of codes, every code shown, unknown ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def by_code(
    draft: Draft,
    kind: Kind,
    parts: Mapping[str, Mask],
    *,
    line: Mapping[str, str],
    labels: Mapping[str, Text],
    total: str,
    overlapping: bool = False,
    excluded: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Add one line per code, as a share of a total that is in the draft already.

    Parameters
    ----------
    draft, kind
        Where the lines go; what is counted.
    parts
        The members of each code. They make up the total, unless `overlapping`: then
        each of them is bound to the total with its own complement.
    line
        id, variant and unit of the lines.
    labels
        Wordings of the codes.
    total
        The name of the total's cell.
    overlapping
        Whether a thing may have several codes.
    excluded
        Cells to print with the line of a code.
    """
    names = {}
    for code, members in parts.items():
        name = f"{line['id']} {line['variant']} {code}"
        safe = code == "inconnu"
        names[code] = draft.put(name, kind, members, administrative=safe)
        draft.add(
            category=code,
            category_label=labels.get(code),
            kind="share",
            numerator=name,
            denominator=total,
            excluded=(excluded or {}).get(code, {}),
            **line,
        )
    if not overlapping:
        draft.system.bind(total, list(names.values()))


def shares_of(
    draft: Draft, kind: Kind, parts: Mapping[str, Mask], everything: Mask, **line: Any
) -> None:
    """Add one line per code of overlapping parts, complements bound."""
    by_code(draft, kind, parts, overlapping=True, **line)
    for code, members in parts.items():
        name = f"{line['line']['id']} {line['line']['variant']} {code}"
        draft.complement(line["total"], name, kind, everything & ~members)
