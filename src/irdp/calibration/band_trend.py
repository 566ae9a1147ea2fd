"""Trend of the observed risk over ordered bands (Cochran–Armitage)."""

from __future__ import annotations

import math

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.estimate import Reason
from irdp.calibration.hypothesis import HypothesisTest, undefined_test, z_test
from irdp.errors import CallError
from irdp.messages import diagnose


def trend(n: object, events: object) -> HypothesisTest:
    """Return the Cochran–Armitage test of a trend over ordered bands.

    T = Σs_b(e_b − n_bȳ), V = ȳ(1−ȳ)[Σn_bs_b² − (Σn_bs_b)²/n], z = T/√V, s_b = 0, 1, 2…

    Parameters
    ----------
    n, events
        Persons and events of each band, lowest first.

    Raises
    ------
    CallError
        Unless 0 ≤ events ≤ n in every band.

    Examples
    --------
    >>> round(trend([455, 181, 114], [17, 25, 63]).statistic, 4)
    13.278
    """
    null, method = "same risk in every band", "Cochran–Armitage"
    sizes = aggregate.column(n, "n").astype(np.float64)
    ones = aggregate.column(events, "events").astype(np.float64)
    aggregate.same_length(len(sizes), [("events", ones)])
    if not bool(np.all((ones >= 0) & (ones <= sizes))):
        raise CallError(diagnose("IRDP-K010"))
    total = float(sizes.sum())
    rate = float(ones.sum()) / total if total else math.nan
    if rate in (0, 1):
        return undefined_test(null, math.nan, method, Reason.ONE_CLASS)
    steps = np.arange(len(sizes), dtype=np.float64)
    spread = float(np.sum(sizes * steps**2) - np.sum(sizes * steps) ** 2 / total)
    variance = rate * (1 - rate) * spread
    if not variance > 0:
        return undefined_test(null, math.nan, method, Reason.CONSTANT_SCORE)
    gap = float(np.sum(steps * (ones - sizes * rate)))
    return z_test(null, gap / math.sqrt(variance), method)
