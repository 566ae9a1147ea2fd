"""The words of reports and plots, in French and English."""

from __future__ import annotations

from irdp.text import Lang, Text

WORDS: dict[str, Text] = {
    "ideal": Text("calibration parfaite", "perfect calibration"),
    "rcs": Text("spline", "spline"),
    "lowess": Text("régression locale", "local regression"),
    "loess": Text("régression locale", "local regression"),
    "pava": Text("isotone", "isotonic"),
    "predicted_risk": Text("Risque prédit", "Predicted risk"),
    "observed_risk": Text("Risque observé", "Observed risk"),
    "risk_threshold": Text("Seuil de risque", "Risk threshold"),
    "net_benefit": Text("Bénéfice net", "Net benefit"),
    "treat_none": Text("n'orienter personne", "refer no one"),
    "treat_all": Text("orienter tout le monde", "refer everyone"),
    "score": Text("score", "score"),
    "declared_range": Text("seuils déclarés", "declared thresholds"),
    "sensitivity": Text("Sensibilité", "Sensitivity"),
    "specificity": Text("Spécificité", "Specificity"),
    "one_minus_specificity": Text("1 − spécificité", "1 − specificity"),
    "ppv": Text("Valeur prédictive positive", "Positive predictive value"),
    "marginal_ppv": Text("VPP de la place suivante", "PPV of the next place"),
    "capacity": Text("capacité de la cellule", "capacity of the cell"),
    "flagged_per_1000": Text(
        "Signalés pour 1 000 salariés", "Flagged per 1,000 employees"
    ),
}


def word(key: str, lang: Lang) -> str:
    """Return a word of the report in one language.

    Examples
    --------
    >>> word("ppv", "en")
    'Positive predictive value'
    """
    return WORDS[key].get(lang)
