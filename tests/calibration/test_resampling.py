"""The bootstrap on cells: the row bootstrap, same bytes for the same seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from irdp.calibration.counts import ScoreCounts
from irdp.calibration.discrimination import auc
from irdp.calibration.estimate import CI, Estimate, Reason
from irdp.calibration.replicates import STATISTICS, Draw
from irdp.calibration.resampling import binned, bootstrap
from irdp.calibration.risks import as_risks
from irdp.calibration.weak import weak_calibration
from irdp.errors import CallError

ANCHORS = {
    "auc": (0.019513, 0.81945, 0.89835, 0.0030),
    "brier": (0.0070700, 0.07105, 0.09906, 0.0011),
    "oe": (0.076472, 0.84912, 1.15216, 0.012),
    "citl": (0.125049, -0.25966, 0.23257, 0.019),
    "slope": (0.104735, 0.81907, 1.23414, 0.016),
}


@pytest.fixture(scope="module")
def replicates(p1):
    return bootstrap(as_risks(p1.y, p1.p), list(ANCHORS), ci=CI(n_boot=8000))


@pytest.mark.parametrize("name", list(ANCHORS))
def test_it_is_the_row_bootstrap(replicates, name):
    se, lo, hi, tolerance = ANCHORS[name]
    found = replicates.interval(name, Estimate(1.0))
    assert found.se == pytest.approx(se, rel=0.08)
    assert (found.lo, found.hi) == pytest.approx((lo, hi), abs=tolerance)
    assert found.method == "bootstrap_percentile"


def test_each_replicate_equals_the_estimate_of_its_counts(p2):
    cells = as_risks(p2.y, p2.p)
    kept = []
    bootstrap(
        cells,
        {"keep": lambda d: kept.append(d) or d.p[:1].repeat(len(d.n))},
        ci=CI(n_boot=3),
    )
    draw = kept[0]
    for b in range(3):
        y = np.repeat([1, 0], [int(draw.events[b].sum()), int(draw.nonevents[b].sum())])
        p = np.r_[
            np.repeat(draw.p, draw.events[b].astype(int)),
            np.repeat(draw.p, draw.nonevents[b].astype(int)),
        ]
        weak = weak_calibration(y, p)
        want = {
            "auc": auc(y, p),
            "citl": weak.citl,
            "slope": weak.slope,
            "joint_intercept": weak.joint_intercept,
        }
        for name, estimate in want.items():
            assert STATISTICS[name](draw)[b] == pytest.approx(estimate.value, abs=1e-9)


def test_more_replicates_keep_the_first_ones(p2):
    cells = as_risks(p2.y, p2.p)
    few = bootstrap(cells, ["auc"], ci=CI(n_boot=70)).values["auc"]
    many = bootstrap(cells, ["auc"], ci=CI(n_boot=130)).values["auc"]
    assert few.tobytes() == many[:70].tobytes()
    other = bootstrap(cells, ["auc"], ci=CI(n_boot=70, seed=2)).values["auc"]
    assert few.tobytes() != other.tobytes()


PROGRAM = """
import hashlib, sys
import numpy as np
from irdp.calibration.resampling import bootstrap
from irdp.calibration.estimate import CI
from irdp.calibration.risks import as_risks
rng = np.random.default_rng(1)
p = np.round(rng.random(3000), 2) * 0.98 + 0.01
y = rng.random(3000) < p
made = bootstrap(as_risks(y, p), ["auc", "brier", "oe", "citl", "slope"], ci=CI(n_boot=200))
print(hashlib.sha256(b"".join(v.tobytes() for v in made.values.values())).hexdigest())
"""


def test_threads_change_no_byte():
    digests = set()
    for threads in ("1", "2"):
        environment = {
            **os.environ,
            "OPENBLAS_NUM_THREADS": threads,
            "OMP_NUM_THREADS": threads,
        }
        done = subprocess.run(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", PROGRAM],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_replicates_of_one_class_are_counted_never_dropped():
    cells = as_risks([0, 0, 0, 0, 0, 1], [0.1, 0.2, 0.3, 0.3, 0.2, 0.4])
    made = bootstrap(cells, ["auc", "citl"], ci=CI(n_boot=500))
    # P(no event drawn) = (5/6)^6.
    assert made.one_class / 500 == pytest.approx((5 / 6) ** 6, abs=0.08)
    found = made.interval("auc", Estimate(0.5))
    assert f"one_class_replicates={made.one_class}" in found.warnings
    assert np.isnan(made.values["auc"]).sum() == made.one_class


def test_an_interval_of_nothing_is_nan():
    cells = as_risks([0, 0, 0], [0.1, 0.2, 0.3])
    found = bootstrap(cells, ["auc"], ci=CI(n_boot=60)).interval("auc", Estimate(0.5))
    assert np.isnan(found.lo)
    assert found.reason is Reason.DEGENERATE_INTERVAL


def test_large_n_agrees_with_delong():
    rng = np.random.default_rng(11)
    score = rng.integers(0, 101, 100_000)
    y = rng.random(100_000) < 1 / (1 + np.exp(4 - 0.05 * score))
    counts = ScoreCounts.from_rows(score, y)
    plain = auc(counts, ci=CI("wald"))
    resampled = auc(counts, ci=CI("bootstrap", n_boot=4000))
    assert resampled.se == pytest.approx(plain.se, rel=0.05)


def test_continuous_risk_is_binned_by_name(monkeypatch):
    monkeypatch.setattr(sys.modules[bootstrap.__module__], "MAX_CELLS", 500)
    rng = np.random.default_rng(7)
    p = rng.random(20_000)
    y = rng.random(20_000) < p
    cells = as_risks(y, p)
    made = bootstrap(cells, ["auc"], ci=CI(n_boot=50))
    assert made.bins == 2000
    assert "bins=2000" in made.interval("auc", Estimate(0.8)).warnings
    few = binned(cells)
    assert few.total == cells.total
    assert few.total_events == cells.total_events
    assert auc(few).value == pytest.approx(auc(y, p).value, abs=4e-6)


def test_weights_shrink_nothing():
    rng = np.random.default_rng(4)
    p = np.round(rng.random(2000), 1) * 0.9 + 0.05
    y = rng.random(2000) < p
    one = bootstrap(as_risks(y, p, sample_weight=np.ones(2000)), ["brier"])
    ten = bootstrap(as_risks(y, p, sample_weight=np.full(2000, 10.0)), ["brier"])
    plain = bootstrap(as_risks(y, p), ["brier"])
    spread = [np.std(b.values["brier"]) for b in (one, ten, plain)]
    assert spread[0] == pytest.approx(spread[1], rel=1e-9)
    assert spread[0] == pytest.approx(spread[2], rel=0.08)


def test_unknown_statistic_is_refused(p1):
    with pytest.raises(CallError, match="IRDP-K011"):
        bootstrap(as_risks(p1.y, p1.p), ["aucc"])


def test_user_functions_are_statistics(p1):
    made = bootstrap(
        as_risks(p1.y, p1.p),
        {"rate": lambda d: d.events.sum(axis=1) / d.n.sum(axis=1)},
        ci=CI(n_boot=300),
    )
    assert made.values["rate"].mean() == pytest.approx(0.14, abs=0.005)
    assert isinstance(hashlib.sha256(made.values["rate"]).hexdigest(), str)
    assert Draw._fields == ("p", "events", "nonevents")
