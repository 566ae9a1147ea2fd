"""The four tables seen together: who is who, which visit is which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.indicators.draft import Kind
from irdp.indicators.tables import Absent, Table

if TYPE_CHECKING:
    from irdp.indicators.definitions import Definitions
    from irdp.indicators.draft import Ints, Mask
    from irdp.indicators.instruments import Instrument
    from irdp.indicators.period import Period

NAMES = ("visites", "orientations", "suivis", "dossiers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices that the indicators leave open.

    Parameters
    ----------
    classed_by
        "last": a person with several scored visits is classed by the last one, ties
        by the highest id_visite; "max": as detected if any of them detects.
    naf_version
        Version of the codes of column `naf` ("rev2" or "2025") where there is no
        column `naf_version`; never guessed.
    dimensions
        By what I25 is cut: any of naf, pcs, taille, etablissement, bassin,
        naf_taille.
    zero_is_safe
        Whether a zero may be shown where small cells are hidden.
    dominance
        Share from which one establishment (or file) dominates a cell.
    """

    classed_by: str = "last"
    naf_version: str | None = None
    dimensions: tuple[str, ...] = ("naf", "pcs", "taille", "etablissement")
    zero_is_safe: bool = False
    dominance: float = 0.85


@dataclass(frozen=True, kw_only=True)
class Context:
    """Everything an indicator may ask for."""

    tables: Mapping[str, Table | None]
    period: Period
    definitions: Definitions
    instruments: Mapping[str, Instrument]
    options: Options
    manual: Mapping[str, Any] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """Return a table; raise `Absent` where it was not given."""
        table = self.tables[name]
        if table is None:
            raise Absent(name)
        return table

    @cached_property
    def _persons(self) -> tuple[int, dict[str, Ints]]:
        keys = {
            name: table.text("cle_salarie")
            for name, table in self.tables.items()
            if table is not None and table.has("cle_salarie")
        }
        return code_together(keys)

    def person(self, table: str) -> Ints:
        """Return the person of each row of a table, -1 where unknown."""
        self.table(table).raw("cle_salarie")
        return self._persons[1][table]

    @cached_property
    def persons(self) -> Kind:
        """The persons of all tables."""
        return Kind("personnes", np.arange(self._persons[0]))

    def persons_at(self, table: str, rows: Mask) -> Mask:
        """Return the set of persons of the given rows."""
        return self.persons.at(self.person(table)[rows])

    @cached_property
    def visit(self) -> Ints:
        """The visit of each row of `visites`, in the order of id_visite."""
        return code_ids(self.table("visites").text("id_visite"))

    @cached_property
    def visits(self) -> Kind:
        """The distinct visits, and liaison meetings, of the table."""
        return Kind("visites", first_of(self.visit, self.person("visites")))

    def visits_at(self, rows: Mask) -> Mask:
        """Return the set of visits of the given rows."""
        return self.visits.at(self.visit[rows])

    @cached_property
    def visit_days(self) -> np.ndarray:
        """The day of each row of `visites`."""
        return self.table("visites").dates("date")

    @cached_property
    def carried_out(self) -> Mask:
        """Rows of `visites` that took place: all, unless `realisee` says no."""
        visites = self.table("visites")
        if not visites.has("realisee"):
            return np.ones(visites.n, dtype=np.bool_)
        done: Mask = visites.truths("realisee") != 0
        return done

    @cached_property
    def in_period(self) -> Mask:
        """Rows of `visites` that took place in the period."""
        inside: Mask = self.period.holds(self.visit_days) & self.carried_out
        return inside

    def of_type(self, code: str) -> Mask:
        """Rows of `visites` of a type, in any period, that took place."""
        rows: Mask = self._types.having(code) & self.carried_out
        return rows

    @cached_property
    def _types(self) -> Any:
        return self.table("visites").lists("type")

    @cached_property
    def medical(self) -> Mask:
        """Rows that are visits: a liaison meeting alone is none."""
        if not self.table("visites").has("type"):
            return np.ones(self.table("visites").n, dtype=np.bool_)
        types = self._types
        other = np.zeros(types.n, dtype=np.bool_)
        other[types.rows[types.codes != "liaison"]] = True
        visit: Mask = other | types.empty()
        return visit

    @cached_property
    def file(self) -> Ints:
        """The file of each row of `dossiers`."""
        return code_ids(self.table("dossiers").text("id_dossier"))

    @cached_property
    def files(self) -> Kind:
        """The distinct files."""
        return Kind("dossiers", first_of(self.file, self.person("dossiers")))

    def files_at(self, rows: Mask) -> Mask:
        """Return the set of files of the given rows."""
        return self.files.at(self.file[rows])

    @cached_property
    def events(self) -> Kind:
        """The referrals: one per row of `orientations`."""
        return Kind("orientations", self.person("orientations"))


def code_together(keys: Mapping[str, np.ndarray]) -> tuple[int, dict[str, Ints]]:
    """Give the texts of several columns common numbers, -1 to the empty one.

    Examples
    --------
    >>> n, codes = code_together({"a": np.array(["x", ""]), "b": np.array(["y", "x"])})
    >>> n, codes["a"].tolist(), codes["b"].tolist()
    (2, [0, -1], [1, 0])
    """
    order: dict[str, int] = {}
    codes = {}
    for name, texts in keys.items():
        numbered = [order.setdefault(t, len(order)) if t else -1 for t in texts]
        codes[name] = np.array(numbered, dtype=np.intp)
    return len(order), codes


def code_ids(ids: np.ndarray) -> Ints:
    """Give ids numbers in their own order (numeric if all are), -1 to the empty one.

    Examples
    --------
    >>> code_ids(np.array(["10", "9", "", "10"], dtype=object)).tolist()
    [1, 0, -1, 1]
    """
    distinct = {text for text in ids if text}
    numeric = all(text.isdecimal() for text in distinct)
    ordered = sorted(distinct, key=(lambda t: (int(t), t)) if numeric else None)
    rank = {text: at for at, text in enumerate(ordered)}
    return np.array([rank.get(text, -1) for text in ids], dtype=np.intp)


def first_of(codes: Ints, values: Ints) -> Ints:
    """Return the first value of each code, codes counting from 0."""
    found = np.full(int(codes.max(initial=-1)) + 1, -1, dtype=np.intp)
    known = codes >= 0
    found[codes[known][::-1]] = values[known][::-1]
    return found


def last_rows(person: Ints, days: np.ndarray, visit: Ints, rows: Mask) -> Ints:
    """Return the last of the given rows of each person, ties by the highest visit.

    Parameters
    ----------
    person, visit
        ndarray of int of shape (n_rows,); rows of unknown persons are left out.
    days
        ndarray of datetime64[D] of shape (n_rows,).
    rows
        Which rows count.

    Returns
    -------
    ndarray of int
        One row number per person, in the order of the persons.
    """
    at = np.flatnonzero(rows & (person >= 0))
    order = at[np.lexsort((visit[at], days[at], person[at]))]
    if not order.size:
        return order
    last = np.append(person[order][1:] != person[order][:-1], True)
    found: Ints = order[last]
    return found
