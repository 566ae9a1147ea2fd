"""Every indicator with the function that counts it: the closed list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from irdp.indicators import (
    by_hand,
    cell,
    followup,
    midcareer,
    outcome,
    partners,
    returns,
    screening,
    targeting,
)
from irdp.indicators.context import Context
from irdp.indicators.draft import Draft


class Step(NamedTuple):
    """One indicator, the variants that a function adds, and that function."""

    id: str
    variants: tuple[str, ...]
    run: Callable[[Context, Draft], None]


def _targets() -> list[Step]:
    shares = ("naf", "pcs", "taille", "etablissement", "bassin", "naf_taille")
    steps = [
        Step("I25", (d,), partial(targeting.dimensions, dimension=d, age=False))
        for d in shares
    ]
    return steps + [
        Step(
            "I25",
            (f"standardise_{d}",),
            partial(targeting.dimensions, dimension=d, age=True),
        )
        for d in targeting.STANDARDISED
    ]


STEPS: tuple[Step, ...] = (
    Step("I01", ("complet", "complet_ou_prorate"), screening.filled_in),
    Step("I01", ("taux_eligibles",), screening.filled_in_of_eligible),
    Step("I01", ("taux_suivis",), screening.filled_in_of_followed),
    Step("I02", ("complet", "complet_ou_prorate"), screening.detected),
    Step("I02", ("au_moins_un",), screening.detected_by_any),
    Step("I03", ("salaries", "visites"), midcareer.seen),
    Step("I04", ("legal", "seed"), midcareer.seen_of_eligible),
    Step("I05", ("liees", "deduites", "taux"), midcareer.referred),
    Step("I06", ("nombre", "taux"), returns.before_return),
    Step("I07", ("nombre",), returns.liaison),
    Step("I08", ("taux",), returns.presence),
    Step("I09", ("toutes",), returns.ratio),
    Step("I09", ("hors_maternite",), returns.ratio_without_maternity),
    Step("I09", ("sans_mesure_sans_reprise",), returns.without_examination),
    Step("I09", ("reprises_precedees",), returns.preceded),
    Step("I10", ("demandeur",), returns.requesters),
    Step("I11", ("traites", "ouverts", "clos"), cell.files),
    Step("I12", ("nombre",), cell.persons),
    Step("I13", ("typologie",), cell.types),
    Step("I14", ("heures",), cell.hours),
    Step("I15", (), by_hand.training),
    Step("I16", ("demandeur",), cell.requesters),
    Step(
        "I17",
        ("vers", "depuis", "inconnu", "salaries_vers", "salaries_depuis"),
        partners.referrals,
    ),
    Step("I18", ("nombre", "part"), partners.devices),
    Step("I19", ("acceptes",), partners.agreements),
    Step("I19", ("taux",), partners.agreed_share),
    Step("I20", ("m3",), followup.at_three),
    Step("I20", ("m6",), followup.at_six),
    Step("I20", ("m12",), followup.at_twelve),
    Step("I21", ("reunion_partenariale",), cell.meetings),
    Step("I21", ("parcours_partage",), cell.pathways),
    Step("I22", (), by_hand.bodies),
    Step("I23", (), by_hand.awareness),
    Step("I24", ("taux",), by_hand.members),
    *_targets(),
    Step("I26", ("salaries",), outcome.unfit),
    Step("I26", ("avis",), outcome.notices),
    Step("I27", ("arret_prereprise",), outcome.leave_to_visit),
    Step("I27", ("detection_acte",), outcome.detection_to_act),
)
