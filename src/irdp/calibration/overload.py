"""How often a batch brings more flagged persons than there are places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.calibration.result import Result
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MIN_BATCHES = 2


@dataclass(frozen=True, slots=True)
class Overload(Result):
    """The probability that a batch overflows.

    Parameters
    ----------
    probability : float
        P(X > places).
    model : str
        ``"binomial"`` or ``"beta_binomial"``.
    arrivals, places : int
        Persons per batch, places per batch.
    flag_rate : float
        Share of the persons who are flagged.
    rho : float
        Correlation inside a batch; 0 for the binomial.
    """

    probability: float
    model: str
    arrivals: int
    places: int
    flag_rate: float
    rho: float


def overload_probability(
    *,
    arrivals: int,
    places: int,
    flag_rate: float | None = None,
    flagged_per_batch: ArrayLike | None = None,
) -> Overload:
    """Return P(X > places) for X flagged out of `arrivals`.

    Parameters
    ----------
    arrivals : int
        Persons per batch N.
    places : int
        Places per batch K.
    flag_rate : float, optional
        Share flagged, in [0, 1]: X ~ Bin(N, flag_rate).
    flagged_per_batch : array-like of shape (n_batches,), optional
        Flagged persons in past batches of `arrivals` persons each: the share and,
        where the batches vary more than a binomial, the over-dispersion.

    Notes
    -----
    ρ = [s²/(Nπ(1−π)) − 1]/(N − 1) with the variance s² (divisor n − 1) of the batch
    counts; ρ > 0: beta-binomial with α = π(1/ρ − 1), β = (1 − π)(1/ρ − 1); else
    binomial.

    Examples
    --------
    >>> round(overload_probability(arrivals=50, places=5, flag_rate=0.1).probability, 6)
    0.383877
    """
    from scipy.stats import betabinom, binom  # noqa: PLC0415 - keeps the import light

    rate, rho = flag_rate, 0.0
    if flagged_per_batch is not None:
        seen = np.asarray(flagged_per_batch, np.float64)
        if (
            seen.ndim != 1
            or seen.size < MIN_BATCHES
            or not np.all((seen >= 0) & (seen <= arrivals))
        ):
            raise CallError(diagnose("IRDP-K078", arrivals=arrivals))
        rate = float(seen.mean() / arrivals) if rate is None else rate
        spread = arrivals * rate * (1.0 - rate)
        if spread > 0 and arrivals > 1:
            rho = float((seen.var(ddof=1) / spread - 1.0) / (arrivals - 1))
    if rate is None or not 0.0 <= rate <= 1.0 or arrivals < 1 or places < 0:
        raise CallError(diagnose("IRDP-K078", arrivals=arrivals))
    if 0.0 < rho < 1.0:
        a, b = rate * (1.0 / rho - 1.0), (1.0 - rate) * (1.0 / rho - 1.0)
        tail, model = betabinom.sf(places, arrivals, a, b), "beta_binomial"
    else:
        rho, tail, model = 0.0, binom.sf(places, arrivals, rate), "binomial"
    return Overload(float(tail), model, arrivals, places, rate, rho)
