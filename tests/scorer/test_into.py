"""Results written into the caller's arrays: those of `score`, bit for bit."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import irdp
from irdp.errors import CallError, ColumnsError, IssuesError, UnknownOutputError

ITEMS = [f"GAD{i}" for i in range(1, 8)]


def answers(n, seed, bad=0.002):
    """Draw answers to GAD-7 as an Arrow table, with gaps and a few that no item has."""
    rng = np.random.default_rng(seed)
    columns = {}
    for name in ITEMS:
        wrong, values = rng.integers(-128, 128, n), rng.integers(0, 4, n)
        found = np.where(rng.random(n) < bad, wrong, values).astype(np.int8)
        columns[name] = pa.array(found, mask=rng.random(n) < 0.05)
    return pa.table(columns)


@pytest.fixture
def scorer(engine):
    del engine
    return irdp.load("gad7@1.0.0")


def test_tables_of_every_kind(scorer, into):
    table = answers(700, 1)
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    kinds = [
        table,
        frame,
        frame.astype("Int64"),
        pl.from_arrow(table),
        pl.from_arrow(table).lazy(),
        scorer.encode(table),
        {name: table[name] for name in ITEMS},
        table.to_pydict(),
        {name: table[name].fill_null(1).to_numpy().astype("u4") for name in ITEMS},
    ]
    for data in kinds:
        assert into(scorer, data, scorer.score(data)).rejected.any()


@pytest.mark.parametrize("chunk", [1, 7, 64, 299, 300, 301])
def test_chunks_of_any_length(chunk, scorer, into, monkeypatch):
    monkeypatch.setattr("irdp.plan.machine.CHUNK", chunk)
    table = pa.concat_tables([answers(90, 2), answers(1, 3), answers(209, 4, 0.2)])
    for data in (table, table.slice(3, 250), table.slice(13, 9), table.slice(0, 0)):
        into(scorer, data, scorer.score(data))


def test_what_is_said_of_columns(scorer):
    table = answers(40, 5).to_pydict()
    table["GAD3"] = [None] * 40
    table["surprise"] = [1] * 40
    del table["GAD7"]
    found = scorer.score(table, absent=["GAD7"])
    outs = {"score": np.empty(40)}
    account = scorer.score_into(table, outs, absent=["GAD7"])
    codes = {note.code for note in account.notes}
    assert codes == {n.code for n in found.frame.notes} >= {"IRDP-D061", "IRDP-D063"}
    assert np.isnan(outs["score"]).all()
    with pytest.raises(ColumnsError, match="IRDP-C024"):
        scorer.score_into(table, outs)


def test_what_is_asked_stays_what_it_was_when_items_are_hidden(scorer_of, into, engine):
    del engine
    head = (
        "format: irdp/{}/1\nid: {}\nversion: 1.0.0\nstatus: draft\ntitle: {{fr: E}}\n"
    )
    asked = head.format("questionnaire", "q") + (
        "items:\n"
        "  - {id: A, type: integer, min: 0, max: 4, label: {fr: A}}\n"
        "  - {id: B, type: integer, min: 0, max: 4, label: {fr: B},"
        " shown_if: {item: A, ge: 2}}\n"
    )
    scoring = head.format("scoring", "s") + (
        "questionnaire: q@1.0.0\nscores:\n"
        "  - {id: s, op: sum, not_applicable: leave_out, of: [A, B]}\n"
    )
    scorer = scorer_of(asked, scoring)
    data = {"A": np.arange(60) % 6, "B": np.arange(60) % 5}
    account = into(scorer, data, scorer.score(data))
    assert {code for _, code in account.issues.counts()} == {"IRDP-D028", "IRDP-D030"}


def test_eight_threads_share_a_scorer(monkeypatch):
    monkeypatch.setattr("irdp.plan.engine.WORTH", 0)
    scorer = irdp.load("gad7@1.0.0")
    tables = [answers(20_000, seed) for seed in range(8)]
    outs = [{"score": np.empty(20_000)} for _ in tables]
    with ThreadPoolExecutor(8) as threads:
        accounts = list(threads.map(scorer.score_into, tables, outs))
    for table, out, account in zip(tables, outs, accounts, strict=True):
        found = scorer.score(table)
        assert out["score"].tobytes() == found.values("score").tobytes()
        assert account.rejected.tolist() == found.rejected.tolist()


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("score", np.empty(4)),
        ("score", np.empty(5, np.float32)),
        ("score", np.empty(5, object)),
        ("score", np.empty(5, np.int64)),  # a number has no rank
        ("score", np.empty((5, 1))),
        ("score", np.broadcast_to(np.zeros(1), 5)),  # not to be written
        ("score", [0.0] * 5),
        ("score", pd.Series(np.zeros(5))),
        ("band", np.empty(5)),
        ("band", np.empty(5, np.uint8)),
    ],
)
def test_arrays_that_do_not_fit(name, out, scorer):
    with pytest.raises(CallError, match=f"IRDP-C030.*{name}"):
        scorer.score_into(answers(5, 6), {name: out})


def test_arrays_without_names(scorer):
    with pytest.raises(CallError, match="IRDP-C032"):
        scorer.score_into(answers(5, 6), np.empty(5))


def test_an_array_that_is_read_too(scorer, monkeypatch):
    monkeypatch.setattr("irdp.plan.engine.WORTH", 0)
    monkeypatch.setattr("irdp.plan.machine.CHUNK", 4)
    data = {name: np.arange(6) % 4 for name in ITEMS}
    found = scorer.score(data).values("score")
    kept = data["GAD1"].view(np.float64)
    scorer.score_into(data, {"score": kept})
    assert kept.tolist() == found.tolist()


def test_an_unknown_result_and_too_many_rejects(scorer):
    with pytest.raises(UnknownOutputError):
        scorer.score_into(answers(5, 6), {"scores": np.empty(5)})
    account = scorer.score_into(answers(50, 6, bad=0.5), {})
    assert account.rejected.any()
    assert repr(account) == f"Account(50 visits, {account.rejected.sum()} rejected)"
    with pytest.raises(IssuesError, match="IRDP-C007"):
        account.raise_for_issues(0.01)


PRORATED = """\
  - {id: a, op: sum, missing: {max_missing: 2, then: prorate}, of: [A, B, C, D, E, F]}
  - {id: b, op: sum, of: [{score: a, weight: 0.3}, G, H, I]}
  - id: told
    op: case
    cases: [{when: {score: b, status: [prorated]}, then: {label: prorated}}]
    else: {label: whole}
"""


@pytest.mark.parametrize("asks", [True, False])
def test_whether_a_score_is_prorated_is_told_only_where_a_condition_asks(
    asks, scorer_of, into, monkeypatch
):
    monkeypatch.setattr("irdp.plan.engine.WORTH", 0)
    head = (
        "format: irdp/{}/1\nid: {}\nversion: 1.0.0\nstatus: draft\ntitle: {{fr: E}}\n"
    )
    asked = head.format("questionnaire", "q") + "items:\n"
    for name in "ABCDEFGHI":
        asked += (
            f"  - {{id: {name}, type: integer, min: 0, max: 2, label: {{fr: I}}}}\n"
        )
    scores = PRORATED if asks else PRORATED[: PRORATED.index("  - id: told")]
    scorer = scorer_of(
        asked,
        head.format("scoring", "s") + f"questionnaire: q@1.0.0\nscores:\n{scores}",
    )
    rng = np.random.default_rng(1)
    data = {
        name: pa.array(rng.integers(0, 3, 500), mask=rng.random(500) < 0.1)
        for name in "ABCDEFGHI"
    }
    found = scorer.score(data)
    assert {"ok", "prorated"} <= {*found.status("b")}
    into(scorer, data, found)


@pytest.mark.parametrize("name", ["first", "next", "digit"])
def test_a_score_may_have_the_name_of_a_buffer(name, scorer_of, into, engine):
    del engine
    head = (
        "format: irdp/{}/1\nid: {}\nversion: 1.0.0\nstatus: draft\ntitle: {{fr: E}}\n"
    )
    items = [f"I{i}" for i in range(12)]
    asked = head.format("questionnaire", "q") + "items:\n"
    for item in items:
        asked += (
            f"  - {{id: {item}, type: integer, min: 0, max: 3, label: {{fr: I}}}}\n"
        )
    scores = head.format("scoring", "s") + "questionnaire: q@1.0.0\nscores:\n"
    for score, mine in ((name, items[:6]), ("other", items[6:])):
        scores += (
            f"  - {{id: {score}, op: sum, missing: {{max_missing: 1, then: prorate}},"
            f" of: [{', '.join(mine)}]}}\n"
        )
    both = f"{{score: {name}}}, {{score: other, weight: 2}}"
    scores += f"  - {{id: total, op: sum, of: [{both}]}}\n"
    scorer = scorer_of(asked, scores)
    rng = np.random.default_rng(3)
    data = {
        item: pa.array(rng.integers(0, 4, 300), mask=rng.random(300) < 0.1)
        for item in items
    }
    into(scorer, data, scorer.score(data))


def test_what_is_not_asked_for_is_checked_but_not_computed(monkeypatch):
    monkeypatch.setattr("irdp.plan.engine.WORTH", 0)
    scorer = irdp.load("wai@1.0.0")
    data = {name: np.full(30, 3) for name in scorer.items}
    data["WAI3"] = np.where(np.arange(30) % 7, 3, 99)  # which `d1` does not read
    found = scorer.score(data)
    for name in scorer.outputs:
        if found.values(name).dtype == float:
            kept = {name: np.empty(30)}
            account = scorer.score_into(data, kept)
            assert kept[name].tobytes() == found.values(name).tobytes()
            assert account.issues.to_dict() == found.issues.to_dict()
