"""Pooling against metafor; services estimated apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from irdp import calibration as cal
from irdp.errors import CallError

Y = (-0.21, 0.05, 0.18, -0.34, 0.41, 0.02)
SE = (0.12, 0.09, 0.15, 0.20, 0.18, 0.10)


def test_meta_analysis_anchor():
    found = cal.pool(Y, SE)
    assert found.tau2 == pytest.approx(0.0303996813, abs=1e-6)
    for estimate, want in (
        (found.wald, (0.0180866563, 0.0905059056, -0.1593016591, 0.1954749716)),
        (found.hksj, (0.0180866563, 0.0987351068, -0.2357200159, 0.2718933284)),
    ):
        numbers = (estimate.value, estimate.se, estimate.lo, estimate.hi)
        assert numbers == pytest.approx(want, abs=1e-6)
    assert (found.prediction.lo, found.prediction.hi) == pytest.approx(
        (-0.5273346624, 0.5635079749), abs=1e-6
    )
    assert found.prediction.method == "hts_t"
    assert found.q.statistic == pytest.approx(12.8455104, abs=1e-6)
    assert found.q.p_value == pytest.approx(0.0248703, abs=1e-6)
    assert found.i2 == pytest.approx(0.651676, abs=1e-6)


def test_services_that_agree_have_no_variance_between():
    found = cal.pool([0.1, 0.1, 0.1], [0.2, 0.1, 0.3])
    assert (found.tau2, found.i2) == (0.0, 0.0)
    assert found.wald.value == pytest.approx(0.1)


def test_too_few_services_are_named():
    one = cal.pool([0.1], [0.2])
    assert one.wald.reason is cal.Reason.TOO_FEW_SERVICES
    assert math.isnan(one.q.p_value)
    two = cal.pool([0.1, 0.4], [0.2, 0.1])
    assert two.prediction.reason is cal.Reason.TOO_FEW_SERVICES
    assert math.isfinite(two.hksj.hi)
    with pytest.raises(CallError, match="K029"):
        cal.pool([0.1, np.nan], [0.1, 0.1])
    with pytest.raises(CallError, match="K029"):
        cal.pool([0.1, 0.2], [0.1, 0.0])


def _rule(s):
    return 1 / (1 + np.exp(2.5 - 0.15 * s))


@pytest.fixture(scope="module")
def counts():
    rng = np.random.default_rng(9)
    score = rng.integers(0, 25, 1208)
    shift = np.repeat([0.0, 0.4, -0.4, 0.2, 0.0], [300, 300, 300, 300, 8])
    service = np.repeat([*"abcd", "tiny"], [300, 300, 300, 300, 8])
    y = rng.random(1208) < 1 / (1 + np.exp(2.5 - 0.15 * score - shift))
    return cal.ScoreCounts.from_rows(score, y, service=service)


def test_each_service_is_estimated_alone(counts):
    found = cal.heterogeneity(counts, _rule)
    assert found.listed == ("tiny",)
    assert [s.name for s in found.services] == list("abcd")
    alone = counts.services["b"]
    weak = cal.weak_calibration(alone, _rule, ci=cal.CI("wald"))
    assert found.services[1].slope == weak.slope
    assert found.services[1].auc.value == cal.auc(alone).value
    by_array = cal.heterogeneity(counts, _rule(counts.score))
    assert by_array.to_json() == found.to_json()
    again = cal.pool(
        [s.citl.value for s in found.services], [s.citl.se for s in found.services]
    )
    assert found.pooled["citl"] == again


def test_natural_scales(counts):
    found = cal.heterogeneity(counts, _rule)
    for name in ("oe", "auc"):
        typical, new = found.typical(name), found.prediction(name)
        assert 0 < new.lo < typical.value < new.hi
        assert new.hi - new.lo > 0
    assert found.typical("auc").hi < 1
    assert len(found.to_frame()) == 16


def test_validate_holds_the_services(counts):
    found = cal.validate(counts, _rule, curves=("pava",), ci=cal.CI(n_boot=100))
    assert found.heterogeneity.listed == ("tiny",)
    merged = cal.validate(
        counts.merge_services(), _rule, curves=("pava",), ci=cal.CI(n_boot=100)
    )
    assert merged.heterogeneity is None
    with pytest.raises(CallError, match="K030"):
        cal.heterogeneity(counts.merge_services(), _rule)


def test_subgroups_anchor(p1):
    age = p1.columns["age"].astype(float)
    group = np.digitize(age, [62, 68]).astype(str)
    counts = cal.ScoreCounts.from_rows(p1.p, p1.y, service=group)
    found = cal.heterogeneity(counts)
    assert [(s.n, s.events) for s in found.services] == [(212, 8), (332, 34), (206, 63)]
    wanted = (
        (0.2650962, 0.3892619),
        (-0.0257503, 0.1999194),
        (-0.0282026, 0.1735207),
    )
    for service, want in zip(found.services, wanted, strict=True):
        assert (service.citl.value, service.citl.se) == pytest.approx(want, abs=1e-6)
    for test, statistic, p in (
        (found.citl_test, 0.478383250, 0.787264),
        (found.slope_test, 0.330367733, 0.847738),
        (found.pooled["citl"].q, 0.506360591, 0.776328),
    ):
        assert test.df == 2
        assert test.statistic == pytest.approx(statistic, abs=1e-5)
        assert test.p_value == pytest.approx(p, abs=1e-5)
    assert found.pooled["citl"].tau2 == 0


def test_one_group_cannot_differ_from_itself(p2):
    counts = cal.ScoreCounts.from_rows(p2.p, p2.y, service=["a"] * len(p2.y))
    found = cal.heterogeneity(counts)
    assert found.citl_test.reason is cal.Reason.TOO_FEW_SERVICES
    assert found.pooled["slope"].wald.reason is cal.Reason.TOO_FEW_SERVICES
    assert math.isnan(found.typical("oe").value)
