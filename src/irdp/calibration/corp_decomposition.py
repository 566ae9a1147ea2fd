"""CORP: the mean score split into miscalibration, discrimination, uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.options import check_option
from irdp.calibration.pava import pava
from irdp.calibration.resampling import Bootstrap, bootstrap
from irdp.calibration.result import Result
from irdp.calibration.risks import as_risks

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats
    from irdp.calibration.replicates import Draw
    from irdp.calibration.risks import RiskCounts

Loss = Callable[["Floats", "Floats", "Floats"], "Floats"]
Score = Literal["brier", "log_loss"]


PARTS = ("mean_score", "mcb", "dsc", "unc")


@dataclass(frozen=True, slots=True)
class Corp(Result):
    """The CORP decomposition: ``mean_score = mcb − dsc + unc``.

    Parameters
    ----------
    score : str
        ``"brier"`` or ``"log_loss"``.
    mean_score : Estimate
        Mean score of the predicted risks.
    mcb, dsc, unc : Estimate
        Miscalibration, discrimination, uncertainty, all >= 0; for Brier
        ``unc = ȳ(1 − ȳ)``.
    groups : int
        Steps of the isotonic fit.
    """

    score: Score
    mean_score: Estimate
    mcb: Estimate
    dsc: Estimate
    unc: Estimate
    groups: int


def corp(
    data: object,
    risk: object = None,
    *,
    score: Score = "brier",
    ci: CI | None = None,
) -> Corp:
    """Return the CORP decomposition of a mean score.

    Parameters
    ----------
    data, risk
        Counts or rows, and their risks (`as_risks`).
    score : {"brier", "log_loss"}
        The score S.
    ci : CI, optional
        Level, replicates and seed of a percentile bootstrap that repeats the isotonic
        fit; without it there is no interval.

    Notes
    -----
    c = isotonic (PAVA) fit on the distinct risks. MCB = S(p) − S(c),
    DSC = S(ȳ) − S(c), UNC = S(ȳ). A risk of 0 or 1 that is contradicted makes the
    log-loss infinite: ``extreme_probability``.

    References
    ----------
    Dimitriadis, Gneiting & Jordan (2021), doi:10.1073/pnas.2016191118.

    Examples
    --------
    >>> y, p = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1], [.1, .1, .1, .1, .3, .3, .3, .5, .5, .9]
    >>> found = corp(y, p)
    >>> [round(float(part), 6) for part in (found.mcb, found.dsc, found.unc)]
    [0.010333, 0.048333, 0.24]
    """
    check_option("score", score, get_args(Score))
    counts = as_risks(data, risk)
    loss = _brier if score == "brier" else _log_loss
    fitted = pava(counts.n, counts.events)
    values = _parts(loss, counts.p, (counts.n, counts.events), fitted)
    drawn = None
    if ci is not None and ci.method != "none":
        drawn = bootstrap(counts, {"parts": partial(_replicate, loss)}, ci=ci)
    made = {
        name: _estimate(float(values[i]), counts, ci or CI(), _only(drawn, i))
        for i, name in enumerate(PARTS)
    }
    return Corp(score=score, **made, groups=int(np.unique(fitted).size))


def _parts(
    loss: Loss, p: Floats, data: tuple[Floats, Floats], fitted: Floats
) -> Floats:
    """Return mean score, MCB, DSC and UNC."""
    n, events = data
    total = n.sum()
    share = np.full(p.shape, events.sum() / total)
    of_p, of_c, of_share = (
        float(loss(c, n, events).sum() / total) for c in (p, fitted, share)
    )
    return np.array([of_p, max(of_p - of_c, 0.0), max(of_share - of_c, 0.0), of_share])


def _replicate(loss: Loss, draw: Draw) -> Floats:
    """Return the parts of each replicate, the isotonic fit made again."""
    rows = []
    for n, events in zip(draw.n, draw.events, strict=True):
        rows.append(_parts(loss, draw.p, (n, events), pava(n, events)))
    return np.array(rows)


def _only(drawn: Bootstrap | None, i: int) -> Bootstrap | None:
    """Return the replicates of one part."""
    if drawn is None:
        return None
    return replace(drawn, values={"part": drawn.values["parts"][:, i]})


def _estimate(
    value: float, counts: RiskCounts, ci: CI, drawn: Bootstrap | None
) -> Estimate:
    """Return one part, with its interval if it was resampled."""
    reason = None if np.isfinite(value) else Reason.EXTREME_PROBABILITY
    point = Estimate(value, level=ci.level, method="none", reason=reason, **counts.base)
    if drawn is None or reason is not None:
        return point
    return drawn.interval("part", point, ci.level)


def _brier(c: Floats, n: Floats, events: Floats) -> Floats:
    """Return the sum of squared errors at each risk."""
    return events * (1.0 - c) ** 2 + (n - events) * c**2


def _log_loss(c: Floats, n: Floats, events: Floats) -> Floats:
    """Return the sum of −log likelihood at each risk, 0·ln 0 = 0."""
    from scipy.special import xlog1py, xlogy  # noqa: PLC0415 - keeps the import light

    loss: Floats = -xlogy(events, c) - xlog1py(n - events, -c)
    return loss
