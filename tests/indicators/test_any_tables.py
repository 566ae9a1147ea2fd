"""Whatever the tables hold, the indicators answer and hide what is small."""

from hypothesis import given, settings
from hypothesis import strategies as st

from irdp.disclosure import intervals
from irdp.indicators import Instrument, Options, compute

INSTRUMENTS = {
    "i": Instrument(status="s", band="b", detected={"forte"}, version="v"),
    "j": Instrument(status="t", band="c", detected={"Q5"}, eligible="e"),
}
EVERY = Options(
    naf_version="rev2",
    dimensions=("naf", "pcs", "taille", "etablissement", "naf_taille"),
)
DAYS = ["2025-11-30", "2026-01-01", "2026-02-15", "2026-03-01", "2026-12-31", None, "?"]
KEYS = ["A", "B", "C", "D", "E", "F", None]
TRUTHS = ["oui", "non", "inconnu", None]


def rows(**columns):
    """Draw a table: a list of rows, each with one of the values of each column."""
    one = st.fixed_dictionaries({n: st.sampled_from(v) for n, v in columns.items()})
    return st.lists(one, max_size=25).map(
        lambda drawn: {name: [row[name] for row in drawn] for name in columns}
    )


VISITS = rows(
    id_visite=[*range(12), None],
    cle_salarie=KEYS,
    date=DAYS,
    type=["vip", "mi_carriere|vip", "prereprise", "reprise", "liaison", "x", "", None],
    s=["ok", "ok", "prorated", "too_few_answers", "", "etat_inconnu", None],
    b=["forte", "faible", "", None],
    v=["1", "2", ""],
    t=["ok", "out_of_population", None],
    c=["Q5", "Q1", None],
    e=TRUTHS,
    avis_inaptitude=TRUTHS,
    arret_debut=DAYS,
    arret_motif=["maternite", "autre", None],
    demandeur=["salarie", "employeur", "?", None],
    professionnel=["medecin_travail", "idest", None],
    spsti_present=TRUTHS,
    prereprise_sans_mesure=TRUTHS,
    etablissement=["X", "Y", ""],
    effectif=[0, 5, 60, None],
    naf=["62.01Z", "1E5", "", "Z"],
    pcs=["38", "67", "9", None],
    annee_naissance=[1960, 1981, 1982, None],
)
ORIENTATIONS = rows(
    cle_salarie=KEYS,
    date=DAYS,
    sens=["vers", "depuis", "ailleurs", None],
    partenaire=["cellule_pdp", "cpam", "voisin", None],
    id_visite=[1, 2, 99, None],
)
SUIVIS = rows(
    cle_salarie=KEYS,
    date_entree=DAYS,
    date_sortie=DAYS,
    annee_naissance=[1960, 1981, 1983, None],
    etablissement=["X", "Y", None],
)
DOSSIERS = rows(
    id_dossier=[1, 2, 3, 4, None],
    cle_salarie=KEYS,
    ouverture=DAYS,
    cloture=DAYS,
    typologie=["tms", "tms|psychique", "", None],
    demandeur=["salarie", "voisin", None],
    dispositifs=["fipu|crpe", "aide_agefiph", "autre_chose", "", None],
    dispositifs_debut=["2026-02-01", "2026-02-01|?", "", None],
    dispositifs_depot=["2026-02-01|2026-03-01", "", None],
    dispositifs_accord=["2026-05-01", "", None],
    orientation_le=DAYS,
    situation_3m=["formation", "?", None],
    situation_3m_le=DAYS,
    situation_6m=["arret", None],
    situation_12m=[None],
    reunion_partenariale=TRUTHS,
    parcours_partage=TRUTHS,
    temps_h_idest=[0, 1.25, None, "beaucoup"],
)


@given(
    visites=VISITS, orientations=ORIENTATIONS, suivis=SUIVIS, dossiers=DOSSIERS,
    zero_is_safe=st.booleans(),
)  # fmt: skip
@settings(deadline=None, max_examples=5)
def test_any_tables(visites, orientations, suivis, dossiers, zero_is_safe):
    options = Options(
        naf_version="rev2", dimensions=EVERY.dimensions, zero_is_safe=zero_is_safe
    )
    given = {
        "orientations": orientations,
        "suivis": suivis,
        "dossiers": dossiers,
        "period": 2026,
        "instruments": INSTRUMENTS,
        "options": options,
    }
    whole = compute(visites, audience="soignant", **given)
    for row in whole.rows:
        assert row.value is None or row.value >= 0
        assert row.kind != "share" or row.value is None or row.value <= 1
        assert row.display()
    table = compute(visites, k=5, **given)
    for row in table.rows:
        if row.unit == "personnes" and row.kind == "count":
            assert row.value in {"supprime", 0} or row.value >= 5
    found = intervals(table.published.cells, table.published.sums)
    for name, interval in found.items():
        assert name in table.published.latent or not interval.reveals(5)
