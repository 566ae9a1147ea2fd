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
    ),
    "IRDP-N013": Entry(
        "« {path} » n'est pas un journal des publications",
        "“{path}” is not a log of releases",
        "donnez le fichier écrit par Manifest.save, ou un fichier qui n'existe pas",
        "give the file that Manifest.save wrote, or one that does not exist",
    ),
}
