"""One hypothesis test: its statistic, its distribution and the null it speaks of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from irdp.calibration.result import Result

if TYPE_CHECKING:
    from irdp.calibration.estimate import Reason


@dataclass(frozen=True, slots=True)
class HypothesisTest(Result):
    """A test of one stated null hypothesis; never a verdict of its own.

    Parameters
    ----------
    null
        What is assumed true, in formulas.
    statistic, df, p_value
        Test statistic, degrees of freedom (NaN for a normal statistic) and p.
    method
        Name of the test.
    reason
        Why the statistic is NaN; `None` where it is not.

    Examples
    --------
    >>> print(HypothesisTest("slope = 1", 3.878, 1, 0.0489, "likelihood ratio"))
    likelihood ratio of slope = 1: 3.878, df 1, p 0.0489
    """

    null: str
    statistic: float
    df: float
    p_value: float
    method: str
    reason: Reason | None = None

    def __str__(self) -> str:
        df = "" if math.isnan(self.df) else f", df {self.df:g}"
        why = f" [{self.reason}]" if self.reason else ""
        head = f"{self.method} of {self.null}: {self.statistic:.4g}"
        return f"{head}{df}, p {self.p_value:.3g}{why}"


def chi2_test(null: str, statistic: float, df: int, method: str) -> HypothesisTest:
    """Return the test of a χ² statistic; a negative one, from rounding, is 0."""
    from scipy.special import chdtrc  # noqa: PLC0415

    clipped = max(0.0, statistic)
    return HypothesisTest(null, clipped, df, float(chdtrc(df, clipped)), method)


def z_test(null: str, z: float, method: str) -> HypothesisTest:
    """Return the two-sided test of a standard normal statistic."""
    p = math.erfc(abs(z) / math.sqrt(2))
    return HypothesisTest(null, z, math.nan, p, method)


def undefined_test(null: str, df: float, method: str, reason: Reason) -> HypothesisTest:
    """Return a test without a statistic, and why."""
    return HypothesisTest(null, math.nan, df, math.nan, method, reason)
