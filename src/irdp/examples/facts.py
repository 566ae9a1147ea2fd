"""Facts of a visit as a record has them: dates, sick leave, who asks, consent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_DAY = dt.date(2026, 1, 5)
_DAYS = 290
_ASKS = (
    "salarie",
    "medecin_travail",
    "medecin_traitant",
    "medecin_conseil",
    "employeur",
)
_SHARES = (0.45, 0.3, 0.15, 0.06, 0.04)
NOBODY = "aucun"


def draw_facts(
    rng: np.random.Generator, n: int, inputs: Mapping[str, np.ndarray]
) -> dict[str, list[Any]]:
    """Draw the facts of `n` visits that go with the inputs of the index.

    One in eight is on sick leave; the longer the leave, the more often somebody asks
    for help and a return is in sight.

    Examples
    --------
    >>> from irdp.examples.index_population import draw_inputs
    >>> rng = np.random.default_rng(1)
    >>> len(draw_facts(rng, 3, draw_inputs(rng, 3))["visit_date"])
    3
    """
    day = [FIRST_DAY + dt.timedelta(days=k) for k in rng.integers(0, _DAYS, n).tolist()]
    away = inputs["arret_plus_7j_3ans"] & (rng.random(n) < 0.3)  # noqa: PLR2004
    length = np.where(away, 8 + rng.gamma(1.6, 45.0, n).astype(int), 0)
    long = length > 30  # noqa: PLR2004
    chance = 0.04 + 0.10 * (inputs["WAI1"] <= 5) + 0.20 * long  # noqa: PLR2004
    asked = rng.random(n) < chance
    agreed = rng.random(n) < np.where(asked, 0.9, 0.5)
    against = ~agreed & (rng.random(n) < 0.08)  # noqa: PLR2004
    who = rng.choice(_ASKS, n, p=_SHARES)
    return {
        "visit_date": list(day),
        "annee_naissance": [
            d.year - a for d, a in zip(day, inputs["age"].tolist(), strict=True)
        ],
        "arret_en_cours_jours": length.tolist(),
        "arret_delivre_le": _before(day, length),
        "retour_anticipe": (away & (rng.random(n) < 0.4)).tolist(),  # noqa: PLR2004
        "consentement": agreed.tolist(),
        "opposition": against.tolist(),
        "demandeur": np.where(asked, who, NOBODY).tolist(),
    }


def _before(days: list[dt.date], length: np.ndarray) -> list[dt.date | None]:
    return [
        day - dt.timedelta(days=k - 1) if k else None
        for day, k in zip(days, length.tolist(), strict=True)
    ]
