"""Messages about scoring whole files (IRDP-F020 to IRDP-F039)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-D064": Entry(
        "les identifiants de visite en double ne sont cherchés que parmi les {most} premières visites",
        "visit ids that stand twice are looked for among the first {most} visits only",
        "triez et vérifiez les identifiants avant, ou séparez le fichier",
        "sort and check the ids before, or split the file",
        severity="warning",
    ),
    "IRDP-F020": Entry(
        "ce format de sortie n'est pas écrit ; sont écrits : {formats}",
        "this output format is not written; these are: {formats}",
        "donnez une sortie en .csv ou en .parquet",
        "give an output in .csv or .parquet",
    ),
    "IRDP-F021": Entry(
        "la colonne demandée « {name} » n'est pas dans le fichier",
        "the column asked for, “{name}”, is not in the file",
        "{hint}",
        "{hint}",
    ),
    "IRDP-F022": Entry(
        "le fichier a changé pendant sa lecture : rien n'a été écrit",
        "the file changed while it was read: nothing was written",
        "attendez la fin de l'export, puis relancez",
        "wait until the export ends, then run again",
    ),
    "IRDP-F023": Entry(
        "les comptes ne tombent pas juste (lues, notées, rejetées) : rien n'a été écrit",
        "the counts do not add up (read, scored, rejected): nothing was written",
        "c'est une erreur du programme : signalez-la",
        "this is an error of the program: report it",
    ),
    "IRDP-F024": Entry(
        "la définition « {name} » est donnée deux fois",
        "the definition “{name}” is given twice",
        "donnez chaque définition une fois",
        "give each definition once",
    ),
    "IRDP-F025": Entry(
        "ce fichier n'est pas un manifeste de cette bibliothèque, ou il a été modifié",
        "this file is no manifest of this library, or it was changed",
        "donnez un autre nom de sortie, ou `--overwrite`",
        "give another output name, or `--overwrite`",
    ),
    "IRDP-F026": Entry(
        "ce fichier n'a pas les mêmes colonnes, dans le même ordre et avec le même séparateur, que {name}",
        "this file does not have the same columns, in the same order and with the same separator, as {name}",
        "notez-le à part",
        "score it apart",
    ),
    "IRDP-F027": Entry(
        "deux colonnes de la sortie auraient le nom « {name} »",
        "two columns of the output would be named “{name}”",
        "renommez la colonne copiée (`--map`), ou ne la copiez pas",
        "rename the copied column (`--map`), or do not copy it",
    ),
    "IRDP-F028": Entry(
        "il faut au moins un fichier et une définition",
        "at least one file and one definition are needed",
        'score_file(fichier, sortie, irdp.load("was@1.0.0"))',
        'score_file(file, output, irdp.load("was@1.0.0"))',
    ),
    "IRDP-F029": Entry(
        "l'entrée standard se lit seule, non avec d'autres fichiers",
        "the standard input is read alone, not with other files",
        "donnez des fichiers, ou `-` seul",
        "give files, or `-` alone",
    ),
    "IRDP-F030": Entry(
        "il n'y a pas de manifeste à côté de cette sortie",
        "there is no manifest beside this output",
        "`irdp verify` vérifie une sortie de `irdp score` : sortie.csv et sortie.csv.manifest.json",
        "`irdp verify` verifies an output of `irdp score`: output.csv and output.csv.manifest.json",
    ),
    "IRDP-F031": Entry(
        "ce fichier n'est pas celui que le manifeste décrit",
        "this file is not the one that the manifest describes",
        "il a été modifié, remplacé ou déplacé depuis",
        "it was changed, replaced or moved since",
    ),
    "IRDP-F032": Entry(
        "la définition {name} n'est plus celle qui a servi",
        "the definition {name} is no longer the one that was used",
        "reprenez les définitions de ce jour-là (`--catalog`), ou notez de nouveau",
        "take the definitions of that day (`--catalog`), or score again",
    ),
    "IRDP-F033": Entry(
        "le calcul refait ne donne pas ce fichier",
        "the computation made again does not give this file",
        "version notée : {engine} ; notez de nouveau et comparez",
        "version noted: {engine}; score again and compare",
    ),
    "IRDP-F034": Entry(
        "ce n'est pas un dossier",
        "this is not a folder",
        "donnez le nom d'un dossier",
        "give the name of a folder",
    ),
}
