"""Contributions sum to every additive score, alone and in a table."""

from fractions import Fraction

ADDITIVE = {
    "plain": {"s1", "s2"},
    "prorated": {"s1", "s2", "s3"},
    "gated": {"s1", "s2"},
    "mixed": set(),
    "nested": {"s1", "s2", "s3"},
}


def test_they_sum_to_the_score(material, random_visits):
    name, scorer = material
    visits = list(random_visits(2_000, name + "+"))
    table = scorer.score({n: [v.get(n) for v in visits] for n in scorer.items})
    for score in scorer.outputs:
        found = table.contributions(score)
        if score not in ADDITIVE[name]:
            assert found is None
            continue
        values, known = table.values(score), 0
        for i in range(len(visits)):
            parts = found[i]
            if table.status(score)[i] not in {"ok", "prorated"}:
                assert parts is None
                continue
            known += 1
            assert float(parts.total) == values[i]
            if i < 200:
                assert table[i].scores[score].contributions == parts
        assert known > 100


def test_each_item_gives_its_weighted_points(material):
    name, scorer = material
    if name == "plain":
        visit = {"a": 3, "b": 2, "c": True, "d": 0.3}
        parts = scorer.assess(visit).scores["s1"].contributions
        assert dict(parts.items) == {
            "a": 3,
            "b": 2,
            "d": Fraction(3, 4),
            "c": -3,
        }
        assert parts.constant == Fraction(3, 2)
        assert parts.rounding == 0
    if name == "prorated":
        # 2 x 3 and 3 x (0.1 - 0.3) are answered, weights 2 and 3 of 6.
        parts = scorer.assess({"a": 3, "d": 0.3}).scores["s1"].contributions
        assert parts.items["a"] == Fraction(36, 5)
        assert parts.items["b"] == 0
        assert parts.items["d"] == Fraction(-18, 25)
        assert parts.constant == 1
