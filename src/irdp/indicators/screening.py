"""I01 and I02: for whom an instrument is filled in, and whom it detects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.disclosure import Cell
from irdp.indicators.followed import followed_on
from irdp.indicators.scored import scored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.indicators.context import Context
    from irdp.indicators.draft import Draft, Mask
    from irdp.indicators.scored import Scored


def filled_in(ctx: Context, draft: Draft) -> None:
    """Count the persons with a complete score, and with any score (I01)."""
    for one in scored(ctx):
        complete = ctx.persons_at("visites", one.complete)
        filled = ctx.persons_at("visites", one.filled)
        seen = draft.put(
            f"vus {one.name}",
            ctx.persons,
            ctx.persons_at("visites", one.rows),
            latent=True,
        )
        name = draft.put(f"I01 {one.name}", ctx.persons, complete)
        reasons = draft.split(seen, name, ctx.persons, _not_filled(one, complete))
        wide = draft.put(f"I01 {one.name} large", ctx.persons, filled)
        draft.complement(wide, name, ctx.persons, filled & ~complete, safe=True)
        given = {"id": "I01", "instrument": one.name, "unit": "personnes"}
        draft.add(variant="complet", numerator=name, excluded=reasons, **given)
        draft.add(variant="complet_ou_prorate", numerator=wide, **given)


def filled_in_of_eligible(ctx: Context, draft: Draft) -> None:
    """Relate the complete scores to the persons seen who are eligible (I01)."""
    for one in scored(ctx):
        eligible = ctx.persons_at("visites", one.eligible)
        cell = (f"éligibles {one.name}", eligible)
        _filled_in_among(ctx, draft, one, cell, among="eligibles", part="éligibles")


def filled_in_of_followed(ctx: Context, draft: Draft) -> None:
    """Relate the complete scores to the persons followed on the last day (I01)."""
    end = np.datetime64(ctx.period.end)
    cell = ("suivis au dernier jour", followed_on(ctx, end, end))
    for one in scored(ctx):
        _filled_in_among(ctx, draft, one, cell, among="suivis", part="suivis")


def _filled_in_among(
    ctx: Context,
    draft: Draft,
    one: Scored,
    cell: tuple[str, Mask],
    *,
    among: str,
    part: str,
) -> None:
    """Relate the complete scores of an instrument to a named set of persons."""
    bottom, members = cell
    complete = ctx.persons_at("visites", one.complete)
    name = draft.put(f"I01 {one.name}", ctx.persons, complete)
    top = draft.put(f"I01 {one.name} {part}", ctx.persons, complete & members)
    out = {f"non_{among}": complete & ~members}
    reasons = draft.split(name, top, ctx.persons, out)
    draft.put(bottom, ctx.persons, members)
    draft.complement(bottom, top, ctx.persons, members & ~complete, safe=True)
    draft.add(
        id="I01",
        variant=f"taux_{among}",
        instrument=one.name,
        unit="personnes",
        kind="share",
        numerator=top,
        denominator=bottom,
        excluded=reasons,
    )


def detected(ctx: Context, draft: Draft) -> None:
    """Count, per instrument, the persons whose retained band detects (I02)."""
    for one in scored(ctx):
        for variant, rows, base in (
            ("complet", one.complete, f"I01 {one.name}"),
            ("complet_ou_prorate", one.filled, f"I01 {one.name} large"),
        ):
            classed, found = one.classed(rows)
            everyone = ctx.persons_at("visites", rows)
            total = draft.put(base, ctx.persons, everyone)
            bottom = draft.put(
                f"I02 {variant} {one.name} classés", ctx.persons, classed
            )
            out = {"bande_inconnue": everyone & ~classed}
            reasons = draft.split(total, bottom, ctx.persons, out)
            top = draft.put(f"I02 {variant} {one.name}", ctx.persons, found)
            draft.complement(bottom, top, ctx.persons, classed & ~found)
            draft.add(
                id="I02",
                variant=variant,
                instrument=one.name,
                unit="personnes",
                kind="share",
                numerator=top,
                denominator=bottom,
                excluded=reasons,
                interval=True,
            )


def detected_by_any(ctx: Context, draft: Draft) -> None:
    """Count the persons that at least one instrument detects (I02).

    With a single instrument this is that instrument's own number.
    """
    each = {one.name: one.classed(one.complete) for one in scored(ctx)}
    classed = np.logical_or.reduce([in_one for in_one, _ in each.values()])
    found = np.logical_or.reduce([by_one for _, by_one in each.values()])
    several = len(each) > 1
    name = "I02 au moins un" if several else f"I02 complet {next(iter(each))}"
    top = draft.put(name, ctx.persons, found)
    bottom = draft.put(f"{name} classés", ctx.persons, classed)
    draft.complement(bottom, top, ctx.persons, classed & ~found)
    if several:
        _bind_each(ctx, draft, each, (top, found), (bottom, classed))
    draft.add(
        id="I02",
        variant="au_moins_un",
        unit="personnes",
        kind="share",
        numerator=top,
        denominator=bottom,
        interval=True,
    )


def _bind_each(
    ctx: Context,
    draft: Draft,
    each: Mapping[str, tuple[Mask, Mask]],
    union_found: tuple[str, Mask],
    union_classed: tuple[str, Mask],
) -> None:
    """Bind the unions to each instrument's own numbers."""
    tops = []
    times = np.zeros(ctx.persons.n, dtype=np.int64)
    for name, (in_one, by_one) in each.items():
        top = draft.put(f"I02 complet {name}", ctx.persons, by_one)
        bottom = draft.put(f"I02 complet {name} classés", ctx.persons, in_one)
        for (union, all_), part, some in (
            (union_found, top, by_one),
            (union_classed, bottom, in_one),
        ):
            draft.complement(union, part, ctx.persons, all_ & ~some, safe=True)
        tops.append(top)
        times += by_one
    _bind_union(draft, union_found[0], tops, times)


def _bind_union(draft: Draft, union: str, parts: list[str], times: np.ndarray) -> None:
    """Bind a union to its parts: their sum less the persons counted again."""
    again = Cell(
        float((times - 1).clip(0).sum()),
        int((times > 1).sum()),
        latent=True,
        zero_is_safe=True,
    )
    every = Cell(float(times.sum()), int((times > 0).sum()), latent=True)
    draft.system.add(f"{union} plusieurs fois", again)
    draft.system.add(f"{union} en tout", every)
    draft.system.bind(f"{union} en tout", [union, f"{union} plusieurs fois"])
    draft.system.bind(f"{union} en tout", parts)


def _not_filled(one: Scored, complete: Mask) -> dict[str, Mask]:
    """Return why persons seen have no complete score: status of their last visit."""
    person = one.ctx.person("visites")
    last = one.last(one.rows)
    last = last[~complete[person[last]]]
    reasons = np.where(one.status[last] == "", "sans_score", one.status[last])
    return {
        str(reason): one.ctx.persons.at(person[last[reasons == reason]])
        for reason in sorted(set(reasons))
    }
