"""What is counted, before anything is hidden.

Every number is a set of things (visits, persons, files, referrals) put into one
system of cells; parts, complements and exclusions are bound to their totals there,
so that the suppression sees every subtraction a reader could make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from irdp.disclosure import Cell, System
from irdp.text import Text

if TYPE_CHECKING:
    import numpy.typing as npt

    Mask = npt.NDArray[np.bool_]
    Ints = npt.NDArray[np.intp]

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is counted.

    Parameters
    ----------
    unit
        What its counts are called: "personnes", "visites"…
    person
        ndarray of int: the person of each thing, -1 where unknown.
    """

    unit: str
    person: Ints

    @property
    def n(self) -> int:
        """How many things there are."""
        return len(self.person)

    def none(self) -> Mask:
        """Return the empty set."""
        return np.zeros(self.n, dtype=np.bool_)

    def at(self, places: Ints) -> Mask:
        """Return the set of the things at `places`, unknown ones (-1) left out."""
        members = self.none()
        members[places[places >= 0]] = True
        return members

    def persons(self, members: Mask) -> int:
        """Count the distinct persons behind a set."""
        behind = np.unique(self.person[members])
        return int((behind >= 0).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row to be: the names of its cells, not yet what may be shown of them."""

    id: str
    variant: str
    category: str = ""
    category_label: Text | None = None
    instrument: str = ""
    unit: str = ""
    kind: str = "count"
    numerator: str = ""
    denominator: str = ""
    value: float | None = None
    excluded: Mapping[str, str] = field(default_factory=dict)
    interval: bool = False
    centre: tuple[str, str] | None = None
    expected: float | None = None
    notes: tuple[Text, ...] = ()
    reason: Text | None = None


@dataclass(slots=True)
class Draft:
    """The lines and the cells they are made of."""

    system: System = field(default_factory=System)
    lines: list[Line] = field(default_factory=list)

    def put(
        self,
        name: str,
        kind: Kind,
        members: Mask,
        *,
        latent: bool = False,
        administrative: bool = False,
        share: float = 0.0,
    ) -> str:
        """Add the size of a set as a cell and return its name.

        Parameters
        ----------
        name
            The cell's name.
        kind, members
            The things counted.
        latent
            Nobody publishes it, but it follows by subtraction.
        administrative
            Its zero says nothing about a person (no date is lacking).
        share
            Share of the largest unit in it.
        """
        n = int(members.sum())
        cell = Cell(
            float(n),
            kind.persons(members),
            share,
            latent=latent,
            zero_is_safe=administrative,
            cost=float((0.3 if administrative else 1.0) * (1 + np.log1p(n))),
        )
        self.system.add(name, cell)
        return name

    def split(
        self,
        total: str,
        part: str,
        kind: Kind,
        rests: Mapping[str, Mask],
        *,
        administrative: bool = True,
    ) -> dict[str, str]:
        """Bind a total to a part of it and the reasons why the rest is left out.

        Returns
        -------
        dict of str to str
            The cell of each reason, for `Line.excluded`.
        """
        cells = {
            reason: self.put(
                f"{part} exclus {reason}", kind, members, administrative=administrative
            )
            for reason, members in rests.items()
        }
        self.system.bind(total, [part, *cells.values()])
        return {r: c for r, c in cells.items() if self.system.cells[c].value}

    def complement(
        self, total: str, part: str, kind: Kind, rest: Mask, *, safe: bool = False
    ) -> None:
        """Bind a total to a part and to those who are not in it, whom nobody prints."""
        name = self.put(
            f"{total} sauf {part}", kind, rest, latent=True, administrative=safe
        )
        self.system.bind(total, [part, name])

    def add(self, **fields: object) -> None:
        """Add a line."""
        self.lines.append(Line(**fields))  # type: ignore[arg-type]
