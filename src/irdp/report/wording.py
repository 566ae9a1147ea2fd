"""The words of reports and plots, in French and English."""

from __future__ import annotations

from irdp.text import Lang, Text

_PAIRS: dict[str, tuple[str, str]] = {
    "answer": ("Réponse", "Answer"),
    "author": ("Auteur", "Author"),
    "band": ("Bande", "Band"),
    "bands": ("Bandes", "Bands"),
    "bands_caption": (
        "Bandes et coupures (IC à 95 %)",
        "Bands and cut-offs (95% CI)",
    ),
    "brier": ("Score de Brier", "Brier score"),
    "brier_scaled": ("Brier réduit (IPA)", "Scaled Brier (IPA)"),
    "by_extreme": ("Risques de 0 ou 1", "Risks of 0 or 1"),
    "by_flag": ("Signalement", "Flag"),
    "by_orientation": ("Sens du score", "Direction of the score"),
    "by_quantiles": ("Quantiles", "Quantiles"),
    "by_ties": ("Ex æquo", "Ties"),
    "calibration": ("Calibration", "Calibration"),
    "calibration_full_title": (
        "Calibration, de 0 à 100 %",
        "Calibration, from 0 to 100%",
    ),
    "calibration_zoomed_title": (
        "Calibration, à l'échelle des données",
        "Calibration, on the scale of the data",
    ),
    "capacity": ("capacité de la cellule", "capacity of the cell"),
    "capacity_section": ("Seuils et capacité", "Thresholds and capacity"),
    "capacity_title": (
        "Ce que trouvent les places de la cellule",
        "What the places of the cell find",
    ),
    "check": ("Question", "Question"),
    "check_applicability": (
        "Population et usage conformes à ceux prévus ?",
        "Population and use as intended?",
    ),
    "check_events": (
        "Trop peu d'événements ou de non-événements ?",
        "Too few events or non-events?",
    ),
    "check_missing": ("Personnes écartées ?", "Persons left out?"),
    "check_own_data": (
        "Validé sur les données de la mise à jour ?",
        "Validated on the data of the update?",
    ),
    "check_tuned": (
        "Coupures cherchées dans ces données ?",
        "Cut-offs searched for in these data?",
    ),
    "checks_caption": (
        "Auto-évaluation (à la manière de PROBAST)",
        "Self-check (in the manner of PROBAST)",
    ),
    "citl": ("Calibration d'ensemble", "Calibration in the large"),
    "citl_short": ("Calibration d'ensemble", "CITL"),
    "colon": ("\u00a0: ", ": "),
    "concern": ("oui : réserve", "yes: a concern"),
    "contents": ("Sommaire", "Contents"),
    "date": ("Date", "Date"),
    "days": ("jours", "days"),
    "decision": ("Courbe de décision", "Decision curve"),
    "declared_range": ("seuils déclarés", "declared thresholds"),
    "derived_from": ("Version précédente", "Previous version"),
    "digest": (
        "Empreinte des comptes publiés",
        "Digest of the published counts",
    ),
    "discrimination": ("Discrimination", "Discrimination"),
    "dropped": ("Écartées (valeur manquante)", "Left out (missing value)"),
    "dsc": ("Discrimination (DSC)", "Discrimination (DSC)"),
    "e50": ("E50", "E50"),
    "e90": ("E90", "E90"),
    "events": ("Événements", "Events"),
    "estimator": ("Estimateur", "Estimator"),
    "false_negative": ("coût d'un événement manqué", "cost of a missed event"),
    "false_positive": ("coût d'une orientation inutile", "cost of a useless referral"),
    "field": ("Champ", "Field"),
    "figure": ("Figure", "Figure"),
    "flagged": ("Signalés", "Flagged"),
    "flagged_per_1000": (
        "Signalés pour 1\u202f000 salariés",
        "Flagged per 1,000 employees",
    ),
    "flow": ("Étape", "Step"),
    "flow_caption": ("Personnes comptées", "Persons counted"),
    "from": ("À partir de", "From"),
    "ici": ("ICI", "ICI"),
    "ideal": ("calibration parfaite", "perfect calibration"),
    "ideal_0": ("idéal : 0", "ideal: 0"),
    "ideal_1": ("idéal : 1", "ideal: 1"),
    "identification": ("Identification", "Identification"),
    "joint_intercept": (
        "Ordonnée du modèle joint (≠ calibration d'ensemble)",
        "Joint intercept (not calibration in the large)",
    ),
    "k": ("Plus petit effectif publié", "Smallest published count"),
    "kept": ("Comptées", "Counted"),
    "key_figures": ("Chiffres clés", "Key figures"),
    "level": ("Niveau des intervalles", "Level of the intervals"),
    "limits": ("Limites", "Limits"),
    "lineage_caption": ("Histoire du score", "History of the score"),
    "loess": ("régression locale", "local regression"),
    "log_loss": ("Perte logarithmique", "Log-loss"),
    "lowess": ("régression locale", "local regression"),
    "lr": ("Rapport de vraisemblance", "Likelihood ratio"),
    "made_by": ("Produit par irdp.", "Made by irdp."),
    "marginal_ppv": ("VPP de la place suivante", "PPV of the next place"),
    "mcb": ("Défaut de calibration (MCB)", "Miscalibration (MCB)"),
    "mean_risk": ("Risque prédit moyen", "Mean predicted risk"),
    "measure": ("Mesure", "Measure"),
    "method": ("Méthode", "Method"),
    "needed": ("À orienter pour un événement", "To refer per event"),
    "net_benefit": ("Bénéfice net", "Net benefit"),
    "net_benefit_per_1000": (
        "Bénéfice net pour 1\u202f000",
        "Net benefit per 1,000",
    ),
    "no_concern": ("non", "no"),
    "no_remark": ("Aucune remarque des calculs.", "No remark from the calculations."),
    "number": ("Effectif", "Number"),
    "observed": ("Risque observé", "Observed risk"),
    "observed_risk": ("Risque observé", "Observed risk"),
    "oe": ("O/E", "O/E"),
    "of": ("sur", "of"),
    "one_minus_specificity": ("1 − spécificité", "1 − specificity"),
    "origin_caption": ("Origine des coupures", "Origin of the cut-offs"),
    "outcome": ("Issue", "Outcome"),
    "pava": ("isotone", "isotonic"),
    "performance_caption": (
        "Performance (IC à 95 %)",
        "Performance (95% CI)",
    ),
    "persons": ("Effectif", "Persons"),
    "places": ("places :", "places:"),
    "population": ("Population", "Population"),
    "ppv": ("Valeur prédictive positive", "Positive predictive value"),
    "ppv_from": ("VPP à partir d'ici", "PPV from here on"),
    "predicted_risk": ("Risque prédit", "Predicted risk"),
    "prediction": ("Un autre service", "Another service"),
    "purpose": ("Usage prévu", "Intended use"),
    "questionnaire": ("Questionnaire", "Questionnaire"),
    "rcs": ("spline", "spline"),
    "read": ("Lues", "Read"),
    "reproducibility": ("Reproductibilité", "Reproducibility"),
    "risk_threshold": ("Seuil de risque", "Risk threshold"),
    "roc": ("Courbe ROC", "ROC curve"),
    "rule": ("Règle", "Rule"),
    "rule_capacity": ("capacité de la cellule", "capacity of the cell"),
    "rule_cost_ratio": ("rapport de coûts", "cost ratio"),
    "rule_min_sensitivity": ("sensibilité minimale", "minimum sensitivity"),
    "rule_risk_threshold": ("seuil de risque déclaré", "declared risk threshold"),
    "rule_youden": (
        "indice de Youden, qui pèse les erreurs par la prévalence",
        "Youden index, which weighs errors by the prevalence",
    ),
    "score": ("score", "score"),
    "scores_of": ("Scores comptés", "Scores counted"),
    "scoring": ("Scoring", "Scoring"),
    "seed": ("Graine (rééchantillonnages)", "Seed (resamples)"),
    "sensitivity": ("Sensibilité", "Sensitivity"),
    "service": ("Service", "Service"),
    "services": ("Services", "Services"),
    "services_caption": ("O/E par service (IC à 95 %)", "O/E by service (95% CI)"),
    "skip": ("Aller au contenu", "Skip to the content"),
    "slope": ("Pente de calibration", "Calibration slope"),
    "slope_short": ("Pente", "Slope"),
    "status": ("Statut", "Status"),
    "step": ("Étape", "Step"),
    "ties": ("ex æquo :", "ties:"),
    "ties_exclude": ("exclus", "excluded"),
    "ties_include": ("inclus", "included"),
    "ties_random": ("au sort", "at random"),
    "title": ("Rapport de validation", "Validation report"),
    "to_be_judged": ("à juger par le lecteur", "for the reader to judge"),
    "treat_all": ("orienter tout le monde", "refer everyone"),
    "treat_none": ("n'orienter personne", "refer no one"),
    "typical": ("Service typique", "Typical service"),
    "unc": ("Incertitude (UNC)", "Uncertainty (UNC)"),
    "unproven": (
        "Ce score n'est pas validé pour l'usage : il ne doit fonder aucune décision.",
        "This score is not validated for use: no decision may rest on it.",
    ),
    "updating": ("Mises à jour", "Updates"),
    "version": ("Version", "Version"),
    "value": ("Valeur", "Value"),
}

WORDS: dict[str, Text] = {key: Text(*pair) for key, pair in _PAIRS.items()}

CONVENTIONS: dict[str, Text] = {
    "score >= threshold": Text("score ≥ seuil", "score ≥ threshold"),
    "equal to 12 decimals": Text("égaux à 12 décimales", "equal to 12 decimals"),
    "type 7, over persons": Text("type 7, sur les personnes", "type 7, over persons"),
    "declared, never detected": Text(
        "déclaré, jamais détecté", "declared, never detected"
    ),
    "raise": Text("refusés", "refused"),
    "clip": Text("ramenés à 1e-8 des bords", "moved to 1e-8 of the ends"),
}

METHODS: dict[str, Text] = {
    "profile": Text("vraisemblance profilée", "profile likelihood"),
    "wald": Text("Wald", "Wald"),
    "log": Text("échelle logarithmique", "log scale"),
    "bootstrap_percentile": Text("bootstrap (percentiles)", "bootstrap (percentiles)"),
    "bayesian_bootstrap_percentile": Text(
        "bootstrap bayésien (percentiles)", "Bayesian bootstrap (percentiles)"
    ),
    "knots": Text("nœuds", "knots"),
    "span": Text("fenêtre", "span"),
    "linear": Text("linéaire", "linear"),
    "none": Text("sans intervalle", "no interval"),
}


def word(key: str, lang: Lang) -> str:
    """Return a word of the report in one language.

    Examples
    --------
    >>> word("ppv", "en")
    'Positive predictive value'
    """
    return WORDS[key].get(lang)


def convention(key: str, value: str, lang: Lang) -> str:
    """Return a convention in words, or as it is where there are none."""
    found = CONVENTIONS.get(value)
    return found.get(lang) if found else f"{key}: {value}"


def method(name: str, lang: Lang) -> str:
    """Return the method of an interval in words, what is unknown as it is.

    Examples
    --------
    >>> method("rcs, 5 knots; bootstrap_percentile", "fr")
    'rcs, 5 nœuds ; bootstrap (percentiles)'
    """
    parts = [part.split(" ") for part in name.split("; ")]
    said = [
        " ".join(METHODS[w].get(lang) if w in METHODS else w for w in part)
        for part in parts
    ]
    return (" ; " if lang == "fr" else "; ").join(said) or "–"


def say(lang: Lang, fr: str, en: str) -> str:
    """Return the sentence of one language."""
    return Text(fr, en).get(lang)
