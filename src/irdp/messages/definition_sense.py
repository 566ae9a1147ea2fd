"""Messages about what definitions mean together: bands, names, versions (IRDP-Q040 to Q069)."""

from irdp.messages.entry import Entry

ENTRIES: dict[str, Entry] = {
    "IRDP-Q040": Entry(
        "{value} n'appartient à aucune bande",
        "{value} belongs to no band",
        "la première borne « from » ne dépasse pas la plus petite valeur possible",
        "the first “from” does not exceed the least possible value",
    ),
    "IRDP-Q041": Entry(
        "les bornes ne sont pas strictement croissantes",
        "the bounds are not strictly rising",
        "rangez-les de la plus petite à la plus grande, sans doublon",
        "sort them from the least to the greatest, without repeats",
    ),
    "IRDP-Q042": Entry(
        "la bande « {name} » ne peut pas être atteinte (valeurs possibles : {low} à {high})",
        "the band “{name}” cannot be reached (possible values: {low} to {high})",
        "corrigez sa borne, ou retirez-la",
        "correct its bound, or take it out",
    ),
    "IRDP-Q043": Entry(
        "l'item « {name} » ne peut changer aucun résultat",
        "the item “{name}” cannot change any result",
        "vérifiez ses points",
        "check its points",
        "warning",
    ),
    "IRDP-Q044": Entry(
        "nom inconnu ici : {name}",
        "name unknown here: {name}",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-Q045": Entry(
        "« {name} » est lu avant d'être écrit",
        "“{name}” is read before it is written",
        "on ne lit que ce qui est écrit au-dessus : déplacez l'un des deux",
        "only what stands above can be read: move one of the two",
    ),
    "IRDP-Q046": Entry(
        "règle de données manquantes impossible",
        "impossible missing rule",
        "exactement un de max_missing (moins que le nombre de termes) ou min_answered (de 1 au nombre de termes) ; au prorata, les poids sont de même signe",
        "exactly one of max_missing (less than the number of terms) or min_answered (from 1 to the number of terms); to prorate, weights have one sign",
    ),
    "IRDP-Q047": Entry(
        "les entiers de « {score} » dépasseraient 2^52",
        "the integers of “{score}” would pass 2^52",
        "déclarez moins de décimales, ou des poids plus courts",
        "declare fewer decimals, or shorter weights",
    ),
    "IRDP-Q048": Entry(
        "la référence {name} n'existe pas",
        "the reference {name} does not exist",
        "{detail}",
        "{detail}",
    ),
    "IRDP-Q049": Entry(
        "cette opération ({op}) ne connaît pas ce « then »",
        "this operation ({op}) does not have this “then”",
        "prorate pour sum et mean ; answered_only pour min, max et count",
        "prorate for sum and mean; answered_only for min, max and count",
    ),
    "IRDP-Q050": Entry(
        "« {label} » n'est pas une valeur de « {name} »",
        "“{label}” is not a value of “{name}”",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-Q051": Entry(
        "la règle « {name} » ne peut jamais être vraie",
        "the rule “{name}” can never be true",
        "corrigez sa condition, ou retirez-la",
        "correct its condition, or take it out",
    ),
    "IRDP-Q052": Entry(
        "seuil plus fin que les décimales déclarées du score",
        "cut-off finer than the declared decimals of the score",
        "arrondissez le seuil, ou déclarez plus de décimales",
        "round the cut-off, or declare more decimals",
    ),
    "IRDP-Q053": Entry(
        "l'étendue déclarée ({declared}) n'est pas l'étendue possible ({reached})",
        "the declared range ({declared}) is not the possible range ({reached})",
        "corrigez range:, ou les points",
        "correct range:, or the points",
    ),
    "IRDP-Q054": Entry(
        "plusieurs scores de bande sont « main » pour le même score",
        "several band scores are “main” for the same score",
        "gardez main: true sur un seul",
        "keep main: true on one only",
    ),
    "IRDP-Q055": Entry(
        "les bandes « detected » ne forment pas un bloc du côté défavorable",
        "the “detected” bands are not one block on the unfavourable side",
        "marquez toutes les bandes à partir d'un seuil, dans le sens de direction:",
        "mark all the bands from one cut-off on, along direction:",
    ),
    "IRDP-Q056": Entry(
        "un terme de cette somme peut être non applicable : une somme sur moins de termes se lirait comme un score plus bas",
        "a term of this sum can be not applicable: a sum over fewer terms would read as a lower score",
        "donnez des points à not_applicable, ou écrivez not_applicable: leave_out ou as_missing",
        "give points to not_applicable, or write not_applicable: leave_out or as_missing",
    ),
    "IRDP-Q060": Entry(
        "{name} est figé dans LOCK avec un autre contenu",
        "{name} is frozen in LOCK with another content",
        "un document publié ne change plus : donnez une nouvelle version",
        "a released document never changes: give a new version",
    ),
    "IRDP-Q061": Entry(
        "{name} n'est pas dans LOCK",
        "{name} is not in LOCK",
        "ajoutez-le : irdp lock",
        "add it: irdp lock",
    ),
    "IRDP-Q062": Entry(
        "le statut « published » demande que tous les nombres soient vérifiés ; source non vérifiée : {name}",
        "status “published” needs every number verified; source not verified: {name}",
        "vérifiez la source, ou gardez le statut research",
        "verify the source, or keep status research",
    ),
    "IRDP-Q063": Entry(
        "source inconnue : {name}",
        "unknown source: {name}",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-Q064": Entry(
        "l'item « {name} » est défini autrement dans un autre questionnaire lu ici",
        "the item “{name}” is defined otherwise in another questionnaire read here",
        "même type, mêmes codes, bornes, décimales et unité ; ou un autre identifiant",
        "same type, codes, bounds, decimals and unit; or another id",
    ),
    "IRDP-Q065": Entry(
        "une politique ne lit pas de score collectif : {name}",
        "a policy does not read a collective score: {name}",
        "retirez-le de la condition",
        "take it out of the condition",
    ),
    "IRDP-Q066": Entry(
        "le statut de la politique dépasse celui de {name}",
        "the status of the policy is above that of {name}",
        "une politique n'est jamais plus sûre que ce qu'elle lit",
        "a policy is never surer than what it reads",
    ),
    "IRDP-Q067": Entry(
        "proposition inconnue : {name}",
        "unknown proposal: {name}",
        "{suggest}",
        "{suggest}",
    ),
    "IRDP-Q068": Entry(
        "default et undetermined doivent être deux propositions distinctes",
        "default and undetermined must be two distinct proposals",
        "une situation indéterminée ne se lit pas comme la situation ordinaire",
        "an undetermined situation does not read as the ordinary one",
    ),
    "IRDP-Q069": Entry(
        "un cas attend une sortie qui n'existe pas : {name}",
        "a case expects an output that does not exist: {name}",
        "{suggest}",
        "{suggest}",
    ),
}
