"""What each threshold costs and catches: counts, proportions, likelihood ratios."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.calibration import aggregate
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.proportions import proportion
from irdp.calibration.result import Result, frame
from irdp.calibration.risks import RiskCounts, as_ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PROPORTIONS = ("flagged_share", "sensitivity", "specificity", "ppv", "npv")


@dataclass(frozen=True, slots=True)
class ThresholdRow(Result):
    """One threshold: positive ⇔ score ≥ `threshold`.

    Parameters
    ----------
    threshold
        On the scale of the score.
    tp, fp, fn, tn
        Counts, or sums of weights.
    flagged_share, sensitivity, specificity, ppv, npv
        Proportions; NaN with `zero_cell` where the denominator is 0.
    lr_positive, lr_negative
        Likelihood ratios; where a cell is 0 the value is kept, the interval is not.
    number_needed_to_refer
        Persons referred per event found, (TP+FP)/TP.
    youden
        Sensitivity + specificity − 1; it implies the odds of the prevalence as harm.
    """

    threshold: float
    tp: float
    fp: float
    fn: float
    tn: float
    flagged_share: Estimate
    sensitivity: Estimate
    specificity: Estimate
    ppv: Estimate
    npv: Estimate
    lr_positive: Estimate
    lr_negative: Estimate
    number_needed_to_refer: Estimate
    youden: float


@dataclass(frozen=True, slots=True)
class ThresholdTable(Result):
    """One row per threshold.

    Parameters
    ----------
    rows
        In the order of the thresholds given.
    rule
        The tie rule.
    """

    rows: tuple[ThresholdRow, ...]
    rule: str = "score >= threshold"

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_frame(self, backend: str = "pandas") -> Any:
        """Return one row per threshold, limits in columns of their own."""
        columns: dict[str, list[float]] = {}
        for row in self.rows:
            for name in row.__slots__:
                held = getattr(row, name)
                if isinstance(held, Estimate):
                    columns.setdefault(name, []).append(held.value)
                    columns.setdefault(f"{name}_lo", []).append(held.lo)
                    columns.setdefault(f"{name}_hi", []).append(held.hi)
                else:
                    columns.setdefault(name, []).append(float(held))
        return frame(columns, backend)


def threshold_table(
    data: object,
    score: object = None,
    *,
    thresholds: object,
    sample_weight: object = None,
    ci: CI | None = None,
) -> ThresholdTable:
    """Return counts, proportions and likelihood ratios at each threshold.

    Parameters
    ----------
    data, score, sample_weight
        `ScoreCounts` (and another score, or the risk, at each of its scores), or
        outcomes and scores of rows.
    thresholds
        On the scale of the score; compared at 12 decimals, flagged where ≥.
    ci
        `wilson` (default), `exact` (Clopper–Pearson) or `jeffreys`. With weights the
        interval rests on Kish's effective size of the denominator.

    Returns
    -------
    ThresholdTable
        LR+ = Sens/(1−Spec), SE ln = √(1/TP − 1/E + 1/FP − 1/M); LR− = (1−Sens)/Spec,
        SE ln = √(1/FN − 1/E + 1/TN − 1/M) (Simel 1991).

    Raises
    ------
    CallError
        For bad rows or a threshold that is not a finite number.

    Examples
    --------
    >>> y, s = [0, 0, 1, 0, 1, 1], [1, 2, 2, 3, 4, 5]
    >>> row = threshold_table(y, s, thresholds=[3]).rows[0]
    >>> row.tp, row.fp, row.fn, row.tn
    (2.0, 1.0, 1.0, 2.0)
    """
    ci = ci or CI()
    cells = as_ranks(data, score, sample_weight=sample_weight)
    cuts = np.atleast_1d(np.asarray(thresholds, dtype=np.float64))
    at = aggregate.canonical(aggregate.column(cuts, "thresholds"))
    keys = aggregate.canonical(cells.p)
    rows = tuple(
        _row(float(t), cells, keys >= key, ci) for t, key in zip(cuts, at, strict=True)
    )
    return ThresholdTable(rows)


def _row(
    threshold: float, cells: RiskCounts, flag: NDArray[np.bool_], ci: CI
) -> ThresholdRow:
    ones, zeros = cells.total_events, float(cells.nonevents.sum())
    tp, fp = float(cells.events[flag].sum()), float(cells.nonevents[flag].sum())
    fn, tn = ones - tp, zeros - fp
    everyone = np.ones_like(flag)
    parts = {
        "flagged_share": (tp + fp, tp + fp + fn + tn, _kish(cells, everyone, "n")),
        "sensitivity": (tp, ones, _kish(cells, everyone, "events")),
        "specificity": (tn, zeros, _kish(cells, everyone, "nonevents")),
        "ppv": (tp, tp + fp, _kish(cells, flag, "n")),
        "npv": (tn, tn + fn, _kish(cells, ~flag, "n")),
    }
    made = {
        name: proportion(x, n, ci=ci, effective=size)
        for name, (x, n, size) in parts.items()
    }
    weighted = cells.weighted
    return ThresholdRow(
        threshold,
        tp,
        fp,
        fn,
        tn,
        **{name: made[name] for name in _PROPORTIONS},
        lr_positive=_ratio((tp, ones), (fp, zeros), ci, weighted=weighted),
        lr_negative=_ratio((fn, ones), (tn, zeros), ci, weighted=weighted),
        number_needed_to_refer=_inverse(made["ppv"]),
        youden=made["sensitivity"].value + made["specificity"].value - 1,
    )


def _kish(cells: RiskCounts, where: NDArray[np.bool_], of: str) -> float | None:
    """Return Kish's (Σw)²/Σw² of some rows; `None` without weights."""
    if cells.n_sq is None or cells.events_sq is None:
        return None
    squares = {
        "n": cells.n_sq,
        "events": cells.events_sq,
        "nonevents": cells.n_sq - cells.events_sq,
    }[of]
    sums = getattr(cells, of)
    below = float(squares[where].sum())
    return float(sums[where].sum()) ** 2 / below if below > 0 else 0.0


def _ratio(
    above: tuple[float, float], below: tuple[float, float], ci: CI, *, weighted: bool
) -> Estimate:
    """Return (x/E)/(y/M) with Simel's log interval."""
    (x, ones), (y, zeros) = above, below
    bare = Estimate(math.nan, level=ci.level, method="log", n=x + y, events=x)
    if ones == 0 or zeros == 0:
        return replace(bare, reason=Reason.ONE_CLASS)
    if x == 0 or y == 0:
        value = math.nan if x == y else (0.0 if x == 0 else math.inf)
        return replace(bare, value=value, reason=Reason.ZERO_CELL)
    value = (x / ones) / (y / zeros)
    if weighted:
        # Simel's error counts persons; a weighted table has none to count.
        return replace(bare, value=value, method="none")
    se = math.sqrt(max(0.0, 1 / x - 1 / ones + 1 / y - 1 / zeros))
    lo, hi = (value * math.exp(side * ci.z * se) for side in (-1, 1))
    if se == 0:
        return replace(bare, value=value, se=0.0, reason=Reason.DEGENERATE_INTERVAL)
    return replace(bare, value=value, lo=lo, hi=hi, se=se)


def _inverse(ppv: Estimate) -> Estimate:
    bare = replace(ppv, value=math.nan, lo=math.nan, hi=math.nan, se=math.nan)
    if not ppv.value > 0:
        return replace(bare, reason=Reason.ZERO_CELL)
    hi = 1 / ppv.lo if ppv.lo > 0 else math.inf
    return replace(bare, value=1 / ppv.value, lo=1 / ppv.hi, hi=hi)
