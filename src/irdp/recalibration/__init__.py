"""From a scorer and a cohort to the next version: counts, the risk, the new scoring.

`irdp.calibration` knows counts and functions only; here are the counts and the
functions of a definition, computed by the engine's own steps.
"""

from __future__ import annotations

from irdp.recalibration.changes import reclassification
from irdp.recalibration.cohort import counted_score, counts_of
from irdp.recalibration.next_version import NextVersion, Wish, next_version
from irdp.recalibration.risk import RiskRule, risk_rule
from irdp.recalibration.scorer import scorer_of

__all__ = [
    "NextVersion",
    "RiskRule",
    "Wish",
    "counted_score",
    "counts_of",
    "next_version",
    "reclassification",
    "risk_rule",
    "scorer_of",
]
