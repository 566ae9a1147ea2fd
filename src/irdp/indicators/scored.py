"""The scored visits of the period, one instrument and version at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from irdp.indicators.context import last_rows
from irdp.indicators.instruments import NOT_ELIGIBLE
from irdp.indicators.tables import Absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.indicators.context import Context
    from irdp.indicators.draft import Ints, Mask
    from irdp.indicators.instruments import Instrument


@dataclass(frozen=True)
class Scored:
    """One instrument, in one version, over the visits of the period.

    Parameters
    ----------
    name
        The instrument, with its version where there are several.
    rows
        Rows of `visites`: visits of the period in that version.
    status
        The status of each row, "" where the instrument was not used.
    """

    name: str
    instrument: Instrument
    rows: Mask
    status: np.ndarray
    ctx: Context

    @cached_property
    def complete(self) -> Mask:
        """Rows scored from complete answers."""
        rows: Mask = self.rows & (self.status == "ok")
        return rows

    @cached_property
    def filled(self) -> Mask:
        """Rows scored, some answers missing or not."""
        rows: Mask = self.complete | (self.rows & (self.status == "prorated"))
        return rows

    @cached_property
    def eligible(self) -> Mask:
        """Rows whose visit the instrument is for."""
        if self.instrument.eligible is not None:
            visites = self.ctx.table("visites")
            told: Mask = self.rows & (visites.truths(self.instrument.eligible) == 1)
            return told
        rows: Mask = self.rows & ~np.isin(self.status, list(NOT_ELIGIBLE))
        return rows

    @cached_property
    def band(self) -> np.ndarray:
        """The band of each row, "" where unknown."""
        return self.ctx.table("visites").text(self.instrument.band)

    @property
    def detecting(self) -> frozenset[str]:
        """The bands that detect; `Absent` where nobody said which."""
        if self.instrument.detected is None:
            raise Absent("instruments", f"{self.name}.detected")
        return frozenset(self.instrument.detected)

    def last(self, rows: Mask) -> Ints:
        """Return each person's last row among `rows`."""
        ctx = self.ctx
        return last_rows(ctx.person("visites"), ctx.visit_days, ctx.visit, rows)

    def classed(self, among: Mask) -> tuple[Mask, Mask]:
        """Return the persons with a band and, among them, those detected.

        Parameters
        ----------
        among
            The scored rows that count: `complete` or `filled`.
        """
        ctx = self.ctx
        person = ctx.person("visites")
        detects = np.isin(self.band, list(self.detecting))
        if ctx.options.classed_by == "max":
            with_band = among & (self.band != "")
            return (
                ctx.persons.at(person[with_band]),
                ctx.persons.at(person[with_band & detects]),
            )
        last = self.last(among)
        known = last[self.band[last] != ""]
        return (
            ctx.persons.at(person[known]),
            ctx.persons.at(person[known[detects[known]]]),
        )


def scored(ctx: Context) -> Iterator[Scored]:
    """Yield each instrument, and each version of it, with its visits."""
    visites = ctx.table("visites")
    if not ctx.instruments:
        raise Absent("visites", "<score>.status")
    medical = ctx.in_period & ctx.medical
    for name, instrument in ctx.instruments.items():
        status = visites.text(instrument.status)
        if instrument.version is None:
            yield Scored(name, instrument, medical, status, ctx)
            continue
        version = visites.text(instrument.version)
        versions = sorted(set(version[medical]) - {""})
        if not versions:
            yield Scored(name, instrument, medical, status, ctx)
        for one in versions:
            rows = medical & ((version == one) | (status == ""))
            yield Scored(f"{name}@{one}", instrument, rows, status, ctx)
