"""The same scoring by hand in numpy, pandas, polars and duckdb, each in two ways.

Every peer takes one Arrow table and gives the same columns: scales, total and risk
(float, null unknown), band and proposal (small integers or text), and a flag for a row
with an answer outside 0..4. All round as integers do, so that equality is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.definition import ITEMS, Plan

NUMBERS = ["scale0", "scale1", "scale2", "scale3", "total", "risk"]
Way = Callable[[Plan, pa.Table], Any]


def numpy_take(plan: Plan, table: pa.Table) -> dict[str, np.ndarray]:
    """Tables of points and `take`."""
    return _numpy(plan, table, lambda points, x: np.array([*points, 0]).take(x))


def numpy_fancy(plan: Plan, table: pa.Table) -> dict[str, np.ndarray]:
    """Tables of points and fancy indexing."""
    return _numpy(plan, table, lambda points, x: np.array([*points, 0])[x])


def _numpy(
    plan: Plan, table: pa.Table, look: Callable[..., np.ndarray]
) -> dict[str, np.ndarray]:
    columns = {}
    for i in ITEMS:
        column = table[i]
        columns[i] = column.fill_null(5).to_numpy()
    bad = np.zeros(table.num_rows, np.bool_)
    for x in columns.values():
        bad |= (x < 0) | (x > 5)
    safe = (
        {i: np.where(bad, 5, x) for i, x in columns.items()} if bad.any() else columns
    )
    out: dict[str, np.ndarray] = {}
    sums = np.zeros(table.num_rows, np.int64)
    known = ~bad
    for k, items in enumerate(plan.scales):
        total = np.zeros(table.num_rows, np.int64)
        weight = np.zeros(table.num_rows, np.int64)
        missing = np.zeros(table.num_rows, np.int64)
        for i in items:
            x = safe[i]
            total += look(plan.points[i], x)
            absent = x == 5
            missing += absent
            weight += np.where(absent, 0, plan.weights[i])
        ok = (missing <= 2) & ~bad
        whole = sum(plan.weights[i] for i in items)
        divisor = np.where(ok, weight, 1)
        value = (2 * total * whole + divisor) // (2 * divisor)
        out[f"scale{k}"] = np.where(ok, value / 100, np.nan)
        sums += plan.factors[k] * np.where(ok, value, 0)
        known &= ok
    total = (sums + 50) // 100
    out["total"] = np.where(known, total / 10, np.nan)
    out["level"] = np.where(known, np.digitize(total, plan.cuts), -1)
    risk = np.floor(1e4 / (1 + np.exp(6 - 0.005 * total)) + 0.5) / 1e4
    out["risk"] = np.where(known, risk, np.nan)
    cell = (out["level"] == 2) & (out["scale0"] >= 10)
    out["refer"] = np.where(known, np.where(cell, 0, np.where(risk >= 0.5, 1, 2)), -1)
    out["bad"] = bad
    return out


def pandas_map(plan: Plan, table: pa.Table) -> Any:
    """`Series.map` with a dictionary."""
    return _pandas(plan, table, lambda s, p: s.map(dict(enumerate(p))).fillna(0))


def pandas_take(plan: Plan, table: pa.Table) -> Any:
    """A table of points and `take` on the filled column."""

    def look(series: Any, points: list[int]) -> Any:
        filled = series.fillna(5).clip(0, 5).astype("int64").to_numpy()
        return np.array([*points, 0]).take(filled)

    return _pandas(plan, table, look)


def _pandas(plan: Plan, table: pa.Table, look: Callable[..., Any]) -> Any:
    import pandas as pd

    frame = table.to_pandas()
    bad = ((frame[ITEMS] < 0) | (frame[ITEMS] > 4)).any(axis=1)
    out = pd.DataFrame(index=frame.index)
    sums, known = 0, ~bad
    for k, items in enumerate(plan.scales):
        total = sum(look(frame[i], plan.points[i]) for i in items)
        absent = frame[items].isna()
        weight = ((~absent) * [plan.weights[i] for i in items]).sum(axis=1)
        ok = (absent.sum(axis=1) <= 2) & ~bad
        whole = sum(plan.weights[i] for i in items)
        divisor = weight.where(ok, 1)
        value = (2 * total * whole + divisor) // (2 * divisor)
        out[f"scale{k}"] = (value / 100).where(ok)
        sums = sums + plan.factors[k] * value.where(ok, 0)
        known &= ok
    total = (sums + 50) // 100
    out["total"] = (total / 10).where(known)
    out["level"] = np.where(known, np.digitize(total, plan.cuts), -1)
    risk = np.floor(1e4 / (1 + np.exp(6 - 0.005 * total)) + 0.5) / 1e4
    out["risk"] = risk.where(known)
    cell = (out["level"] == 2) & (out["scale0"] >= 10)
    choice = np.where(cell, 0, np.where(risk >= 0.5, 1, 2))
    out["refer"] = np.where(known, choice, -1)
    out["bad"] = bad
    return out


def polars_when(plan: Plan, table: pa.Table) -> Any:
    """Points by `when ... then`, lazily, with the default engine."""
    return _polars(plan, table, _when).collect()


def polars_replace(plan: Plan, table: pa.Table) -> Any:
    """Points by `replace_strict`, lazily, with the default engine."""
    return _polars(plan, table, _replace).collect()


def polars_streaming_when(plan: Plan, table: pa.Table) -> Any:
    """Points by `when ... then`, with the streaming engine."""
    return _polars(plan, table, _when).collect(engine="streaming")


def polars_streaming_replace(plan: Plan, table: pa.Table) -> Any:
    """Points by `replace_strict`, with the streaming engine."""
    return _polars(plan, table, _replace).collect(engine="streaming")


def _when(item: str, points: list[int]) -> Any:
    import polars as pl

    steps = {points[v + 1] - points[v] for v in range(4)}
    column = pl.col(item).cast(pl.Int32)
    if len(steps) == 1:
        return (column * steps.pop() + points[0]).fill_null(0)
    chain: Any = pl
    for value, point in enumerate(points):
        chain = chain.when(column == value).then(pl.lit(point, pl.Int32))
    return chain.otherwise(0)


def _replace(item: str, points: list[int]) -> Any:
    import polars as pl

    column = pl.col(item).cast(pl.Int32)
    return column.replace_strict(
        list(range(5)), points, default=0, return_dtype=pl.Int32
    )


def _polars(plan: Plan, table: pa.Table, look: Callable[..., Any]) -> Any:
    import polars as pl

    frame = pl.from_arrow(table).lazy()
    wrong = [((pl.col(i) < 0) | (pl.col(i) > 4)).fill_null(False) for i in ITEMS]
    frame = frame.with_columns(bad=pl.any_horizontal(wrong))
    scales = []
    for k, items in enumerate(plan.scales):
        whole = sum(plan.weights[i] for i in items)
        total = pl.sum_horizontal(look(i, plan.points[i]) for i in items)
        weight = pl.sum_horizontal(
            pl.when(pl.col(i).is_null()).then(0).otherwise(plan.weights[i])
            for i in items
        )
        missing = pl.sum_horizontal(pl.col(i).is_null() for i in items)
        ok = (missing <= 2) & ~pl.col("bad")
        value = (2 * total.cast(pl.Int64) * whole + weight) // (2 * weight)
        scales.append(pl.when(ok).then(value).alias(f"scale{k}"))
    frame = frame.select("bad", *scales)
    sums = sum(f * pl.col(f"scale{k}") for k, f in enumerate(plan.factors))
    frame = frame.with_columns(total=(sums + 50) // 100)
    risk = ((1e4 / (1 + (6 - 0.005 * pl.col("total")).exp()) + 0.5).floor()) / 1e4
    level = (pl.col("total") >= plan.cuts[0]).cast(pl.Int8) + (
        pl.col("total") >= plan.cuts[1]
    ).cast(pl.Int8)
    frame = frame.with_columns(risk=risk, level=level.fill_null(-1))
    cell = (pl.col("level") == 2) & (pl.col("scale0") >= 1000)
    refer = (
        pl.when(pl.col("total").is_null())
        .then(-1)
        .when(cell)
        .then(0)
        .when(pl.col("risk") >= 0.5)
        .then(1)
        .otherwise(2)
    )
    return frame.select(
        *((pl.col(f"scale{k}") / 100) for k in range(4)),
        pl.col("total") / 10,
        "risk",
        "level",
        refer.alias("refer"),
        "bad",
    )


def duckdb_case(plan: Plan, table: pa.Table) -> Any:
    """Points by CASE."""
    return _duckdb(plan, table, _sql_case)


def duckdb_list(plan: Plan, table: pa.Table) -> Any:
    """Points by indexing a list."""
    return _duckdb(plan, table, lambda i, p: f"coalesce(({[*p]})[{i}::INTEGER + 1], 0)")


def _sql_case(item: str, points: list[int]) -> str:
    steps = {points[v + 1] - points[v] for v in range(4)}
    if len(steps) == 1:
        return f"coalesce({item}::BIGINT * {steps.pop()} + {points[0]}, 0)"
    whens = " ".join(f"WHEN {v} THEN {p}" for v, p in enumerate(points))
    return f"(CASE {item} {whens} ELSE 0 END)"


def _duckdb(plan: Plan, table: pa.Table, look: Callable[[str, list[int]], str]) -> Any:
    import duckdb

    wrong = " OR ".join(f"coalesce({i} < 0 OR {i} > 4, false)" for i in ITEMS)
    parts = []
    for k, items in enumerate(plan.scales):
        whole = sum(plan.weights[i] for i in items)
        total = " + ".join(look(i, plan.points[i]) for i in items)
        weight = " + ".join(
            f"(CASE WHEN {i} IS NULL THEN 0 ELSE {plan.weights[i]} END)" for i in items
        )
        missing = " + ".join(f"({i} IS NULL)::INTEGER" for i in items)
        parts.append(
            f"CASE WHEN ({missing}) <= 2 AND NOT bad THEN "
            f"(2 * ({total})::BIGINT * {whole} + ({weight})) // (2 * ({weight})) END"
            f" AS scale{k}"
        )
    sums = " + ".join(f"{f} * scale{k}" for k, f in enumerate(plan.factors))
    query = f"""
      WITH a AS (SELECT *, ({wrong}) AS bad FROM visits),
           b AS (SELECT bad, {", ".join(parts)} FROM a),
           c AS (SELECT *, ({sums} + 50) // 100 AS t FROM b),
           d AS (SELECT *, floor(1e4 / (1 + exp(6 - 0.005 * t)) + 0.5) / 1e4 AS risk,
                 coalesce((t >= {plan.cuts[0]})::INTEGER + (t >= {plan.cuts[1]})::INTEGER,
                          -1) AS level FROM c)
      SELECT scale0 / 100 AS scale0, scale1 / 100 AS scale1, scale2 / 100 AS scale2,
             scale3 / 100 AS scale3, t / 10 AS total, risk, level,
             CASE WHEN t IS NULL THEN -1 WHEN level = 2 AND scale0 >= 1000 THEN 0
                  WHEN risk >= 0.5 THEN 1 ELSE 2 END AS refer, bad FROM d"""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.register("visits", table)
    return connection.sql(query).to_arrow_table()


PEERS: dict[str, list[Way]] = {
    "polars streaming": [polars_streaming_when, polars_streaming_replace],
    "polars lazy": [polars_when, polars_replace],
    "duckdb": [duckdb_case, duckdb_list],
    "pandas": [pandas_map, pandas_take],
    "numpy by hand": [numpy_take, numpy_fancy],
}
"""Each peer with two idiomatic ways; the faster of both counts."""


def columns_of(result: Any) -> dict[str, np.ndarray]:
    """Return the columns of any peer's result as float arrays, NaN unknown."""
    if isinstance(result, dict):
        return {k: np.asarray(v, float) for k, v in result.items()}
    names = [*NUMBERS, "level", "refer", "bad"]
    if hasattr(result, "column_names"):
        return {n: _float(result[n].to_pandas()) for n in names}
    return {n: _float(result[n]) for n in names}


def _float(column: Any) -> np.ndarray:
    values = column.to_numpy()
    return np.asarray(values, float)
