"""I06 to I10: visits before return to work, liaison meetings, return examinations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.breakdown import Cut, by_code, disjoint, known_codes
from irdp.indicators.draft import Kind
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.draft import Draft, Mask


def put_among_visits(ctx: Context, draft: Draft, part: str, members: Mask) -> str:
    """Bind a set of visits to all visits of the period and return their cell."""
    every = ctx.visits_at(ctx.in_period & ctx.medical)
    total = draft.put("visites", ctx.visits, every)
    draft.complement(total, part, ctx.visits, every & ~members, safe=True)
    return total


def before_return(ctx: Context, draft: Draft) -> None:
    """Count the visits before return, also among all visits (I06)."""
    rows = ctx.in_period & ctx.of_type("prereprise")
    before = ctx.visits_at(rows)
    top = draft.put("I06", ctx.visits, before)
    bottom = put_among_visits(ctx, draft, top, before)
    draft.add(id="I06", variant="nombre", unit="visites", numerator=top)
    draft.add(
        id="I06",
        variant="taux",
        unit="visites",
        kind="share",
        numerator=top,
        denominator=bottom,
    )


def _meetings(ctx: Context) -> tuple[Kind, Mask]:
    members = ctx.visits_at(ctx.in_period & ctx.of_type("liaison"))
    return Kind("rendez-vous", ctx.visits.person), members


def liaison(ctx: Context, draft: Draft) -> None:
    """Count the liaison meetings (I07)."""
    kind, members = _meetings(ctx)
    name = draft.put("I07", kind, members)
    draft.add(id="I07", variant="nombre", unit=kind.unit, numerator=name)


def presence(ctx: Context, draft: Draft) -> None:
    """Count the liaison meetings at which the service was present (I08)."""
    kind, members = _meetings(ctx)
    present = ctx.table("visites").truths("spsti_present")
    there = members & ctx.visits_at(ctx.in_period & (present == 1))
    known = members & ctx.visits_at(ctx.in_period & (present >= 0))
    total = draft.put("I07", kind, members)
    bottom = draft.put("I08 présence connue", kind, known)
    out = {"presence_inconnue": members & ~known}
    reasons = draft.split(total, bottom, kind, out)
    top = draft.put("I08", kind, there)
    draft.complement(bottom, top, kind, known & ~there, safe=True)
    draft.add(
        id="I08",
        variant="taux",
        unit=kind.unit,
        kind="share",
        numerator=top,
        denominator=bottom,
        excluded=reasons,
    )


def _break_notes(ctx: Context) -> tuple[Text, ...]:
    indicator = ctx.definitions.indicators["I09"]
    broken = indicator.break_on is not None and ctx.period.end >= indicator.break_on
    return (indicator.break_note,) if broken else ()


def ratio(ctx: Context, draft: Draft) -> None:
    """Relate visits before return to return examinations (I09)."""
    before = ctx.visits_at(ctx.in_period & ctx.of_type("prereprise"))
    after = ctx.visits_at(ctx.in_period & ctx.of_type("reprise"))
    top = draft.put("I06", ctx.visits, before)
    bottom = draft.put("I09 reprises", ctx.visits, after)
    put_among_visits(ctx, draft, bottom, after)
    draft.add(
        id="I09",
        variant="toutes",
        unit="visites",
        kind="ratio",
        numerator=top,
        denominator=bottom,
        notes=_break_notes(ctx),
    )


def ratio_without_maternity(ctx: Context, draft: Draft) -> None:
    """Leave out the return examinations after maternity leave (I09)."""
    motive = ctx.table("visites").codes("arret_motif")
    rows = ctx.in_period & ctx.of_type("reprise")
    after = ctx.visits_at(rows)
    maternity = ctx.visits_at(rows & (motive == "maternite"))
    unknown = ctx.visits_at(rows & (motive == "inconnu")) & ~maternity
    before = ctx.visits_at(ctx.in_period & ctx.of_type("prereprise"))
    top = draft.put("I06", ctx.visits, before)
    total = draft.put("I09 reprises", ctx.visits, after)
    bottom = draft.put(
        "I09 reprises hors maternité", ctx.visits, after & ~maternity & ~unknown
    )
    out = {"maternite": maternity, "motif_inconnu": unknown}
    reasons = draft.split(total, bottom, ctx.visits, out)
    draft.add(
        id="I09",
        variant="hors_maternite",
        unit="visites",
        kind="ratio",
        numerator=top,
        denominator=bottom,
        excluded=reasons,
        notes=_break_notes(ctx),
    )


def without_examination(ctx: Context, draft: Draft) -> None:
    """Count visits before return without measure, nor examination after (I09)."""
    window = ctx.definitions.number("reprise_after_days")
    none = ctx.table("visites").truths("prereprise_sans_mesure") == 1
    rows = ctx.in_period & ctx.of_type("prereprise")
    followed = rows & _has_near(ctx, rows, ctx.of_type("reprise"), (0, window))
    alone = ctx.visits_at(rows & none & ~followed)
    every = ctx.visits_at(rows)
    top = draft.put("I09 sans mesure ni reprise", ctx.visits, alone)
    total = draft.put("I06", ctx.visits, every)
    draft.complement(total, top, ctx.visits, every & ~alone, safe=True)
    draft.add(
        id="I09",
        variant="sans_mesure_sans_reprise",
        unit="visites",
        kind="share",
        numerator=top,
        denominator=total,
    )


def preceded(ctx: Context, draft: Draft) -> None:
    """Count the return examinations that a visit before return precedes (I09)."""
    window = ctx.definitions.number("prereprise_before_days")
    rows = ctx.in_period & ctx.of_type("reprise")
    after = ctx.visits_at(rows)
    near = _has_near(ctx, rows, ctx.of_type("prereprise"), (-window, 0))
    with_one = ctx.visits_at(rows & near)
    top = draft.put("I09 reprises précédées", ctx.visits, with_one)
    total = draft.put("I09 reprises", ctx.visits, after)
    draft.complement(total, top, ctx.visits, after & ~with_one, safe=True)
    draft.add(
        id="I09",
        variant="reprises_precedees",
        unit="visites",
        kind="share",
        numerator=top,
        denominator=total,
    )


def _has_near(ctx: Context, rows: Mask, others: Mask, window: tuple[int, int]) -> Mask:
    """Tell which rows have another of the same person within a window of days."""
    person, days = ctx.person("visites"), ctx.visit_days.astype(np.int64)
    known = (person >= 0) & ~np.isnat(ctx.visit_days)
    span = int(np.abs(days[known]).max(initial=0)) * 2 + max(map(abs, window)) + 2
    keys = np.sort((person[others & known] * span) + days[others & known])
    at = np.flatnonzero(rows & known)
    own = person[at] * span + days[at]
    low = np.searchsorted(keys, own + window[0], side="left")
    high = np.searchsorted(keys, own + window[1], side="right")
    near = np.zeros(len(rows), dtype=np.bool_)
    near[at[high > low]] = True
    return near


def requesters(ctx: Context, draft: Draft) -> None:
    """Cut the visits before return by who asked for them (I10)."""
    given = ctx.table("visites").codes("demandeur")
    rows = ctx.in_period & ctx.of_type("prereprise")
    codes = ctx.definitions.codes["demandeur_visite"]
    read = known_codes(given, codes)
    parts = disjoint({code: ctx.visits_at(rows & (read == code)) for code in codes})
    draft.put("I06", ctx.visits, ctx.visits_at(rows))
    warned = {}
    employer = parts["autre"] & ctx.visits_at(rows & (given == "employeur"))
    if employer.any():
        name = draft.put("I10 employeur", ctx.visits, employer, administrative=True)
        rest = parts["autre"] & ~employer
        other = draft.put("I10 demandeur autre", ctx.visits, parts["autre"])
        draft.complement(other, name, ctx.visits, rest, safe=True)
        warned = {"demandeur_employeur": name}
    by_code(
        draft,
        ctx.visits,
        parts,
        Cut(
            total="I06",
            line={"id": "I10", "variant": "demandeur", "unit": "visites"},
            labels=codes,
            excluded={"autre": warned},
        ),
    )
