"""Until when a calibration holds: a warning in all that people read of later visits."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.definition.scoring import Scoring
from irdp.messages import diagnose
from irdp.ops.lanes import FIRST
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from irdp.catalogue import Definition
    from irdp.errors import Diagnostic

DATE = "visit_date"


def validity(definition: Definition, codes: Mapping[str, Any]) -> Iterator[Text]:
    """Yield what is to be said of the calibrations that a definition reads.

    Parameters
    ----------
    definition
        A scoring or a policy, with what it reads.
    codes
        The codes of one visit or of many, by item.

    Notes
    -----
    Where the definition does not read the day of the visit, the limit is said of
    every visit: whoever reads it knows the day.
    """
    for name, last in _limits(definition):
        day = {"fr": f"{last:%d/%m/%Y}", "en": last.isoformat()}
        if DATE not in codes:
            yield Text(
                f"Étalonnage de {name} valable pour les visites jusqu'au {day['fr']}.",
                f"Calibration of {name} valid for visits until {day['en']}.",
            )
            continue
        low = definition.program.items[DATE].domain.low
        days = np.asarray(codes[DATE]).astype(np.int64) + low - FIRST
        late = int(
            ((np.asarray(codes[DATE]) >= FIRST) & (days > last.toordinal())).sum()
        )
        if late:
            yield Text(
                f"Attention : l'étalonnage de {name} n'est valable que jusqu'au "
                f"{day['fr']} ; visites postérieures : {late}.",
                f"Warning: the calibration of {name} is valid until {day['en']} only; "
                f"later visits: {late}.",
            )


def validity_notes(definition: Definition) -> list[Diagnostic]:
    """Return what is to be said once of a file of visits, whatever their days."""
    return [
        diagnose("IRDP-K100", name=name, day=Text(f"{last:%d/%m/%Y}", last.isoformat()))
        for name, last in _limits(definition)
    ]


def _limits(definition: Definition) -> Iterator[tuple[str, dt.date]]:
    for document in definition.bundle.documents:
        block = document.calibration if isinstance(document, Scoring) else None
        said = block.applicability if block is not None else None
        if said is not None and said.valid_until is not None:
            yield document.reference, said.valid_until
