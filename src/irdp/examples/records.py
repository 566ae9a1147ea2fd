"""The visits of a fictitious service, with the scores of two instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.examples.people import People, happens, pick

if TYPE_CHECKING:
    Columns = dict[str, np.ndarray]

NAT = np.datetime64("NaT", "D")
# Mean number a year of each kind of event per worker followed.
YEARLY = {
    "vip": 0.21, "sir": 0.09, "reprise": 0.055, "prereprise": 0.029,
    "demande_medecin": 0.035, "demande_salarie": 0.025, "demande_employeur": 0.012,
    "liaison": 0.0025,
}  # fmt: skip
_BEFORE = list(YEARLY).index("prereprise")
REQUESTERS = {
    "salarie": 0.42, "medecin_travail": 0.2, "medecin_traitant": 0.27,
    "medecin_conseil": 0.07, "autre": 0.02, "employeur": 0.004, "": 0.016,
}  # fmt: skip
BANDS = {
    "demo_irdp.risque": ((0.8, 2.0), ("faible", "intermediaire", "forte")),
    "epices.score": ((-1.0, -0.2, 0.4, 1.4), ("Q1", "Q2", "Q3", "Q4", "Q5")),
}
FOLLOWED = 0.6  # visits before return that a return examination follows
UNFIT = {"reprise": 0.084, "prereprise": 0.0, "demande_medecin": 0.036,
         "demande_salarie": 0.036, "demande_employeur": 0.036}  # fmt: skip


def draw_visits(
    rng: np.random.Generator, people: People, years: tuple[int, int]
) -> tuple[Columns, np.ndarray]:
    """Draw the table `visites`; also return the latent risk behind each visit."""
    who, day, kind = _events(rng, people, years)
    n = len(who)
    age = day.astype("datetime64[Y]").astype(int) + 1970 - people.born[who]
    visit = kind != "liaison"
    usual = np.isin(kind, ["vip", "sir"])
    joined = usual & np.isin(age, [45]) & happens(rng, n, 0.7)
    types = np.where(joined, kind + "|mi_carriere", kind)
    alone = usual & np.isin(age, [43, 44, 47]) & happens(rng, n, 0.2)
    types = np.where(alone, "mi_carriere", types)
    risk = people.risk[who] + 0.9 * np.isin(kind, ["reprise", "prereprise"])
    chance = np.array([UNFIT.get(k, 0.0005) for k in kind]) * (visit & (risk > -1))
    unfit = happens(rng, n, chance)
    nurse = usual & ~unfit & happens(rng, n, 0.58)
    after_leave = np.isin(kind, ["reprise", "prereprise", "liaison"])
    leave = np.where(after_leave, rng.gamma(2.0, 60.0, n).astype(int) + 31, 0)
    known = after_leave & happens(rng, n, 0.93)
    start = np.where(known, day - leave, NAT)
    motive = pick(rng, {"maladie_accident_non_pro": 0.62, "accident_travail": 0.15,
                        "maladie_pro": 0.05, "maternite": 0.15, "": 0.03}, n)  # fmt: skip
    before = kind == "prereprise"
    table = {
        "id_visite": np.arange(1, n + 1) * 3 + 1000,
        "cle_salarie": people.key[who],
        "date": day,
        "type": types,
        "avis_inaptitude": np.where(~visit, "", np.where(unfit, "oui", "non")),
        "arret_debut": start,
        "arret_motif": np.where(after_leave, motive, ""),
        "demandeur": np.where(before, pick(rng, REQUESTERS, n), ""),
        "professionnel": np.where(
            nurse, "idest", np.where(visit, "medecin_travail", "")
        ),
        "canal": pick(
            rng, {"convocation": 0.8, "formulaire": 0.1, "telephone": 0.1}, n
        ),
        "spsti_present": _yes_no(rng, ~visit, 0.7, 0.05),
        "prereprise_sans_mesure": _yes_no(rng, before, 0.25, 0.1),
        "etablissement": people.establishment[who],
        "effectif": people.size[who],
        "naf": people.naf[who],
        "naf_version": np.full(n, "rev2", dtype=object),
        "pcs": people.pcs[who],
        "bassin": people.area[who],
        "annee_naissance": people.born[who],
        "sexe": people.sex[who],
    }
    table |= _scores(rng, "demo_irdp.risque", visit, risk + rng.normal(0, 0.5, n))
    table |= _scores(rng, "epices.score", visit & happens(rng, n, 0.3), risk)
    return {name: np.asarray(column) for name, column in table.items()}, risk


def _events(
    rng: np.random.Generator, people: People, years: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return worker, day and kind of each event, in the order of the days."""
    start = np.datetime64(f"{years[0]}-01-01")
    days = int((np.datetime64(f"{years[1] + 1}-01-01") - start).astype(int))
    who: list[np.ndarray] = []
    at: list[np.ndarray] = []
    kind: list[np.ndarray] = []
    for name, mean in YEARLY.items():
        counts = rng.poisson(mean * days / 365, len(people.key))
        persons = np.repeat(np.arange(len(people.key)), counts)
        who.append(persons)
        at.append(start + rng.integers(0, days, len(persons)))
        kind.append(np.full(len(persons), name, dtype=object))
    again = happens(rng, len(who[_BEFORE]), FOLLOWED)
    who.append(who[_BEFORE][again])
    at.append(at[_BEFORE][again] + rng.integers(8, 75, int(again.sum())))
    kind.append(np.full(int(again.sum()), "reprise", dtype=object))
    worker, day, kinds = np.concatenate(who), np.concatenate(at), np.concatenate(kind)
    here = (people.entry[worker] <= day) & ~(people.leave[worker] < day)
    here &= day < start + days
    order = np.flatnonzero(here)[np.argsort(day[here], kind="stable")]
    return worker[order], day[order], kinds[order]


def _yes_no(
    rng: np.random.Generator, where: np.ndarray, yes: float, unknown: float
) -> np.ndarray:
    """Return oui, non or inconnu where a question is asked, "" elsewhere."""
    drawn = rng.random(len(where))
    told = np.where(
        drawn < unknown, "inconnu", np.where(drawn < unknown + yes, "oui", "non")
    )
    return np.where(where, told, "").astype(object)


def _scores(
    rng: np.random.Generator, name: str, used: np.ndarray, latent: np.ndarray
) -> Columns:
    """Return the status and band columns of an instrument."""
    n = len(used)
    shares = {
        "ok": 0.8,
        "prorated": 0.1,
        "too_few_answers": 0.07,
        "invalid_input": 0.03,
    }
    status = np.where(used, pick(rng, shares, n), "")
    cuts, bands = BANDS[name]
    band = np.array(bands, dtype=object)[np.searchsorted(cuts, latent)]
    scored = np.isin(status, ["ok", "prorated"])
    return {
        f"{name}.status": status.astype(object),
        f"{name}.band": np.where(scored, band, "").astype(object),
    }
