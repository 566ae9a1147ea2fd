"""One call validates: its numbers are those of each function, its block is readable."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from irdp import calibration as cal
from irdp.errors import CallError

QUICK = cal.CI(n_boot=200)


@pytest.fixture(scope="module")
def found(p2):
    return cal.validate(p2.y, p2.p, ci=QUICK)


def test_numbers_are_those_of_each_function(found, p2):
    weak = cal.weak_calibration(p2.y, p2.p)
    assert found.slope == weak.slope
    assert found.citl == weak.citl
    assert found.oe == cal.observed_expected(p2.y, p2.p)
    assert found.auc == cal.auc(p2.y, p2.p)
    assert found.brier == cal.brier(p2.y, p2.p)
    assert found.miller == weak.miller
    assert found.corp.mcb.value == pytest.approx(
        p2.expected["corp_brier"]["MCB"], abs=1e-9
    )
    assert found.ici.value == pytest.approx(
        p2.expected["ici_rcs5_logit"]["ICI"], abs=1e-5
    )
    assert set(found.curves) == {"rcs", "lowess"}


def test_every_estimate_says_how_it_was_made(found):
    for name, estimate in found.estimates().items():
        assert estimate.method, name
        assert (estimate.n, estimate.events) == (284, 110)
        assert estimate.lo < estimate.hi, name
    assert "5 knots" in found.ici.method
    assert found.conventions["flag"] == "score >= threshold"
    assert found.conventions["extreme"] == "raise"


def test_the_table_has_twelve_lines_in_both_languages(found):
    for lang, word in (("fr", "Pente"), ("en", "slope")):
        lines = found.table(lang).split("\n")
        assert len(lines) == 12
        assert word in found.table(lang)
    assert repr(found) == found.table("en")
    assert found._repr_html_().startswith("<table>")
    assert "0,785" in found.table("fr")


def test_json_has_no_nan_and_the_same_bytes_each_time(found, p2):
    again = cal.validate(p2.y, p2.p, ci=QUICK)
    assert again.to_json() == found.to_json()
    assert "NaN" not in found.to_json()
    order = np.random.default_rng(1).permutation(len(p2.y))
    shuffled = cal.validate(p2.y[order], p2.p[order], ci=QUICK)
    assert shuffled.to_json() == found.to_json()


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_frame_of_estimates(found, backend):
    frame = found.to_frame(backend)
    assert "slope" in list(frame["estimate"])


def test_rows_counts_and_services_validate_alike(p1):
    score = np.floor(100 * p1.p + 0.5)
    service = np.where(np.arange(len(score)) % 3 == 0, "a", "b")

    def rule(s):
        return 1 / (1 + np.exp(3.2 - 0.067 * s))

    rows = cal.validate(p1.y, rule(score), ci=QUICK)
    counts = cal.ScoreCounts.from_rows(score, p1.y)
    split = cal.ScoreCounts.from_rows(score, p1.y, service=service)
    for data in (counts, split, split.merge_services()):
        other = cal.validate(data, rule, ci=QUICK)
        for name, estimate in rows.estimates().items():
            same = other.estimates()[name]
            for field in ("value", "lo", "hi", "se"):
                assert getattr(same, field) == pytest.approx(
                    getattr(estimate, field), abs=1e-9, nan_ok=True
                ), (name, field)


def test_a_rounded_risk_leaves_the_auc_of_the_score(p1):
    score = np.floor(100 * p1.p + 0.5)
    counts = cal.ScoreCounts.from_rows(score, p1.y)

    def rough(s):
        return np.round(1 / (1 + np.exp(3.2 - 0.067 * s)), 2)

    found = cal.validate(counts, rough, ci=cal.CI("none"))
    assert found.auc.value == cal.auc(counts).value
    assert any(w.startswith("risk_ties=") for w in found.warnings)
    fallen = cal.validate(counts, lambda s: 0.9 - 0.008 * s, ci=cal.CI("none"))
    assert "auc_of_risk_not_of_score" in fallen.warnings
    assert fallen.auc.value < 0.5


def test_validating_on_the_rows_of_the_update_is_said(p1):
    counts = cal.ScoreCounts.from_rows(np.floor(100 * p1.p + 0.5), p1.y)
    fit = cal.derive(counts)
    found = cal.validate(counts, fit.apply(lambda s: s), ci=cal.CI("none"))
    assert "validated_on_update_data" in found.warnings
    other = cal.ScoreCounts.from_rows(counts.score, np.arange(len(counts)) % 2)
    honest = cal.validate(other, fit.apply(lambda s: s), ci=cal.CI("none"))
    assert "validated_on_update_data" not in honest.warnings


def test_counts_of_another_version_are_refused(p1):
    counts = cal.ScoreCounts.from_rows(np.floor(100 * p1.p), p1.y)

    class Rule:
        definition = "demo@2.0.0"

        def __call__(self, score):
            return score / 200 + 0.01

    with pytest.raises(CallError, match="K016"):
        cal.validate(counts.of_definition("demo@1.0.0"), Rule())
    cal.validate(counts.of_definition("demo@2.0.0"), Rule(), ci=cal.CI("none"))


def test_what_is_undefined_is_named_not_raised(edge):
    case = edge["all_nonevents"]
    found = cal.validate(case["y"], case["p"], ci=QUICK)
    for name in ("citl", "slope", "auc", "brier_scaled"):
        estimate = getattr(found, name)
        assert math.isnan(estimate.value)
        assert estimate.reason is cal.Reason.ONE_CLASS
    assert found.brier.value == pytest.approx(case["brier"])
    assert "one class" in found.table("en")
    json.loads(found.to_json())


@pytest.mark.parametrize("name", ["constant_p", "perfect_separation"])
def test_edge_cases_validate(edge, name):
    found = cal.validate(edge[name]["y"], edge[name]["p"], ci=QUICK)
    assert found.slope.reason is not None
    assert math.isfinite(found.citl.value)


def test_extreme_risks_are_refused_or_clipped(edge):
    case = edge["p_zero_one"]
    with pytest.raises(CallError, match="K009"):
        cal.validate(case["y"], case["p"])
    found = cal.validate(case["y"], case["p"], on_extreme="clip", ci=QUICK)
    assert "clipped=2" in found.warnings
    again = cal.validate(
        case["y"], case["p"], on_extreme="clip", ci=cal.CI("bootstrap", n_boot=100)
    )
    assert again.citl.value == found.citl.value
    assert found.brier.value == pytest.approx(case["brier"], abs=1e-12)
    assert found.auc.value == pytest.approx(case["auc"], abs=1e-12)


def test_bootstrap_everywhere_on_request(p2):
    found = cal.validate(
        p2.y, p2.p, curves=("rcs",), ci=cal.CI("bootstrap", n_boot=200)
    )
    for name in ("oe", "citl", "slope", "brier", "auc", "log_loss"):
        assert getattr(found, name).method == "bootstrap_percentile"
    with pytest.raises(CallError, match="K011"):
        cal.validate(p2.y, p2.p, ci=cal.CI("wilson"))


def test_weighted_cohort_validates(p1):
    identity = p1.columns["patientid"].astype(int)
    weight = np.where(p1.y == 1, 1.0, np.where(identity % 4 == 0, 4.0, 0.0))
    found = cal.validate(p1.y, p1.p, sample_weight=weight, curves=("pava",), ci=QUICK)
    assert found.n == 717
    assert found.auc.value == pytest.approx(0.8609399315, abs=1e-9)
    assert found.auc.method == "bayesian_bootstrap_percentile"
    assert found.slope.method == "sandwich_wald"


def test_compare_on_the_same_rows(p2, p2_bad):
    found = cal.compare(p2.y, p2.p, p2_bad.p, thresholds=[0.2, 0.3], ci=QUICK)
    assert found.brier.value == pytest.approx(-0.0077319050, abs=1e-9)
    assert found.auc.difference.reason is cal.Reason.DEGENERATE_INTERVAL
    assert len(found.net_benefit.difference) == 2


def _finite(value):
    if isinstance(value, dict):
        return all(_finite(v) for v in value.values())
    if isinstance(value, list):
        return all(_finite(v) for v in value)
    return value is not None and (not isinstance(value, float) or math.isfinite(value))


def test_record_is_plain_and_says_where_numbers_come_from(p1):
    score = np.floor(100 * p1.p + 0.5)
    counts = cal.ScoreCounts.from_rows(score, p1.y)

    def rule(s):
        return 1 / (1 + np.exp(2.5 - 0.03 * s))

    names = cal.Names(of="points", lp="lp", risk="risk", factor=0.03, constant=-2.5)
    test = cal.closed_test(counts, rule)
    fit = cal.update(counts, rule, method=test.choice, fitting=cal.Fitting(names=names))
    seen = cal.validate(counts, fit.apply(rule), curves=("pava",), ci=QUICK)
    with pytest.raises(CallError, match="K025"):
        cal.record(fit, data=counts)
    block = cal.record(
        fit,
        data=counts.suppress(11),
        validation=seen,
        closed_test=test,
        about={"score": "risk", "lineage": [{"step": "derive", "version": "1.0.0"}]},
    )
    assert json.loads(json.dumps(block)) == block
    assert _finite(block)
    assert [s["step"] for s in block["lineage"]] == ["derive", "update"]
    assert list(block["performance"]) == ["apparent"]
    assert block["data"]["digest"] == counts.suppress(11).digest
    assert block["data"]["digest"] != counts.digest
    assert block["performance"]["apparent"]["auc"]["events"] == 105
    # The covariance is that of the numbers as written, on the scale of the points.
    direct = cal.derive(counts)
    assert np.array(block["uncertainty"]["cov"]) == pytest.approx(
        np.array(direct.cov), rel=1e-4
    )


def test_public_names_exist_once_and_are_no_modules():
    assert sorted(cal.__dir__()) == sorted(set(cal.__all__))
    modules = {path.stem for path in Path(cal.__file__).parent.glob("*.py")}
    # A module of the same name would take the place of the function once imported.
    assert not modules & set(cal.__all__)
    for name in cal.__all__:
        assert callable(getattr(cal, name))
    with pytest.raises(AttributeError, match="aucc"):
        _ = cal.aucc


def test_the_package_is_light():
    program = "import sys, irdp.calibration; print([m for m in sys.modules])"
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    for heavy in ("scipy", "sklearn", "pandas", "matplotlib", "numpy"):
        assert f"'{heavy}'" not in done.stdout
