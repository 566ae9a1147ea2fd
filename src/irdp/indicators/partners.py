"""I17 to I19: referrals, devices and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.breakdown import Cut, by_code, known_codes
from irdp.indicators.cell import TOTAL, open_rows
from irdp.indicators.tables import UNKNOWN, day_of

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.draft import Draft, Mask

CELL = "cellule_pdp"


def referrals(ctx: Context, draft: Draft) -> None:
    """Count the referrals by direction and partner, the cell left out (I17)."""
    table = ctx.table("orientations")
    given, codes = table.codes("partenaire"), ctx.definitions.codes["partenaire"]
    partner = known_codes(given, codes)
    way = known_codes(table.codes("sens"), ("vers", "depuis"))
    way = np.where(way == "autre", "inconnu", way)
    inside = ctx.period.holds(table.dates("date")) & (given != CELL)
    for direction in ("vers", "depuis", "inconnu"):
        members = inside & (way == direction)
        unknown = direction == "inconnu"
        total = draft.put(
            f"I17 {direction}", ctx.events, members, administrative=unknown
        )
        line = {"id": "I17", "variant": direction, "unit": "orientations"}
        draft.add(numerator=total, **line)
        if unknown:
            continue
        by_code(
            draft,
            ctx.events,
            {code: members & (partner == code) for code in codes},
            Cut(total=total, line=line, labels=codes),
        )
        who = ctx.persons_at("orientations", members)
        persons = draft.put(f"I17 salariés {direction}", ctx.persons, who)
        variant = f"salaries_{direction}"
        draft.add(id="I17", variant=variant, unit="personnes", numerator=persons)


@dataclass(frozen=True, slots=True)
class _Devices:
    """The devices of all files, one entry each: row of `dossiers`, code, day."""

    row: np.ndarray
    code: np.ndarray
    day: np.ndarray

    def files(self, ctx: Context, entries: Mask) -> Mask:
        """Return the files of some entries."""
        return ctx.files.at(ctx.file[self.row[entries]])


def _devices(ctx: Context, column: str, listed: tuple[str, ...]) -> _Devices:
    """Read the devices and one of their lists of dates, by place."""
    dossiers = ctx.table("dossiers")
    dates = dossiers.positions(column)
    rows: list[int] = []
    codes: list[str] = []
    days: list[np.datetime64] = []
    for row, devices in enumerate(dossiers.positions("dispositifs")):
        for place, device in enumerate(devices):
            text = str(device or "").strip().lower()
            if text in UNKNOWN:
                continue
            rows.append(row)
            codes.append(text if text in listed else "autre")
            days.append(day_of(dates[row][place] if place < len(dates[row]) else None))
    return _Devices(
        np.array(rows, dtype=np.intp),
        np.array(codes, dtype=object),
        np.array(days, dtype="datetime64[D]"),
    )


def devices(ctx: Context, draft: Draft) -> None:
    """Count the files whose device starts in the period (I18)."""
    codes = ctx.definitions.codes["dispositif"]
    found = _devices(ctx, "dispositifs_debut", tuple(codes))
    inside = ctx.period.holds(found.day)
    handled = ctx.files_at(open_rows(ctx))
    draft.put(TOTAL, ctx.files, handled)
    for code, label in codes.items():
        started = found.files(ctx, inside & (found.code == code))
        undated = np.isnat(found.day) & (found.code == code)
        unknown = handled & found.files(ctx, undated)
        name = draft.put(f"I18 {code}", ctx.files, started)
        lost = draft.put(
            f"I18 {code} début inconnu", ctx.files, unknown, administrative=True
        )
        part = draft.put(f"I18 {code} traités", ctx.files, started & handled)
        draft.complement(name, part, ctx.files, started & ~handled, safe=True)
        draft.complement(TOTAL, part, ctx.files, handled & ~started, safe=True)
        line = {"id": "I18", "category": code, "category_label": label}
        draft.add(
            variant="nombre",
            unit="dossiers",
            numerator=name,
            excluded={"debut_inconnu": lost} if unknown.any() else {},
            **line,
        )
        draft.add(
            variant="part",
            unit="dossiers",
            kind="share",
            numerator=part,
            denominator=TOTAL,
            **line,
        )


def agreements(ctx: Context, draft: Draft) -> None:
    """Count the FIPU and Agefiph files agreed in the period (I19)."""
    codes = ctx.definitions.codes["dispositif_accepte"]
    found = _devices(ctx, "dispositifs_accord", tuple(codes))
    inside = ctx.period.holds(found.day)
    for code, label in codes.items():
        members = found.files(ctx, inside & (found.code == code))
        name = draft.put(f"I19 {code}", ctx.files, members)
        draft.add(
            id="I19",
            variant="acceptes",
            category=code,
            category_label=label,
            unit="dossiers",
            numerator=name,
        )


def agreed_share(ctx: Context, draft: Draft) -> None:
    """Relate agreements to the submissions of the period, same cohort (I19)."""
    codes = ctx.definitions.codes["dispositif_accepte"]
    filed = _devices(ctx, "dispositifs_depot", tuple(codes))
    agreed = _devices(ctx, "dispositifs_accord", tuple(codes))
    inside = ctx.period.holds(filed.day)
    for code, label in codes.items():
        this = filed.code == code
        cohort = filed.files(ctx, inside & this)
        accepted = filed.files(ctx, inside & this & ~np.isnat(agreed.day))
        unknown = filed.files(ctx, this & np.isnat(filed.day)) & ~cohort
        top = draft.put(f"I19 {code} cohorte", ctx.files, accepted)
        bottom = draft.put(f"I19 {code} déposés", ctx.files, cohort)
        lost = draft.put(
            f"I19 {code} dépôt inconnu", ctx.files, unknown, administrative=True
        )
        draft.complement(bottom, top, ctx.files, cohort & ~accepted)
        draft.add(
            id="I19",
            variant="taux",
            category=code,
            category_label=label,
            unit="dossiers",
            kind="share",
            numerator=top,
            denominator=bottom,
            excluded={"depot_inconnu": lost} if unknown.any() else {},
        )
