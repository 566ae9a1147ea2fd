"""The path from a cohort to the next version, by the engine's own numbers."""

from __future__ import annotations

import numpy as np
import pytest

import irdp
from irdp import calibration as cal
from irdp import recalibration as rec
from irdp.errors import CallError, DefinitionError
from irdp.review.diff import diff

GRID = np.arange(101)


def _visits(age=40, date="2026-03-01"):
    return {"x": GRID, "age": np.full(101, age), "visit_date": [date] * 101}


def test_the_rule_gives_the_bits_of_the_engine(scorer, study):
    assert (study.rule.counted, study.rule.risk) == ("points", "risk")
    want = scorer.score(_visits()).values("risk")
    assert study.rule(GRID).tobytes() == want.tobytes()


def test_the_population_does_not_hide_the_risk_of_a_score(scorer, study):
    outside = scorer.score(_visits(age=80))
    assert set(outside.status("risk")) == {"out_of_population"}
    assert np.isfinite(study.rule(GRID)).all()


@pytest.mark.parametrize("scores", [[3.5], [101], [-1], [0, 1e30]])
def test_a_score_that_cannot_be_is_refused(study, scores):
    with pytest.raises(CallError, match="K096"):
        study.rule(scores)


@pytest.mark.parametrize(
    ("reference", "names"),
    [
        ("was@1.0.0", {}),
        ("demo_pdp@0.1.0", {}),
        ("demo_irdp@0.1.0", {"counted": "medicale"}),
        ("demo_irdp@0.1.0", {"counted": "nobody"}),
        ("demo_irdp@0.1.0", {"counted": "risque"}),
    ],
)
def test_a_definition_without_one_way_to_a_risk_is_refused(reference, names):
    with pytest.raises(CallError, match="K090"):
        rec.risk_rule(irdp.load(reference), **names)


def test_a_cohort_scored_with_another_version_is_refused(study):
    other = study.counts.of_definition("made_up@1.1.0")
    with pytest.raises(CallError, match="K016"):
        cal.validate(other, study.rule, curves=("pava",))
    with pytest.raises(CallError, match="K016"):
        _ = other + study.counts


def test_the_new_version_computes_what_was_fitted(scorer, study):
    made = rec.scorer_of(study.new, like=scorer).score(_visits())
    want = study.fit.apply(study.rule)(GRID)
    # The update was fitted on the old risk at its six decimals.
    assert np.allclose(made.values("risk"), want, rtol=0, atol=5e-6)
    cuts = [cut.score for cut in study.bands.cut_offs]
    ids = np.array(["low", "middle", "high"])
    assert made.bands("points").tolist() == ids[np.digitize(GRID, cuts)].tolist()


def test_the_change_is_major_and_the_old_version_stands(scorer, study):
    found = diff(scorer.compiled, rec.scorer_of(study.new, like=scorer).compiled)
    assert (found.level, found.least, found.enough) == ("major", "2.0.0", True)
    paths = {change.path[:2] for change in found.changes if change.level == "major"}
    assert paths == {("scores", "lp")}
    assert scorer.definition.version == "1.2.0"


def test_bands_alone_are_minor_and_a_record_alone_is_a_patch(scorer, study):
    old = scorer.definition
    bands = old.revise(version="1.3.0", bands={"level": study.bands.as_list})
    record = old.revise(
        version="1.2.1",
        calibration={**study.block, "bands_from": {}},
        status=old.status,
    )
    levels = [
        diff(scorer.compiled, rec.scorer_of(new, like=scorer).compiled).level
        for new in (bands, record)
    ]
    assert levels == ["minor", "patch"]


def test_only_what_decides_changes_the_scoring_digest(scorer, study):
    old = scorer.definition
    said = old.revise(version="1.2.1", calibration={**study.block, "bands_from": {}})
    digests = [
        made.compiled.bundle.scoring_digest
        for made in (
            scorer,
            rec.scorer_of(said, like=scorer),
            rec.scorer_of(study.new, like=scorer),
        )
    ]
    assert digests[0] == digests[1] != digests[2]


def test_a_scoring_of_another_questionnaire_is_refused(study):
    with pytest.raises(CallError, match="K016"):
        rec.scorer_of(study.new, like=irdp.load("was@1.0.0"))


def test_an_index_without_a_link_is_derived(scorer, study):
    plain = scorer.definition
    scores = tuple(s for s in plain.scores if s.id in {"points", "level", "seen"})
    bare = rec.scorer_of(plain.model_copy(update={"scores": scores}), like=scorer)
    assert rec.counted_score(bare) == "points"
    fit = cal.derive(study.counts)
    new = bare.definition.revise(version="2.0.0", operations=fit.operations)
    made = rec.scorer_of(new, like=scorer).score(_visits()).values("risk")
    assert np.allclose(made, fit.apply(GRID), rtol=0, atol=1e-12)


def test_knots_too_fine_for_integers_are_refused_at_their_place(scorer):
    ys = np.cumsum(np.random.default_rng(1).random(9)).round(12)
    xs = (0, 7, 18, 31, 48, 67, 90, 119, 150)
    knots = [{"x": x, "y": float(y)} for x, y in zip(xs, ys, strict=True)]
    line = {
        "id": "bent",
        "op": "piecewise_linear",
        "of": "points",
        "knots": knots,
        "outside": "constant",
        "decimals": 6,
    }
    new = scorer.definition.revise(version="2.0.0", operations=[line])
    with pytest.raises(DefinitionError, match="Q047"):
        rec.scorer_of(new, like=scorer)


def test_a_risk_that_holds_is_kept_and_the_cohort_validates_it(scorer):
    rng = np.random.default_rng(11)
    x = rng.integers(0, 101, 4000)
    y = rng.random(4000) < 1 / (1 + np.exp(2.5 - 0.06 * x))
    counts = cal.ScoreCounts.from_rows(x, y).of_definition("made_up@1.2.0")
    quick = cal.CI(n_boot=50)
    made = rec.next_version(scorer, counts, wish=rec.Wish(version="1.2.1", ci=quick))
    assert made.closed_test.choice == "keep"
    block = made.scoring.calibration
    assert not block.performance.apparent
    assert set(block.performance.external) >= {"oe", "slope", "auc"}
    changes = diff(scorer.compiled, made.scorer.compiled)
    assert (changes.level, changes.enough) == ("patch", True)


def test_what_stays_true_of_the_old_block_stays(scorer, study):
    old = rec.scorer_of(study.new, like=scorer)
    counts = study.counts.of_definition("made_up@2.0.0")
    quick = cal.CI(n_boot=50)
    wish = rec.Wish(version="2.0.1", ci=quick, method="keep")
    kept = rec.next_version(old, counts, wish=wish).scoring.calibration
    before = study.new.calibration
    assert kept.bands_from == before.bands_from
    assert kept.uncertainty == before.uncertainty
    assert kept.performance.apparent == before.performance.apparent
    assert kept.performance.external
    assert kept.applicability.age == before.applicability.age
    assert kept.applicability.valid_until is None
    assert [s.step for s in kept.lineage] == ["derive", "update", "update"]
    wish = rec.Wish(version="3.0.0", ci=quick, method="logistic")
    fitted = rec.next_version(old, counts, wish=wish).scoring.calibration
    assert fitted.bands_from == before.bands_from
    assert fitted.uncertainty != before.uncertainty
    assert not fitted.performance.external


def test_least_is_asked_for_where_no_number_is_given(scorer, study):
    with pytest.raises(CallError, match="K092"):
        rec.next_version(scorer, study.counts)
    with pytest.raises(CallError, match="K016"):
        rec.next_version(scorer, study.counts.of_definition("made_up@1.1.0"))
