"""The files of the PDP cell, and the referrals, of a fictitious service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from irdp.examples.people import People, happens, pick

if TYPE_CHECKING:
    Columns = dict[str, np.ndarray]

AT_RISK = 1.8
NAT = np.datetime64("NaT", "D")
TYPES = ("tms", "psychique", "cancer", "neurologique", "autre_pathologie", "social")
DEVICES = (
    "essai_encadre", "crpe", "dossier_mdph", "cep", "transition_pro", "rqth", "fipu",
    "temps_partiel_therapeutique", "aide_agefiph", "amenagement_poste",
)  # fmt: skip
ASKED_BY = {
    "medecin_travail": 0.7, "salarie": 0.15, "employeur": 0.05, "acteur_maintien": 0.08,
    "": 0.02,
}  # fmt: skip
SITUATIONS = {
    "": 0.3, "maintien_poste": 0.22, "maintien_entreprise": 0.1, "autre_emploi": 0.06,
    "formation": 0.07, "arret": 0.13, "inaptitude": 0.08, "sortie": 0.04,
}  # fmt: skip
HOURS = {
    "medecin": 1.0, "idest": 1.5, "ergonome": 1.2, "psychologue": 1.0,
    "assistant_social": 2.5, "cef": 0.8, "secretariat": 0.5,
}  # fmt: skip
PARTNERS = {
    "service_social_carsat": 0.22, "cpam": 0.15, "cap_emploi": 0.24, "agefiph": 0.08,
    "mdph": 0.15, "mife": 0.02, "cibc": 0.02, "mission_locale": 0.01, "cep": 0.04,
    "hdj_psychiatrique": 0.01, "transition_pro": 0.03, "association_x": 0.02, "": 0.01,
}  # fmt: skip


def draw_files(
    rng: np.random.Generator, visites: Columns, risk: np.ndarray, people: People
) -> Columns:
    """Draw the table `dossiers` from the visits of workers at risk."""
    chance = np.where(risk > AT_RISK, 0.13, 0.004)
    source = np.flatnonzero(happens(rng, len(risk), chance))
    n = len(source)
    opened = visites["date"][source] + rng.integers(0, 40, n)
    closed = np.where(happens(rng, n, 0.7), opened + rng.integers(20, 400, n), NAT)
    referred = np.where(happens(rng, n, 0.6), opened + rng.integers(0, 60, n), NAT)
    establishment = dict(zip(people.key, people.establishment, strict=True))
    key = visites["cle_salarie"][source]
    table: Columns = {
        "id_dossier": np.array([f"D{i:06d}" for i in rng.permutation(n)], dtype=object),
        "cle_salarie": key,
        "ouverture": opened,
        "cloture": closed,
        "typologie": _several(rng, n, TYPES, 0.28),
        "demandeur": pick(
            rng,
            {
                "medecin_travail": 0.7,
                "salarie": 0.15,
                "": 0.02,
                "employeur": 0.05,
                "acteur_maintien": 0.08,
            },
            n,
        ),
        "orientation_le": referred,
        "reunion_partenariale": pick(
            rng, {"oui": 0.2, "non": 0.75, "inconnu": 0.05}, n
        ),
        "parcours_partage": pick(rng, {"oui": 0.12, "non": 0.8, "inconnu": 0.08}, n),
        "etablissement": np.array([establishment[k] for k in key], dtype=object),
    }
    table |= _devices(rng, opened)
    for months in (3, 6, 12):
        told = np.where(np.isnat(referred), "", pick(rng, SITUATIONS, n))
        due = referred + np.timedelta64(round(30.44 * months), "D")
        table[f"situation_{months}m"] = told
        table[f"situation_{months}m_le"] = np.where(
            told == "", NAT, due + rng.integers(-25, 45, n)
        )
    for profession, mean in HOURS.items():
        hours = np.round(rng.gamma(1.2, mean, n) * 4) / 4
        table[f"temps_h_{profession}"] = np.where(happens(rng, n, 0.2), np.nan, hours)
    return table


def _several(
    rng: np.random.Generator, n: int, codes: tuple[str, ...], chance: float
) -> np.ndarray:
    """Return some of the codes for each row, joined by bars."""
    has = happens(rng, (n, len(codes)), chance)
    return np.array(
        ["|".join(c for c, h in zip(codes, row, strict=True) if h) for row in has],
        dtype=object,
    )


def _devices(rng: np.random.Generator, opened: np.ndarray) -> Columns:
    """Return the devices of each file and their dates, place by place."""
    n = len(opened)
    columns: dict[str, list[str]] = {
        name: []
        for name in (
            "dispositifs",
            "dispositifs_debut",
            "dispositifs_depot",
            "dispositifs_accord",
        )
    }
    has = happens(rng, (n, len(DEVICES)), 0.09)
    for row in range(n):
        codes = [c for c, h in zip(DEVICES, has[row], strict=True) if h]
        delays = rng.integers(0, 120, (len(codes), 3))
        known = happens(rng, (len(codes), 3), np.array([0.95, 0.9, 0.6]))
        dates: list[list[str]] = [[], [], []]
        for (begin, filed, agreed), told in zip(delays, known, strict=True):
            after = opened[row] + begin
            dates[0].append(str(after) if told[0] else "")
            dates[1].append(str(after + filed) if told[1] else "")
            accepted = told[1] and told[2]
            dates[2].append(str(after + filed + agreed) if accepted else "")
        columns["dispositifs"].append("|".join(codes))
        for name, days in zip(list(columns)[1:], dates, strict=True):
            columns[name].append("|".join(days))
    return {name: np.array(cells, dtype=object) for name, cells in columns.items()}


def draw_referrals(
    rng: np.random.Generator, visites: Columns, risk: np.ndarray, dossiers: Columns
) -> Columns:
    """Draw the table `orientations`: to the cell, to partners, from partners."""
    middle = np.array(["mi_carriere" in text for text in visites["type"]])
    chance = np.where(risk > AT_RISK, 0.12, 0.0) + 0.15 * middle
    to_cell = np.flatnonzero(happens(rng, len(risk), chance))
    named = happens(rng, len(to_cell), 0.75)
    ids = visites["id_visite"][to_cell].astype(str).astype(object)
    referred = np.flatnonzero(~np.isnat(dossiers["orientation_le"]))
    n_cell, n_partner = len(to_cell), len(referred)
    n_from = n_partner // 4
    back = rng.choice(referred, n_from, replace=False)
    n = n_cell + n_partner + n_from
    return {
        "cle_salarie": np.concatenate(
            [
                visites["cle_salarie"][to_cell],
                dossiers["cle_salarie"][referred],
                dossiers["cle_salarie"][back],
            ]
        ),
        "date": np.concatenate(
            [
                visites["date"][to_cell] + rng.integers(0, 45, n_cell),
                dossiers["orientation_le"][referred],
                dossiers["ouverture"][back],
            ]
        ),
        "sens": np.repeat(
            np.array(["vers", "depuis"], dtype=object), [n_cell + n_partner, n_from]
        ),
        "partenaire": np.concatenate(
            [
                np.full(n_cell, "cellule_pdp", dtype=object),
                pick(rng, PARTNERS, n_partner + n_from),
            ]
        ),
        "id_visite": np.concatenate(
            [np.where(named, ids, ""), np.full(n - n_cell, "", dtype=object)]
        ),
        "motif": pick(rng, {"maintien": 0.6, "formation": 0.2, "droits": 0.2}, n),
    }
