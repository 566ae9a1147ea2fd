"""A real Spark session: the same bits as one process, one worker killed on the way.

``make spark`` runs it in an environment of its own; it needs Java. Four partitions are
scored by two workers, each an own process. The first try of one partition kills its
worker: Spark starts another and tries the partition again.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.taskcontext import TaskContext

import irdp

REFERENCE = "epices@1.0.0"
ROWS = 40_000
PARTITIONS = 4
KILLED = 2


def visits(scorer: irdp.Scorer) -> pa.Table:
    """Return answers and gaps, a few answers that no item has, and a number a row."""
    rng = np.random.default_rng(1)
    columns = {"row": pa.array(np.arange(ROWS))}
    for name, spec in scorer.compiled.program.items.items():
        domain = spec.domain
        words = np.array([*domain.options, "?"]) if domain.options else None
        if words is not None:
            odds = [*[0.9995 / domain.size] * domain.size, 0.0005]
            found = words[rng.choice(len(words), ROWS, p=odds)]
        elif domain.kind == "boolean":
            found = rng.random(ROWS) < 0.5
        else:
            found = domain.low + rng.integers(0, min(domain.size, 90), ROWS)
        columns[name] = pa.array(found, mask=rng.random(ROWS) < 0.03)
    return pa.table(columns)


def main() -> None:
    scorer = irdp.load(REFERENCE)
    table = visits(scorer)
    (wanted,) = scorer.score_batches([table])
    marker = str(Path(tempfile.mkdtemp(), "killed"))
    fields = [
        *scorer.arrow_schema,
        pa.field("row", pa.int64()),
        pa.field("pid", pa.int64()),
    ]
    schema = from_arrow_schema(pa.schema(fields))

    def job(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        task = TaskContext.get()
        kill = task.partitionId() == KILLED and task.attemptNumber() == 0
        for i, batch in enumerate(batches):
            if kill and i == 1:  # when a part of its results has gone out
                Path(marker).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            (scored,) = scorer.score_batches([batch])
            pid = pa.array([os.getpid()] * batch.num_rows)
            yield scored.append_column("row", batch["row"]).append_column("pid", pid)

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master(f"local[2, {PARTITIONS}]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1500")
        .getOrCreate()
    )
    try:
        frame = spark.createDataFrame(table).repartition(PARTITIONS)
        found = frame.mapInArrow(job, schema).toArrow().sort_by("row")
        plain = spark.createDataFrame(table.drop_columns(["row"]))
        said = from_arrow_schema(scorer.arrow_schema)
        direct = plain.mapInArrow(scorer.score_batches, said).count()
    finally:
        spark.stop()

    workers = len(set(found["pid"].to_pylist()))
    same = pa.Table.from_batches([wanted])
    faults = [
        name
        for name in same.column_names
        if not same[name].combine_chunks().equals(found[name].combine_chunks())
    ]
    if not Path(marker).exists():
        sys.exit("no worker was killed")
    if faults or found.num_rows != ROWS or direct != ROWS:
        sys.exit(f"differs: {faults}, {found.num_rows} rows, {direct} directly")
    rejected = sum(found["rejected"].to_pylist())
    sys.stdout.write(
        f"{ROWS} visits in {PARTITIONS} partitions by {workers} workers, one killed and "
        f"replaced: the same bits, {rejected} rejected\n"
    )


if __name__ == "__main__":
    main()
