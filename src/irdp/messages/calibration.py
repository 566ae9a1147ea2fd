"""Messages about calibration (IRDP-K…)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-K001": Entry(
        "« {name} » doit ne contenir que des 0 et des 1",
        "“{name}” must hold nothing but 0 and 1",
        "codez l'événement 1 et son absence 0 ; une issue inconnue reste manquante",
        "code the event 1 and its absence 0; an unknown outcome stays missing",
    ),
    "IRDP-K002": Entry(
        "« {name} » a {count} valeur(s) manquante(s)",
        "“{name}” has {count} missing value(s)",
        'missing="drop" écarte ces lignes et en garde le nombre',
        'missing="drop" leaves these rows out and keeps their number',
    ),
    "IRDP-K003": Entry(
        "« {name} » doit être une suite de nombres à une dimension",
        "“{name}” must be a one-dimensional sequence of numbers",
        "passez une colonne, pas un tableau",
        "pass one column, not a table",
    ),
    "IRDP-K004": Entry(
        "« {name} » a {found} valeurs, {expected} étaient attendues",
        "“{name}” has {found} values, {expected} were expected",
        "toutes les colonnes ont une valeur par ligne",
        "every column has one value per row",
    ),
    "IRDP-K005": Entry(
        "il ne reste aucune personne à compter",
        "no person is left to count",
        "vérifiez les filtres, les poids nuls et les lignes écartées",
        "check the filters, the zero weights and the rows left out",
    ),
    "IRDP-K006": Entry(
        "les poids doivent être des nombres finis, positifs ou nuls",
        "weights must be finite numbers, none of them negative",
        "un poids est l'inverse d'une probabilité de tirage",
        "a weight is the inverse of a sampling probability",
    ),
    "IRDP-K007": Entry(
        "« {name} » doit ne contenir que des probabilités, de 0 à 1",
        "“{name}” must hold nothing but probabilities, from 0 to 1",
        "si c'est un score, donnez la règle qui le change en risque : risk=",
        "if it is a score, give the rule that turns it into a risk: risk=",
    ),
    "IRDP-K008": Entry(
        "« {name} » contient une valeur infinie",
        "“{name}” holds an infinite value",
        "un score est un nombre fini",
        "a score is a finite number",
    ),
    "IRDP-K009": Entry(
        "{count} personne(s) ont un risque prédit de 0 ou de 1 : pas de logit",
        "{count} person(s) have a predicted risk of 0 or 1: no logit",
        'on_extreme="clip" les ramène à 1e-8 près et en garde le nombre',
        'on_extreme="clip" moves them to within 1e-8 and keeps their number',
    ),
    "IRDP-K010": Entry(
        "comptes impossibles : 0 ≤ événements ≤ effectif, nombres finis",
        "impossible counts: 0 ≤ events ≤ n, finite numbers",
        "chaque score a un effectif et, parmi lui, des événements",
        "each score has a count and, among it, events",
    ),
    "IRDP-K011": Entry(
        "« {name} » : « {value} » n'existe pas",
        "“{name}”: “{value}” does not exist",
        "{known}",
        "{known}",
    ),
    "IRDP-K012": Entry(
        "intervalle impossible : 0 < level < 1, n_boot ≥ 1, seed ≥ 0",
        "impossible interval: 0 < level < 1, n_boot ≥ 1, seed ≥ 0",
        "par défaut : CI(level=0.95, n_boot=2000, seed=1)",
        "the default is CI(level=0.95, n_boot=2000, seed=1)",
    ),
    "IRDP-K013": Entry(
        "des comptes par service et des comptes sans service ne s'additionnent pas",
        "counts per service and counts without services do not add",
        "utilisez merge_services() avant, ou nommez le service",
        "call merge_services() first, or name the service",
    ),
    "IRDP-K014": Entry(
        "moins de {k} événements ou de {k} non-événements : rien ne peut être transmis",
        "fewer than {k} events or {k} non-events: nothing can be passed on",
        "regroupez des services ou attendez d'autres visites",
        "pool services or wait for more visits",
    ),
    "IRDP-K015": Entry(
        "des comptes ont déjà leurs poids : sample_weight ne s'y ajoute pas",
        "counts already carry their weights: sample_weight cannot be added",
        "donnez les poids à ScoreCounts.from_rows",
        "give the weights to ScoreCounts.from_rows",
    ),
    "IRDP-K016": Entry(
        "des comptes de définitions différentes ({left} et {right}) ne se comparent pas",
        "counts of different definitions ({left} and {right}) do not go together",
        "recalculez les scores avec une seule version",
        "score again with one version",
    ),
    "IRDP-K017": Entry(
        "des lignes et leur risque sont nécessaires ici : y_true, y_prob",
        "rows and their risk are needed here: y_true, y_prob",
        "ou des ScoreCounts, et risk= si le score n'est pas un risque",
        "or ScoreCounts, and risk= where the score is not a risk",
    ),
}
