"""The seeded population of the demonstration index, and what the index does on it.

The shares are those of the design of the index: age 50 and more 31 %, sick leave of more
than 7 days 35 %, mental disorder 6 % / 20 % without / with sick leave, diagnosed
musculoskeletal disorder 13 %, pain 38 % of those without one, work ability 0-5 5 % / 19 %
without / with sick leave, 6-7 15 %. They are assumptions, not data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.loading import load
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.text import Lang

SEED, SIZE = 20261121, 200_000
REFERENCE = "demo_irdp@0.1.0"
RISK, PREDICTOR = "risque", "lp"
_QUANTILES = {"median": 0.5, "p85": 0.85, "p95": 0.95, "p99": 0.99}
_LOW, _MIDDLE, _TOP = 5, 7, 10  # work ability: 0-5, 6-7, 8-10
_SENIOR, _LEAST, _MOST = 50, 18, 64


@dataclass(frozen=True, slots=True)
class Population:
    """What the demonstration index does on its seeded population.

    Parameters
    ----------
    n, seed
        How many visits, and the seed they come from.
    levels
        The mean effect of each input, in the units of its coefficients: what a
        missing input is given.
    mean, quantiles, greatest
        Of the risk, in [0, 1].
    auc
        The area under the ROC curve if the index were exactly true.
    events
        The expected share of the events among those with the greatest risks, by the
        share of the visits.
    """

    n: int
    seed: int
    levels: Mapping[str, float]
    mean: float
    quantiles: Mapping[str, float]
    greatest: float
    auc: float
    events: Mapping[float, float]

    def render(self, lang: Lang = "fr") -> str:
        """Return the figures as lines of text."""
        head = Text(
            f"Population synthétique : {self.n} visites, graine {self.seed}. Hypothèses, "
            "non données.",
            f"Synthetic population: {self.n} visits, seed {self.seed}. Assumptions, "
            "not data.",
        )
        lines = [head.get(lang)]
        levels = Text("Effet moyen d'une entrée (niveau si elle manque)",
                      "Mean effect of an input (level where it is missing)")  # fmt: skip
        lines.append(levels.get(lang))
        lines += [f"  {name:22}{_shown(v, 4, lang)}" for name, v in self.levels.items()]
        risks = {"mean": self.mean, **self.quantiles, "max": self.greatest}
        lines.append(
            Text("Probabilité de démonstration", "Demonstration risk").get(lang)
        )
        lines += [
            f"  {_NAMES[name].get(lang):22}{_shown(100 * v, 2, lang)} %"
            for name, v in risks.items()
        ]
        words = Text(
            "AUC, si l'indice était exactement vrai", "AUC, were it exactly true"
        )
        lines.append(f"{words.get(lang)} : {_shown(self.auc, 3, lang)}")
        for share, events in self.events.items():
            words = Text(
                f"Événements attendus parmi les {share:.0%} de risques les plus hauts",
                f"Events expected among the {share:.0%} of greatest risks",
            )
            lines.append(f"{words.get(lang)} : {_shown(100 * events, 0, lang)} %")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "n": self.n,
            "seed": self.seed,
            "levels": dict(self.levels),
            "mean": self.mean,
            "quantiles": dict(self.quantiles),
            "max": self.greatest,
            "auc": self.auc,
            "events": {f"{share:g}": v for share, v in self.events.items()},
        }


_NAMES = {
    "mean": Text("moyenne", "mean"),
    "median": Text("médiane", "median"),
    "p85": Text("85e centile", "85th percentile"),
    "p95": Text("95e centile", "95th percentile"),
    "p99": Text("99e centile", "99th percentile"),
    "max": Text("maximum", "maximum"),
}


def draw_inputs(rng: np.random.Generator, n: int) -> dict[str, np.ndarray]:
    """Draw the six inputs of the demonstration index for `n` visits, none missing.

    Returns
    -------
    dict of ndarray of shape (n,)
        Whole numbers and truths, by item.

    Examples
    --------
    >>> draws = draw_inputs(np.random.default_rng(1), 50_000)
    >>> round(float((draws["age"] >= 50).mean()), 2)
    0.31
    """
    old = rng.random(n) < 0.31  # noqa: PLR2004 - a share of the design
    age = np.where(
        old,
        rng.integers(_SENIOR, _MOST + 1, n),
        rng.integers(_LEAST, _SENIOR, n),
    )
    leave = rng.random(n) < 0.35  # noqa: PLR2004
    mental = rng.random(n) < np.where(leave, 0.20, 0.06)
    disorder = rng.random(n) < 0.13  # noqa: PLR2004
    pain = rng.random(n) < 0.38  # noqa: PLR2004
    low = np.where(leave, 0.19, 0.05)
    drawn = rng.random(n)
    ability = np.where(
        drawn < low,
        _LOW - np.minimum(rng.geometric(0.45, n) - 1, _LOW),
        np.where(
            drawn < low + 0.15,
            rng.integers(_LOW + 1, _MIDDLE + 1, n),
            rng.integers(_MIDDLE + 1, _TOP + 1, n),
        ),
    )
    return {
        "age": age,
        "arret_plus_7j_3ans": leave,
        "trouble_mental": mental,
        "tms_diagnostique": disorder,
        "douleur_tms": pain,
        "WAI1": ability,
    }


def population(n: int = SIZE, *, seed: int = SEED) -> Population:
    """Return what the demonstration index does on its seeded population.

    Parameters
    ----------
    n
        How many visits, >= 100.
    seed
        Of the random numbers.
    """
    from sklearn.metrics import roc_auc_score  # noqa: PLC0415 - heavy, for this alone

    inputs = draw_inputs(np.random.default_rng(seed), n)
    risk = _score(inputs, RISK)
    truth = np.repeat([1, 0], n)
    weights = np.concatenate([risk, 1 - risk])
    auc = roc_auc_score(truth, np.tile(risk, 2), sample_weight=weights)
    falling = np.sort(risk)[::-1]
    return Population(
        n=n,
        seed=seed,
        levels=_levels(inputs),
        mean=float(risk.mean()),
        quantiles={q: float(np.quantile(risk, at)) for q, at in _QUANTILES.items()},
        greatest=float(risk.max()),
        auc=float(auc),
        events={
            share: float(falling[: round(share * n)].sum() / risk.sum())
            for share in (0.05, 0.15)
        },
    )


def _score(inputs: Mapping[str, np.ndarray], output: str) -> np.ndarray:
    found: np.ndarray = load(REFERENCE).score(dict(inputs)).values(output)
    return found


def _levels(inputs: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Return the mean effect of each input: its part of the linear predictor.

    The effect of an input is what the predictor loses where that input alone is put at
    its reference: no second copy of the coefficients is kept here. Pain counts without
    a diagnosis only, so that it is taken out where the diagnosis is looked at.
    """
    reference: dict[str, Any] = {"age": _LEAST, "WAI1": _TOP}
    out = {}
    for name, column in inputs.items():
        base = dict(inputs)
        if name == "tms_diagnostique":
            base["douleur_tms"] = np.zeros_like(inputs["douleur_tms"])
        without = {**base, name: np.full_like(column, reference.get(name, False))}
        effect = _score(base, PREDICTOR) - _score(without, PREDICTOR)
        out[name] = float(effect.mean())
    return out


def _shown(value: float, decimals: int, lang: Lang) -> str:
    text = f"{value:.{decimals}f}"
    return text.replace(".", ",") if lang == "fr" else text
