"""Messages of the way from a scoring to its next version."""

from __future__ import annotations

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-K090": Entry(
        "« {name} » ne mène pas d'un score compté à un risque : {why}",
        "“{name}” does not lead from a counted score to a risk: {why}",
        "nommez le score compté et le risque ; sans risque, irdp calibrate en dérive un",
        "name the counted score and the risk; where there is none, irdp calibrate derives one",
    ),
    "IRDP-K091": Entry(
        "le document ne se relirait pas tel qu'il est : il n'est pas écrit",
        "the document would not be read back as it is: it is not written",
        "une erreur de la bibliothèque : signalez-la",
        "a fault of the library: report it",
    ),
    "IRDP-K092": Entry(
        "la version {version} ne suit pas {name}",
        "version {version} does not follow {name}",
        "donnez un numéro plus grand ; irdp diff dit le plus petit permis",
        "give a higher number; irdp diff says the smallest allowed",
    ),
    "IRDP-K093": Entry(
        "« {name} » n'est pas un score de bandes de cette version",
        "“{name}” is no band score of this version",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-K094": Entry(
        "la nouvelle version n'est pas un document valide : {names}",
        "the new version is no valid document: {names}",
        "vérifiez les opérations, les bandes et le bloc calibration",
        "check the operations, the bands and the calibration block",
    ),
    "IRDP-K095": Entry(
        "le fichier « {name} » existe : une version écrite ne change pas",
        "the file “{name}” exists: a version that is written does not change",
        "donnez un autre numéro de version, ou overwrite=True (--overwrite)",
        "give another version number, or overwrite=True (--overwrite)",
    ),
    "IRDP-K096": Entry(
        "{count} scores comptés ne sont pas des valeurs possibles de « {name} »",
        "{count} counted scores are no possible values of “{name}”",
        "comptez les valeurs que le scorer a données, sans les arrondir",
        "count the values that the scorer gave, without rounding them",
    ),
    "IRDP-K097": Entry(
        "la colonne d'issue « {name} » contient autre chose que 0 ou 1 : {count} lignes",
        "the outcome column “{name}” has something else than 0 or 1: {count} rows",
        "écrivez 0 ou 1 (oui/non, true/false sont lus aussi), ou laissez la case vide",
        "write 0 or 1 (oui/non, true/false are read too), or leave the cell empty",
    ),
    "IRDP-K098": Entry(
        "le fichier n'a pas la colonne « {name} »",
        "the file has no column “{name}”",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-K099": Entry(
        "deux seuils demandent deux règles : la capacité et la sensibilité minimale",
        "two cut-offs need two rules: the capacity and the least sensitivity",
        "donnez --places et --sensitivity ensemble, ou aucun des deux",
        "give --places and --sensitivity together, or neither",
    ),
    "IRDP-K100": Entry(
        "l'étalonnage de {name} n'est valable que pour les visites jusqu'au {day}",
        "the calibration of {name} is valid only for visits until {day}",
        "au-delà, le risque n'est pas à lire : demandez une version plus récente",
        "after that day the risk is not to be read: ask for a later version",
        severity="warning",
    ),
    "IRDP-Q118": Entry(
        "{name} : les listes n'ont pas la même longueur",
        "{name}: the lists differ in length",
        "une valeur par test, par paramètre",
        "one value per test, per parameter",
    ),
    "IRDP-Q119": Entry(
        "la première étape de lineage n'est pas « derive »",
        "the first step of the lineage is not “derive”",
        "commencez par la version qui a donné l'indice : - {{step: derive, version: X.Y.Z}}",
        "begin with the version that made the index: - {{step: derive, version: X.Y.Z}}",
    ),
    "IRDP-Q120": Entry(
        "le bloc calibration nomme « {name} », qui n'est pas ici {expected}",
        "the calibration block names “{name}”, which is not {expected} here",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-Q121": Entry(
        "bands_from donne à « {name} » un autre seuil que from:",
        "bands_from gives “{name}” another cut-off than from:",
        "la bande fait foi : refaites bands_from d'après les bandes",
        "the band holds: write bands_from again from the bands",
    ),
    "IRDP-Q122": Entry(
        "applicability et la population du score « {name} » ne disent pas les mêmes âges",
        "applicability and the population of the score “{name}” do not say the same ages",
        "écrivez age: [a, b] et population: {{item: age, between: [a, b]}}",
        "write age: [a, b] and population: {{item: age, between: [a, b]}}",
    ),
}
