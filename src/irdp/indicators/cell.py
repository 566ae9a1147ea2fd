"""I11 to I14, I16 and I21: the files of the PDP cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from irdp.disclosure import Cell
from irdp.indicators.breakdown import Cut, by_code, disjoint, known_codes, shares_of
from irdp.indicators.tables import Absent
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.draft import Draft, Mask

TOTAL = "I11"
_PREFIX = "temps_h_"


def open_rows(ctx: Context) -> Mask:
    """Tell which rows of `dossiers` are open at least one day of the period."""
    dossiers = ctx.table("dossiers")
    opened, closed = dossiers.dates("ouverture"), dossiers.dates("cloture")
    rows: Mask = (opened <= np.datetime64(ctx.period.end)) & (
        np.isnat(closed) | (closed >= np.datetime64(ctx.period.start))
    )
    return rows


def _handled(ctx: Context, draft: Draft) -> Mask:
    """Put the files of I11 into the draft and return them."""
    members = ctx.files_at(open_rows(ctx))
    draft.put(TOTAL, ctx.files, members)
    return members


def files(ctx: Context, draft: Draft) -> None:
    """Count the files open, opened and closed in the period (I11)."""
    members = _handled(ctx, draft)
    dossiers = ctx.table("dossiers")
    unknown = ctx.files_at(np.isnat(dossiers.dates("ouverture"))) & ~members
    lost = draft.put("I11 date inconnue", ctx.files, unknown, administrative=True)
    draft.add(
        id="I11",
        variant="traites",
        unit="dossiers",
        numerator=TOTAL,
        excluded={"date_inconnue": lost} if unknown.any() else {},
    )
    for variant, column in (("ouverts", "ouverture"), ("clos", "cloture")):
        inside = ctx.period.holds(dossiers.dates(column))
        some = members & ctx.files_at(inside)
        name = draft.put(f"I11 {variant}", ctx.files, some)
        draft.complement(TOTAL, name, ctx.files, members & ~some, safe=True)
        draft.add(id="I11", variant=variant, unit="dossiers", numerator=name)


def persons(ctx: Context, draft: Draft) -> None:
    """Count the persons of the files of I11 (I12)."""
    members = ctx.persons_at("dossiers", open_rows(ctx))
    name = draft.put("I12", ctx.persons, members)
    draft.add(id="I12", variant="nombre", unit="personnes", numerator=name)


def types(ctx: Context, draft: Draft) -> None:
    """Cut the files of I11 by type, a file having several (I13)."""
    members = _handled(ctx, draft)
    given = ctx.table("dossiers").lists("typologie")
    open_ = open_rows(ctx)
    parts = {
        str(code): members & ctx.files_at(open_ & given.having(code))
        for code in sorted(set(given.codes))
    }
    typed = np.logical_or.reduce([*parts.values(), ctx.files.none()])
    shares_of(
        draft,
        ctx.files,
        {"inconnu": members & ~typed, **parts},
        Cut(
            total=TOTAL,
            line={"id": "I13", "variant": "typologie", "unit": "dossiers"},
            labels={"inconnu": Text("inconnu", "unknown")},
        ),
        members,
    )


def requesters(ctx: Context, draft: Draft) -> None:
    """Cut the files of I11 by who solicited the cell (I16)."""
    _handled(ctx, draft)
    codes = ctx.definitions.codes["demandeur_cellule"]
    given = known_codes(ctx.table("dossiers").codes("demandeur"), codes)
    open_ = open_rows(ctx)
    by_code(
        draft,
        ctx.files,
        disjoint({code: ctx.files_at(open_ & (given == code)) for code in codes}),
        Cut(
            total=TOTAL,
            line={"id": "I16", "variant": "demandeur", "unit": "dossiers"},
            labels=codes,
        ),
    )


def shared(ctx: Context, draft: Draft, column: str) -> None:
    """Count the files of I11 that a column marks yes, unknown ones apart (I21)."""
    members = _handled(ctx, draft)
    told = ctx.table("dossiers").truths(column)
    open_ = open_rows(ctx)
    yes = members & ctx.files_at(open_ & (told == 1))
    unknown = members & ctx.files_at(open_ & (told < 0)) & ~yes
    name = draft.put(f"I21 {column}", ctx.files, yes)
    lost = draft.put(f"I21 {column} inconnu", ctx.files, unknown, administrative=True)
    rest = members & ~yes & ~unknown
    no = draft.put(
        f"I21 {column} non", ctx.files, rest, latent=True, administrative=True
    )
    draft.system.bind(TOTAL, [name, lost, no])
    draft.add(
        id="I21",
        variant=column,
        unit="dossiers",
        kind="share",
        numerator=name,
        denominator=TOTAL,
        excluded={"avis_inconnu": lost} if unknown.any() else {},
    )


def meetings(ctx: Context, draft: Draft) -> None:
    """Count the files handled in a partner meeting (I21)."""
    shared(ctx, draft, "reunion_partenariale")


def pathways(ctx: Context, draft: Draft) -> None:
    """Count the files with a formal shared pathway (I21)."""
    shared(ctx, draft, "parcours_partage")


def hours(ctx: Context, draft: Draft) -> None:
    """Add up the hours on the files of I11 by profession (I14)."""
    members = _handled(ctx, draft)
    labels = ctx.definitions.codes["metier"]
    open_ = open_rows(ctx)
    spent = _hours(ctx, tuple(labels))
    parts = []
    for profession, per_row in spent.items():
        per_row = np.where(open_, per_row, 0.0)  # noqa: PLW2901 - only I11 counts
        by_file = np.bincount(
            ctx.file[ctx.file >= 0], per_row[ctx.file >= 0], minlength=ctx.files.n
        )
        name = f"I14 {profession}"
        parts.append(name)
        _put_hours(ctx, draft, name, by_file)
        draft.add(
            id="I14",
            variant="heures",
            category=profession,
            category_label=labels.get(profession),
            unit="heures",
            kind="ratio",
            numerator=name,
            denominator=TOTAL,
        )
    whole = sum(draft.system.cells[name].value for name in parts)
    draft.system.add("I14", Cell(whole, ctx.files.persons(members)))
    draft.system.bind("I14", parts)
    draft.add(
        id="I14",
        variant="heures",
        category="total",
        category_label=Text("total", "total"),
        unit="heures",
        kind="ratio",
        numerator="I14",
        denominator=TOTAL,
    )


def _put_hours(ctx: Context, draft: Draft, name: str, by_file: np.ndarray) -> None:
    """Put hours as a cell; the persons behind are those of files with some."""
    total = round(float(by_file.sum()), 6)
    share = float(by_file.max(initial=0.0)) / total if total else 0.0
    behind = ctx.files.persons(by_file > 0)
    draft.system.add(name, Cell(total, behind, share))


def _hours(ctx: Context, professions: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return the hours of each row by profession; what is not given is none."""
    dossiers = ctx.table("dossiers")
    columns = [name for name in dossiers.names if name.startswith(_PREFIX)]
    if columns:
        return {
            name.removeprefix(_PREFIX): np.nan_to_num(dossiers.numbers(name))
            for name in columns
        }
    if not dossiers.has("temps_h"):
        raise Absent("dossiers", f"{_PREFIX}<métier>")
    spent = {name: np.zeros(dossiers.n) for name in professions}
    for row, given in enumerate(dossiers.raw("temps_h")):
        if not isinstance(given, Mapping):
            continue
        for name, value in given.items():
            spent.setdefault(str(name), np.zeros(dossiers.n))
            spent[str(name)][row] = 0.0 if value is None else float(value)
    return spent
