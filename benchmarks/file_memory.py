"""The most memory that one process takes to score a long file, Parquet and CSV.

``python -m benchmarks.file_memory --rows 10000000`` writes each file a part at a time,
every visit under an id of its own, then scores it in a process that does nothing else.
The CSV file has 40 columns, as in `benchmarks.csv_files`. Linux only.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.csv_files import make
from benchmarks.definition import write
from benchmarks.engine import visits

PART = 500_000
BAD = 1e-4
RUN = r"""
import re, sys, time
import irdp
scorer = irdp.load_file(sys.argv[1])
start = time.perf_counter()
report = irdp.score_file(sys.argv[2], sys.argv[3], scorer)
took = time.perf_counter() - start
peak = int(re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1])
print(f"{report}: {took:.1f} s, {peak / 1024:.0f} MiB resident at most")
"""


def write_parquet(path: Path, rows: int) -> None:
    first = visits(min(PART, rows), 1, BAD)
    with pq.ParquetWriter(path, first.schema) as writer:
        for start in range(0, rows, PART):
            part = visits(min(PART, rows - start), start + 1, BAD)
            writer.write_table(part, row_group_size=131_072)


def write_csv(path: Path, rows: int) -> None:
    part = path.with_name("part.csv")
    with path.open("wb") as file:
        for start in range(0, rows, PART):
            make(part, min(PART, rows - start), start + 1, first=start)
            with part.open("rb") as lines:
                head = lines.readline()
                file.write(head if start == 0 else b"")
                file.write(lines.read())
    part.unlink()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    options = parser.parse_args()
    for kind, fill in (("parquet", write_parquet), ("csv", write_csv)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _, definition = write(1, folder)
            source, output = folder / f"in.{kind}", folder / f"out.{kind}"
            fill(source, options.rows)
            command = [sys.executable, "-c", RUN, definition, source, output]
            subprocess.run(command, check=True)  # noqa: S603 - our own program


if __name__ == "__main__":
    main()
