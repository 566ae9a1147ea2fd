"""Who a result is for: results of a person for two audiences, aggregates for two."""

from __future__ import annotations

from enum import StrEnum

from irdp.errors import CallError
from irdp.messages import diagnose


class Audience(StrEnum):
    """Those who may read a result; there is none for an employer."""

    SOIGNANT = "soignant"
    CELLULE_PDP = "cellule_pdp"
    PILOTAGE = "pilotage"
    EXTERNE = "externe"

    @property
    def individual(self) -> bool:
        """Whether this audience may read results of one person."""
        return self in {Audience.SOIGNANT, Audience.CELLULE_PDP}


def audience_of(name: str) -> Audience:
    """Return the audience of a name.

    Raises
    ------
    CallError
        ``IRDP-R002`` if there is no such audience; there is none for an employer.

    Examples
    --------
    >>> audience_of("pilotage").individual
    False
    """
    try:
        return Audience(name)
    except ValueError:
        raise CallError(diagnose("IRDP-R002", audience=name)) from None


def check_individual(name: str) -> Audience:
    """Return an audience that may read results of one person.

    Raises
    ------
    CallError
        ``IRDP-R001`` if it gets aggregates only, ``IRDP-R002`` if there is none.

    Examples
    --------
    >>> check_individual("cellule_pdp")
    <Audience.CELLULE_PDP: 'cellule_pdp'>
    """
    audience = audience_of(name)
    if not audience.individual:
        raise CallError(diagnose("IRDP-R001", audience=audience.value))
    return audience
