"""Plain values, and tables of the library that visits came from."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from irdp.errors import CallError
from irdp.messages import diagnose


def plain(column: Any) -> list[Any]:
    """Return a column as Python values, None for NaN.

    Examples
    --------
    >>> plain(np.array([1.5, np.nan]))
    [1.5, None]
    """
    if column.dtype == np.float64:
        return [None if v != v else v for v in column.tolist()]  # noqa: PLR0124
    return list(column.tolist())


def to_native(columns: dict[str, list[Any]], backend: str, index: object) -> Any:
    """Return columns as a table of `backend`, else of a library that is installed.

    Raises
    ------
    CallError
        If no dataframe library is installed.
    """
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - a light start

    known = {"pandas", "polars", "pyarrow"}
    for name in (backend,) if backend in known else ("pandas", "polars", "pyarrow"):
        try:
            implementation = nw.Implementation.from_string(name)
            made = nw.from_dict(columns, backend=cast("Any", implementation))
            frame: Any = made.to_native()
        except ModuleNotFoundError:
            continue
        if index is not None:
            frame.index = index
        return frame
    raise CallError(diagnose("IRDP-C012"))
