"""Messages about proposals, their sheets, letters and records (IRDP-R…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-R001": Entry(
        "aucun résultat individuel pour le public « {audience} »",
        "no individual result for the audience “{audience}”",
        "ce public reçoit des agrégats : irdp.indicators.compute(…, audience=…) ; les "
        "résultats d'une personne vont à soignant ou cellule_pdp",
        "this audience gets aggregates: irdp.indicators.compute(…, audience=…); the "
        "results of a person go to soignant or cellule_pdp",
    ),
    "IRDP-R002": Entry(
        "il n'y a pas de public « {audience} »",
        "there is no audience “{audience}”",
        "les publics sont soignant, cellule_pdp, pilotage et externe ; aucun résultat "
        "n'est destiné à l'employeur, qui ne reçoit que les avis et propositions du "
        "médecin du travail",
        "the audiences are soignant, cellule_pdp, pilotage and externe; no result is "
        "meant for the employer, who gets the physician's opinions and proposals only",
    ),
    "IRDP-R010": Entry(
        "« {name} » n'est pas une suite donnée à une proposition",
        "“{name}” is not what may become of a proposal",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-R011": Entry(
        "une proposition n'est pas validée par « {name} »",
        "a proposal is not validated by “{name}”",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-R012": Entry(
        "une proposition modifiée ou refusée demande un motif",
        "a proposal that is changed or refused asks for a reason",
        "why=…, en quelques mots, sans réponse ni score",
        "why=…, in a few words, without an answer or a score",
    ),
    "IRDP-R013": Entry(
        "« {name} » n'est pas une proposition de la décision {decision}",
        "“{name}” is not a proposal of the decision {decision}",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-R014": Entry(
        "ce qui est retenu ne va pas avec la suite « {outcome} »",
        "what is retained does not go with “{outcome}”",
        "accepted et refused : sans chosen= ; changed : chosen= autre que la proposition",
        "accepted and refused: without chosen=; changed: chosen= other than the proposal",
    ),
    "IRDP-R015": Entry(
        "la date de la validation est un jour, non un objet « {kind} »",
        "the day of the validation is a date, not a “{kind}” object",
        "on=datetime.date(2026, 11, 21)",
        "on=datetime.date(2026, 11, 21)",
    ),
    "IRDP-R016": Entry(
        "cet enregistrement de validation ne se lit pas : {name}",
        "this record of a validation cannot be read: {name}",
        "relisez ce que to_dict() a écrit, sans le modifier",
        "read what to_dict() wrote, unchanged",
    ),
    "IRDP-R020": Entry(
        "la lettre « {name} » n'existe pas",
        "there is no letter “{name}”",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-R030": Entry(
        "« {name} » n'est pas un document YAML : {kind}",
        "“{name}” cannot be written as YAML: {kind}",
        "un document est fait de textes, nombres exacts, dates, listes et dictionnaires",
        "a document is made of texts, exact numbers, days, lists and mappings",
    ),
    "IRDP-R031": Entry(
        "la politique {reference} n'a pas de règle « {name} »",
        "the policy {reference} has no rule “{name}”",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-R032": Entry(
        "la règle {name} n'a pas de seuil sur « {subject} »",
        "the rule {name} has no threshold on “{subject}”",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-R033": Entry(
        "il ne resterait aucune règle dans la décision {name}",
        "no rule would be left in the decision {name}",
        "gardez au moins une règle par décision",
        "keep one rule at least in each decision",
    ),
    "IRDP-R034": Entry(
        "une politique dérivée prend un autre numéro que {reference}",
        "a derived policy takes another number than {reference}",
        'version="X.Y.Z", ou id="…"',
        'version="X.Y.Z", or id="…"',
    ),
    "IRDP-R035": Entry(
        "la règle {name} rend effectif un texte ({law}) : elle ne se retire pas sans motif",
        "the rule {name} carries a text of law ({law}): it is not switched off without "
        "a reason",
        'why={{"{name}": "…"}} : le motif est écrit dans la politique dérivée',
        'why={{"{name}": "…"}}: the reason is written in the derived policy',
    ),
    "IRDP-R036": Entry(
        "« {name} » n'est pas une politique d'orientation",
        "“{name}” is not a referral policy",
        'irdp.load("pdp@0.1.0")',
        'irdp.load("pdp@0.1.0")',
    ),
}
