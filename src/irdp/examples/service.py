"""A fictitious prevention service: its four tables of events over some years.

The shares are of the order of public national figures, so that the tables look like
a service's: visits before return are about 6 % of all visits, unfitness about 0.8 %
of the persons followed in a year, 78 % of the establishments have fewer than 10
employees, 40 % of the visits are held by nurses. Nothing else in it means anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.examples.files import draw_files, draw_referrals
from irdp.examples.people import People, draw_people
from irdp.examples.records import draw_visits

if TYPE_CHECKING:
    from collections.abc import Mapping

    Columns = Mapping[str, np.ndarray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The four tables of a service, each a mapping of columns.

    Parameters
    ----------
    visites, orientations, suivis, dossiers
        Columns as numpy arrays: texts (object), days (datetime64[D], NaT where
        there is none), numbers.
    """

    visites: Columns
    orientations: Columns
    suivis: Columns
    dossiers: Columns

    def tables(self) -> dict[str, Columns]:
        """Return the tables by name, as `irdp.indicators.compute` takes them."""
        return {
            "visites": self.visites,
            "orientations": self.orientations,
            "suivis": self.suivis,
            "dossiers": self.dossiers,
        }


def fictitious_service(
    n_workers: int = 20_000, *, years: tuple[int, int] = (2024, 2026), seed: int = 0
) -> Service:
    """Return a made-up service; the same for the same arguments.

    Parameters
    ----------
    n_workers
        How many workers are followed on the first day, >= 1; about 12 % of them
        leave in a year and as many come.
    years
        First and last civil year of the visits.
    seed
        Seed of the random numbers.

    Returns
    -------
    Service

    Examples
    --------
    >>> service = fictitious_service(500, seed=7)
    >>> sorted(service.tables()), len(service.suivis["cle_salarie"]) >= 500
    (['dossiers', 'orientations', 'suivis', 'visites'], True)
    """
    rng = np.random.default_rng(seed)
    people = draw_people(rng, n_workers, years)
    visites, risk = draw_visits(rng, people, years)
    dossiers = draw_files(rng, visites, risk, people)
    orientations = draw_referrals(rng, visites, risk, dossiers)
    return Service(
        visites=visites,
        orientations=orientations,
        suivis=_followed(people),
        dossiers=dossiers,
    )


def _followed(people: People) -> dict[str, Any]:
    return {
        "cle_salarie": people.key,
        "date_entree": people.entry,
        "date_sortie": people.leave,
        "annee_naissance": people.born,
        "etablissement": people.establishment,
    }
