"""Two scores on the same rows: difference of AUC and of Brier score."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.discrimination import (
    VARIANCE_NEEDS,
    Direction,
    oriented,
    placements,
)
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.hypothesis import HypothesisTest, undefined_test, z_test
from irdp.calibration.result import Result
from irdp.calibration.risks import SPREADLESS, as_ranks, as_risks
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.calibration.aggregate import Floats, Numbers

NULL_AUC = "AUC a = AUC b"
METHOD = "DeLong"


@dataclass(frozen=True, slots=True)
class PairedAuc(Result):
    """Two AUCs on the same rows.

    Parameters
    ----------
    a, b
        The AUCs, each with DeLong's standard error.
    difference
        a − b, with its Wald interval.
    covariance
        Covariance of the two AUCs.
    test
        z test of no difference.
    """

    a: Estimate
    b: Estimate
    difference: Estimate
    covariance: float
    test: HypothesisTest


def compare_auc(
    y_true: object,
    score_a: object,
    score_b: object,
    *,
    ci: CI | None = None,
    direction: Direction = "higher_is_worse",
) -> PairedAuc:
    """Compare the AUCs of two scores of the same rows (DeLong 1988).

    var(A_a − A_b) = (S10_aa + S10_bb − 2S10_ab)/E + (S01_aa + S01_bb − 2S01_ab)/M,
    S10 and S01 the covariances of the placements of events and of non-events. Counts
    of one score cannot be paired: rows only.

    Raises
    ------
    CallError, ColumnsError
        For bad or unequal columns.

    Examples
    --------
    >>> y = [0, 0, 1, 0, 1, 1]
    >>> print(compare_auc(y, [1, 2, 2, 3, 4, 5], [2, 1, 3, 5, 4, 4]).difference)
    0.167 (-0.430 to 0.763)
    """
    ci = ci or CI()
    y, columns = _rows(y_true, {"score_a": score_a, "score_b": score_b})
    ones = y == 1
    e, m = int(ones.sum()), int((~ones).sum())
    base: dict[str, Any] = {"n": len(y), "events": e}
    if e == 0 or m == 0:
        return _nothing(Reason.ONE_CLASS, base)
    placed = [_placed(y, column, direction) for column in columns]
    areas = [float(v[ones].mean()) for v in placed]
    if min(e, m) < VARIANCE_NEEDS:
        return _nothing(Reason.TOO_FEW_EVENTS, base)
    s10 = np.cov(np.stack([v[ones] for v in placed])) / e
    s01 = np.cov(np.stack([v[~ones] for v in placed])) / m
    cov = s10 + s01
    # The error of the difference is taken of the differences: equal ranks give 0.
    gaps = placed[0] - placed[1]
    variance = float(np.var(gaps[ones], ddof=1)) / e
    variance += float(np.var(gaps[~ones], ddof=1)) / m
    each = [
        Estimate(v, se=math.sqrt(float(cov[i, i])), method="delong", **base)
        for i, v in enumerate(areas)
    ]
    bare = Estimate(areas[0] - areas[1], level=ci.level, method="delong_wald", **base)
    se = math.sqrt(variance)
    if se == 0:
        why = Reason.DEGENERATE_INTERVAL
        test = undefined_test(NULL_AUC, math.nan, METHOD, why)
        difference = replace(bare, se=0.0, reason=why)
    else:
        difference = _wald(bare, se, ci)
        test = z_test(NULL_AUC, difference.value / se, METHOD)
    return PairedAuc(each[0], each[1], difference, float(cov[0, 1]), test)


def compare_brier(
    y_true: object, prob_a: object, prob_b: object, *, ci: CI | None = None
) -> Estimate:
    """Return the difference of two Brier scores on the same rows, a − b.

    The mean of (p_a−y)² − (p_b−y)², SE = sd/√n, Wald interval. Below 0: a is better.

    Examples
    --------
    >>> print(compare_brier([0, 0, 1, 1], [0.1, 0.2, 0.7, 0.8], [0.3, 0.4, 0.5, 0.6]))
    -0.120 (-0.152 to -0.088)
    """
    ci = ci or CI()
    y, columns = _rows(y_true, {"prob_a": prob_a, "prob_b": prob_b})
    for column in columns:
        as_risks(y, column)
    gaps = (columns[0] - y) ** 2 - (columns[1] - y) ** 2
    bare = Estimate(
        float(gaps.mean()),
        level=ci.level,
        method="wald",
        n=len(y),
        events=int(y.sum()),
    )
    se = float(np.std(gaps, ddof=1)) / math.sqrt(len(y)) if len(y) > 1 else 0.0
    if not se * math.sqrt(len(y)) > SPREADLESS:
        return replace(bare, reason=Reason.DEGENERATE_INTERVAL)
    return _wald(bare, se, ci)


def _rows(y_true: object, given: dict[str, object]) -> tuple[Numbers, list[Floats]]:
    y = aggregate.column(y_true, "y_true")
    columns = {name: aggregate.column(v, name) for name, v in given.items()}
    aggregate.same_length(len(y), columns.items())
    if not len(y):
        raise CallError(diagnose("IRDP-K005"))
    for name, column in (("y_true", y), *columns.items()):
        lost = int(np.isnan(column.astype(np.float64)).sum())
        if lost:
            raise CallError(diagnose("IRDP-K002", name=name, count=lost))
    aggregate.check_outcome(y)
    return y.astype(np.int64), [aggregate.canonical(c) for c in columns.values()]


def _placed(y: Numbers, score: Floats, direction: Direction) -> Floats:
    """Return each row's share of the other class that it outranks (or is outranked by)."""
    cells = oriented(as_ranks(y, score), direction)
    of_events, of_nonevents = placements(cells)
    turned = score if direction == "higher_is_worse" else -score
    at = np.searchsorted(cells.p, turned)
    return np.where(y == 1, of_events[at], of_nonevents[at])


def _wald(bare: Estimate, se: float, ci: CI) -> Estimate:
    half = ci.z * se
    return replace(bare, lo=bare.value - half, hi=bare.value + half, se=se)


def _nothing(reason: Reason, base: dict[str, Any]) -> PairedAuc:
    none = Estimate.undefined(reason, **base)
    test = undefined_test(NULL_AUC, math.nan, METHOD, reason)
    return PairedAuc(none, none, none, math.nan, test)
