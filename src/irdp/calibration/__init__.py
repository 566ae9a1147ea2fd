"""Calibration: validate an index, update it, choose its cut-offs, on rows or counts.

Every metric of a binary outcome takes rows (outcomes and risks) or `ScoreCounts` and
gives the same answer. Every number is an `Estimate` with its interval, its method and,
where it is not defined, the reason. Nothing here plots, writes files or reads options
of the environment; scipy and scikit-learn are imported by the functions that use them.
"""

from __future__ import annotations

from irdp.calibration.bands import Band, Bands, CutOff, interval_likelihood_ratio
from irdp.calibration.benefit_difference import (
    BenefitDifference,
    net_benefit_difference,
)
from irdp.calibration.beta import beta
from irdp.calibration.bootstrap import Bootstrap, bootstrap
from irdp.calibration.capacity import (
    Capacity,
    TopScores,
    threshold_for_capacity,
    top_scores,
)
from irdp.calibration.capacity_curve import CapacityCurve, capacity_curve
from irdp.calibration.choose import Scale, choose_bands
from irdp.calibration.closed_test import ClosedTest, closed_test
from irdp.calibration.comparison import Comparison, compare
from irdp.calibration.corp import Corp, corp
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.curves import CalibrationCurve, calibration_curve
from irdp.calibration.cutoffs import CostRatio, MinSensitivity, RiskThreshold, Youden
from irdp.calibration.decision import DecisionCurve, decision_curve
from irdp.calibration.discrimination import auc, somers_d
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.exchange import read_counts
from irdp.calibration.flexible import flexible
from irdp.calibration.global_tests import (
    HosmerLemeshow,
    hosmer_lemeshow,
    spiegelhalter,
)
from irdp.calibration.hypothesis import HypothesisTest
from irdp.calibration.ici import (
    CalibrationErrors,
    calibration_errors,
    expected_calibration_error,
)
from irdp.calibration.isotonic import isotonic, isotonic_knots
from irdp.calibration.net_benefit import Setting
from irdp.calibration.optimism import CutOffOptimism, cut_off_optimism
from irdp.calibration.overall import (
    PseudoR2,
    brier,
    brier_scaled,
    log_loss,
    pseudo_r2,
)
from irdp.calibration.overload import Overload, overload_probability
from irdp.calibration.paired import PairedAuc, compare_auc, compare_brier
from irdp.calibration.platt import platt
from irdp.calibration.policies import (
    Arrivals,
    FixedThreshold,
    QueueResult,
    TopK,
    TwoTier,
    WaitingList,
)
from irdp.calibration.proportion import proportion
from irdp.calibration.queue import simulate_capacity
from irdp.calibration.ratio import (
    expected_observed,
    observed_expected,
    observed_minus_expected,
)
from irdp.calibration.realised import (
    RealisedNetBenefit,
    capacity_by_group,
    realised_net_benefit,
)
from irdp.calibration.recalibration import Names, Recalibration, Updated
from irdp.calibration.reclassification import Reclassification, reclassification
from irdp.calibration.record import record
from irdp.calibration.ridge import ridge
from irdp.calibration.risks import RiskCounts, as_risks
from irdp.calibration.thresholds import ThresholdRow, ThresholdTable, threshold_table
from irdp.calibration.trend import trend
from irdp.calibration.update import update
from irdp.calibration.updating import Fitting, derive, heuristic_shrinkage
from irdp.calibration.validate import validate
from irdp.calibration.validation import Validation
from irdp.calibration.venn_abers import VennAbers, venn_abers
from irdp.calibration.weak import Miller, WeakCalibration, weak_calibration

__all__ = [
    "CI",
    "Arrivals",
    "Band",
    "Bands",
    "BenefitDifference",
    "Bootstrap",
    "CalibrationCurve",
    "CalibrationErrors",
    "Capacity",
    "CapacityCurve",
    "ClosedTest",
    "Comparison",
    "Corp",
    "CostRatio",
    "CutOff",
    "CutOffOptimism",
    "DecisionCurve",
    "Estimate",
    "Fitting",
    "FixedThreshold",
    "HosmerLemeshow",
    "HypothesisTest",
    "Miller",
    "MinSensitivity",
    "Names",
    "Overload",
    "PairedAuc",
    "PseudoR2",
    "QueueResult",
    "RealisedNetBenefit",
    "Reason",
    "Recalibration",
    "Reclassification",
    "RiskCounts",
    "RiskThreshold",
    "Scale",
    "ScoreCounts",
    "Setting",
    "ThresholdRow",
    "ThresholdTable",
    "TopK",
    "TopScores",
    "TwoTier",
    "Updated",
    "Validation",
    "VennAbers",
    "WaitingList",
    "WeakCalibration",
    "Youden",
    "as_risks",
    "auc",
    "beta",
    "bootstrap",
    "brier",
    "brier_scaled",
    "calibration_curve",
    "calibration_errors",
    "capacity_by_group",
    "capacity_curve",
    "choose_bands",
    "closed_test",
    "compare",
    "compare_auc",
    "compare_brier",
    "corp",
    "cut_off_optimism",
    "decision_curve",
    "derive",
    "expected_calibration_error",
    "expected_observed",
    "flexible",
    "heuristic_shrinkage",
    "hosmer_lemeshow",
    "interval_likelihood_ratio",
    "isotonic",
    "isotonic_knots",
    "log_loss",
    "net_benefit_difference",
    "observed_expected",
    "observed_minus_expected",
    "overload_probability",
    "platt",
    "proportion",
    "pseudo_r2",
    "read_counts",
    "realised_net_benefit",
    "reclassification",
    "record",
    "ridge",
    "simulate_capacity",
    "somers_d",
    "spiegelhalter",
    "threshold_for_capacity",
    "threshold_table",
    "top_scores",
    "trend",
    "update",
    "validate",
    "venn_abers",
    "weak_calibration",
]
