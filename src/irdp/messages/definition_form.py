"""Messages about the form of definitions: ids, numbers, keys (IRDP-Q010 to Q039)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-Q010": Entry(
        "« {name} » est déclaré deux fois (déjà ligne {line})",
        "“{name}” is declared twice (already on line {line})",
        "donnez à chacun son propre identifiant",
        "give each its own id",
    ),
    "IRDP-Q011": Entry(
        "« {name} » ne diffère de « {other} » que par la casse",
        "“{name}” differs from “{other}” only by its case",
        "choisissez deux identifiants que l'on ne peut pas confondre",
        "choose two ids that cannot be confused",
    ),
    "IRDP-Q012": Entry(
        "cet identifiant n'a pas la forme attendue",
        "this id does not have the expected form",
        "une lettre sans accent, puis lettres, chiffres et _ (63 au plus) ; un code d'option peut être un entier ; l'identifiant d'un document est en minuscules",
        "an unaccented letter, then letters, digits and _ (63 at most); the code of an option may be an integer; the id of a document is in lower case",
    ),
    "IRDP-Q013": Entry(
        "un texte est attendu ici",
        "a text is expected here",
        "écrivez le texte entre guillemets",
        "write the text in quotes",
    ),
    "IRDP-Q014": Entry(
        "la version n'a pas la forme X.Y.Z",
        "the version does not have the form X.Y.Z",
        'trois entiers, entre guillemets s\'il le faut : "1.10.0"',
        'three integers, in quotes if need be: "1.10.0"',
    ),
    "IRDP-Q015": Entry(
        "virgule décimale dans un nombre",
        "decimal comma in a number",
        "écrivez un point : 2.5",
        "write a point: 2.5",
    ),
    "IRDP-Q016": Entry(
        "un nombre décimal est attendu ici",
        "a decimal number is expected here",
        "chiffres, signe moins et un point seulement : 12, -3, 0.25",
        "digits, a minus sign and one point only: 12, -3, 0.25",
    ),
    "IRDP-Q017": Entry(
        "ce nombre n'existe pas ou est trop long",
        "this number does not exist or is too long",
        "ni infini, ni NaN, ni -0 ; quarante chiffres au plus",
        "neither infinity, nor NaN, nor -0; at most forty digits",
    ),
    "IRDP-Q018": Entry(
        "une date AAAA-MM-JJ qui existe est attendue ici",
        "a date YYYY-MM-DD that exists is expected here",
        "par exemple 2026-06-15",
        "for instance 2026-06-15",
    ),
    "IRDP-Q019": Entry(
        "un nombre entier est attendu ici",
        "a whole number is expected here",
        "écrivez-le sans partie décimale",
        "write it without decimals",
    ),
    "IRDP-Q020": Entry(
        "une référence de la forme id@X.Y.Z est attendue ici",
        "a reference of the form id@X.Y.Z is expected here",
        "nommez une version exacte, par exemple epices@1.0.0",
        "name an exact version, for instance epices@1.0.0",
    ),
    "IRDP-Q021": Entry(
        "ce document n'est pas du format attendu ({expected})",
        "this document is not of the expected format ({expected})",
        "la première clé est format: irdp/{expected}/1",
        "the first key is format: irdp/{expected}/1",
    ),
    "IRDP-Q022": Entry(
        "le fichier ne porte pas le nom de ce qu'il contient",
        "the file is not named after what it holds",
        "attendu : {expected}",
        "expected: {expected}",
    ),
    "IRDP-Q029": Entry(
        "clé obligatoire absente : {name}",
        "mandatory key missing: {name}",
        "ajoutez {name}:",
        "add {name}:",
    ),
    "IRDP-Q030": Entry(
        "clé inconnue : {name}",
        "unknown key: {name}",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-Q031": Entry(
        "valeur vide",
        "empty value",
        "écrivez une valeur ou retirez la clé",
        "write a value or take the key out",
    ),
    "IRDP-Q032": Entry(
        "valeur hors de la liste permise",
        "value outside the allowed list",
        "attendu : {expected}",
        "expected: {expected}",
    ),
    "IRDP-Q033": Entry(
        "l'item « {name} » n'a pas au moins {least} options",
        "the item “{name}” does not have at least {least} options",
        "déclarez ses options, ou prenez un autre type",
        "declare its options, or take another type",
    ),
    "IRDP-Q034": Entry(
        "bornes impossibles",
        "impossible bounds",
        "la borne inférieure ne dépasse pas la supérieure, et chacune est dans le domaine",
        "the lower bound does not exceed the upper one, and each is in the domain",
    ),
    "IRDP-Q035": Entry(
        "un terme nomme exactement un item ou un score",
        "a term names exactly one item or score",
        "{{item: X}} ou {{score: Y}}, ou un nom seul",
        "{{item: X}} or {{score: Y}}, or a bare name",
    ),
    "IRDP-Q036": Entry(
        "lecture impossible : une seule de points, reverse, recode, recode_intervals, et pas de poids ici",
        "impossible reading: only one of points, reverse, recode, recode_intervals, and no weight here",
        "gardez-en une",
        "keep one",
    ),
    "IRDP-Q037": Entry(
        "une condition a exactement un comparateur",
        "a condition has exactly one comparator",
        "eq, ne, lt, le, gt, ge, in, between, ou state / status",
        "eq, ne, lt, le, gt, ge, in, between, or state / status",
    ),
    "IRDP-Q038": Entry(
        "cette condition n'a pas de sujet, ou en a plusieurs",
        "this condition has no subject, or several",
        "exactement un de item, score, band, truth, date, all, any, not",
        "exactly one of item, score, band, truth, date, all, any, not",
    ),
    "IRDP-Q039": Entry(
        "une branche donne exactement une chose",
        "a branch gives exactly one thing",
        "{{value: n}}, {{score: s}}, {{label: x}}, unknown ou not_applicable",
        "{{value: n}}, {{score: s}}, {{label: x}}, unknown or not_applicable",
    ),
}
