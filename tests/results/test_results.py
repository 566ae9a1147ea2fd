"""What users read: the names, the types, and never an answer where nobody asked."""

import json
import re

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import irdp
from irdp.errors import CallError, ColumnsError, IssuesError, UnknownOutputError

STATUSES = {"ok", "prorated", "too_few_answers", "depends_on_unknown", "invalid_input"}
CANARY = "Zébulon 1.85.03.75.116.001"


@pytest.fixture(scope="module")
def phq9():
    return irdp.load("phq9@1.0.0")


@pytest.fixture(scope="module")
def table(phq9):
    """Three visits: whole, one answer missing, one answer faulty."""
    visits = [dict.fromkeys(phq9.items, 1) for _ in range(3)]
    visits[1][phq9.items[0]] = None
    visits[2][phq9.items[0]] = CANARY
    return phq9.score({n: [v[n] for v in visits] for n in phq9.items})


def kinds(scorer):
    nodes = scorer.compiled.program.nodes
    return {n: nodes[n].signature.kind for n in scorer.outputs if n in nodes}


def test_columns_have_the_types_they_promise(phq9, table):
    for name, kind in kinds(phq9).items():
        values = table.values(name)
        assert values.dtype == (np.float64 if kind == "number" else object)
        for value, status in zip(values, table.status(name), strict=True):
            assert status in STATUSES
            known = status in {"ok", "prorated"}
            if kind == "number":
                assert np.isnan(value) == (not known)
            elif kind == "truth":
                assert value is None or type(value) is bool
            else:
                assert value is None or type(value) is str
        assert {type(b) for b in table.bands(name)} <= {str, type(None)}


def test_one_visit_has_the_types_it_promises(phq9):
    whole = phq9.assess(dict.fromkeys(phq9.items, 1))
    score = whole.scores["score"]
    assert (score.value, type(score.value), score.status) == (9.0, float, "ok")
    assert (score.band.id, score.completeness) == (score.band.id, 1.0)
    assert type(score.band.id) is str
    none = phq9.assess({}).scores["score"]
    assert (none.value, none.band, none.completeness) == (None, None, 0.0)
    assert whole.validation == "to_be_validated"
    assert whole.issues == ()
    provenance = whole.provenance.to_dict()
    assert re.fullmatch("sha256:[0-9a-f]{64}", provenance["scoring_digest"])
    assert re.fullmatch("sha256:[0-9a-f]{64}", provenance["content_digest"])
    for lang in ("fr", "en"):
        assert "PHQ" in whole.explain(lang)


def test_decisions_have_the_types_they_promise():
    scorer = irdp.load("demo_pdp@0.1.0")
    table = scorer.score({name: [None] for name in scorer.items})
    found = scorer.assess({}).decisions["orientation"]
    assert table.decisions("orientation").tolist() == [found.proposal]
    assert type(found.proposal) is str
    assert type(found.provisional) is bool
    assert found.reasons == ()
    assert all(type(names) is tuple for names in found.unknown.values())
    columns = table.to_dict()
    assert columns["orientation"] == [found.proposal]
    assert columns["orientation.provisional"] == [found.provisional]
    assert [tuple(r) for r in columns["orientation.reasons"]] == [()]


def test_the_dictionary_is_what_it_says(phq9, table):
    found = table.to_dict()
    names = [k for n in kinds(phq9) for k in (n, f"{n}.band", f"{n}.status")]
    assert list(found) == names
    assert found["score"][1:] == [None, None]
    assert found["score.status"] == ["ok", "too_few_answers", "invalid_input"]
    assert json.loads(table.to_json())["columns"] == found
    assert json.loads(table[0].to_json()) == table[0].to_dict()


def test_split_loses_no_row(table):
    scored, rejected = table.split()
    assert (len(scored), len(rejected), len(table)) == (2, 1, 3)
    assert scored.rows.tolist() + rejected.rows.tolist() == [0, 1, 2]
    assert set(rejected.status("score")) == {"invalid_input"}
    assert len(scored.issues) == 0
    with pytest.raises(IssuesError):
        table.raise_for_issues(max_share=0.3)
    table.raise_for_issues(max_share=0.4)
    scored.raise_for_issues()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pd.DataFrame, pd.DataFrame),
        (pl.DataFrame, pl.DataFrame),
        (pa.table, pa.Table),
    ],
)
def test_a_table_comes_back_as_it_came(phq9, make, kind):
    table = phq9.score(make({n: [1, 2, None] for n in phq9.items}))
    frame = table.to_frame()
    assert isinstance(frame, kind)
    columns = frame.column_names if kind is pa.Table else list(frame.columns)
    assert columns == list(table.to_dict())


def test_pandas_keeps_its_index(phq9):
    frame = pd.DataFrame({n: [1, 2] for n in phq9.items}, index=["v7", "v3"])
    assert phq9.score(frame).to_frame().index.tolist() == ["v7", "v3"]


def shown(scorer, table):
    visit = dict.fromkeys(scorer.items, CANARY)
    alone = scorer.assess(visit)
    for thing in (scorer, table, alone, alone.provenance, table.issues, alone.issues):
        yield repr(thing)
        yield str(thing)
    yield repr(alone.scores["score"])
    yield repr(list(alone.scores.values()))
    yield alone.to_json()
    yield alone.explain("fr")
    yield alone._repr_html_()
    yield table._repr_html_()
    yield table.to_json()


def test_no_answer_is_ever_shown(phq9, table):
    for text in shown(phq9, table):
        assert CANARY not in text
        assert "Zébulon" not in text


def test_a_repr_is_one_line_without_a_result(phq9, table):
    whole = phq9.assess(dict.fromkeys(phq9.items, 3))
    for thing in (phq9, table, whole, whole.scores["score"]):
        assert "\n" not in repr(thing)
        assert "27" not in repr(thing)
        assert "severe" not in repr(thing)


def wrong_calls(scorer, table):
    whole = {n: [CANARY] for n in scorer.items}
    yield ColumnsError, lambda: scorer.score({scorer.items[0]: [CANARY]})
    yield ColumnsError, lambda: scorer.score(whole | {scorer.items[0]: [CANARY] * 2})
    yield CallError, lambda: scorer.score(CANARY)
    yield CallError, lambda: scorer.assess([CANARY])
    yield UnknownOutputError, lambda: table.values("scor")
    yield UnknownOutputError, lambda: table.decisions("score")
    yield IssuesError, table.raise_for_issues


@pytest.mark.parametrize("i", range(7))
def test_no_exception_quotes_an_answer(phq9, table, i):
    kind, call = list(wrong_calls(phq9, table))[i]
    with pytest.raises(kind) as caught:
        call()
    assert CANARY not in str(caught.value)
    assert caught.value.render("fr") != caught.value.render("en")


def test_what_does_not_exist_is_answered_with_what_does(table):
    with pytest.raises(UnknownOutputError, match="score"):
        table.values("scor")
