"""Messages about the review of definitions (IRDP-Q100 to IRDP-Q149)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-Q100": Entry(
        "le cas « {case} » ne donne pas « {output} » comme attendu ({way}) : attendu {expected}, obtenu {found}",
        "the case “{case}” does not give “{output}” as expected ({way}): expected {expected}, found {found}",
        "corrigez la définition ; un cas publié ne change pas",
        "correct the definition; a released case does not change",
    ),
    "IRDP-Q101": Entry(
        "le cas « {case} » répond à un item inconnu : {name}",
        "the case “{case}” answers an unknown item: {name}",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-Q102": Entry(
        "deux cas portent le même identifiant : {name}",
        "two cases have the same id: {name}",
        "donnez à chacun son propre identifiant",
        "give each its own id",
    ),
    "IRDP-Q103": Entry(
        "{name} est figé dans LOCK et n'existe plus",
        "{name} is frozen in LOCK and no longer exists",
        "un cas publié reste, un document publié aussi : remettez-le",
        "a released case stays, and so does a released document: put it back",
    ),
    "IRDP-Q104": Entry(
        "{name} change plus que son numéro ne le dit : de {before} il faut passer au moins à {least}",
        "{name} changes more than its number says: from {before} it must become at least {least}",
        "{detail}",
        "{detail}",
    ),
    "IRDP-Q105": Entry(
        "aucune version de « {name} » n'est en vigueur du {first} au {last}",
        "no version of “{name}” is in force from {first} to {last}",
        "laissez la version d'avant ouverte, ou avancez le début de la suivante",
        "leave the version before open, or begin the next one earlier",
        "warning",
    ),
    "IRDP-Q106": Entry(
        "{name} commence le {first}, avant la fin écrite de {other} ({last})",
        "{name} begins on {first}, before the written end of {other} ({last})",
        "à la même date vaut la version qui commence le plus tard : vérifiez que c'est voulu",
        "on one day the version that begins last holds: check that this is meant",
        "warning",
    ),
    "IRDP-Q107": Entry(
        "l'item « {name} » n'est pas défini de même dans {other} : {keys}",
        "the item “{name}” is not defined alike in {other}: {keys}",
        "deux questionnaires lus ensemble définissent un item de la même façon ; sinon, un autre identifiant",
        "two questionnaires read together define an item alike; else another id",
        "warning",
    ),
    "IRDP-Q108": Entry(
        "l'item « {name} » n'a pas la même formulation dans {other}",
        "the item “{name}” is not worded alike in {other}",
        "reprenez la même formulation si la question est la même",
        "take the same wording if the question is the same",
        "warning",
    ),
    "IRDP-Q109": Entry(
        "{name} n'a aucun cas",
        "{name} has no case",
        "ajoutez {expected}, avec un exemple au moins et sa source",
        "add {expected}, with at least one example and its source",
        "warning",
    ),
    "IRDP-Q110": Entry(
        "la migration ne correspond pas aux questionnaires : {name}",
        "the migration does not fit the questionnaires: {name}",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-Q111": Entry(
        "{name} n'a pas de migration depuis {other}",
        "{name} has no migration from {other}",
        "ajoutez-y migration: {{from: X.Y.Z, rename: …, recode: …, drop: …}}",
        "add migration: {{from: X.Y.Z, rename: …, recode: …, drop: …}} to it",
    ),
    "IRDP-Q112": Entry(
        "ces deux définitions ne se comparent pas : {name} et {other}",
        "these two definitions cannot be compared: {name} and {other}",
        "comparez deux versions d'un même document",
        "compare two versions of one document",
    ),
    "IRDP-Q113": Entry(
        "ces deux versions n'ont aucun résultat en commun",
        "these two versions have no result in common",
        "comparez deux versions qui ont au moins une bande ou une décision de même nom",
        "compare two versions with at least one band or decision of the same name",
    ),
    "IRDP-Q114": Entry(
        "{name} n'est pas un fichier de définition reconnu",
        "{name} is not recognised as a definition file",
        "nom attendu : <document>-<id>-<version>.yaml",
        "expected name: <document>-<id>-<version>.yaml",
    ),
    "IRDP-Q115": Entry(
        "un item renommé ou retiré a deux colonnes dans les données : {name}",
        "a renamed or dropped item has two columns in the data: {name}",
        "donnez les données d'une seule version du questionnaire",
        "give the data of one version of the questionnaire",
    ),
    "IRDP-Q116": Entry(
        "une ligne de LOCK n'a pas la forme « document référence empreinte »",
        "a line of LOCK does not have the form “document reference digest”",
        "refaites le fichier : irdp lock",
        "write the file again: irdp lock",
    ),
    "IRDP-Q117": Entry(
        "le statut « published » demande une source à chaque nombre ; sans source : {name}",
        "status “published” asks for a source of every number; without one: {name}",
        "nommez leur source (source:), ou gardez le statut research",
        "name their source (source:), or keep status research",
    ),
}
