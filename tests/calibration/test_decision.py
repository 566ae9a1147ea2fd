"""Net benefit against dcurves, by hand, and its intervals."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from irdp.calibration.benefit_difference import net_benefit_difference
from irdp.calibration.counts import ScoreCounts
from irdp.calibration.decision import decision_curve
from irdp.calibration.estimate import CI
from irdp.calibration.net_benefit import Setting
from irdp.errors import CallError

BARE = CI(method="none")


def test_the_references(cohort):
    want = cohort.expected["dcurves_R"]
    found = decision_curve(cohort.y, cohort.p, thresholds=want["threshold"], ci=BARE)
    assert found.net_benefit == pytest.approx(want["net_benefit"], abs=1e-9)
    assert found.tp_rate == pytest.approx(want["tp_rate"], abs=1e-9)
    assert found.fp_rate == pytest.approx(want["fp_rate"], abs=1e-9)
    for row, i in zip(cohort.expected["thresholds"], range(9), strict=True):
        assert found.treat_all[i] == pytest.approx(row["net_benefit_all"], abs=1e-9)
        assert found.standardised[i] == pytest.approx(
            row["standardized_net_benefit"], abs=1e-9
        )
        assert found.interventions_avoided[i] / 100 == pytest.approx(
            row["net_intervention_avoided"], abs=1e-9
        )


def test_another_prevalence(cohort):
    want = cohort.expected["dcurves_R_prevalence_override"]
    found = decision_curve(
        cohort.y,
        cohort.p,
        thresholds=want["threshold"],
        setting=Setting(prevalence=str(want["prevalence"])),
        ci=BARE,
    )
    assert found.net_benefit == pytest.approx(want["net_benefit"], abs=1e-9)
    assert found.prevalence == want["prevalence"]


def test_dcurves_for_python(p1):
    import dcurves
    import pandas as pd

    data = pd.DataFrame({"y": p1.y, "p": p1.p})
    grid = np.arange(1, 60) / 100
    theirs = dcurves.dca(data=data, outcome="y", modelnames=["p"], thresholds=grid)
    theirs = theirs[theirs.model == "p"]
    found = decision_curve(p1.y, p1.p, thresholds=grid, ci=BARE)
    assert found.net_benefit == pytest.approx(theirs.net_benefit.to_numpy(), abs=1e-12)


def test_by_hand(tiny):
    at = tiny["at_threshold_0_3"]
    found = decision_curve(tiny["y"], tiny["p"], thresholds=[0.3], ci=BARE)
    assert found.net_benefit[0] == pytest.approx(at["nb"], abs=1e-12)


def test_all_and_none_meet_at_the_prevalence(p1):
    found = decision_curve(p1.y, p1.p, thresholds=[0.14], ci=BARE)
    assert found.treat_all[0] == pytest.approx(0.0, abs=1e-12)


def test_a_threshold_with_float_dust_flags_its_own_score():
    """0.1 + 0.2 is 0.30000000000000004: those at 0.3 are flagged all the same."""
    found = decision_curve([1, 0, 0], [0.3, 0.3, 0.1], thresholds=[0.1 + 0.2], ci=BARE)
    assert found.tp_rate[0] == pytest.approx(1 / 3)


def test_standardised_by_the_prevalence_not_by_the_flagged(p1):
    found = decision_curve(p1.y, p1.p, thresholds=[0.2], ci=BARE)
    share = found.tp_rate + found.fp_rate
    assert found.standardised[0] == found.net_benefit[0] / 0.14
    assert found.standardised[0] != pytest.approx((found.net_benefit / share)[0])


def test_harm_and_the_declared_range(p1):
    grid = [0.05, 0.1, 0.2]
    base = decision_curve(p1.y, p1.p, thresholds=grid, ci=BARE)
    setting = Setting(harm=[0.0, 0.01, 0.02], declared=("0.10", "0.20"))
    found = decision_curve(p1.y, p1.p, thresholds=grid, setting=setting, ci=BARE)
    lost = base.net_benefit - found.net_benefit
    assert lost == pytest.approx([0.0, 0.01, 0.02])
    assert found.declared.tolist() == [False, True, True]
    assert found.net_benefit.size == 3


def test_exact_numbers_become_json(p1):
    setting = Setting(prevalence=Fraction(1, 7), declared=(Decimal("0.1"), "0.2"))
    found = decision_curve(p1.y, p1.p, thresholds=[0.1], setting=setting, ci=BARE)
    held = json.loads(found.to_json())["setting"]
    assert held == {"prevalence": 1 / 7, "harm": 0.0, "declared": [0.1, 0.2]}


def test_interval_of_the_anchor(p1):
    """4000 row bootstraps in R: 0.05561 to 0.10267 at 0.15."""
    found = decision_curve(p1.y, p1.p, thresholds=[0.15], ci=CI(n_boot=8000))
    assert found.lo[0] == pytest.approx(0.05561, abs=0.0018)
    assert found.hi[0] == pytest.approx(0.10267, abs=0.0018)
    assert found.method == "bootstrap_percentile"


def test_rows_counts_and_services_agree(p1):
    score = np.floor(100 * p1.p + 0.5)
    risk = score / 100
    counts = ScoreCounts.from_rows(score, p1.y, service=np.arange(750) % 3)
    a = decision_curve(p1.y, risk, ci=CI(n_boot=100))
    b = decision_curve(counts, lambda s: s / 100, ci=CI(n_boot=100))
    for name in ("net_benefit", "lo", "hi", "over_best_lo"):
        assert getattr(a, name) == pytest.approx(getattr(b, name), abs=1e-9)
    turned = np.random.default_rng(0).permutation(750)
    again = decision_curve(p1.y[turned], risk[turned], ci=CI(n_boot=100))
    assert again.to_json() == a.to_json()


@pytest.mark.parametrize(
    "grid", [[], [0.0], [1.0], [0.2, 0.1], [0.1, np.nan], [0.1, 0.1]]
)
def test_impossible_thresholds(grid):
    with pytest.raises(CallError, match="IRDP-K079"):
        decision_curve([0, 1], [0.1, 0.2], thresholds=grid)


def test_impossible_settings():
    for setting in (
        Setting(prevalence=1),
        Setting(prevalence="0"),
        Setting(declared=(0, 1)),
    ):
        with pytest.raises(CallError, match="IRDP-K063"):
            decision_curve([0, 1], [0.1, 0.2], setting=setting)
    with pytest.raises(CallError, match="IRDP-K079"):
        decision_curve([0, 1], [0.1, 0.2], setting=Setting(harm=[0.1, 0.2]))


def test_without_events_there_is_no_interval(edge):
    case = edge["all_nonevents"]
    found = decision_curve(case["y"], case["p"], thresholds=[0.25])
    assert found.net_benefit[0] == pytest.approx(-2 / 8 / 3)
    assert found.warnings == ("one_class",)
    assert np.isnan(found.lo[0])
    assert np.isnan(found.standardised[0])


class TestDifference:
    def test_value_is_that_of_two_curves(self, p2, p2_bad):
        grid = np.arange(1, 80) / 100
        found = net_benefit_difference(p2.y, p2.p, p2_bad.p, thresholds=grid)
        a, b = (
            decision_curve(c.y, c.p, thresholds=grid, ci=BARE) for c in (p2, p2_bad)
        )
        assert found.difference == pytest.approx(
            a.net_benefit - b.net_benefit, abs=1e-12
        )
        assert np.all(found.lo <= found.difference + 1e-12)
        assert np.all(found.hi >= found.difference - 1e-12)

    def test_interval_is_that_of_the_row_bootstrap(self, p2, p2_bad):
        found = net_benefit_difference(p2.y, p2.p, p2_bad.p, thresholds=[0.3])
        rng = np.random.default_rng(7)
        gain = (p2.p >= 0.3) * 1.0 - (p2_bad.p >= 0.3)
        each = gain * np.where(p2.y == 1, 1.0, -3 / 7)
        means = each[rng.integers(0, 284, (4000, 284))].mean(axis=1)
        assert (found.lo[0], found.hi[0]) == pytest.approx(
            tuple(np.quantile(means, [0.025, 0.975])), abs=0.004
        )

    def test_a_score_against_itself_is_exactly_zero(self, p2):
        found = net_benefit_difference(p2.y, p2.p, p2.p, ci=CI(n_boot=50))
        assert not found.difference.any()
        assert not found.hi.any()

    def test_bad_input(self):
        for bad in ([0.1], [0.1, 1.2], [0.1, np.nan]):
            with pytest.raises(CallError, match="IRDP-K080"):
                net_benefit_difference([0, 1], [0.1, 0.2], bad)
        with pytest.raises(CallError, match="IRDP-K001"):
            net_benefit_difference([0, 2], [0.1, 0.2], [0.1, 0.2])
