"""Who is followed by the service, and how old they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.context import first_of

if TYPE_CHECKING:
    from irdp.indicators.context import Context
    from irdp.indicators.draft import Ints, Mask


def followed_rows(ctx: Context, start: np.datetime64, end: np.datetime64) -> Mask:
    """Tell which rows of `suivis` cover at least one day from `start` to `end`."""
    suivis = ctx.table("suivis")
    entry, leave = suivis.dates("date_entree"), suivis.dates("date_sortie")
    rows: Mask = (entry <= end) & (np.isnat(leave) | (leave >= start))
    return rows


def followed_on(ctx: Context, start: np.datetime64, end: np.datetime64) -> Mask:
    """Return the persons followed at least one day from `start` to `end`."""
    return ctx.persons_at("suivis", followed_rows(ctx, start, end))


def followed_in_period(ctx: Context) -> Mask:
    """Return the persons followed at least one day of the period."""
    period = ctx.period
    return followed_on(ctx, np.datetime64(period.start), np.datetime64(period.end))


def birth_years(ctx: Context, *tables: str) -> Ints:
    """Return the year of birth of each person, -1 where no table knows it.

    Parameters
    ----------
    ctx
        The tables.
    tables
        Where to look, the first that knows it wins; tables or columns that are not
        there are passed over.
    """
    years = np.full(ctx.persons.n, -1, dtype=np.intp)
    for name in tables:
        table = ctx.tables[name]
        if table is None or not table.has("annee_naissance"):
            continue
        numbers = table.numbers("annee_naissance")
        known = np.isfinite(numbers)
        told = np.where(known, numbers, -1).astype(np.intp)
        person = np.where(known, ctx.person(name), -1)
        first = first_of(person, told)
        padded = np.full(ctx.persons.n, -1, dtype=np.intp)
        padded[: len(first)] = first
        years = np.where(years < 0, padded, years)
    return years
