"""I25: where detection is more frequent, without ever ranking anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.followed import birth_years
from irdp.indicators.groups import DIMENSIONS, age_groups, group_label, ordered
from irdp.indicators.scored import scored
from irdp.indicators.tables import Absent

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.draft import Draft, Ints, Mask
    from irdp.indicators.scored import Scored

CROSSED = "naf_taille"
STANDARDISED = ("naf", "pcs", "taille", "bassin")


@dataclass(frozen=True, slots=True)
class _Classed:
    """One instrument's classed persons: their last row, and who is detected."""

    one: Scored
    rows: Ints
    person: Ints
    found: Mask

    @classmethod
    def of(cls, one: Scored) -> _Classed:
        """Take the retained visit of each classed person."""
        classed, found = one.classed(one.complete)
        rows = one.last(one.complete)
        person = one.ctx.person("visites")[rows]
        kept = classed[person]
        return cls(one, rows[kept], person[kept], found[person[kept]])


def target(ctx: Context, draft: Draft, dimension: str) -> None:
    """Cut detection by a dimension: shares, intervals, funnel limits (I25)."""
    for one in scored(ctx):
        taken = _Classed.of(one)
        group = DIMENSIONS[dimension](ctx, taken.rows)
        units = _units(ctx, taken, dimension)
        name = f"I25 {dimension} {one.name}"
        bottoms: dict[str, str] = {}
        tops: dict[str, str] = {}
        for code in ordered(ctx, dimension, group):
            inside = group == code
            for cells, members, what in (
                (bottoms, inside, "classés"),
                (tops, inside & taken.found, "détectés"),
            ):
                cells[code] = draft.put(
                    f"{name} {code} {what}",
                    ctx.persons,
                    ctx.persons.at(taken.person[members]),
                    share=_largest(units, members),
                )
            rest = ctx.persons.at(taken.person[inside & ~taken.found])
            draft.complement(bottoms[code], tops[code], ctx.persons, rest)
        total = _bind(ctx, draft, taken, bottoms, tops)
        if dimension == CROSSED:
            _bind_margins(ctx, draft, one.name, group)
        for code, bottom in bottoms.items():
            draft.add(
                id="I25",
                variant=dimension,
                instrument=one.name,
                category=code,
                category_label=group_label(ctx, dimension, code),
                unit="personnes",
                kind="share",
                numerator=tops[code],
                denominator=bottom,
                interval=True,
                centre=total,
            )


def target_at_equal_age(ctx: Context, draft: Draft, dimension: str) -> None:
    """Relate the detected of each group to those expected at equal age (I25).

    Expected are the persons of the group times the share of the whole service
    detected in their age group (indirect standardisation); an unknown age is an age
    group of its own, so that nobody is left out.
    """
    born = birth_years(ctx, "suivis", "visites")
    for one in scored(ctx):
        taken = _Classed.of(one)
        if not taken.rows.size:
            continue
        group = DIMENSIONS[dimension](ctx, taken.rows)
        age = age_groups(ctx, taken.rows, born)
        _, stratum = np.unique(age, return_inverse=True)
        rate = np.bincount(stratum, taken.found) / np.bincount(stratum)
        for code in ordered(ctx, dimension, group):
            inside = group == code
            name = f"I25 {dimension} {one.name} {code}"
            draft.add(
                id="I25",
                variant=f"standardise_{dimension}",
                instrument=one.name,
                category=code,
                category_label=group_label(ctx, dimension, code),
                unit="personnes",
                kind="expected",
                numerator=f"{name} détectés",
                denominator=f"{name} classés",
                expected=round(float(rate[stratum[inside]].sum()), 1),
            )


def _bind(
    ctx: Context,
    draft: Draft,
    taken: _Classed,
    bottoms: dict[str, str],
    tops: dict[str, str],
) -> tuple[str, str]:
    """Bind the groups to I02 of the instrument and return its two cells."""
    name = taken.one.name
    everyone = ctx.persons.at(taken.person)
    found = ctx.persons.at(taken.person[taken.found])
    top = draft.put(f"I02 complet {name}", ctx.persons, found)
    bottom = draft.put(f"I02 complet {name} classés", ctx.persons, everyone)
    draft.system.bind(bottom, list(bottoms.values()))
    draft.system.bind(top, list(tops.values()))
    return top, bottom


def _bind_margins(ctx: Context, draft: Draft, name: str, group: np.ndarray) -> None:
    """Bind the crossed groups to their sections and sizes, where these are shown."""
    codes = sorted(set(group))
    for at, margin in enumerate(CROSSED.split("_")):
        if margin not in ctx.options.dimensions:
            continue
        for what in ("classés", "détectés"):
            parts: dict[str, list[str]] = {}
            for code in codes:
                cell = f"I25 {CROSSED} {name} {code} {what}"
                parts.setdefault(code.split(" × ")[at], []).append(cell)
            for code, cells in parts.items():
                draft.system.bind(f"I25 {margin} {name} {code} {what}", cells)


def _units(ctx: Context, taken: _Classed, dimension: str) -> np.ndarray | None:
    """Return the establishment of each person, None where it cannot dominate."""
    visites = ctx.table("visites")
    if dimension == "etablissement" or not visites.has("etablissement"):
        return None
    return visites.text("etablissement")[taken.rows]


def _largest(units: np.ndarray | None, members: Mask) -> float:
    """Return the share of the largest establishment among `members`."""
    if units is None or not members.any():
        return 0.0
    known = units[members]
    known = known[known != ""]
    if not known.size:
        return 0.0
    _, counts = np.unique(known.astype(str), return_counts=True)
    return float(counts.max()) / int(members.sum())


def dimensions(ctx: Context, draft: Draft, dimension: str, *, age: bool) -> None:
    """Add a dimension if it was asked for; `Absent` says which column lacks."""
    if dimension not in ctx.options.dimensions:
        return
    if age:
        if not any(
            t is not None and t.has("annee_naissance") for t in ctx.tables.values()
        ):
            raise Absent("visites", "annee_naissance")
        target_at_equal_age(ctx, draft, dimension)
    else:
        target(ctx, draft, dimension)
