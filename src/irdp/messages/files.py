"""Messages about files: what they hold as a whole (IRDP-D0…), the system (IRDP-F…)."""

from irdp.messages.entry import Entry

_CONTENT: dict[str, Entry] = {
    "IRDP-D001": Entry(
        "le fichier est vide : il n'a ni en-tête ni ligne",
        "the file is empty: it has neither a header nor a row",
        "refaites l'export ; `irdp template` écrit un fichier avec les colonnes attendues",
        "export it again; `irdp template` writes a file with the expected columns",
    ),
    "IRDP-D002": Entry(
        "le fichier a un en-tête et aucune ligne : 0 visite lue",
        "the file has a header and no row: 0 visits read",
        "vérifiez les filtres de l'export si des visites étaient attendues",
        "check the filters of the export if visits were expected",
        severity="warning",
    ),
    "IRDP-D003": Entry(
        "ce n'est pas un fichier de texte CSV : son début est celui d'un fichier {kind}",
        "this is not a CSV text file: it begins as a {kind} file does",
        "{advice_fr}",
        "{advice_en}",
    ),
    "IRDP-D004": Entry(
        "le fichier ne se lit pas entièrement en {encoding} : ligne {line}, octet {byte} du fichier{mixed_fr}",
        "the file cannot be read as {encoding} throughout: line {line}, byte {byte} of the file{mixed_en}",
        "enregistrez tout le fichier dans un seul encodage (UTF-8), ou nommez-le : `--encoding`",
        "save the whole file in one encoding (UTF-8), or name it: `--encoding`",
    ),
    "IRDP-D005": Entry(
        "le séparateur est ambigu : l'en-tête et les lignes admettent {candidates}",
        "the separator is ambiguous: the header and the rows allow {candidates}",
        "nommez le séparateur : `--separator`",
        "name the separator: `--separator`",
    ),
    "IRDP-D006": Entry(
        "colonne « {column} » : un point y est ambigu (milliers ou décimales), d'autres cellules ont une virgule décimale",
        "column “{column}”: a point is ambiguous there (thousands or decimals), other cells have a decimal comma",
        "écrivez tous les nombres de la colonne de la même façon, sans séparateur de milliers",
        "write all the numbers of the column in the same way, without a thousands separator",
    ),
    "IRDP-D007": Entry(
        "le nom de colonne « {name} » figure {count} fois (colonnes {positions})",
        "the column name “{name}” stands {count} times (columns {positions})",
        "renommez ou retirez une des colonnes dans le fichier ; deux noms d'un fichier --map peuvent aussi se rejoindre",
        "rename or remove one of the columns in the file; two names of a --map file may also meet",
    ),
    "IRDP-D018": Entry(
        "la première ligne semble faite de données, non de noms de colonnes",
        "the first line seems to hold data, not column names",
        "ajoutez une ligne d'en-tête ; `irdp template` en écrit une",
        "add a header line; `irdp template` writes one",
    ),
    "IRDP-D008": Entry(
        "la colonne « {name} » n'est pas « {near} » : les noms ne diffèrent que par la casse ou les accents",
        "the column “{name}” is not “{near}”: the names differ only by case or accents",
        "renommez la colonne en « {near} », ou dites-le dans un fichier --map",
        "rename the column to “{near}”, or say so in a --map file",
    ),
    "IRDP-D009": Entry(
        "colonnes attendues et absentes : {missing} ; colonnes du fichier : {present}",
        "expected columns that are absent: {missing}; columns of the file: {present}",
        "{advice_fr}",
        "{advice_en}",
    ),
    "IRDP-D010": Entry(
        "la colonne « {column} » est présente et entièrement vide",
        "the column “{column}” is present and entirely empty",
        "vérifiez l'export : c'est souvent une erreur de correspondance des colonnes",
        "check the export: this is often a mistake in the matching of columns",
        severity="warning",
    ),
}

_ROWS: dict[str, Entry] = {
    "IRDP-D011": Entry(
        "la ligne a {found} cellules, l'en-tête en a {expected}",
        "the row has {found} cells, the header has {expected}",
        "un séparateur manque, ou une cellule en contient un : mettez-la entre guillemets",
        "a separator is lacking, or a cell contains one: put that cell between quotes",
    ),
    "IRDP-D012": Entry(
        "la ligne n'est pas une visite : c'est un en-tête répété ou un total",
        "the row is not a visit: it is a repeated header or a total",
        "retirez la ligne",
        "remove the row",
    ),
    "IRDP-D013": Entry(
        "un guillemet ouvert sur cette ligne n'est pas fermé, ou sa cellule avale des lignes entières",
        "a quote opened on this line is not closed, or its cell swallows whole rows",
        "fermez ou retirez le guillemet ; un guillemet dans une cellule se double",
        "close or remove the quote; a quote inside a cell is doubled",
    ),
    "IRDP-D014": Entry(
        "un guillemet se ferme avant la fin de sa cellule",
        "a quote closes before the end of its cell",
        "un guillemet dans une cellule entre guillemets se double",
        "a quote inside a quoted cell is doubled",
    ),
    "IRDP-D015": Entry(
        "une cellule contient un caractère de contrôle (octet nul ou autre)",
        "a cell contains a control character (a null byte or another)",
        "retirez-le ; s'il y en a partout, l'encodage est sans doute à nommer : `--encoding`",
        "remove it; if they are everywhere, the encoding is probably to be named: `--encoding`",
    ),
    "IRDP-D016": Entry(
        "la ligne a un texte dans `irdp_texte` et des cellules remplies : on ne sait lequel lire",
        "the row has a text in `irdp_texte` and filled cells: which one to read is unknown",
        "corrigez l'un et videz l'autre",
        "correct one and empty the other",
    ),
    "IRDP-D017": Entry(
        "une cellule a plus de {limit} caractères",
        "a cell has more than {limit} characters",
        "raccourcissez ou retirez ce texte",
        "shorten or remove that text",
    ),
}

_SYSTEM: dict[str, Entry] = {
    "IRDP-F001": Entry(
        "le fichier n'existe pas",
        "the file does not exist",
        "vérifiez le chemin : dossier, nom, extension",
        "check the path: folder, name, suffix",
    ),
    "IRDP-F002": Entry(
        "c'est un dossier, non un fichier",
        "this is a folder, not a file",
        "donnez le chemin d'un fichier",
        "give the path of a file",
    ),
    "IRDP-F003": Entry(
        "l'accès au fichier ou à son dossier est refusé",
        "access to the file or to its folder is denied",
        "vérifiez les droits, ou si un autre programme le tient ouvert",
        "check the permissions, or whether another program holds it open",
    ),
    "IRDP-F004": Entry(
        "le système refuse l'opération : {system}",
        "the system refuses the operation: {system}",
        "vérifiez le disque ou le partage, puis relancez",
        "check the disk or the share, then run again",
    ),
    "IRDP-F005": Entry(
        "il n'y a plus de place sur le disque : rien n'a été écrit sous ce nom",
        "there is no space left on the disk: nothing was written under this name",
        "libérez de la place, ou donnez un autre dossier, puis relancez",
        "free some space, or give another folder, then run again",
    ),
    "IRDP-F006": Entry(
        "le fichier de sortie existe déjà",
        "the output file already exists",
        "donnez un autre nom, ou `--overwrite` pour le remplacer",
        "give another name, or `--overwrite` to replace it",
    ),
    "IRDP-F007": Entry(
        "la sortie est aussi un fichier d'entrée : elle l'effacerait",
        "the output is also an input file: it would erase it",
        "donnez un autre nom à la sortie",
        "give the output another name",
    ),
    "IRDP-F008": Entry(
        "la sortie n'est pas un fichier ordinaire",
        "the output is not an ordinary file",
        "donnez le chemin d'un fichier, ou `-` pour la sortie standard",
        "give the path of a file, or `-` for the standard output",
    ),
    "IRDP-F009": Entry(
        "le dossier de la sortie n'existe pas",
        "the folder of the output does not exist",
        "créez le dossier, ou vérifiez le chemin",
        "create the folder, or check the path",
    ),
    "IRDP-F010": Entry(
        "le fichier est en {encoding}, qui n'est pas lu",
        "the file is in {encoding}, which is not read",
        "enregistrez-le en « CSV UTF-8 »",
        "save it as “CSV UTF-8”",
    ),
    "IRDP-F011": Entry(
        "l'encodage demandé n'est pas lu ; sont lus : {readable}",
        "the encoding asked for is not read; these are: {readable}",
        "donnez un de ces noms, ou aucun : il est alors détecté",
        "give one of these names, or none: it is then detected",
    ),
    "IRDP-F012": Entry(
        "le séparateur demandé n'est pas lu ; sont lus : {readable}",
        "the separator asked for is not read; these are: {readable}",
        "donnez un de ces caractères, ou aucun : il est alors détecté",
        "give one of these characters, or none: it is then detected",
    ),
    "IRDP-F013": Entry(
        "la ligne qui commence à l'octet {byte} a plus de {limit} octets : ce n'est pas un tableau de visites",
        "the line that begins at byte {byte} has more than {limit} bytes: this is not a table of visits",
        "vérifiez l'export : les fins de ligne manquent sans doute",
        "check the export: the line ends are probably lacking",
    ),
    "IRDP-F014": Entry(
        "l'en-tête ne se lit pas : ses guillemets ne vont pas par deux",
        "the header cannot be read: its quotes do not go by twos",
        "corrigez les guillemets de la première ligne",
        "correct the quotes of the first line",
    ),
    "IRDP-F015": Entry(
        "la correspondance nomme des colonnes que le fichier n'a pas : {names}",
        "the map names columns that the file does not have: {names}",
        "{known_fr}",
        "{known_en}",
    ),
    "IRDP-F016": Entry(
        "cette source a déjà été lue : elle ne se lit qu'une fois",
        "this source has already been read: it is read once only",
        "ouvrez une nouvelle source sur le même fichier",
        "open a new source on the same file",
    ),
    "IRDP-F019": Entry(
        "les fichiers Parquet et Arrow demandent pyarrow, qui n'est pas installé",
        "Parquet and Arrow files need pyarrow, which is not installed",
        'installez-le : pip install "irdp[arrow]"',
        'install it: pip install "irdp[arrow]"',
    ),
    "IRDP-F018": Entry(
        "un morceau a au moins une ligne",
        "a chunk has at least one row",
        "donnez rows >= 1",
        "give rows >= 1",
    ),
    "IRDP-F017": Entry(
        "les colonnes à écrire ne sont pas celles de l'en-tête : {found} au lieu de {expected}, ou de longueurs différentes",
        "the columns to write are not those of the header: {found} instead of {expected}, or of different lengths",
        "donnez une colonne de même longueur par nom",
        "give one column of the same length per name",
    ),
}

ENTRIES: dict[str, Entry] = {**_CONTENT, **_ROWS, **_SYSTEM}
