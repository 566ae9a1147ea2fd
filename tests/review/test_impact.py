import json

import numpy as np
import pytest

from irdp.catalogue import Catalog
from irdp.errors import CallError, ColumnsError
from irdp.review.diff import diff
from irdp.review.impact import impact
from irdp.scorer import Scorer


def two(copied, kind, name, edits, *, old="1.0.0"):
    number = "0.9.0" if old < "1" else "9.0.0"
    path = copied.version(name, number, old=old, kinds=(kind,))[kind]
    for before, after in edits:
        copied.edit(path, before, after)
    catalog = copied.catalog
    return [Scorer(catalog.load(f"{name}@{n}")) for n in (old, number)]


def visits(scorer, n=150, seed=3):
    """Draw visits over the whole domains, a tenth of the answers missing."""
    rng = np.random.default_rng(seed)
    data = {}
    for name, spec in scorer.compiled.program.items.items():
        domain = spec.domain
        ranks = rng.integers(0, min(domain.size, 1 << 20), n)
        if domain.options:
            column = [int(o) if o.isdigit() else o for o in domain.options]
            column = [column[r % len(column)] for r in ranks]
        elif domain.kind == "boolean":
            column = [bool(r) for r in ranks]
        elif domain.kind == "date":
            column = ["2026-10-05"] * n
        else:
            column = [(domain.low + int(r)) / domain.scale for r in ranks]
        gaps = rng.random(n) < 0.1
        data[name] = [None if g else v for g, v in zip(gaps, column, strict=True)]
    return data


def recomputed(before, after, data, outputs):
    """Return, visit by visit and alone, who changes: written apart from `impact`."""
    moved = set()
    for row in range(len(next(iter(data.values())))):
        visit = {k: v[row] for k, v in data.items()}
        one, other = before.assess(visit), after.assess(visit)
        for name in outputs:
            if name in one.decisions:
                pair = one.decisions[name].proposal, other.decisions[name].proposal
            else:
                pair = one.scores[name].value, other.scores[name].value
            if pair[0] != pair[1]:
                moved.add((row, name, *pair))
    return moved


PAIRS = {
    "wording": ([("fr: Faible", "fr: Basse")], False),
    "cut-off": ([("from: 6", "from: 5")], True),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_it_lists_exactly_the_visits_that_change_band(copy, pair):
    edits, moves = PAIRS[pair]
    before, after = two(copy("was"), "scoring", "was", edits)
    data = visits(before)
    found = impact(before, after, data)
    expected = recomputed(before, after, data, ["category"])
    assert {(m.row, m.output, m.before, m.after) for m in found.moved} == expected
    assert bool(expected) is moves
    assert all(m.items == () and m.steps == ("category",) for m in found.moved)
    (matrix,) = found.transitions
    assert matrix.counts.sum() == len(data["WAI1"]) == found.n
    assert matrix.changed == len(expected)


def test_a_changed_weight_names_the_item_and_only_where_it_contributes(copy):
    edits = [("10.06", "30.05"), ("range: [0, 100]", "range: [0, 200]")]
    before, after = two(copy("epices"), "scoring", "epices", edits)
    data = visits(before)
    found = impact(before, after, data)
    expected = recomputed(before, after, data, ["quintile"])
    assert {(m.row, m.output, m.before, m.after) for m in found.moved} == expected
    assert found.moved
    assert {m.items for m in found.moved} == {("EPI01",)}
    assert all(data["EPI01"][m.row] == 1 for m in found.moved)
    assert {m.steps for m in found.moved} == {("score",)}


def test_a_changed_item_and_a_score_that_is_no_sum(copy):
    edits = [("{item: PHQ9, ge: 1}", "{item: PHQ9, ge: 2}"), ("from: 5", "from: 4")]
    before, after = two(copy("phq9"), "scoring", "phq9", edits)
    data = visits(before)
    found = impact(before, after, data)
    expected = recomputed(before, after, data, ["band"])
    assert {(m.row, m.output, m.before, m.after) for m in found.moved} == expected


@pytest.mark.parametrize(
    ("edits", "steps"),
    [
        ([("gt: 30", "gt: 1500")], {"demande_et_arret_long"}),
        (
            [("    default: suivi_habituel", "    default: avis_medecin_du_travail")],
            {"orientation"},
        ),
    ],
)
def test_a_policy_names_the_rules_that_changed(copy, edits, steps):
    copied = copy("demo_irdp", "epices", "demo_pdp")
    before, after = two(copied, "referral", "demo_pdp", edits, old="0.1.0")
    data = visits(before, 40)
    nothing = {n: 0 if n.startswith("EPI") else False for n in data} | {
        "age": 30,
        "WAI1": 9,
        "visit_date": "2026-10-05",
        "arret_en_cours_jours": 0,
        "consentement": True,
        "demandeur": "aucun",
    }
    long = nothing | {"arret_en_cours_jours": 45, "demandeur": "salarie"}
    data = {k: [*v, nothing[k], long[k]] for k, v in data.items()}
    found = impact(before, after, data)
    expected = recomputed(before, after, data, ["orientation"])
    assert {(m.row, m.output, m.before, m.after) for m in found.moved} == expected
    assert expected
    assert {s for m in found.moved for s in m.steps} == steps
    if "orientation" not in steps:
        assert all("arret_en_cours_jours" in m.items for m in found.moved)


def test_a_policy_whose_scoring_changes_names_its_item(copy):
    copied = copy("demo_irdp", "epices", "demo_pdp")
    inner = copied.version("demo_irdp", "0.2.0", old="0.1.0", kinds=("scoring",))
    copied.edit(inner["scoring"], "from: 0.016", "from: 0.012")
    edits = [("demo_irdp@0.1.0", "demo_irdp@0.2.0")]
    before, after = two(copied, "referral", "demo_pdp", edits, old="0.1.0")
    data = visits(before, 150)
    found = impact(before, after, data)
    names = ["demo_irdp.niveau", "orientation"]
    expected = recomputed(before, after, data, names)
    assert {(m.row, m.output, m.before, m.after) for m in found.moved} == expected
    assert {m.steps for m in found.moved} == {("demo_irdp.niveau",)}


def test_keys_stand_for_rows_and_no_answer_is_shown(copy):
    before, after = two(copy("was"), "scoring", "was", [("from: 6", "from: 5")])
    found = impact(before, after, {"WAI1": [5, 5, 9]}, keys=["a", "b", "c"])
    assert [m.key for m in found.moved] == ["a", "b"]
    assert found.rows == (0, 1)
    assert "moderate" in found.render("fr")
    assert "WAI1" not in json.dumps(found.to_dict())


def test_what_cannot_be_compared_is_said():
    catalog = Catalog()
    was, phq = (Scorer(catalog.load(r)) for r in ("was@1.0.0", "phq2@1.0.0"))
    with pytest.raises(CallError):
        impact(was, phq, {"WAI1": [1]})
    with pytest.raises(ColumnsError):
        impact(was, was, {"other": [1]})


def test_a_changed_item_is_the_cause(copy):
    copied = copy("was")
    asked = copied.version("was", "2.0.0", kinds=("questionnaire",))["questionnaire"]
    copied.edit(asked, "max: 10", "max: 7")
    edits = [("was@1.0.0", "was@2.0.0"), ("range: [0, 10]", "range: [0, 7]"),
             ("good_excellent, from: 8", "good_excellent, from: 7")]  # fmt: skip
    before, after = two(copied, "scoring", "was", edits)
    assert diff(before.compiled, after.compiled).level == "major"
    data = visits(before)
    found = impact(before, after, data)
    expected = recomputed(before, after, data, ["category"])
    assert {(m.row, m.output, m.before, m.after) for m in found.moved} == {
        (row, name, a or "—", b or "—") for row, name, a, b in expected
    }
    assert {m.items for m in found.moved} == {("WAI1",)}
