"""Messages about activity indicators and disclosure control (IRDP-N…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-N001": Entry(
        "un seuil de {k} personnes est trop bas : le minimum est {lowest}",
        "a threshold of {k} persons is too low: the lowest is {lowest}",
        "utilisez k = 11 (par défaut), ou 5 à 10 pour le seul pilotage interne",
        "use k = 11 (the default), or 5 to 10 for internal steering only",
    ),
    "IRDP-N002": Entry(
        "le seuil de dominance {dominance} doit être supérieur à 0,5 et au plus 1",
        "the dominance threshold {dominance} must be above 0.5 and at most 1",
        "la règle usuelle est 0,85",
        "the usual rule is 0.85",
    ),
    "IRDP-N003": Entry(
        "la case « {name} » est donnée deux fois avec deux valeurs",
        "the cell “{name}” is given twice with two values",
        "donnez un nom par nombre publié",
        "give each published number its own name",
    ),
    "IRDP-N004": Entry(
        "les parties de « {total} » ne font pas leur total",
        "the parts of “{total}” do not add up to it",
        "ajoutez la part inconnue ou retirez la somme",
        "add the unknown part or drop the sum",
    ),
    "IRDP-N005": Entry(
        "aucun tableau ne s'accorde avec les nombres publiés",
        "no table agrees with the published numbers",
        "vérifiez les sommes et les cases",
        "check the sums and the cells",
    ),
    "IRDP-N006": Entry(
        "un tableau d'effectifs a une ou deux dimensions et des nombres finis ≥ 0",
        "a table of counts has one or two dimensions and finite numbers ≥ 0",
        "passez les effectifs sans les totaux",
        "pass the counts without their totals",
    ),
    "IRDP-N007": Entry(
        "impossible de créer la clé « {path} »",
        "cannot create the key “{path}”",
        "choisissez un fichier qui n'existe pas : une clé n'est jamais remplacée",
        "choose a file that does not exist: a key is never replaced",
    ),
    "IRDP-N008": Entry(
        "impossible de lire la clé « {path} »",
        "cannot read the key “{path}”",
        "créez-la avec irdp.disclosure.create_key et gardez-la à part des données",
        "create it with irdp.disclosure.create_key and keep it apart from the data",
    ),
    "IRDP-N009": Entry(
        "une pseudonymisation a une finalité",
        "pseudonyms have a purpose",
        'nommez-la, par exemple purpose="calibration-2026"',
        'name it, for example purpose="calibration-2026"',
    ),
    "IRDP-N010": Entry(
        "la clé « {path} » a moins de {n} octets",
        "the key “{path}” has fewer than {n} bytes",
        "créez-la avec irdp.disclosure.create_key",
        "create it with irdp.disclosure.create_key",
    ),
    "IRDP-N011": Entry(
        "publication refusée : avec celle du {start} au {end}, la case « {cell} » "
        "laisse connaître un effectif de moins de {k} personnes",
        "release refused: together with the one from {start} to {end}, the cell "
        "“{cell}” makes a count of fewer than {k} persons known",
        "publiez la même version, ou une période qui ne recoupe pas la précédente",
        "release the same version again, or a period that does not overlap",
    ),
    "IRDP-N012": Entry(
        "impossible d'écrire le journal des publications « {path} »",
        "cannot write the log of releases “{path}”",
        "vérifiez que le dossier existe et que vous pouvez y écrire",
        "check that the folder exists and that you may write there",
    ),
    "IRDP-N013": Entry(
        "« {path} » n'est pas un journal des publications",
        "“{path}” is not a log of releases",
        "donnez le fichier écrit par Manifest.save, ou un fichier qui n'existe pas",
        "give the file that Manifest.save wrote, or one that does not exist",
    ),
    "IRDP-N014": Entry(
        "la suppression n'a pas pu être calculée (état {status} du solveur) : rien "
        "n'est publié",
        "the suppression could not be computed (solver status {status}): nothing is "
        "published",
        "découpez par moins de dimensions, ou signalez ce cas",
        "cut by fewer dimensions, or report this case",
    ),
    "IRDP-N020": Entry(
        "« {period} » n'est pas une période",
        "“{period}” is no period",
        "par exemple 2026, 2026-S1, 2026-T2, 2026-03 ou 2026-01-01/2026-06-30",
        "for example 2026, 2026-S1, 2026-T2, 2026-03 or 2026-01-01/2026-06-30",
    ),
    "IRDP-N021": Entry(
        "les colonnes de la table « {table} » n'ont pas toutes la même longueur",
        "the columns of the table “{table}” differ in length",
        "une ligne par événement, une valeur par colonne",
        "one row per event, one value per column",
    ),
    "IRDP-N022": Entry(
        "la table « {table} » n'est ni un dictionnaire de colonnes ni un tableau connu",
        "the table “{table}” is neither a mapping of columns nor a known dataframe",
        "passez un dictionnaire, ou un tableau pandas, polars ou pyarrow",
        "pass a mapping, or a pandas, polars or pyarrow table",
    ),
    "IRDP-N023": Entry(
        "« {file} » ne définit pas d'indicateurs : {what}",
        "“{file}” does not define indicators: {what}",
        "comparez-le au fichier livré avec la bibliothèque",
        "compare it with the file that comes with the library",
    ),
    "IRDP-N024": Entry(
        "« {name} » n'est pas un chiffre à saisir",
        "“{name}” is not a figure to enter",
        "{known}",
        "{known_en}",
    ),
    "IRDP-N025": Entry(
        "le chiffre saisi « {name} » doit être un nombre fini ≥ 0 ou une liste",
        "the figure entered for “{name}” must be a finite number ≥ 0 or a list",
        "laissez le chiffre de côté s'il n'est pas connu : la ligne dira « non saisi »",
        "leave the figure out where it is not known: the line will say so",
    ),
    "IRDP-N026": Entry(
        "il n'y a pas de public « {audience} »",
        "there is no audience “{audience}”",
        "les publics sont soignant, cellule_pdp, pilotage et externe ; aucun résultat "
        "n'est destiné à l'employeur",
        "the audiences are soignant, cellule_pdp, pilotage and externe; no result is "
        "meant for the employer",
    ),
    "IRDP-N027": Entry(
        "un seuil de {k} personnes ne convient pas au public externe : minimum 11",
        "a threshold of {k} persons does not fit the audience externe: lowest is 11",
        "utilisez k = 11, ou le public pilotage",
        "use k = 11, or the audience pilotage",
    ),
    "IRDP-N028": Entry(
        "« {name} » n'est pas un choix pour « {option} »",
        "“{name}” is no choice for “{option}”",
        "{known}",
        "{known_en}",
    ),
    "IRDP-N029": Entry(
        "impossible d'écrire « {path} »",
        "cannot write “{path}”",
        "vérifiez que le dossier existe et que vous pouvez y écrire",
        "check that the folder exists and that you may write there",
    ),
    "IRDP-N030": Entry(
        "un tableau d'indicateurs sans suppression n'est pas publiable",
        "a table of indicators without suppression is not for release",
        "calculez-le pour le public pilotage ou externe",
        "compute it for the audience pilotage or externe",
    ),
}
