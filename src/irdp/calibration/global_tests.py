"""Global tests of calibration: Spiegelhalter; Hosmer–Lemeshow on request only."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from irdp.calibration.estimate import Reason
from irdp.calibration.hypothesis import (
    HypothesisTest,
    chi2_test,
    undefined_test,
    z_test,
)
from irdp.calibration.quantiles import person_quantile
from irdp.calibration.result import Result
from irdp.calibration.risks import as_risks
from irdp.errors import CallError
from irdp.messages import diagnose


def spiegelhalter(
    data: object, risk: object = None, *, sample_weight: object = None
) -> HypothesisTest:
    """Return Spiegelhalter's (1986) test that the risks are right as they stand.

    Z = Σ(y−p)(1−2p)/√(Σ(1−2p)²p(1−p)), two-sided normal. With weights the terms are
    weighted, those of the variance by squared weights. A large p proves nothing.

    Examples
    --------
    >>> print(spiegelhalter([0, 0, 1, 1], [0.1, 0.2, 0.2, 0.6]))
    Spiegelhalter of E[y|p] = p: 0.4683, p 0.64
    """
    null, method = "E[y|p] = p", "Spiegelhalter"
    cells = as_risks(data, risk, sample_weight=sample_weight)
    tilt = 1 - 2 * cells.p
    n_sq = cells.n if cells.n_sq is None else cells.n_sq
    variance = float(np.sum(n_sq * tilt**2 * cells.p * (1 - cells.p)))
    if variance == 0:
        # All risks are 0, ½ or 1: the statistic has no spread.
        return undefined_test(null, math.nan, method, Reason.DEGENERATE_INTERVAL)
    gap = float(np.sum((cells.events - cells.n * cells.p) * tilt))
    return z_test(null, gap / math.sqrt(variance), method)


@dataclass(frozen=True, slots=True, eq=False)
class HosmerLemeshow(Result):
    """The test with its table of groups."""

    test: HypothesisTest
    groups: int
    upper: tuple[float, ...]
    n: tuple[float, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]


def hosmer_lemeshow(
    data: object,
    risk: object = None,
    *,
    legacy: bool = False,
    groups: int = 10,
    development: bool = False,
) -> HosmerLemeshow:
    """Return the Hosmer–Lemeshow test, for readers of older papers.

    Groups are bounded by the distinct type-7 quantiles of p, closed on the right, the
    first on the left too. χ² = Σ(O−E)²/E + (O−E)²/(n−E). The grouping is arbitrary and
    the test weak: `legacy` must be asked for.

    Parameters
    ----------
    data, risk
        Counts and their risks, or rows; without weights.
    legacy
        Must be true.
    groups
        Number of quantile groups.
    development
        Whether the risks were fitted on these persons: df is the number of groups
        minus 2, else the number of groups.

    Raises
    ------
    CallError
        Where `legacy` is not true, or the counts are weighted.
    """
    if not legacy:
        raise CallError(diagnose("IRDP-K018"))
    cells = as_risks(data, risk)
    if cells.weighted:
        raise CallError(diagnose("IRDP-K019"))
    shares = np.linspace(0, 1, groups + 1)
    edges = np.unique(person_quantile(cells.p, cells.n, shares))
    count = max(1, len(edges) - 1)
    group = np.clip(np.searchsorted(edges, cells.p, side="left") - 1, 0, count - 1)
    n = np.bincount(group, cells.n, count)
    observed = np.bincount(group, cells.events, count)
    expected = np.bincount(group, cells.n * cells.p, count)
    null, method = "O = E in every group", "Hosmer–Lemeshow (legacy)"
    df = count - 2 if development else count
    if df < 1 or bool(np.any((expected <= 0) | (expected >= n))):
        test = undefined_test(null, df, method, Reason.EMPTY_BIN)
    else:
        gaps = (observed - expected) ** 2
        statistic = float(np.sum(gaps / expected + gaps / (n - expected)))
        test = chi2_test(null, statistic, df, method)
    upper = edges[1:] if len(edges) > 1 else edges
    return HosmerLemeshow(
        test,
        count,
        upper=tuple(upper.tolist()),
        n=tuple(n.tolist()),
        observed=tuple(observed.tolist()),
        expected=tuple(expected.tolist()),
    )
