"""Every shipped definition on 100 000 random visits: one meaning, whatever the way."""

import datetime as dt
import pickle
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import irdp
from irdp.ops.lanes import ItemType

REFERENCES = [d.reference for d in irdp.catalog()]
VISITS = -(-100_000 // len(REFERENCES))
SAMPLE = 60
FOLDER = Path(__file__).parents[2] / "questionnaires"
FAULTS = ["nope", 10**7, float("inf"), -0.123456789, "01"]
EPOCH = dt.date(1960, 1, 1).toordinal()


def valid(spec, rng, n):
    """Draw answers in the domain of an item."""
    domain = spec.domain
    if domain.kind is ItemType.DATE:
        days = rng.integers(EPOCH, EPOCH + 25_000, n).tolist()
        return [dt.date.fromordinal(day).isoformat() for day in days]
    if domain.kind is ItemType.BOOLEAN:
        return (rng.random(n) < 0.5).tolist()
    if domain.kind is ItemType.CHOICE:
        return [domain.options[k] for k in rng.integers(0, domain.size, n)]
    if domain.kind is ItemType.MULTIPLE:
        masks = rng.integers(0, domain.size, n).tolist()
        return [[o for i, o in enumerate(domain.options) if m >> i & 1] for m in masks]
    # Low values as often as all others: gates and cut-offs stand there.
    top = np.where(rng.random(n) < 0.5, min(domain.size, 40), domain.size)
    ranks = (rng.random(n) * top).astype(int).tolist()
    return [(domain.low + rank) / domain.scale for rank in ranks]


def column(spec, rng, n, *, faulty=True):
    """Draw raw answers: valid, absent, coded states, and faulty ones."""
    found = np.empty(n, dtype=object)
    found[:] = valid(spec, rng, n)
    draw = rng.random(n)
    found[draw < 0.05] = None
    if spec.states:
        words = np.array(list(spec.states), dtype=object)
        coded = (draw >= 0.05) & (draw < 0.08)
        found[coded] = words[rng.integers(0, len(words), coded.sum())]
    if faulty:
        wrong = draw > 0.997
        picks = rng.integers(0, len(FAULTS), wrong.sum())
        found[wrong] = np.array(FAULTS, dtype=object)[picks]
    return found.tolist()


def visits_of(scorer, n, *, faulty=True):
    rng = np.random.default_rng(len(scorer.items))
    specs = scorer.compiled.program.items.values()
    return {spec.id: column(spec, rng, n, faulty=faulty) for spec in specs}


def row_of(columns, i):
    return {name: values[i] for name, values in columns.items()}


@pytest.fixture(scope="module", params=REFERENCES)
def scorer(request):
    return irdp.load(request.param)


@pytest.fixture(scope="module")
def documents(oracle):
    found = {}
    for kind in ("questionnaire", "scoring", "referral"):
        files = sorted(FOLDER.glob(f"*/{kind}-*.yaml"))
        trees = [oracle.package.load_raw(path) for path in files]
        found[kind] = {f"{d['id']}@{d['version']}": d for d in trees}
    return found


def judged(oracle, documents, reference, visit):
    asked = list(documents["questionnaire"].values())
    if reference in documents["scoring"]:
        return oracle.package.assess(asked, documents["scoring"][reference], visit)
    policy = documents["referral"][reference]
    read = {
        alias: documents["scoring"][s["ref"] if isinstance(s, dict) else s]
        for alias, s in (policy.get("scorings") or {}).items()
    }
    return oracle.package.assess_policy(asked, read, policy, visit)


@pytest.mark.usefixtures("engine")
def test_alone_in_a_batch_and_by_the_oracle(scorer, oracle, documents):
    columns = visits_of(scorer, VISITS)
    table = scorer.score(columns)
    reference = scorer.definition.reference
    assert 0 < table.rejected.sum() < VISITS
    for i in range(SAMPLE):
        visit = row_of(columns, i)
        alone, beside = scorer.assess(visit), table[i]
        assert alone.to_dict() == beside.to_dict()
        want = judged(oracle, documents, reference, visit)
        assert alone.rejected == want.rejected
        for name, outcome in want.scores.items():
            value = outcome.value
            value = float(value) if isinstance(value, Fraction) else value
            found = alone.scores[name]
            assert (found.value, found.status) == (value, outcome.status), name
        for name, decision in want.decisions.items():
            found = alone.decisions[name]
            assert found.proposal == decision.proposal
            assert found.provisional == decision.provisional
            assert tuple(r.id for r in found.reasons) == decision.reasons
            assert dict(found.unknown) == decision.unknown


def test_any_order_and_any_cut(scorer, monkeypatch):
    columns = visits_of(scorer, 3000)
    whole = scorer.score(columns).to_dict()
    monkeypatch.setattr("irdp.plan.engine.WORTH", 0)  # from here on, by the tables
    assert scorer.score(columns).to_dict() == whole
    monkeypatch.setattr("irdp.plan.machine.CHUNK", 64)
    order = np.random.default_rng(0).permutation(3000)
    mixed = scorer.score({n: [v[i] for i in order] for n, v in columns.items()})
    back = mixed.take(np.argsort(order)).to_dict()
    assert back == whole
    parts = [
        scorer.score({n: v[a:b] for n, v in columns.items()}).to_dict()
        for a, b in ((0, 1), (1, 1000), (1000, 3000))
    ]
    assert {n: [x for p in parts for x in p[n]] for n in whole} == whole


def test_pickled_and_by_eight_threads(scorer):
    columns = visits_of(scorer, 600)
    whole = scorer.score(columns).to_dict()
    assert pickle.loads(pickle.dumps(scorer)).score(columns).to_dict() == whole  # noqa: S301 - our own
    fresh = irdp.load(scorer.definition.reference)
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(fresh.score, columns) for _ in range(8)]
        alone = pool.map(
            lambda i: fresh.assess(row_of(columns, i)).to_dict(), range(40)
        )
        assert all(job.result().to_dict() == whole for job in jobs)
        table = scorer.score(columns)
        assert [table[i].to_dict() for i in range(40)] == list(alone)


def test_any_type_of_input(scorer):
    specs = scorer.compiled.program.items
    columns = visits_of(scorer, 400, faulty=False)
    coded = {w for spec in specs.values() for w in spec.states}
    for name, spec in specs.items():
        if spec.domain.kind not in {ItemType.CHOICE, ItemType.DATE}:  # one type each
            values = columns[name]
            columns[name] = [
                None if isinstance(v, str) and v in coded else v for v in values
            ]
    whole = scorer.score(columns).to_dict()
    for kind, data in tables_of(columns, specs):
        assert scorer.score(data).to_dict() == whole, kind


def tables_of(columns, specs):
    """Yield the same visits in every container."""
    texts = [n for n, s in specs.items() if s.domain.kind is ItemType.CHOICE]
    truths = [n for n, s in specs.items() if s.domain.kind is ItemType.BOOLEAN]
    whole = [n for n, s in specs.items() if s.domain.kind is ItemType.INTEGER]
    arrays = {}
    for name, values in columns.items():
        arrays[name] = np.empty(len(values), dtype=object)
        arrays[name][:] = values
        if name in whole:
            arrays[name] = np.array(values, dtype=float)  # None is NaN
    yield "numpy", arrays
    frame = pd.DataFrame(arrays)
    yield "pandas", frame
    types = dict.fromkeys(texts, "category") | dict.fromkeys(truths, "boolean")
    yield "pandas nullable", frame.astype(types | dict.fromkeys(whole, "Int64"))
    yield "polars", pl.DataFrame(columns, strict=False)
    table = pa.table({n: pa.array(v) for n, v in columns.items()})
    yield "arrow", table
    chunked = pa.concat_tables([table.slice(0, 150), table.slice(150)])
    for name in texts:
        at = chunked.schema.get_field_index(name)
        chunked = chunked.set_column(at, name, chunked[name].dictionary_encode())
    yield "arrow in chunks", chunked
