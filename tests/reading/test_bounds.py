"""What a score could still be is what it is over all completions."""

import math

import pytest

N = 2_000
"""Visits by definition; five definitions make ten thousand."""


def table_of(scorer, visits):
    return scorer.score({n: [v.get(n) for v in visits] for n in scorer.items})


@pytest.mark.parametrize("way", ["enumerated", "from the inputs", "answer by answer"])
def test_bounds_and_bands_are_those_of_all_completions(
    material, random_visits, completions, way, monkeypatch
):
    name, scorer = material
    n = N
    if way != "enumerated":
        monkeypatch.setattr("irdp.reading.reach._FEW", 1)
        n = N // 10
    if way == "answer by answer":
        monkeypatch.setattr("irdp.reading.reach.MOST", 60)
    visits, rows, slices = list(random_visits(n, name)), [], []
    distinct = {repr(sorted(v.items(), key=str)): v for v in visits}
    for visit in distinct.values():
        filled = list(completions(visit, scorer.items))
        slices.append(slice(len(rows), len(rows) + len(filled)))
        rows += filled
    table = table_of(scorer, rows)
    values = {s: table.values(s) for s in scorer.outputs}
    bands = {s: table.bands(s) for s in scorer.outputs}
    told = 0
    for visit, mine in zip(distinct.values(), slices, strict=True):
        found = scorer.assess(visit)
        for score in scorer.outputs:
            result = found.scores[score]
            seen = values[score][mine]
            partial = way == "answer by answer"  # too many combinations: None
            told += result.bounds is not None or result.bands_possible is not None
            if seen.dtype != object:
                seen = [v for v in seen.tolist() if not math.isnan(v)]
                if result.bounds is not None or not partial:
                    wanted = (min(seen), max(seen)) if seen else None
                    assert result.bounds == wanted
            wanted = {b for b in bands[score][mine] if b is not None}
            if result.bands_possible is None:
                assert partial or not wanted
                assert result.certain is None
            else:
                assert set(result.bands_possible) == wanted
                assert result.certain == (len(wanted) == 1)
    assert told > n // 2


def test_a_rejected_visit_could_be_nothing(material):
    _, scorer = material
    for result in scorer.assess({"a": 99, "b": 99}).scores.values():
        assert result.bounds is None
        assert result.bands_possible is None
        assert result.certain is None
