"""I26 and I27: notices of unfitness, and how early the prevention comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.followed import followed_in_period, followed_on
from irdp.indicators.returns import put_among_visits
from irdp.indicators.scored import scored

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.draft import Draft, Mask

PHYSICIANS = (
    "medecin_travail",
    "medecin",
    "medecin_du_travail",
    "collaborateur_medecin",
)


def _notices(ctx: Context) -> tuple[Mask, Mask]:
    """Return the rows with a notice, and those whose notice is not known."""
    told = ctx.table("visites").truths("avis_inaptitude")
    rows = ctx.in_period & ctx.medical
    return rows & (told == 1), rows & (told < 0)


def unfit(ctx: Context, draft: Draft) -> None:
    """Relate the persons with a notice of unfitness to those followed (I26)."""
    rows, _ = _notices(ctx)
    persons = ctx.persons_at("visites", rows)
    followed = followed_in_period(ctx)
    total = draft.put("I26 salariés", ctx.persons, persons)
    top = draft.put("I26 suivis", ctx.persons, persons & followed)
    out = {"non_suivis": persons & ~followed}
    reasons = draft.split(total, top, ctx.persons, out)
    bottom = draft.put("suivis dans la période", ctx.persons, followed)
    end = np.datetime64(ctx.period.end)
    still = followed_on(ctx, end, end)
    last = draft.put("suivis au dernier jour", ctx.persons, still)
    draft.complement(bottom, last, ctx.persons, followed & ~still, safe=True)
    draft.complement(bottom, top, ctx.persons, followed & ~persons)
    draft.add(
        id="I26",
        variant="salaries",
        unit="personnes",
        kind="share",
        numerator=top,
        denominator=bottom,
        excluded=reasons,
        interval=True,
    )


def notices(ctx: Context, draft: Draft) -> None:
    """Relate the notices to the visits by physicians (I26)."""
    rows, unknown = _notices(ctx)
    by = np.isin(ctx.table("visites").codes("professionnel"), PHYSICIANS)
    every = ctx.visits_at(ctx.in_period & ctx.medical & by)
    given = ctx.visits_at(rows & by)
    lost = ctx.visits_at(unknown & by) & ~given
    top = draft.put("I26 avis", ctx.visits, given)
    bottom = draft.put("visites de médecins", ctx.visits, every)
    put_among_visits(ctx, draft, bottom, every)
    name = draft.put("I26 avis inconnu", ctx.visits, lost, administrative=True)
    rest = draft.put("I26 sans avis", ctx.visits, every & ~given & ~lost, latent=True)
    draft.system.bind(bottom, [top, name, rest])
    draft.add(
        id="I26",
        variant="avis",
        unit="visites",
        kind="share",
        numerator=top,
        denominator=bottom,
        excluded={"avis_inconnu": name} if lost.any() else {},
    )


def leave_to_visit(ctx: Context, draft: Draft) -> None:
    """Median days from the start of leave to the visit before return (I27)."""
    start = ctx.table("visites").dates("arret_debut")
    rows = ctx.in_period & ctx.of_type("prereprise")
    every = ctx.visits_at(rows)
    known = rows & ~np.isnat(start) & (start <= ctx.visit_days)
    dated = ctx.visits_at(known)
    at = np.flatnonzero(known & (ctx.visit >= 0))
    at = at[np.unique(ctx.visit[at], return_index=True)[1]]
    days = (ctx.visit_days[at] - start[at]).astype(np.int64)
    total = draft.put("I06", ctx.visits, every)
    bottom = draft.put("I27 arrêts connus", ctx.visits, dated)
    out = {"sans_arret_connu": every & ~dated}
    reasons = draft.split(total, bottom, ctx.visits, out)
    draft.add(
        id="I27",
        variant="arret_prereprise",
        unit="jours",
        kind="median",
        denominator=bottom,
        value=float(np.median(days)) if days.size else None,
        excluded=reasons,
    )


def detection_to_act(ctx: Context, draft: Draft) -> None:
    """Median days from the first detection to the first PDP act after it (I27).

    The detection is the person's first detected visit of the period; an act is the
    opening of a file, or a referral to the cell, on that day or later.
    """
    acts = _acts(ctx)
    person = ctx.person("visites")
    for one in scored(ctx):
        hits = one.complete & np.isin(one.band, list(one.detecting)) & (person >= 0)
        first: dict[int, np.datetime64] = {}
        for row in np.flatnonzero(hits):
            who, day = int(person[row]), ctx.visit_days[row]
            first[who] = min(day, first.get(who, day))
        delays = {}
        for who, day in first.items():
            later = [act for act in acts.get(who, []) if act >= day]
            if later:
                delays[who] = int((min(later) - day).astype(int))
        members = ctx.persons.at(np.array(list(first), dtype=np.intp))
        helped = ctx.persons.at(np.array(list(delays), dtype=np.intp))
        total = draft.put(f"I27 détectés {one.name}", ctx.persons, members, latent=True)
        bottom = draft.put(f"I27 acte {one.name}", ctx.persons, helped)
        out = {"sans_acte": members & ~helped}
        reasons = draft.split(total, bottom, ctx.persons, out, administrative=False)
        draft.add(
            id="I27",
            variant="detection_acte",
            instrument=one.name,
            unit="jours",
            kind="median",
            denominator=bottom,
            value=float(np.median(list(delays.values()))) if delays else None,
            excluded=reasons,
        )


def _acts(ctx: Context) -> dict[int, list[np.datetime64]]:
    """Return the days of the PDP acts of each person."""
    dossiers = ctx.table("dossiers")
    found = [(ctx.person("dossiers"), dossiers.dates("ouverture"))]
    if ctx.tables["orientations"] is not None:
        table = ctx.table("orientations")
        to_cell = (table.codes("sens") == "vers") & (
            table.codes("partenaire") == "cellule_pdp"
        )
        who = np.where(to_cell, ctx.person("orientations"), -1)
        found.append((who, table.dates("date")))
    acts: dict[int, list[np.datetime64]] = {}
    for who, days in found:
        for row in np.flatnonzero((who >= 0) & ~np.isnat(days)):
            acts.setdefault(int(who[row]), []).append(days[row])
    return acts
