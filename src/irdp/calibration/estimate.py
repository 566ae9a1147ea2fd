"""One estimate: a number that never travels without its interval and its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Literal, Self

from irdp.calibration.options import check_option
from irdp.calibration.result import Result
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.text import Lang, Text


class Reason(StrEnum):
    """Why a number or its interval is not defined: a closed list."""

    ONE_CLASS = "one_class"
    CONSTANT_SCORE = "constant_score"
    SEPARATION = "separation"
    DEGENERATE_INTERVAL = "degenerate_interval"
    ZERO_CELL = "zero_cell"
    TOO_FEW_EVENTS = "too_few_events"
    TOO_FEW_SERVICES = "too_few_services"
    EXTREME_PROBABILITY = "extreme_probability"
    BEYOND_FOLLOW_UP = "beyond_follow_up"
    LOW_CENSORING_WEIGHT = "low_censoring_weight"
    EMPTY_BIN = "empty_bin"
    NOT_MONOTONE = "not_monotone"
    SUPPRESSED = "suppressed"

    @property
    def text(self) -> Text:
        """The reason in words, French and English."""
        return _REASON_TEXTS[self]


_REASON_TEXTS: dict[Reason, Text] = {
    Reason.ONE_CLASS: Text(
        "une seule classe : aucun événement ou que des événements",
        "one class only: no event or nothing but events",
    ),
    Reason.CONSTANT_SCORE: Text(
        "le score est le même pour tous", "the score is the same for all"
    ),
    Reason.SEPARATION: Text(
        "un seuil sépare parfaitement les événements des non-événements",
        "a threshold separates events from non-events perfectly",
    ),
    Reason.DEGENERATE_INTERVAL: Text(
        "l'erreur standard est nulle : l'intervalle n'a pas de sens",
        "the standard error is zero: the interval means nothing",
    ),
    Reason.ZERO_CELL: Text(
        "une case du tableau est vide", "a cell of the table is empty"
    ),
    Reason.TOO_FEW_EVENTS: Text("trop peu d'événements", "too few events"),
    Reason.TOO_FEW_SERVICES: Text("trop peu de services", "too few services"),
    Reason.EXTREME_PROBABILITY: Text(
        "un risque prédit vaut 0 ou 1", "a predicted risk is 0 or 1"
    ),
    Reason.BEYOND_FOLLOW_UP: Text(
        "l'horizon dépasse la durée de suivi", "the horizon exceeds the follow-up"
    ),
    Reason.LOW_CENSORING_WEIGHT: Text(
        "trop peu de personnes encore suivies à l'horizon",
        "too few persons still followed at the horizon",
    ),
    Reason.EMPTY_BIN: Text("un groupe est vide", "a group is empty"),
    Reason.NOT_MONOTONE: Text(
        "le risque ne croît pas avec le score",
        "the risk does not increase with the score",
    ),
    Reason.SUPPRESSED: Text(
        "masqué : effectif trop petit", "hidden: the count is too small"
    ),
}

CIMethod = Literal[
    "auto", "wald", "profile", "logit", "newcombe", "log", "exact", "wilson",
    "jeffreys", "bootstrap", "none",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CI:
    """How intervals are made.

    Parameters
    ----------
    method
        `auto` takes the default of each estimate, which names it in `method`.
    level
        Two-sided coverage, between 0 and 1 exclusive.
    n_boot
        Replicates, where an interval is bootstrapped.
    seed
        Seed of the replicates: same seed, same bytes.

    Raises
    ------
    CallError
        Where the level or the number of replicates is impossible.

    Examples
    --------
    >>> round(CI().z, 6)
    1.959964
    """

    method: CIMethod = "auto"
    level: float = 0.95
    n_boot: int = 2000
    seed: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.level < 1 or self.n_boot < 1 or self.seed < 0:
            raise CallError(diagnose("IRDP-K012"))

    def choose(self, *allowed: str) -> str:
        """Return the method to use, the first of `allowed` where it is `auto`.

        Raises
        ------
        CallError
            Where the method is not one that this estimate has.
        """
        if self.method == "auto":
            return allowed[0]
        check_option("ci", self.method, allowed)
        return self.method

    @property
    def z(self) -> float:
        """The standard normal quantile of the level."""
        return NormalDist().inv_cdf(0.5 + self.level / 2)


@dataclass(frozen=True, slots=True)
class Estimate(Result):
    """A number with its interval, its method, its base and its warnings.

    Parameters
    ----------
    value, lo, hi, se
        The estimate, its limits and its standard error; NaN where not defined.
    level, method
        Coverage and name of the method of the interval.
    n, events
        Persons (or sum of weights) and events that it rests on.
    reason
        Why the value, or else its interval, is NaN; `None` where neither is.
    warnings
        Machine-readable remarks, `name` or `name=number`.

    Examples
    --------
    >>> print(Estimate(0.8614, lo=0.8219, hi=0.8993, method="logit"))
    0.861 (0.822 to 0.899)
    >>> print(Estimate.undefined(Reason.ONE_CLASS, n=8, events=0))
    NaN [one_class]
    """

    value: float
    lo: float = math.nan
    hi: float = math.nan
    se: float = math.nan
    level: float = 0.95
    method: str = ""
    n: float = 0
    events: float = 0
    reason: Reason | None = None
    warnings: tuple[str, ...] = ()

    @classmethod
    def undefined(
        cls,
        reason: Reason,
        *,
        n: float = 0,
        events: float = 0,
        method: str = "",
        warnings: tuple[str, ...] = (),
    ) -> Self:
        """Return a NaN that says why."""
        return cls(
            math.nan,
            method=method,
            n=n,
            events=events,
            reason=reason,
            warnings=warnings,
        )

    @property
    def defined(self) -> bool:
        """Whether the value is a number (it may be infinite)."""
        return not math.isnan(self.value)

    def __float__(self) -> float:
        return self.value

    def show(self, lang: Lang = "fr", decimals: int = 3) -> str:
        """Return the value and its interval as text, the reason where one is NaN.

        Examples
        --------
        >>> Estimate(0.8614, lo=0.8219, hi=0.8993).show("fr", 2)
        '0,86 (0,82 à 0,90)'
        """
        why = f" [{self.reason}]" if self.reason else ""
        if math.isnan(self.value):
            return f"NaN{why}"
        parts = [f"{v:.{decimals}f}" for v in (self.value, self.lo, self.hi)]
        # −0.000 is 0.000.
        parts = [p.removeprefix("-") if float(p) == 0 else p for p in parts]
        value, lo, hi = (p.replace(".", ",") if lang == "fr" else p for p in parts)
        if math.isnan(self.lo) and math.isnan(self.hi):
            return f"{value}{why}"
        return f"{value} ({lo} {'à' if lang == 'fr' else 'to'} {hi}){why}"

    def __str__(self) -> str:
        return self.show("en")
