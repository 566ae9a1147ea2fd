"""CORP: the mean score split into miscalibration, discrimination, uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from irdp.calibration.options import check_option
from irdp.calibration.pava import pava
from irdp.calibration.result import Result
from irdp.calibration.risks import as_risks

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats

Score = Literal["brier", "log_loss"]


@dataclass(frozen=True, slots=True)
class Corp(Result):
    """The CORP decomposition: ``mean_score = mcb − dsc + unc``.

    Parameters
    ----------
    score : str
        ``"brier"`` or ``"log_loss"``.
    mean_score : float
        Mean score of the predicted risks.
    mcb, dsc, unc : float
        Miscalibration, discrimination, uncertainty, all >= 0; for Brier
        ``unc = ȳ(1 − ȳ)``.
    groups : int
        Steps of the isotonic fit.
    n, events : float
        Persons and events.
    warnings : tuple of str
        ``extreme_probability`` where a risk of 0 or 1 was contradicted, which makes
        the log-loss infinite.
    """

    score: Score
    mean_score: float
    mcb: float
    dsc: float
    unc: float
    groups: int
    n: float
    events: float
    warnings: tuple[str, ...] = ()


def corp(data: object, risk: object = None, *, score: Score = "brier") -> Corp:
    """Return the CORP decomposition of a mean score.

    Parameters
    ----------
    data, risk
        Counts or rows, and their risks (`as_risks`).
    score : {"brier", "log_loss"}
        The score S.

    Notes
    -----
    c = isotonic (PAVA) fit on the distinct risks. MCB = S(p) − S(c),
    DSC = S(ȳ) − S(c), UNC = S(ȳ).

    References
    ----------
    Dimitriadis, Gneiting & Jordan (2021), doi:10.1073/pnas.2016191118.

    Examples
    --------
    >>> y, p = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1], [.1, .1, .1, .1, .3, .3, .3, .5, .5, .9]
    >>> found = corp(y, p)
    >>> round(found.mcb, 6), round(found.dsc, 6), round(found.unc, 6)
    (0.010333, 0.048333, 0.24)
    """
    check_option("score", score, get_args(Score))
    counts = as_risks(data, risk)
    fitted = pava(counts.n, counts.events)
    share = np.full(counts.p.shape, counts.total_events / counts.total)
    loss = _brier if score == "brier" else _log_loss
    of_p, of_c, of_share = (
        float(loss(c, counts.n, counts.events).sum() / counts.total)
        for c in (counts.p, fitted, share)
    )
    return Corp(
        score=score,
        mean_score=of_p,
        mcb=max(of_p - of_c, 0.0),
        dsc=max(of_share - of_c, 0.0),
        unc=of_share,
        groups=int(np.unique(fitted).size),
        n=counts.total,
        events=counts.total_events,
        warnings=() if np.isfinite(of_p) else ("extreme_probability",),
    )


def _brier(c: Floats, n: Floats, events: Floats) -> Floats:
    """Return the sum of squared errors at each risk."""
    return events * (1.0 - c) ** 2 + (n - events) * c**2


def _log_loss(c: Floats, n: Floats, events: Floats) -> Floats:
    """Return the sum of −log likelihood at each risk, 0·ln 0 = 0."""
    from scipy.special import xlog1py, xlogy  # noqa: PLC0415 - keeps the import light

    loss: Floats = -xlogy(events, c) - xlog1py(n - events, -c)
    return loss
