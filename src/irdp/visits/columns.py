"""Tables of any library, as raw columns by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
from narwhals.exceptions import DuplicateError

from irdp.errors import CallError, ColumnsError
from irdp.messages import diagnose
from irdp.visits.arrow import ArrowIntegers, encode_words, is_table
from irdp.visits.dense import DenseColumn, Integers
from irdp.visits.distinct import Column, encode_array, encode_list, gather
from irdp.visits.names import listed

if TYPE_CHECKING:
    from irdp.visits.parse import Parser, Run

Series = nw.Series[Any]
Raw = np.ndarray[Any, Any] | list[object] | tuple[object, ...] | Series | ArrowIntegers


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Table:
    """Raw columns by the key of their name, and where they come from."""

    columns: Mapping[object, object]
    backend: str
    n: int | None = None
    index: object = None


def open_table(data: object) -> Table:
    """Return the columns of a mapping of arrays or of a dataframe.

    Raises
    ------
    ColumnsError
        If names repeat, or columns are a MultiIndex.
    CallError
        If `data` is no table.
    """
    if isinstance(data, Mapping):
        return Table(data, "numpy")
    if is_table(data):
        return _open_arrow(data)
    try:
        frame = nw.from_native(data)  # type: ignore[call-overload]
        frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
        names = list(frame.columns)
    except DuplicateError:
        raise ColumnsError(_repeated(data)) from None
    except TypeError:
        raise CallError(diagnose("IRDP-C020", kind=type(data).__name__)) from None
    if any(isinstance(name, tuple) for name in names):
        raise ColumnsError(diagnose("IRDP-C025"))
    if len(set(names)) != len(names):
        raise ColumnsError(_repeated(data))
    columns = {name: frame.get_column(name) for name in names}
    backend = frame.implementation.name.lower()
    index = getattr(data, "index", None) if backend == "pandas" else None
    return Table(columns, backend, len(frame), index)


def _open_arrow(table: Any) -> Table:
    """Return the columns of a table of Arrow as they are."""
    names = table.column_names
    if len(set(names)) != len(names):
        raise ColumnsError(_repeated(table))
    columns = dict(zip(names, table.columns, strict=True))
    return Table(columns, "pyarrow", table.num_rows)


def open_column(name: str, raw: object) -> Raw:
    """Return one raw column as a list, an array, integers of Arrow or a series.

    Raises
    ------
    ColumnsError
        If it is no column: a text, a number, an array of another shape.
    """
    if isinstance(raw, nw.Series):
        native = raw.to_native()
        if type(getattr(native, "dtype", None)).__name__ != "ArrowDtype":
            return raw
        raw = native.array.__arrow_array__()  # of pandas: Arrow is read as it is
    if isinstance(raw, (list, tuple)):
        return raw
    if isinstance(raw, np.ndarray) and raw.ndim == 1 and raw.dtype.names is None:
        return raw
    if (integers := ArrowIntegers.of(raw)) is not None:
        return integers
    if not isinstance(raw, (str, bytes, np.ndarray)):
        try:
            return _series(raw)
        except TypeError:
            pass
    raise ColumnsError(diagnose("IRDP-C021", name=name, kind=type(raw).__name__))


def encode_column(raw: Raw, parser: Parser) -> Column:
    """Return the codes of one raw column, whatever it holds."""
    if isinstance(raw, ArrowIntegers):
        raw = _series(raw.native)
    if isinstance(raw, np.ma.MaskedArray):
        return encode_array(raw.data, parser, np.ma.getmaskarray(raw))
    if isinstance(raw, np.ndarray):
        return encode_array(raw, parser)
    if isinstance(raw, (list, tuple)):
        return encode_list(raw, parser)
    return _encode_series(raw, parser)


def dense_column(raw: Raw, parser: Parser) -> DenseColumn | None:
    """Return a column of integers that an item reads in order; None for another."""
    if parser.run is None or isinstance(raw, (list, tuple, np.ma.MaskedArray)):
        return None
    parts: list[Integers] | None = None
    if isinstance(raw, ArrowIntegers):
        parts = raw.parts()
    elif isinstance(raw, np.ndarray):
        if raw.dtype.kind in "iu" and raw.dtype.isnative:
            parts = [Integers(raw)]
    elif raw.dtype.is_integer():
        parts = _integers(raw)
    if parts is None or not all(_holds(part, parser.run) for part in parts):
        return None
    return DenseColumn(parts, parser, parser.run)


def _holds(part: Integers, run: Run) -> bool:
    """Return whether the type of a part holds a run: outside it, no value is inside.

    Ranks are differences that wrap around: those of a type that is too narrow would
    make an answer of another integer.
    """
    least, most = _bounds(part.values.dtype)
    return least <= run.low and run.low + run.size - 1 <= most


@cache
def _bounds(kind: np.dtype[Any]) -> tuple[int, int]:
    found = np.iinfo(kind)
    return int(found.min), int(found.max)


def _series(raw: object) -> Series:
    kind = type(raw)
    if kind.__module__.startswith("pyarrow") and not hasattr(raw, "chunks"):
        import pyarrow as pa  # noqa: PLC0415

        raw = pa.chunked_array([raw])
    elif kind.__module__.startswith("pandas") and hasattr(raw, "to_series"):
        raw = raw.to_series()
    return nw.from_native(raw, series_only=True)


def _encode_series(series: Series, parser: Parser) -> Column:
    dtype = series.dtype
    if dtype in {nw.Categorical, nw.String}:
        column = _encode_categories(series, parser)
        if column is not None:
            return column
    if dtype.is_float() or _is_day(dtype):
        return encode_array(series.to_numpy(), parser)
    if dtype.is_integer() or dtype == nw.Boolean:
        missing = series.is_null().to_numpy()
        # A gap would turn the integers into floats, and large ones into others.
        filled = series.fill_null(0 if dtype.is_integer() else False)
        values = filled.to_numpy()
        if values.dtype.kind in "biu":
            return encode_array(values, parser, missing)
    return encode_list(series.to_list(), parser)


def _integers(series: Series) -> list[Integers] | None:
    """Return the parts of Arrow, polars or numpy integers; None for another kind."""
    native: Any = series.to_native()
    if series.implementation.is_pyarrow():
        integers = ArrowIntegers.of(native)
        return None if integers is None else integers.parts()
    if series.implementation.is_polars():
        if not native.null_count():
            return [Integers(native.to_numpy())]
        valid = (~native.is_null()).cast(int).to_numpy().astype(np.uint8)
        return [Integers(native.fill_null(0).to_numpy(), valid)]
    values: Any = getattr(native, "to_numpy", list)()
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        return [Integers(values)]
    return None


def _is_day(dtype: nw.dtypes.DType) -> bool:
    if isinstance(dtype, nw.Datetime):
        # With a time zone, to_numpy would move the value to another day.
        return dtype.time_zone is None
    return dtype == nw.Date


def _encode_categories(series: Series, parser: Parser) -> Column | None:
    native = series.to_native()
    if series.implementation.is_pandas() and hasattr(native, "cat"):
        # The code of an absence is -1: the last of the list.
        categories = [*native.cat.categories.tolist(), None]
        return gather(parser, categories, native.cat.codes.to_numpy())
    if series.implementation.is_pyarrow():
        return encode_words(native, parser)
    return None


def _repeated(data: object) -> Any:
    native = getattr(data, "columns", None)
    names = getattr(data, "column_names", None) or list(
        native if native is not None else []
    )
    seen: set[object] = set()
    twice = [str(n) for n in names if n in seen or seen.add(n)]  # type: ignore[func-returns-value]
    return diagnose("IRDP-C022", names=listed(sorted(set(twice))))
