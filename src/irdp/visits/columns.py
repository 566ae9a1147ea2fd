"""Tables of any library, as raw columns by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
from narwhals.exceptions import DuplicateError

from irdp.errors import CallError, ColumnsError
from irdp.messages import diagnose
from irdp.visits.dense import arrow_chunks, encode_dense, run_of
from irdp.visits.distinct import Column, encode_array, encode_list, gather
from irdp.visits.names import listed

if TYPE_CHECKING:
    from irdp.visits.dense import Run
    from irdp.visits.parse import Parser

Series = nw.Series[Any]
Raw = np.ndarray[Any, Any] | list[object] | tuple[object, ...] | Series

_ARROW_TEXTS = {"string", "large_string"}


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


def open_column(name: str, raw: object) -> Raw:
    """Return one raw column as a list, a numpy array or a series.

    Raises
    ------
    ColumnsError
        If it is no column: a text, a number, an array of another shape.
    """
    if isinstance(raw, (list, tuple, nw.Series)):
        return raw
    if isinstance(raw, np.ndarray) and raw.ndim == 1 and raw.dtype.names is None:
        return raw
    if not isinstance(raw, (str, bytes, np.ndarray)):
        try:
            return _series(raw)
        except TypeError:
            pass
    raise ColumnsError(diagnose("IRDP-C021", name=name, kind=type(raw).__name__))


def encode_column(raw: Raw, parser: Parser, out: Any | None = None) -> Column:
    """Return the codes of one raw column; they may be written to `out`, uint8."""
    if isinstance(raw, np.ma.MaskedArray):
        return encode_array(raw.data, parser, np.ma.getmaskarray(raw))
    if isinstance(raw, np.ndarray):
        run = run_of(parser) if raw.dtype.kind in "iu" else None
        if run is not None and raw.dtype.isnative:
            return encode_dense(raw, None, parser, run, out)
        return encode_array(raw, parser)
    if isinstance(raw, (list, tuple)):
        return encode_list(raw, parser)
    return _encode_series(raw, parser, out)


def _series(raw: object) -> Series:
    kind = type(raw)
    if kind.__module__.startswith("pyarrow") and not hasattr(raw, "chunks"):
        import pyarrow as pa  # noqa: PLC0415

        raw = pa.chunked_array([raw])
    elif kind.__module__.startswith("pandas") and hasattr(raw, "to_series"):
        raw = raw.to_series()
    return nw.from_native(raw, series_only=True)


def _encode_series(series: Series, parser: Parser, out: Any | None) -> Column:
    dtype = series.dtype
    if dtype.is_integer():
        column = _encode_integers(series, parser, out)
        if column is not None:
            return column
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


def _encode_integers(series: Series, parser: Parser, out: Any | None) -> Column | None:
    """Return the codes of Arrow, polars or numpy integers, if they form a run."""
    run = run_of(parser)
    if run is None:
        return None
    native: Any = series.to_native()
    if series.implementation.is_pyarrow():
        codes = np.empty(len(series), np.uint8) if out is None else out
        return _encode_chunks(native, parser, run, codes)
    if series.implementation.is_polars():
        missing = native.is_null() if native.null_count() else None
        valid = None if missing is None else (~missing).cast(int).to_numpy()
        values = native if missing is None else native.fill_null(0)
        valid = None if valid is None else valid.astype(np.uint8)
        return encode_dense(values.to_numpy(), valid, parser, run, out)
    values = getattr(native, "to_numpy", list)()
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        return encode_dense(values, None, parser, run, out)
    return None


def _encode_chunks(native: Any, parser: Parser, run: Run, codes: Any) -> Column:
    """Write the codes of every chunk of Arrow integers into one column."""
    parts: list[Column] = []
    start = 0
    for values, valid in arrow_chunks(native):
        place = codes[start : start + len(values)]
        parts.append(encode_dense(values, valid, parser, run, place))
        start += len(values)
    return Column(codes, _issues(parts), any(p.lenient for p in parts))


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
    if series.implementation.is_pyarrow() and str(native.type) != "string_view":
        if str(native.type) in _ARROW_TEXTS:
            native = native.dictionary_encode()
        parts = [_encode_dictionary(chunk, parser) for chunk in native.chunks]
        return _joined(parts, parser)
    return None


def _encode_dictionary(chunk: Any, parser: Parser) -> Column:
    values = chunk.dictionary.to_pylist()
    index = chunk.indices.fill_null(len(values)) if chunk.null_count else chunk.indices
    return gather(parser, [*values, None], np.asarray(index, dtype=np.int64))


def _joined(parts: list[Column], parser: Parser) -> Column:
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return encode_list([], parser)
    codes = np.concatenate([p.codes for p in parts])
    return Column(codes, _issues(parts), any(p.lenient for p in parts))


def _issues(parts: list[Column]) -> Any | None:
    if all(p.issues is None for p in parts):
        return None
    return np.concatenate(
        [
            np.zeros(len(p.codes), np.int16) if p.issues is None else p.issues
            for p in parts
        ]
    )


def _repeated(data: object) -> Any:
    native = getattr(data, "columns", None)
    names = getattr(data, "column_names", None) or list(
        native if native is not None else []
    )
    seen: set[object] = set()
    twice = [str(n) for n in names if n in seen or seen.add(n)]  # type: ignore[func-returns-value]
    return diagnose("IRDP-C022", names=listed(sorted(set(twice))))
