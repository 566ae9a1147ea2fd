"""Two risks of the same rows compared: net benefit and Brier first, then AUC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.calibration.benefit_difference import (
    BenefitDifference,
    net_benefit_difference,
)
from irdp.calibration.paired import PairedAuc, compare_auc, compare_brier
from irdp.calibration.result import Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from irdp.calibration.estimate import CI, Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Result):
    """What risk a gains over risk b on the same persons.

    Parameters
    ----------
    net_benefit
        Difference of net benefit by threshold.
    brier
        Difference of Brier scores; below 0 a is better.
    auc
        The two AUCs and their difference; secondary to the other two.
    """

    net_benefit: BenefitDifference
    brier: Estimate
    auc: PairedAuc


def compare(
    y_true: object,
    risk_a: object,
    risk_b: object,
    *,
    thresholds: ArrayLike | None = None,
    ci: CI | None = None,
) -> Comparison:
    """Compare two risks of the same rows; counts of one score cannot be paired.

    Parameters
    ----------
    y_true, risk_a, risk_b
        Outcomes and risks, row by row.
    thresholds
        Where the net benefits are compared; 0.01 to 0.50 where not given.
    ci
        Level, replicates and seed.

    Raises
    ------
    CallError, ColumnsError
        For bad or unequal columns.

    Examples
    --------
    >>> y, a, b = [0, 0, 1, 1], [0.1, 0.2, 0.7, 0.8], [0.3, 0.4, 0.5, 0.6]
    >>> compare(y, a, b, thresholds=[0.35]).brier.show("en")
    '-0.120 (-0.152 to -0.088)'
    """
    return Comparison(
        net_benefit_difference(y_true, risk_a, risk_b, thresholds=thresholds, ci=ci),
        compare_brier(y_true, risk_a, risk_b, ci=ci),
        compare_auc(y_true, risk_a, risk_b, ci=ci),
    )
