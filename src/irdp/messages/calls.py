"""Messages about calls of the library (IRDP-C…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-C001": Entry(
        "la référence « {name} » n'existe pas dans le catalogue",
        "the reference “{name}” is not in the catalogue",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-C002": Entry(
        "la référence « {name} » ne nomme pas de version",
        "the reference “{name}” names no version",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-C003": Entry(
        "aucune version de « {name} » n'est en vigueur le {day}",
        "no version of “{name}” is in force on {day}",
        "nommez une version : {name}@X.Y.Z (irdp list les donne)",
        "name a version: {name}@X.Y.Z (irdp list gives them)",
    ),
    "IRDP-C004": Entry(
        "« {name} » n'est pas une sortie de cette définition",
        "“{name}” is not an output of this definition",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-C005": Entry(
        "une visite est un dictionnaire, non un objet « {kind} »",
        "a visit is a mapping, not a “{kind}” object",
        "assess({{item: réponse, …}}) ; pour plusieurs visites : score(table)",
        "assess({{item: answer, …}}); for several visits: score(table)",
    ),
    "IRDP-C006": Entry(
        "ce Frame n'a pas été encodé par cette définition : {names}",
        "this Frame was not encoded by this definition: {names}",
        "encodez les visites avec scorer.encode(…)",
        "encode the visits with scorer.encode(…)",
    ),
    "IRDP-C007": Entry(
        "{share} des visites sont rejetées (au plus {most})",
        "{share} of the visits are rejected (at most {most})",
        "lisez table.issues : lignes, items, codes",
        "read table.issues: rows, items, codes",
    ),
    "IRDP-C008": Entry(
        "on= et by= vont avec un identifiant sans version, non avec « {name} »",
        "on= and by= go with an id without a version, not with “{name}”",
        'load("epices", on=date) ou load("epices@1.0.0")',
        'load("epices", on=date) or load("epices@1.0.0")',
    ),
    "IRDP-C009": Entry(
        "langue inconnue : {name}",
        "unknown language: {name}",
        "fr ou en",
        "fr or en",
    ),
    "IRDP-C010": Entry(
        "le dossier de définitions « {name} » n'existe pas",
        "the folder of definitions “{name}” does not exist",
        "donnez un dossier à Catalog(paths=[…])",
        "give a folder to Catalog(paths=[…])",
    ),
    "IRDP-C011": Entry(
        "l'identifiant « {name} » existe dans deux dossiers de définitions",
        "the id “{name}” exists in two folders of definitions",
        "renommez celui du service",
        "rename the service's own",
    ),
    "IRDP-C012": Entry(
        "aucune bibliothèque de tables n'est installée",
        "no dataframe library is installed",
        "installez pandas, polars ou pyarrow, ou lisez table.to_dict()",
        "install pandas, polars or pyarrow, or read table.to_dict()",
    ),
    "IRDP-C013": Entry(
        "la colonne « visit_date » est absente : elle dit quelle version est en vigueur",
        "the column “visit_date” is absent: it says which version is in force",
        'ajoutez la date de chaque visite, ou nommez une version : load("id@X.Y.Z")',
        'add the date of each visit, or name a version: load("id@X.Y.Z")',
    ),
    "IRDP-C014": Entry(
        "by= ne connaît que « visit_date », non « {name} »",
        "by= knows only “visit_date”, not “{name}”",
        'load("id", by="visit_date")',
        'load("id", by="visit_date")',
    ),
    "IRDP-C020": Entry(
        "les visites ne se lisent pas d'un objet « {kind} »",
        "visits cannot be read from a “{kind}” object",
        "donnez un dictionnaire de colonnes, ou une table pandas, polars ou pyarrow",
        "give a mapping of columns, or a pandas, polars or pyarrow table",
    ),
    "IRDP-C021": Entry(
        "la colonne « {name} » est un objet « {kind} », non une suite de valeurs",
        "the column “{name}” is a “{kind}” object, not a sequence of values",
        "donnez une liste, un tableau à une dimension ou une série ; une seule visite se lit par `assess`",
        "give a list, a one-dimensional array or a series; a single visit is read by `assess`",
    ),
    "IRDP-C022": Entry(
        "des noms de colonnes sont répétés : {names}",
        "column names are repeated: {names}",
        "renommez ou retirez les colonnes en double (les espaces autour d'un nom ne comptent pas)",
        "rename or remove the duplicates (spaces around a name do not count)",
    ),
    "IRDP-C023": Entry(
        "la colonne « {found} » n'est pas « {expected} » : les noms diffèrent par la casse ou les accents",
        "the column “{found}” is not “{expected}”: the names differ by case or accents",
        "renommez la colonne en « {expected} » ; pour un fichier, dites-le : `rename=` de `score_file` (commande : `--map`)",
        "rename the column to “{expected}”; for a file, say so: `rename=` of `score_file` (command: `--map`)",
    ),
    "IRDP-C024": Entry(
        "colonnes attendues et absentes : {missing} ; colonnes présentes : {present}",
        "expected columns that are absent: {missing}; columns there are: {present}",
        "noms proches : {near}. Si l'absence est voulue, nommez ces colonnes : `absent=` (commande : `--absent`)",
        "near names: {near}. If they are meant to be absent, name them: `absent=` (command: `--absent`)",
    ),
    "IRDP-C025": Entry(
        "les colonnes de cette table ont plusieurs niveaux (MultiIndex)",
        "the columns of this table have several levels (MultiIndex)",
        "donnez une table dont chaque colonne a un seul nom",
        "give a table in which each column has a single name",
    ),
    "IRDP-C026": Entry(
        "les colonnes n'ont pas toutes la même longueur : {lengths}",
        "the columns differ in length: {lengths}",
        "une colonne a une valeur par visite ; une absence est une valeur vide",
        "a column has one value per visit; an absence is an empty value",
    ),
    "IRDP-C027": Entry(
        "« {name} » n'est pas un item que cette définition lit",
        "“{name}” is not an item that this definition reads",
        "{known_fr}",
        "{known_en}",
    ),
    "IRDP-C028": Entry(
        "le traitement des réponses invalides est `reject` ou `missing`, non ce qui est donné",
        "invalid answers are treated by `reject` or `missing`, not by what is given",
        'écrivez `invalid="reject"` ou `invalid="missing"`, ou un de ces mots par item',
        'write `invalid="reject"` or `invalid="missing"`, or one of these words per item',
    ),
    "IRDP-C029": Entry(
        "une visite ne se lit pas d'un objet « {kind} »",
        "one visit cannot be read from a “{kind}” object",
        "donnez un dictionnaire d'item à réponse ; une table se lit par `score`",
        "give a mapping of item to answer; a table is read by `score`",
    ),
    "IRDP-C030": Entry(
        "ce qui est donné pour « {name} » ne peut pas recevoir ces résultats : il faut un tableau numpy modifiable de forme {shape} et de type {kind}",
        "what is given for “{name}” cannot take these results: they need a numpy array that can be written, of shape {shape} and of type {kind}",
        "un autre type arrondirait ou couperait sans le dire ; `numpy.empty(n, type)` en fait un",
        "another type would round or cut without saying so; `numpy.empty(n, type)` makes one",
    ),
    "IRDP-C031": Entry(
        "ces visites ont été encodées pour une définition où ces items ont d'autres réponses possibles : {names}",
        "these visits were encoded for a definition where these items have other possible answers: {names}",
        "encodez-les de nouveau par ce scorer : `scorer.encode(...)`",
        "encode them again with this scorer: `scorer.encode(...)`",
    ),
    "IRDP-C033": Entry(
        "ces lignes ne sont pas celles d'une table de {n} visites",
        "these rows are not those of a table of {n} visits",
        "un masque a une valeur par visite ; un rang va de 0 à {n} exclu",
        "a mask has one value per visit; a row lies from 0 to {n}, excluded",
    ),
    "IRDP-C032": Entry(
        "les tableaux à remplir se donnent par nom de résultat, non dans un objet « {kind} »",
        "arrays to be filled are given by the name of a result, not in a “{kind}” object",
        'donnez un dictionnaire : `{{"score": numpy.empty(n)}}`',
        'give a mapping: `{{"score": numpy.empty(n)}}`',
    ),
}
