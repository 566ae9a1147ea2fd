"""Definitions that show every kind of gap, and random visits of them."""

from __future__ import annotations

import itertools
import random

import pytest

import irdp

ITEMS = """
  - {id: a, type: integer, min: 0, max: 3, label: {fr: a, en: a}, codes: {not_applicable: [NC]}}
  - {id: b, type: choice, label: {fr: b, en: b}, options: [{code: 2, label: {fr: x, en: x}}, {code: 0, label: {fr: y, en: y}}, {code: 5, label: {fr: z, en: z}}]}
  - {id: c, type: boolean, label: {fr: c, en: c}}
  - {id: d, type: decimal, decimals: 1, min: -0.2, max: 0.3, label: {fr: d, en: d}}
  - {id: e, type: integer, min: 0, max: 4, label: {fr: e, en: e}, shown_if: {item: c, eq: true}}
  - {id: m, type: multiple, label: {fr: m, en: m}, options: [{code: p, label: {fr: p, en: p}}, {code: q, label: {fr: q, en: q}}, {code: none, exclusive: true, label: {fr: n, en: n}}]}
"""
HEAD = "version: 1.0.0\nstatus: draft\ntitle: {fr: x, en: x}\n"
ANSWERS = {
    "a": [0, 1, 2, 3],
    "b": [2, 0, 5],
    "c": [True, False],
    "d": [-0.2, -0.1, 0, 0.1, 0.2, 0.3],
    "e": [0, 1, 2, 3, 4],
    "m": [[], ["p"], ["q"], ["p", "q"], ["none"]],
}
"""By item, the answers in written order."""
BANDS = "bands: [{id: low, from: -100}, {id: mid, from: 1}, {id: high, from: 2.5}]"
SCORINGS = {
    "plain": [
        "op: sum, of: [a, b, {item: d, weight: 2.5}, {item: c, weight: -3}], constant: 1.5, not_applicable: leave_out",
        "op: affine, of: s1, factor: '1/3', constant: 4",
        f"op: band, of: s1, {BANDS}",
        "op: band, of: s2, bands: [{id: low, from: 0}, {id: mid, from: 4.5}, {id: high, from: 5.5}]",
    ],
    "prorated": [
        "op: sum, of: [{item: a, weight: 2}, b, {item: d, reverse: true, weight: 3}], missing: {max_missing: 2, then: prorate}, not_applicable: leave_out, constant: 1, decimals: 2",
        "op: mean, of: [a, b, e], missing: {min_answered: 1, then: prorate}",
        "op: sum, of: [s1, {score: s2, weight: '1/3'}], missing: {max_missing: 1, then: prorate}, not_applicable: as_missing, decimals: 1",
        f"op: band, of: s3, {BANDS}",
        f"op: band, of: s2, {BANDS}",
    ],
    "gated": [
        "op: sum, of: [a, e, {item: c, points: {true: 4, false: 0, missing: 1}}], not_applicable: leave_out",
        "op: mean, of: [s1, {item: b, weight: 2}], applies_if: {item: a, ge: 1}, decimals: 2",
        f"op: band, of: s2, {BANDS}",
        f"op: band, of: s1, {BANDS}",
    ],
    "mixed": [
        "op: count, of: {item: m}, options: [p, q]",
        "op: max, of: [a, b, s1], missing: {max_missing: 1, then: answered_only}",
        "op: case, cases: [{when: {item: c, eq: true}, then: {score: s2}}], else: {score: s1}",
        "op: sum, of: [s3, a], not_applicable: leave_out",
        "op: product, of: [s2, s4], population: {item: b, ge: 1}",
        f"op: band, of: s5, {BANDS}",
        f"op: band, of: s4, {BANDS}",
    ],
    "nested": [
        "op: affine, of: d, factor: 10, range: [-2, 3]",
        "op: mean, of: [{score: s1, reverse: true, weight: 2}, a, {item: b, recode: {0: 1, 2: 3, 5: 2}}], decimals: 1",
        "op: affine, of: {score: s2, weight: '7/3'}, constant: 2",
        f"op: band, of: s3, {BANDS}",
        f"op: band, of: s2, {BANDS}",
    ],
}


@pytest.fixture(scope="session", params=sorted(SCORINGS))
def material(request, tmp_path_factory):
    """Return the name of a scoring and its scorer."""
    folder = tmp_path_factory.mktemp(request.param)
    asked = f"format: irdp/questionnaire/1\nid: q\n{HEAD}items:{ITEMS}"
    (folder / "questionnaire-q-1.0.0.yaml").write_text(asked, encoding="utf-8")
    scores = "".join(
        f"  - {{id: s{i}, {said}}}\n"
        for i, said in enumerate(SCORINGS[request.param], 1)
    )
    path = folder / "scoring-q-1.0.0.yaml"
    path.write_text(
        f"format: irdp/scoring/1\nid: q\n{HEAD}questionnaire: q@1.0.0\nscores:\n{scores}",
        encoding="utf-8",
    )
    return request.param, irdp.load_file(path)


@pytest.fixture(scope="session")
def random_visits():
    """Return what draws visits: about a third of the answers lack."""

    def draw(n, seed):
        rng = random.Random(seed)
        for _ in range(n):
            visit = {
                name: rng.choice(answers)
                for name, answers in ANSWERS.items()
                if rng.random() < 0.65
            }
            if rng.random() < 0.1:
                visit["a"] = "NC"
            yield visit

    return draw


@pytest.fixture(scope="session")
def completions():
    """Return what fills every gap of a visit in every way."""

    def fill(visit, names):
        gaps = [name for name in names if name not in visit]
        for answers in itertools.product(*(ANSWERS[name] for name in gaps)):
            yield {**visit, **dict(zip(gaps, answers, strict=True))}

    return fill


@pytest.fixture(scope="session")
def changes():
    """Return what changes one answer of a visit in every way: item, rank, visit."""

    def change(visit, names):
        for name in names:
            if visit.get(name) in ANSWERS.get(name, ()):
                for rank, answer in enumerate(ANSWERS[name]):
                    if answer != visit[name]:
                        yield name, rank, {**visit, name: answer}

    return change


@pytest.fixture(scope="session")
def answers():
    """Return, by item, its answers in written order."""
    return ANSWERS
