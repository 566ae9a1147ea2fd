"""Messages about the command line (IRDP-U…)."""

from irdp.messages.entry import Entry

_HELP_FR = "`irdp {command}--help` dit ce que la commande attend"
_HELP_EN = "`irdp {command}--help` says what the command expects"

ENTRIES: dict[str, Entry] = {
    "IRDP-U001": Entry(
        "commande inconnue : {name}",
        "unknown command: {name}",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-U002": Entry(
        "option inconnue : {name}",
        "unknown option: {name}",
        _HELP_FR,
        _HELP_EN,
    ),
    "IRDP-U003": Entry(
        "il manque : {name}",
        "lacking: {name}",
        _HELP_FR,
        _HELP_EN,
    ),
    "IRDP-U004": Entry(
        "la commande ne se lit pas : un argument est de trop, ou une option n'a pas la valeur attendue",
        "the command cannot be read: an argument too many, or an option without the value it expects",
        _HELP_FR,
        _HELP_EN,
    ),
    "IRDP-U005": Entry(
        "le code « {name} » n'existe pas",
        "the code “{name}” does not exist",
        "code proche : {near} ; `irdp explain-code` les donne tous",
        "near code: {near}; `irdp explain-code` gives them all",
    ),
    "IRDP-U006": Entry(
        "le fichier de correspondance ne se lit pas : il faut une ligne « colonne du fichier : item » par colonne",
        "the map cannot be read: it takes one line “column of the file: item” per column",
        "en CSV : colonne;item ; en YAML : colonne: item",
        "in CSV: column;item; in YAML: column: item",
    ),
    "IRDP-U007": Entry(
        "la correspondance donne deux fois le nom « {name} »",
        "the map gives the name “{name}” twice",
        "une colonne va à un item, et un item vient d'une colonne",
        "a column goes to one item, and an item comes from one column",
    ),
    "IRDP-U008": Entry(
        "« {name} » n'est pas une valeur de {option} : {values}",
        "“{name}” is not a value of {option}: {values}",
        _HELP_FR,
        _HELP_EN,
    ),
    "IRDP-U009": Entry(
        "erreur du programme ({kind}, {where}) : aucune sortie n'a été écrite",
        "error of the program ({kind}, {where}): no output was written",
        "signalez-la avec cette ligne ; elle ne contient aucune réponse",
        "report it with this line; it contains no answer",
    ),
    "IRDP-U010": Entry(
        "interrompu : aucune sortie n'a été écrite",
        "interrupted: no output was written",
    ),
    "IRDP-U011": Entry(
        "cette commande n'est pas disponible : {name} manque à cette installation",
        "this command is not available: {name} is lacking in this installation",
        "réinstallez la bibliothèque",
        "install the library again",
    ),
}
