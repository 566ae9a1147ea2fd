"""Which columns of the visits hold the scores of which instrument."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from irdp.indicators.tables import Table

NOT_ELIGIBLE = frozenset({"not_applicable", "out_of_population", "no_version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """The score columns of one instrument, and which of its bands detect.

    Parameters
    ----------
    status
        The column of statuses ("ok", "prorated", "too_few_answers"…); empty where
        the instrument was not used at the visit.
    band
        The column of band ids.
    detected
        The bands that the definition calls detected; None where nobody said so:
        then nobody can be counted as detected.
    eligible
        A column of yes and no: whom the instrument is for. If None, every visit is
        eligible, save those with status not_applicable, out_of_population or
        no_version.
    version
        A column of versions or digests; each of them gets its own lines.
    definition
        What the lines print: the reference and digest of the scoring.
    """

    status: str
    band: str
    detected: frozenset[str] | set[str] | None = None
    eligible: str | None = None
    version: str | None = None
    definition: str = field(default="")


def find_instruments(visites: Table) -> dict[str, Instrument]:
    """Return the instruments that the column names tell of.

    ``irdp score`` writes ``<scoring>.<score>.status`` and ``….band``; the bands that
    detect are not in a name, so they stay unknown.

    Examples
    --------
    >>> from irdp.indicators.tables import Table
    >>> find_instruments(Table("visites", {"epices.score.status": [],
    ...     "epices.score.band": []}))["epices.score"].band
    'epices.score.band'
    """
    found = {}
    for column in visites.names:
        prefix, _, last = column.rpartition(".")
        if last == "status" and prefix and visites.has(f"{prefix}.band"):
            version = f"{prefix.split('.')[0]}.version"
            found[prefix] = Instrument(
                status=column,
                band=f"{prefix}.band",
                version=version if visites.has(version) else None,
            )
    return found
