"""The workers and establishments of a fictitious service."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SECTIONS = {
    "10.71C": 0.06, "25.62B": 0.08, "41.20A": 0.05, "43.34Z": 0.08, "47.11F": 0.14,
    "49.41A": 0.07, "56.10A": 0.08, "62.01Z": 0.06, "64.19Z": 0.04, "70.22Z": 0.05,
    "78.20Z": 0.05, "81.21Z": 0.06, "86.10Z": 0.08, "87.10A": 0.05, "88.10A": 0.04,
    "02.20Z": 0.01,
}  # fmt: skip
OCCUPATIONS = {"38": 0.18, "46": 0.25, "55": 0.29, "63": 0.2, "67": 0.07, "": 0.01}
AREAS = {"nord": 0.5, "sud": 0.3, "est": 0.2}
TURNOVER = 0.12


@dataclass(frozen=True, slots=True)
class People:
    """One entry per worker, whether still followed or not."""

    key: np.ndarray
    entry: np.ndarray
    leave: np.ndarray
    born: np.ndarray
    sex: np.ndarray
    establishment: np.ndarray
    size: np.ndarray
    naf: np.ndarray
    pcs: np.ndarray
    area: np.ndarray
    risk: np.ndarray


def pick(rng: np.random.Generator, shares: dict[str, float], n: int) -> np.ndarray:
    """Draw `n` codes with the given shares: ndarray of object."""
    weights = np.array(list(shares.values()))
    codes = np.array(list(shares), dtype=object)
    drawn: np.ndarray = rng.choice(codes, size=n, p=weights / weights.sum())
    return drawn


def happens(
    rng: np.random.Generator, n: int | tuple[int, ...], share: float | np.ndarray
) -> np.ndarray:
    """Draw whether something happens, with the given chance: ndarray of bool."""
    drawn: np.ndarray = rng.random(n) < share
    return drawn


def draw_people(
    rng: np.random.Generator, n_workers: int, years: tuple[int, int]
) -> People:
    """Draw those followed on the first day and those who come later."""
    first = np.datetime64(f"{years[0]}-01-01")
    days = int((np.datetime64(f"{years[1] + 1}-01-01") - first).astype(int))
    newcomers = int(n_workers * TURNOVER * days / 365)
    n = n_workers + newcomers
    offset = np.where(
        np.arange(n) < n_workers,
        -rng.integers(1, 15 * 365, n),
        rng.integers(0, days, n),
    )
    stay = rng.exponential(365 / TURNOVER, n).astype(np.int64)
    last = np.maximum(offset, 0) + stay
    leave = np.where(last < days, first + last, np.datetime64("NaT", "D"))
    establishment, size = _establishments(rng, n_workers, n)
    born = years[0] - np.clip(rng.normal(41, 11.5, n), 17, 66).astype(np.int64)
    pcs = pick(rng, OCCUPATIONS, n)
    manual = np.isin(pcs, ["63", "67"])
    age = years[0] - born
    risk = rng.normal(0, 1, n) + 0.035 * (age - 40) + 0.6 * manual
    naf = pick(rng, SECTIONS, int(establishment.max()) + 1)
    area = pick(rng, AREAS, int(establishment.max()) + 1)
    keys = rng.permutation(n)
    return People(
        key=np.array([f"S{k:07d}" for k in keys], dtype=object),
        entry=first + offset,
        leave=leave,
        born=born,
        sex=pick(rng, {"f": 0.47, "h": 0.53}, n),
        establishment=np.array([f"E{e:06d}" for e in establishment], dtype=object),
        size=size,
        naf=naf[establishment],
        pcs=pcs,
        area=area[establishment],
        risk=risk,
    )


def _establishments(
    rng: np.random.Generator, n_workers: int, n: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return each worker's establishment and its size: most are small."""
    sizes: list[int] = []
    while sum(sizes) < n_workers:
        drawn = np.ceil(rng.lognormal(0.84, 1.5, 1 + n_workers // 20))
        sizes += np.minimum(drawn, max(10, n_workers // 10)).astype(int).tolist()
    size = np.array(sizes)
    upto = np.cumsum(size)
    n_kept = int(np.searchsorted(upto, n_workers)) + 1
    places = np.repeat(np.arange(n_kept), size[:n_kept])
    places = np.concatenate([places, rng.choice(places, n)])[:n]
    return places, size[places]
