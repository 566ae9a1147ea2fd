"""Messages about visits and their answers (IRDP-D021 onwards).

The codes below D021 are about the rows and columns of a file: see `files`. No message
holds an answer. `{item}` is an item's id, or a check's.
"""

from irdp.messages.entry import Entry

_DECLARE_FR = "déclarez-le sous `codes:` du questionnaire s'il veut dire une absence de réponse, ou videz la cellule"
_DECLARE_EN = "declare it under `codes:` of the questionnaire if it means that there is no answer, or empty the cell"

_ANSWERS: dict[str, Entry] = {
    "IRDP-D021": Entry(
        "« {item} » : valeur hors du domaine (valeur masquée)",
        "“{item}”: value outside the domain (value masked)",
        "corrigez-la selon le questionnaire, ou déclarez ce que l'outil écrit comme `aliases:` ou `codes:`",
        "correct it as the questionnaire says, or declare what the tool writes under `aliases:` or `codes:`",
    ),
    "IRDP-D022": Entry(
        "« {item} » : un libellé là où un code est attendu (valeur masquée)",
        "“{item}”: a label where a code is expected (value masked)",
        "écrivez le code, ou déclarez ce libellé sous `aliases:` de l'option",
        "write the code, or declare that label under `aliases:` of the option",
    ),
    "IRDP-D023": Entry(
        "« {item} » : forme non admise (valeur masquée) : casse, zéro de tête, vrai/faux ou nombre à la place d'un code",
        "“{item}”: spelling not accepted (value masked): case, leading zero, true/false or a number instead of a code",
        "écrivez le code exactement comme le questionnaire ; pour un fichier à plat, lisez-le comme tel : `scorer.encode(table, flat=True)`",
        "write the code exactly as the questionnaire does; for a flat file, read it as one: `scorer.encode(table, flat=True)`",
    ),
    "IRDP-D024": Entry(
        "« {item} » : code d'absence de réponse qui n'est pas déclaré (valeur masquée)",
        "“{item}”: a code for no answer that is not declared (value masked)",
        _DECLARE_FR,
        _DECLARE_EN,
    ),
    "IRDP-D025": Entry(
        "« {item} » : nombre infini",
        "“{item}”: an infinite number",
        "cherchez la division ou le dépassement qui l'a produit ; une absence s'écrit vide",
        "look for the division or overflow that made it; an absence is left empty",
    ),
    "IRDP-D026": Entry(
        "« {item} » : nombre qui n'est pas exactement représentable ici : décimales de trop, ou plus de 2^53 (valeur masquée)",
        "“{item}”: a number that cannot be held exactly here: too many decimals, or above 2^53 (value masked)",
        "arrondissez à la source aux décimales déclarées : rien n'est arrondi à la lecture",
        "round at the source to the declared decimals: nothing is rounded when reading",
    ),
    "IRDP-D027": Entry(
        "« {item} » : vrai ou faux là où un nombre est attendu",
        "“{item}”: true or false where a number is expected",
        "donnez le nombre ; vrai n'est pas lu comme 1",
        "give the number; true is not read as 1",
    ),
    "IRDP-D028": Entry(
        "« {item} » : valeur hors des bornes déclarées (valeur masquée)",
        "“{item}”: value outside the declared bounds (value masked)",
        "vérifiez l'unité et la saisie ; les bornes sont `min` et `max` du questionnaire",
        "check the unit and the entry; the bounds are `min` and `max` of the questionnaire",
    ),
    "IRDP-D029": Entry(
        "« {item} » : réponses qui s'excluent (valeurs masquées)",
        "“{item}”: answers that exclude each other (values masked)",
        "gardez l'option exclusive seule, ou les autres sans elle",
        "keep the exclusive option alone, or the others without it",
    ),
    "IRDP-D030": Entry(
        "« {item} » : réponse donnée alors que la question n'était pas posée ; elle est ignorée",
        "“{item}”: answered although the question was not asked; the answer is ignored",
        "vérifiez la réponse qui commande cette question (`shown_if`)",
        "check the answer on which this question depends (`shown_if`)",
        severity="warning",
    ),
    "IRDP-D031": Entry(
        "« {item} » : contradiction entre des réponses, selon les contrôles du questionnaire",
        "“{item}”: a contradiction between answers, by the checks of the questionnaire",
        "vérifiez les réponses que ce contrôle met ensemble (`checks:`)",
        "check the answers that this check brings together (`checks:`)",
    ),
    "IRDP-D032": Entry(
        "« {item} » : date illisible ou qui n'existe pas (valeur masquée)",
        "“{item}”: a date that cannot be read or does not exist (value masked)",
        "écrivez AAAA-MM-JJ ; JJ/MM/AAAA se déclare à la lecture d'un fichier à plat",
        "write YYYY-MM-DD; DD/MM/YYYY is declared when a flat file is read",
    ),
    "IRDP-D033": Entry(
        "« {item} » : date impossible au regard d'une autre date (valeur masquée)",
        "“{item}”: a date that another date makes impossible (value masked)",
        "vérifiez les deux dates",
        "check both dates",
    ),
    "IRDP-D034": Entry(
        "« {item} » : une heure ou un fuseau là où un jour est attendu (valeur masquée)",
        "“{item}”: a time or a time zone where a day is expected (value masked)",
        "donnez le jour seul, dans le fuseau du lieu de la visite",
        "give the day alone, in the time zone of the place of the visit",
    ),
}

_TABLES: dict[str, Entry] = {
    "IRDP-D035": Entry(
        "identifiant de visite déjà vu ligne {first}",
        "visit id already seen on line {first}",
        "une visite figure une fois : retirez le doublon",
        "a visit stands once: remove the duplicate",
    ),
    "IRDP-D036": Entry(
        "la colonne « {column} » semble contenir des identifiants de personnes (valeurs masquées)",
        "the column “{column}” seems to hold identifiers of persons (values masked)",
        "retirez-la de l'export : le calcul n'en a pas besoin",
        "remove it from the export: the computation does not need it",
        severity="warning",
    ),
    "IRDP-D037": Entry(
        "la colonne « {column} » contient des identifiants passés par des nombres à virgule (valeurs masquées)",
        "the column “{column}” holds identifiers that went through floating-point numbers (values masked)",
        "exportez la colonne comme du texte : des chiffres sont sans doute perdus",
        "export the column as text: digits are probably lost",
    ),
    "IRDP-D038": Entry(
        "la colonne « {column} » contient des codes déformés par un tableur (valeurs masquées)",
        "the column “{column}” holds codes that a spreadsheet has deformed (values masked)",
        "exportez la colonne comme du texte : « 01 », « 6201Z »",
        "export the column as text: “01”, “6201Z”",
    ),
    "IRDP-D040": Entry(
        "la colonne « {column} » nomme une autre version que celle demandée",
        "the column “{column}” names another version than the one asked for",
        'séparez le fichier par version, ou prenez la version en vigueur à chaque visite (`by="visit_date"`)',
        'split the file by version, or take the version in force at each visit (`by="visit_date"`)',
    ),
    "IRDP-D042": Entry(
        "le fichier de colonnes est tronqué ou abîmé",
        "the columnar file is truncated or damaged",
        "refaites l'export",
        "export it again",
    ),
    "IRDP-D043": Entry(
        "le JSON n'est pas admis : faute de syntaxe, NaN, clé répétée, imbrication trop profonde ou texte après la fin",
        "this JSON is not accepted: a fault of syntax, NaN, a repeated key, too deep a nesting, or text after its end",
        "écrivez un objet par visite, chaque clé une fois",
        "write one object per visit, each key once",
    ),
}

_REMARKS: dict[str, Entry] = {
    "IRDP-D060": Entry(
        "« {item} » : des textes comme « 1,0 » sont lus comme le nombre entier 1",
        "“{item}”: texts such as “1.0” are read as the whole number 1",
        severity="warning",
    ),
    "IRDP-D061": Entry(
        "colonnes absentes, toutes leurs réponses manquent : {names}",
        "absent columns, all their answers are missing: {names}",
        severity="warning",
    ),
    "IRDP-D062": Entry(
        "{count} nom(s) que cette définition ne lit pas : {names}",
        "{count} name(s) that this definition does not read: {names}",
        "proches d'un nom attendu et absent : {near}",
        "near a name that is expected and absent: {near}",
        severity="warning",
    ),
    "IRDP-D063": Entry(
        "la colonne « {item} » est présente et entièrement vide",
        "the column “{item}” is present and entirely empty",
        "vérifiez l'export : c'est souvent une erreur de correspondance des colonnes",
        "check the export: this is often a mistake in the matching of columns",
        severity="warning",
    ),
}

ENTRIES: dict[str, Entry] = {**_ANSWERS, **_TABLES, **_REMARKS}
