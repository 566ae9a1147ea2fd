"""The smallest change of one answer is the one that exhaustive search finds."""


def steps(items, name, visit, answer):
    ranked = items[name]
    if name == "m":
        return len(set(visit[name]) ^ set(answer))
    return abs(ranked.index(visit[name]) - ranked.index(answer))


def code(name, rank, answers):
    if name == "c":
        return int(answers[name][rank])
    if name != "m":
        return rank
    order = ("p", "q", "none")
    return sum(1 << order.index(o) for o in answers[name][rank])


def test_the_change_is_the_smallest(material, random_visits, changes, answers):
    name, scorer = material
    order = list(scorer.items)
    visits = list(random_visits(400, name + "-"))
    # An answer that is not asked for is no answer to change.
    for visit in visits:
        if visit.get("c") is not True and "c" in visit:
            visit.pop("e", None)
    rows, slices = [], []
    for visit in visits:
        found = list(changes(visit, order))
        slices.append(slice(len(rows), len(rows) + len(found)))
        rows += found
    table = scorer.score({n: [v.get(n) for *_, v in rows] for n in order})
    bands = {s: table.bands(s) for s in scorer.outputs}
    hits = 0
    for visit, mine in zip(visits, slices, strict=True):
        now = scorer.assess(visit)
        for score in scorer.outputs:
            band = now.scores[score].band
            best = min(
                (
                    (
                        steps(answers, item, visit, changed[item]),
                        order.index(item),
                        code(item, rank, answers),
                        item,
                        there,
                    )
                    for (item, rank, changed), there in zip(
                        rows[mine], bands[score][mine], strict=True
                    )
                    if band is not None and there not in (None, band.id)
                ),
                default=None,
            )
            found = now.scores[score].nearest_change
            if best is None:
                assert found is None
                continue
            hits += 1
            assert (found.steps, found.item, found.band) == (best[0], best[3], best[4])
            assert found.code - 5 == best[2]
    assert hits > 50
