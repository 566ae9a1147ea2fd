"""Record batches in, record batches out: the same bits wherever they are scored."""

import importlib
import multiprocessing
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import numpy as np
import pyarrow as pa
import pytest

import irdp
from irdp.errors import ColumnsError

REFERENCES = [d.reference for d in irdp.catalog()]
EPICES = "epices@1.0.0"
SIZES = (0, 1, 700, 64, 3000, 5)


def batch_of(scorer, n, seed):
    """Draw codes as an Arrow batch of the types a study has; a few are invalid."""
    rng = np.random.default_rng(seed)
    columns = {}
    for name, spec in scorer.compiled.program.items.items():
        values = answers(spec.domain, rng, n)
        gaps = rng.random(n) < 0.05
        columns[name] = pa.array(
            [None if g else v for v, g in zip(values, gaps, strict=True)],
            type=arrow_type(spec.domain),
        )
    return pa.RecordBatch.from_pydict(columns)


def answers(domain, rng, n):
    match domain.kind:
        case "choice":
            words = [*domain.options, "?"]
            chances = [*[0.998 / domain.size] * domain.size, 0.002]
            return [words[k] for k in rng.choice(len(words), n, p=chances)]
        case "multiple":
            return [
                [domain.options[k]] for k in rng.integers(0, len(domain.options), n)
            ]
        case "boolean":
            return (rng.random(n) < 0.5).tolist()
        case "date":
            return rng.integers(-4000, 20_000, n).tolist()
        case "integer":
            top = min(domain.size, 100)
            return (domain.low + rng.integers(0, top, n)).tolist()
    return ((domain.low + rng.integers(0, domain.size, n)) / domain.scale).tolist()


def arrow_type(domain):
    return {
        "choice": pa.string(),
        "multiple": pa.list_(pa.string()),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "integer": pa.int64(),
    }.get(domain.kind, pa.float64())


def epices_batches():
    scorer = irdp.load(EPICES)
    return [batch_of(scorer, n, seed) for seed, n in enumerate(SIZES)]


WORKER = "def score(scorer, batches): return list(scorer.score_batches(batches))"


@pytest.fixture
def score(tmp_path, monkeypatch):
    """Return a function that a new process can import."""
    (tmp_path / "irdp_batches_worker.py").write_text(WORKER)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("irdp_batches_worker").score
    del sys.modules["irdp_batches_worker"]


@pytest.fixture(params=REFERENCES)
def scorer(request):
    return irdp.load(request.param)


def test_the_columns_say_what_the_table_says(scorer, into, monkeypatch):
    # By the kernels, then by the tables, texts made once for each entry or of a few.
    for worth, many in ((1 << 60, 4096), (0, 4096), (0, 0)):
        monkeypatch.setattr("irdp.plan.engine.WORTH", worth)
        monkeypatch.setattr("irdp.results.decode._MANY", many)
        batch = batch_of(scorer, 800, 1)
        (found,) = scorer.score_batches([batch])
        table = scorer.score(batch_table(batch))
        assert found.schema.equals(scorer.arrow_schema, check_metadata=True)
        found.validate(full=True)
        for name, column in table.to_dict().items():
            got = found[name].to_pylist()
            wanted = [list(v) if isinstance(v, tuple) else v for v in column]
            assert got == wanted, name
        for name in table.outputs:
            share = table.completeness(name)
            got = found[f"{name}.completeness"].to_numpy(zero_copy_only=False)
            assert np.array_equal(got, share, equal_nan=True)
        assert found["rejected"].to_pylist() == table.rejected.tolist()
        into(scorer, batch_table(batch), table)


def batch_table(batch):
    return pa.Table.from_batches([batch])


def test_one_signed_schema_also_of_nothing(scorer):
    schema = scorer.arrow_schema
    for field in schema:
        kinds = [field.type, getattr(field.type, "value_type", field.type)]
        assert set(kinds) <= {
            pa.float64(),
            pa.bool_(),
            pa.string(),
            pa.list_(pa.string()),
        }
    (empty,) = scorer.score_batches([batch_of(scorer, 0, 1)])
    assert empty.num_rows == 0
    assert empty.schema.equals(schema, check_metadata=True)
    assert list(scorer.score_batches([])) == []
    copy = pickle.loads(pickle.dumps(scorer))  # noqa: S301 - our own
    assert copy.arrow_schema.equals(schema, check_metadata=True)


def test_by_two_processes_and_eight_threads_in_any_order(score, monkeypatch):
    batches = epices_batches()
    with monkeypatch.context() as here:
        here.setattr(
            "irdp.plan.engine.WORTH", 0
        )  # here by the tables, there by the kernels
        wanted = score(irdp.load(EPICES), batches)
    order = [4, 2, 0, 5, 1, 3, 2, 2]  # one batch is tried three times
    jobs = [[batches[k]] for k in order]
    fresh = irdp.load(EPICES)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as processes:
        by_process = list(processes.map(partial(score, fresh), jobs))
    with ThreadPoolExecutor(8) as threads:
        by_thread = list(threads.map(partial(score, fresh), jobs))
    for found in (by_process, by_thread):
        for k, (one,) in zip(order, found, strict=True):
            assert one.equals(wanted[k], check_metadata=True)


def test_chunks_offsets_and_dictionaries_change_nothing(scorer):
    batch = batch_of(scorer, 500, 3)
    (wanted,) = scorer.score_batches([batch])
    padded = pa.concat_batches([batch_of(scorer, 13, 4), batch, batch])
    shifted = padded.slice(13, 500)
    table = pa.concat_tables(
        [batch_table(batch.slice(0, 7)), batch_table(batch.slice(7))]
    )
    coded = pa.RecordBatch.from_arrays(
        [
            c.dictionary_encode() if pa.types.is_string(c.type) else c
            for c in batch.columns
        ],
        batch.schema.names,
    )
    for data in (
        shifted,
        table,
        coded,
        coded.slice(0),
        batch.select(batch.schema.names[::-1]),
    ):
        (found,) = scorer.score_batches([data])
        assert found.equals(wanted)
    parts = pa.Table.from_batches(
        scorer.score_batches([batch.slice(0, 9), batch.slice(9)])
    )
    assert parts.combine_chunks().to_batches()[0].equals(wanted)


def wrong_columns():
    """Yield an Arrow column of one answer in five that no item can have."""
    yield "text", pa.array(["a", "b", None, "", "0x"])
    yield (
        "wraps to 8 in 8 bits",
        pa.array([264, 2**32 + 8, -(2**63) + 8, 2**63 - 1, 11]),
    )
    yield "unsigned", pa.array([264, 2**64 - 1, 2**63 + 8, 2**32 + 8, 11], pa.uint64())
    yield "no numbers", pa.array([float("inf"), -float("inf"), 1e300, 3.5, 2.0**53])
    yield "durations", pa.array([1, 2, 3, 4, 5], pa.duration("s"))
    yield "structures", pa.array([{"a": 1}] * 5)
    yield "truths", pa.array([True, False, True, True, False])
    yield "bytes", pa.array([b"1"] * 5)
    yield "nulls", pa.nulls(5)


@pytest.mark.parametrize(
    ("kind", "column"), [*wrong_columns()], ids=lambda v: str(v)[:20]
)
def test_a_wrong_column_is_counted_never_read_as_something_else(kind, column):
    scorer = irdp.load("was@1.0.0")
    (found,) = scorer.score_batches([pa.RecordBatch.from_arrays([column], ["WAI1"])])
    unanswered = [v.as_py() is None for v in column]
    if kind == "text":
        unanswered[3] = True  # an empty text is no answer
    assert found["rejected"].to_pylist() == [not gap for gap in unanswered]
    assert found["score"].null_count == 5
    assert set(found["score.status"].to_pylist()) <= {
        "invalid_input",
        "too_few_answers",
    }


def test_not_a_number_is_no_answer():
    scorer = irdp.load("was@1.0.0")
    column = pa.array([8.0, float("nan"), None])
    (found,) = scorer.score_batches([pa.RecordBatch.from_arrays([column], ["WAI1"])])
    assert found["score"].to_pylist() == [8.0, None, None]
    assert found["rejected"].to_pylist() == [False] * 3


def test_columns_that_lack_or_repeat_stop_the_job():
    scorer = irdp.load(EPICES)
    batch = batch_of(scorer, 5, 1)
    with pytest.raises(ColumnsError, match="EPI01"):
        next(scorer.score_batches([batch.select(batch.schema.names[1:])]))
    name = batch.schema.names[0]
    twice = pa.RecordBatch.from_arrays(
        [*batch.columns, batch.column(0)], [*batch.schema.names, name]
    )
    with pytest.raises(ColumnsError):
        next(scorer.score_batches([twice]))
    (found,) = scorer.score_batches(
        [batch.select(batch.schema.names[1:])], absent=[name]
    )
    assert found.num_rows == 5
