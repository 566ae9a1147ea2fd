"""The words of the sheet of a definition and of its blank form."""

from __future__ import annotations

from irdp.text import Lang, Text

_PAIRS: dict[str, tuple[str, str]] = {
    "answers": ("Réponses", "Answers"),
    "applies_if": ("S'applique si", "Applies if"),
    "as_missing": ("comptées comme manquantes", "counted as missing"),
    "as_is": ("telle quelle", "as it stands"),
    "reversed": ("inversée", "reversed"),
    "asked": ("demandé", "asked"),
    "bands": ("Bandes et coupures", "Bands and cut-offs"),
    "band": ("Bande", "Band"),
    "cases": ("Cas vérifiés", "Cases checked"),
    "cases_failed": (
        "{failed} écarts sur {n} cas : à corriger avant toute signature.",
        "{failed} differences over {n} cases: to be corrected before any signature.",
    ),
    "cases_none": (
        "Les cas n'ont pas été rejoués pour cette fiche.",
        "The cases were not run for this sheet.",
    ),
    "cases_passed": (
        (
            "{n} cas rejoués seuls, en lot et en lot mélangé : tous donnent le résultat "
            "attendu."
        ),
        (
            "{n} cases run alone, in a batch and in a shuffled batch: all give the expected "
            "result."
        ),
    ),
    "checked": ("vérifiée", "verified"),
    "checks": ("Contradictions entre réponses", "Contradictions between answers"),
    "citation": ("Référence", "Citation"),
    "collective": (
        "collectif, jamais rendu pour une personne",
        "collective, never given for a person",
    ),
    "condition": ("Condition", "Condition"),
    "constant": ("constante", "constant"),
    "content_digest": ("Empreinte du contenu", "Digest of the content"),
    "date": ("Date", "Date"),
    "decimals": ("Décimales", "Decimals"),
    "decision": ("Décision", "Decision"),
    "derived": ("calculé par l'appelant", "computed by the caller"),
    "detected": ("Repéré", "Detected"),
    "direction": ("Sens", "Direction"),
    "effective": ("En vigueur", "In force"),
    "engine": ("Moteur", "Engine"),
    "from": ("À partir de", "From"),
    "higher_is_better": ("plus haut, mieux", "higher is better"),
    "higher_is_worse": ("plus haut, moins bien", "higher is worse"),
    "internal": ("étape interne", "internal step"),
    "invalid": ("Réponses invalides", "Invalid answers"),
    "item": ("Item", "Item"),
    "items": ("Ce qui est demandé ou lu", "What is asked or read"),
    "label": ("Libellé", "Label"),
    "law": ("Article", "Article"),
    "level": ("Niveau", "Level"),
    "licence": ("Licence", "Licence"),
    "name": ("Nom et fonction", "Name and function"),
    "no": ("non", "no"),
    "none": ("sans sens", "no direction"),
    "none_allowed": (
        "aucune réponse manquante admise",
        "no missing answer is allowed",
    ),
    "at_most": (
        "au plus {k} réponses manquantes",
        "at most {k} missing answers",
    ),
    "at_least": ("au moins {k} réponses", "at least {k} answers"),
    "then_unknown": ("sinon sans valeur", "else no value"),
    "then_prorate": (
        "le score est alors calculé au prorata des réponses ; au-delà, sans valeur",
        "the score is then prorated over the answers; beyond, no value",
    ),
    "then_answered_only": (
        "seules les réponses données comptent ; au-delà, sans valeur",
        "only the answers given count; beyond, no value",
    ),
    "notice": ("Avertissement", "Notice"),
    "operation": ("Opération", "Operation"),
    "parameter": ("Paramètre", "Parameter"),
    "points": ("Points", "Points"),
    "population": ("Population", "Population"),
    "proposal": ("Proposition", "Proposal"),
    "question": ("Question", "Question"),
    "range": ("Étendue", "Range"),
    "record": ("lu dans le dossier", "read from the record"),
    "reject": ("la visite est rejetée", "the visit is rejected"),
    "rule": ("Règle", "Rule"),
    "rules": ("Règles", "Rules"),
    "scores": ("Calcul, dans l'ordre", "Computation, in order"),
    "scoring_digest": ("Empreinte du calcul", "Digest of the computation"),
    "shown": ("Posé si", "Asked if"),
    "sheet": ("Fiche de définition", "Sheet of a definition"),
    "sign": ("Signature", "Signature"),
    "sign_text": (
        "J'ai lu cette fiche. Elle décrit ce que le logiciel calcule.",
        "I have read this sheet. It describes what the software computes.",
    ),
    "skip": ("Aller au contenu", "Skip to the content"),
    "source": ("Source", "Source"),
    "sources": ("Sources", "Sources"),
    "status": ("Statut", "Status"),
    "term": ("Terme", "Term"),
    "missing": ("Réponses manquantes", "Missing answers"),
    "unchecked": ("de mémoire, à vérifier", "recalled, to be verified"),
    "unit": ("Unité", "Unit"),
    "value": ("Valeur", "Value"),
    "verified": ("Vérification", "Verification"),
    "version": ("Version", "Version"),
    "warning": ("avertissement", "warning"),
    "weight": ("Poids", "Weight"),
    "yes": ("oui", "yes"),
    "asked_of": ("Réponse", "Answer"),
    "several": ("Plusieurs réponses possibles.", "Several answers are possible."),
    "one": ("Une seule réponse.", "One answer only."),
    "number": ("Un nombre de {low} à {high}", "A number from {low} to {high}"),
    "form_professional": (
        "Questionnaire vierge, rempli par un professionnel de santé",
        "Blank questionnaire, filled in by a health professional",
    ),
    "form_auto": (
        "Questionnaire à remplir par vous-même",
        "Questionnaire for you to fill in",
    ),
    "form_auto_note": (
        (
            "Répondez comme cela vous vient. Vous pouvez laisser une question sans "
            "réponse. Vos réponses restent dans le service de santé au travail ; votre "
            "employeur ne les voit pas."
        ),
        (
            "Answer as it comes to you. You may leave a question without an answer. Your "
            "answers stay within the occupational health service; your employer does not "
            "see them."
        ),
    ),
    "form_professional_note": (
        (
            "À imprimer ou à lire à l'écran. Rien n'est enregistré ni envoyé par cette "
            "page. Une question sans réponse reste sans réponse."
        ),
        (
            "To be printed or read on a screen. Nothing is stored or sent by this page. A "
            "question without an answer stays without one."
        ),
    ),
    "form_licence": (
        (
            "Le libellé officiel n'est pas reproduit : sa licence ne le permet pas. Les "
            "intitulés sont neutres et courts ; servez-vous du questionnaire officiel."
        ),
        (
            "The official wording is not reproduced: its licence does not allow it. The "
            "labels are neutral and short; use the official questionnaire."
        ),
    ),
    "form_if": ("Seulement si {condition}", "Only if {condition}"),
    "record_items": ("Lu dans le dossier", "Read from the record"),
    "form_date": ("jour, mois, année", "day, month, year"),
}

OPERATIONS: dict[str, Text] = {
    "sum": Text("somme", "sum"),
    "mean": Text("moyenne", "mean"),
    "min": Text("minimum", "minimum"),
    "max": Text("maximum", "maximum"),
    "count": Text("compte", "count"),
    "n_answered": Text("nombre de réponses", "number of answers"),
    "argmax": Text("score le plus haut", "highest score"),
    "affine": Text("droite", "line"),
    "product": Text("produit", "product"),
    "ratio": Text("rapport", "ratio"),
    "clip": Text("valeur bornée", "clipped value"),
    "log1p": Text("log(1 + x)", "log(1 + x)"),
    "exp": Text("exponentielle", "exponential"),
    "power": Text("puissance", "power"),
    "piecewise_linear": Text("ligne brisée", "piecewise linear"),
    "spline": Text("spline cubique restreinte", "restricted cubic spline"),
    "lookup": Text("lecture dans une table", "table lookup"),
    "norm_table": Text("table de normes", "table of norms"),
    "logistic": Text("probabilité logistique", "logistic probability"),
    "survival": Text("probabilité de survenue", "probability of the event"),
    "compare": Text("comparaison", "comparison"),
    "all": Text("toutes vraies", "all true"),
    "any": Text("au moins une vraie", "any true"),
    "not": Text("négation", "negation"),
    "is_missing": Text("absence", "absence"),
    "case": Text("choix ordonné", "ordered choice"),
    "default": Text("valeur par défaut", "default value"),
    "coalesce": Text("première valeur connue", "first known value"),
    "band": Text("bandes", "bands"),
    "concat": Text("profil", "profile"),
    "days_between": Text("jours entre deux dates", "days between two dates"),
    "age": Text("âge", "age"),
    "year": Text("année", "year"),
}


def said(key: str, lang: Lang) -> str:
    """Return a word of the sheet.

    Examples
    --------
    >>> said("rules", "fr")
    'Règles'
    """
    return Text(*_PAIRS[key]).get(lang)
