"""Venn–Abers prediction: two risks per score, an interval for research only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.pava import pava
from irdp.calibration.risks import as_risks

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats


class VennAbers(NamedTuple):
    """The two risks at each score and their merger p₁/(1 − p₀ + p₁)."""

    p0: Floats
    p1: Floats
    p: Floats


def venn_abers(data: object, risk: object = None, *, at: object) -> VennAbers:
    """Return inductive Venn–Abers predictions (Vovk and Petej 2014).

    p₀ and p₁ are the isotonic fits at x after adding (x, 0), or (x, 1), to the rows.

    Parameters
    ----------
    data, risk
        Calibration counts and their risks, or rows: see `as_risks`.
    at
        Scores to predict, shape (m,).

    Returns
    -------
    VennAbers
        Three arrays of shape (m,).

    Examples
    --------
    >>> found = venn_abers([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], at=[0.25])
    >>> found.p0.tolist(), found.p1.tolist(), found.p.tolist()
    ([0.0], [1.0], [0.5])
    """
    cells = as_risks(data, risk)
    wanted = aggregate.canonical(aggregate.column(np.atleast_1d(np.asarray(at)), "at"))
    distinct, back = np.unique(wanted, return_inverse=True)
    pairs = [
        [_at(cells.p, cells.n, cells.events, x, y) for y in (0, 1)] for x in distinct
    ]
    p0, p1 = np.array(pairs, dtype=np.float64).T
    return VennAbers(p0[back], p1[back], (p1 / (1 - p0 + p1))[back])


def _at(p: Floats, n: Floats, events: Floats, x: float, y: int) -> float:
    j = int(np.searchsorted(p, x))
    if j < len(p) and p[j] == x:
        more, ones = n.copy(), events.copy()
        more[j] += 1
        ones[j] += y
    else:
        more, ones = np.insert(n, j, 1.0), np.insert(events, j, float(y))
    return float(pava(more, ones)[j])
