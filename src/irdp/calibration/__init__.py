"""Calibration: validate an index, update it, choose its cut-offs, on rows or counts.

Every metric of a binary outcome takes rows (outcomes and risks) or `ScoreCounts` and
gives the same answer. Every number is an `Estimate` with its interval, its method and,
where it is not defined, the reason. Nothing here plots, writes files or reads options
of the environment; scipy and scikit-learn are imported by the functions that use them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from irdp.calibration.band_changes import Reclassification, reclassification
    from irdp.calibration.band_trend import trend
    from irdp.calibration.bands import Band, Bands, CutOff, interval_likelihood_ratio
    from irdp.calibration.benefit_difference import (
        BenefitDifference,
        net_benefit_difference,
    )
    from irdp.calibration.beta_calibration import beta
    from irdp.calibration.between_services import Heterogeneity, heterogeneity
    from irdp.calibration.capacity import (
        Capacity,
        TopScores,
        threshold_for_capacity,
        top_scores,
    )
    from irdp.calibration.capacity_curves import CapacityCurve, capacity_curve
    from irdp.calibration.choose import Scale, choose_bands
    from irdp.calibration.closed_testing import ClosedTest, closed_test
    from irdp.calibration.comparison import Comparison, compare
    from irdp.calibration.corp_decomposition import Corp, corp
    from irdp.calibration.counts import ScoreCounts
    from irdp.calibration.curves import CalibrationCurve, calibration_curve
    from irdp.calibration.cutoffs import (
        CostRatio,
        MinSensitivity,
        RiskThreshold,
        Youden,
    )
    from irdp.calibration.decision import DecisionCurve, decision_curve
    from irdp.calibration.discrimination import auc, somers_d
    from irdp.calibration.estimate import CI, Estimate, Reason
    from irdp.calibration.exchange import read_counts
    from irdp.calibration.external_validation import validate
    from irdp.calibration.flexible_update import flexible
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
    from irdp.calibration.isotonic_update import isotonic, isotonic_knots
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
    from irdp.calibration.platt_scaling import platt
    from irdp.calibration.policies import (
        Arrivals,
        FixedThreshold,
        QueueResult,
        TopK,
        TwoTier,
        WaitingList,
    )
    from irdp.calibration.pooling import Pooled, pool
    from irdp.calibration.proportions import proportion
    from irdp.calibration.provenance import record
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
    from irdp.calibration.resampling import Bootstrap, bootstrap
    from irdp.calibration.ridge_update import ridge
    from irdp.calibration.risks import RiskCounts, as_risks
    from irdp.calibration.thresholds import (
        ThresholdRow,
        ThresholdTable,
        threshold_table,
    )
    from irdp.calibration.update_methods import update
    from irdp.calibration.updating import Fitting, derive, heuristic_shrinkage
    from irdp.calibration.validation import Validation
    from irdp.calibration.venn import VennAbers, venn_abers
    from irdp.calibration.weak import Miller, WeakCalibration, weak_calibration

_NAMES: dict[str, str] = {
    "band_changes": "Reclassification reclassification",
    "band_trend": "trend",
    "bands": "Band Bands CutOff interval_likelihood_ratio",
    "benefit_difference": "BenefitDifference net_benefit_difference",
    "beta_calibration": "beta",
    "capacity": "Capacity TopScores threshold_for_capacity top_scores",
    "capacity_curves": "CapacityCurve capacity_curve",
    "choose": "Scale choose_bands",
    "closed_testing": "ClosedTest closed_test",
    "comparison": "Comparison compare",
    "corp_decomposition": "Corp corp",
    "counts": "ScoreCounts",
    "curves": "CalibrationCurve calibration_curve",
    "cutoffs": "CostRatio MinSensitivity RiskThreshold Youden",
    "decision": "DecisionCurve decision_curve",
    "discrimination": "auc somers_d",
    "estimate": "CI Estimate Reason",
    "exchange": "read_counts",
    "external_validation": "validate",
    "flexible_update": "flexible",
    "global_tests": "HosmerLemeshow hosmer_lemeshow spiegelhalter",
    "between_services": "Heterogeneity heterogeneity",
    "hypothesis": "HypothesisTest",
    "ici": "CalibrationErrors calibration_errors expected_calibration_error",
    "isotonic_update": "isotonic isotonic_knots",
    "net_benefit": "Setting",
    "optimism": "CutOffOptimism cut_off_optimism",
    "overall": "PseudoR2 brier brier_scaled log_loss pseudo_r2",
    "overload": "Overload overload_probability",
    "paired": "PairedAuc compare_auc compare_brier",
    "platt_scaling": "platt",
    "policies": "Arrivals FixedThreshold QueueResult TopK TwoTier WaitingList",
    "pooling": "Pooled pool",
    "proportions": "proportion",
    "provenance": "record",
    "queue": "simulate_capacity",
    "ratio": "expected_observed observed_expected observed_minus_expected",
    "realised": "RealisedNetBenefit capacity_by_group realised_net_benefit",
    "recalibration": "Names Recalibration Updated",
    "resampling": "Bootstrap bootstrap",
    "ridge_update": "ridge",
    "risks": "RiskCounts as_risks",
    "thresholds": "ThresholdRow ThresholdTable threshold_table",
    "update_methods": "update",
    "updating": "Fitting derive heuristic_shrinkage",
    "validation": "Validation",
    "venn": "VennAbers venn_abers",
    "weak": "Miller WeakCalibration weak_calibration",
}
_PLACES = {name: module for module, names in _NAMES.items() for name in names.split()}

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
    "Heterogeneity",
    "HosmerLemeshow",
    "HypothesisTest",
    "Miller",
    "MinSensitivity",
    "Names",
    "Overload",
    "PairedAuc",
    "Pooled",
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
    "heterogeneity",
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
    "pool",
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


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        msg = f"module 'irdp.calibration' has no attribute {name!r}"
        raise AttributeError(msg)
    found = getattr(import_module(f"irdp.calibration.{_PLACES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
