"""What a score could still be is what it is over all completions."""

import math

N = 2_000
"""Visits by definition; five definitions make ten thousand."""


def table_of(scorer, visits):
    return scorer.score({n: [v.get(n) for v in visits] for n in scorer.items})


def test_bounds_and_bands_are_those_of_all_completions(
    material, random_visits, completions
):
    name, scorer = material
    visits, rows, slices = list(random_visits(N, name)), [], []
    distinct = {repr(sorted(v.items(), key=str)): v for v in visits}
    for visit in distinct.values():
        filled = list(completions(visit, scorer.items))
        slices.append(slice(len(rows), len(rows) + len(filled)))
        rows += filled
    table = table_of(scorer, rows)
    values = {s: table.values(s) for s in scorer.outputs}
    bands = {s: table.bands(s) for s in scorer.outputs}
    for visit, mine in zip(distinct.values(), slices, strict=True):
        found = scorer.assess(visit)
        for score in scorer.outputs:
            result = found.scores[score]
            seen = values[score][mine]
            if seen.dtype != object:
                seen = [v for v in seen.tolist() if not math.isnan(v)]
                assert result.bounds == ((min(seen), max(seen)) if seen else None)
            wanted = {b for b in bands[score][mine] if b is not None}
            if result.bands_possible is None:
                assert not wanted
                assert result.certain is None
            else:
                assert set(result.bands_possible) == wanted
                assert result.certain == (len(wanted) == 1)


def test_a_rejected_visit_could_be_nothing(material):
    _, scorer = material
    for result in scorer.assess({"a": 99, "b": 99}).scores.values():
        assert result.bounds is None
        assert result.bands_possible is None
        assert result.certain is None
