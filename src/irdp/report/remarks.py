"""What the machine-readable warnings of the calculations mean to a reader."""

from __future__ import annotations

from irdp.text import Lang, Text

REMARKS: dict[str, Text] = {
    "tuned_on_these_data": Text(
        "Des coupures ont été cherchées dans ces données : leur sensibilité et leur VPP "
        "y sont optimistes.",
        "Cut-offs were searched for in these data: their sensitivity and PPV are "
        "optimistic here.",
    ),
    "youden_implies_prevalence_odds": Text(
        "L'indice de Youden suppose qu'un événement manqué et une orientation inutile "
        "se compensent selon la seule prévalence.",
        "The Youden index supposes that a missed event and a useless referral are "
        "traded at the odds of the prevalence.",
    ),
    "capacity_exceeded": Text(
        "La coupure de capacité signale plus de personnes que de places (ex æquo).",
        "The capacity cut-off flags more persons than there are places (ties).",
    ),
    "capacity_unused": Text(
        "La coupure de capacité laisse des places vides (ex æquo).",
        "The capacity cut-off leaves places empty (ties).",
    ),
    "outside_its_interval": Text(
        "La distance de calibration est hors de son intervalle : le bruit l'agrandit "
        "dans les rééchantillonnages.",
        "The calibration distance lies outside its interval: noise enlarges it in the "
        "resamples.",
    ),
    "one_class_replicates": Text(
        "Des rééchantillonnages n'ont qu'une classe : ils sont comptés, pas remplacés.",
        "Some resamples have one class only: they are counted, not replaced.",
    ),
    "undefined_replicates": Text(
        "Des rééchantillonnages ne donnent pas cette mesure : ils sont laissés de côté.",
        "Some resamples do not give this measure: they are left aside.",
    ),
    "bins": Text(
        "Un risque continu a été ramené à des groupes de quantiles pour les courbes "
        "locales ou les rééchantillonnages.",
        "A continuous risk was brought to quantile groups for local curves or resamples.",
    ),
    "clipped": Text(
        "Des risques de 0 ou 1 ont été écartés des bords pour avoir un logit.",
        "Risks of 0 or 1 were moved off the ends to have a logit.",
    ),
    "risk_ties": Text(
        "Des scores différents ont le même risque : l'AUC est celle du risque.",
        "Different scores have one risk: the AUC is that of the risk.",
    ),
    "auc_of_risk_not_of_score": Text(
        "Le risque ne range pas comme le score : l'AUC est celle du risque.",
        "The risk does not rank as the score does: the AUC is that of the risk.",
    ),
    "firth_offered": Text(
        "Trop peu d'événements pour le maximum de vraisemblance : Firth est proposé.",
        "Too few events for maximum likelihood: Firth is offered.",
    ),
    "newcombe_offered": Text(
        "L'intervalle de DeLong n'a pas de sens ici : celui de Newcombe est proposé.",
        "The DeLong interval means nothing here: that of Newcombe is offered.",
    ),
    "validated_on_update_data": Text(
        "Le score est évalué sur les données mêmes de sa mise à jour : ces chiffres "
        "sont optimistes.",
        "The score is assessed on the very data of its update: these figures are "
        "optimistic.",
    ),
}


def remark(code: str, lang: Lang) -> str:
    """Return a machine-readable warning in words, or as it is where there are none.

    The number after ``=`` is left out: it may count a few persons.

    Examples
    --------
    >>> remark("ici: outside_its_interval", "en")[:24]
    'The calibration distance'
    >>> remark("capacity_exceeded=2", "en")
    'The capacity cut-off flags more persons than there are places (ties).'
    """
    name = code.rsplit(": ", 1)[-1].split("=", 1)[0]
    found = REMARKS.get(name)
    return found.get(lang) if found else code.split("=", 1)[0]
