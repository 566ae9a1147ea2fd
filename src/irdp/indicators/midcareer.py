"""I03 to I05: the mid-career visit, who may have it, where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.followed import birth_years, followed_in_period
from irdp.indicators.returns import put_among_visits
from irdp.indicators.tables import Absent

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.draft import Draft, Ints, Mask


def seen(ctx: Context, draft: Draft) -> None:
    """Count persons, and visits, of the mid-career type (I03)."""
    rows = ctx.in_period & ctx.of_type("mi_carriere")
    persons = draft.put("I03", ctx.persons, ctx.persons_at("visites", rows))
    members = ctx.visits_at(rows)
    visits = draft.put("I03 visites", ctx.visits, members)
    put_among_visits(ctx, draft, visits, members)
    draft.add(id="I03", variant="salaries", unit="personnes", numerator=persons)
    draft.add(id="I03", variant="visites", unit="visites", numerator=visits)


def seen_of_eligible(ctx: Context, draft: Draft) -> None:
    """Relate the persons of I03 to those followed who may have the visit (I04)."""
    followed = followed_in_period(ctx)
    if not ctx.table("suivis").has("annee_naissance"):
        raise Absent("suivis", "annee_naissance")
    born = birth_years(ctx, "suivis", "visites")
    age = np.where(born < 0, -1, ctx.period.end.year - born)
    kinds = ctx.of_type("mi_carriere")
    done = ctx.persons_at("visites", ctx.in_period & kinds)
    before = ctx.visit_days < np.datetime64(ctx.period.start)
    earlier = ctx.persons_at("visites", before & kinds)
    ages = ctx.definitions.numbers("seed_ages")
    legal = age == ctx.definitions.number("legal_age")
    for variant, window, past in (
        ("legal", legal, ctx.persons.none()),
        ("seed", np.isin(age, ages), earlier),
    ):
        eligible = followed & window & ~past
        out = {
            "non_suivis": done & ~followed,
            "naissance_inconnue": done & followed & (age < 0),
            "hors_fenetre": done & followed & (age >= 0) & ~window,
            "deja_vus": done & followed & window & past,
        }
        total = draft.put("I03", ctx.persons, done)
        top = draft.put(f"I04 {variant}", ctx.persons, done & eligible)
        reasons = draft.split(total, top, ctx.persons, out)
        bottom = draft.put(f"I04 {variant} éligibles", ctx.persons, eligible)
        draft.complement(bottom, top, ctx.persons, eligible & ~done, safe=True)
        draft.add(
            id="I04",
            variant=variant,
            unit="personnes",
            kind="share",
            numerator=top,
            denominator=bottom,
            excluded=reasons,
        )


def referred(ctx: Context, draft: Draft) -> None:
    """Count the mid-career visits that a referral to the cell follows (I05)."""
    orientations = ctx.table("orientations")
    rows = ctx.in_period & ctx.of_type("mi_carriere")
    visits = ctx.visits_at(rows)
    to_cell = (orientations.codes("sens") == "vers") & (
        orientations.codes("partenaire") == "cellule_pdp"
    )
    place = _visits_named(ctx)
    linked = visits & ctx.visits.at(place[to_cell])
    inferred = _inferred(ctx, rows, to_cell & (place == _NOT_NAMED)) & ~linked
    days = orientations.dates("date")
    lost = to_cell & (place == _NOT_FOUND) & ctx.period.holds(days)
    total = draft.put("I03 visites", ctx.visits, visits)
    names = {
        "liees": draft.put("I05 liées", ctx.visits, linked),
        "deduites": draft.put("I05 déduites", ctx.visits, inferred),
        "taux": draft.put("I05", ctx.visits, linked | inferred),
    }
    draft.system.bind(names["taux"], [names["liees"], names["deduites"]])
    draft.complement(total, names["taux"], ctx.visits, visits & ~linked & ~inferred)
    orphans = draft.put("I05 orphelines", ctx.events, lost, administrative=True)
    for variant in ("liees", "deduites"):
        draft.add(id="I05", variant=variant, unit="visites", numerator=names[variant])
    draft.add(
        id="I05",
        variant="taux",
        unit="visites",
        kind="share",
        numerator=names["taux"],
        denominator=total,
        excluded={"visite_inconnue": orphans} if lost.any() else {},
    )


_NOT_NAMED, _NOT_FOUND = -1, -2


def _visits_named(ctx: Context) -> Ints:
    """Return the visit each referral names, -1 if none, -2 if it is not there."""
    orientations = ctx.table("orientations")
    if not orientations.has("id_visite"):
        return np.full(orientations.n, _NOT_NAMED, dtype=np.intp)
    ids = ctx.table("visites").text("id_visite")
    known = dict(zip(ids, ctx.visit, strict=True))
    named = orientations.text("id_visite")
    return np.array(
        [known.get(text, _NOT_FOUND) if text else _NOT_NAMED for text in named],
        dtype=np.intp,
    )


def _inferred(ctx: Context, rows: Mask, events: Mask) -> Mask:
    """Return the visits that a referral of the same person follows closely.

    A referral goes to the nearest earlier visit of the person, at most
    `orientation_days` before; on the same day counts.
    """
    window = ctx.definitions.number("orientation_days")
    days = ctx.table("orientations").dates("date")
    person = ctx.person("orientations")
    who = ctx.person("visites")
    visits: dict[int, list[tuple[np.datetime64, int]]] = {}
    for row in np.flatnonzero(rows & (who >= 0)).tolist():
        visits.setdefault(int(who[row]), []).append((ctx.visit_days[row], row))
    found = []
    for event in np.flatnonzero(events & (person >= 0) & ~np.isnat(days)):
        gaps = [
            (int((days[event] - day).astype(int)), -int(ctx.visit[row]), row)
            for day, row in visits.get(int(person[event]), [])
            if day <= days[event]
        ]
        if gaps and min(gaps)[0] <= window:
            found.append(min(gaps)[2])
    return ctx.visits.at(ctx.visit[np.array(found, dtype=np.intp)])
