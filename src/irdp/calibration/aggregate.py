"""From rows to cells: one pass of sums per distinct score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from irdp.errors import CallError, ColumnsError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterable

Floats = NDArray[np.float64]
Numbers = NDArray[Any]

DECIMALS = 12
CHUNK = 1 << 18
WIDEST_RANGE = 1 << 20


class Sums(NamedTuple):
    """The sums of one group of rows, by distinct score."""

    score: Floats
    n: Numbers
    events: Numbers
    n_sq: Floats | None = None
    events_sq: Floats | None = None
    rows: NDArray[np.int64] | None = None


def column(values: object, name: str) -> Numbers:
    """Return `values` as a one-dimensional array of numbers, missing as NaN.

    Raises
    ------
    CallError
        Where they are not numbers, or not one column.
    """
    array = np.asarray(values)
    if array.dtype == object:
        array = _from_objects(array, values, name)
    if array.ndim != 1 or array.dtype.kind not in "biuf":
        raise CallError(diagnose("IRDP-K003", name=name))
    return array


def _from_objects(array: Numbers, values: object, name: str) -> Numbers:
    convert = getattr(values, "to_numpy", None)
    try:
        if convert is not None:
            return np.asarray(convert(dtype=float, na_value=np.nan))
        flat = [np.nan if v is None else float(v) for v in array.tolist()]
        return np.asarray(flat, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise CallError(diagnose("IRDP-K003", name=name)) from error


def same_length(expected: int, columns: Iterable[tuple[str, Numbers | None]]) -> None:
    """Raise `ColumnsError` where a column has another length than `expected`."""
    for name, values in columns:
        if values is not None and len(values) != expected:
            raise ColumnsError(
                diagnose("IRDP-K004", name=name, found=len(values), expected=expected)
            )


def canonical(score: Numbers) -> Floats:
    """Return scores as the floats that are compared: 12 decimals, no −0.

    Two scores equal to 12 decimals are a tie: text of 17 digits is read one unit
    in the last place apart by different programs.

    Examples
    --------
    >>> canonical(np.array([0.1 + 0.2, 0.3])).tolist()
    [0.3, 0.3]
    """
    floats = np.asarray(score, dtype=np.float64)
    whole = floats == np.rint(floats)
    return np.where(whole, floats, np.round(floats, DECIMALS)) + 0.0


def check_outcome(y_true: Numbers, name: str = "y_true") -> None:
    """Raise `CallError` unless every outcome is 0 or 1 (NaN counts as neither)."""
    if y_true.dtype.kind in "iu" and y_true.size:
        bad = y_true.min() < 0 or y_true.max() > 1
    else:
        bad = y_true.dtype.kind == "f" and not bool(
            np.all((y_true == 0) | (y_true == 1))
        )
    if bad:
        raise CallError(diagnose("IRDP-K001", name=name))


def check_weights(weight: Numbers) -> None:
    """Raise `CallError` unless every weight is finite and not negative."""
    if not np.isfinite(weight).all() or bool((weight < 0).any()):
        raise CallError(diagnose("IRDP-K006"))


def count(score: Numbers, y_true: Numbers) -> Sums:
    """Return persons and events by distinct score, as int64.

    An integer index takes one chunked `bincount`; other scores one sort.
    """
    quick = _count_integers(score, y_true)
    if quick is not None:
        return quick
    values = canonical(score)
    order = np.argsort(values, kind="stable")
    values = values[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    events = np.add.reduceat(y_true[order].astype(np.int64), starts)
    n = np.diff(np.r_[starts, len(values)]).astype(np.int64)
    return Sums(values[starts], n, events)


def _count_integers(score: Numbers, y_true: Numbers) -> Sums | None:
    low, high = float(score.min()), float(score.max())
    if low != np.rint(low) or not high - low < WIDEST_RANGE:
        return None
    base, size = int(low), int(high - low) + 1
    totals = np.zeros(2 * size, dtype=np.int64)
    for start in range(0, len(score), CHUNK):
        part = score[start : start + CHUNK]
        whole = part.astype(np.int64)
        if part.dtype.kind == "f" and bool((whole != part).any()):
            return None
        key = 2 * (whole - base) + y_true[start : start + CHUNK].astype(np.int64)
        totals += np.bincount(key, minlength=2 * size)
    zeros, ones = totals[0::2], totals[1::2]
    n = zeros + ones
    seen = np.flatnonzero(n)
    return Sums((seen + base).astype(np.float64), n[seen], ones[seen].copy())


def weigh(score: Numbers, y_true: Numbers, weight: Numbers) -> Sums:
    """Return weighted sums by distinct score; the order of rows does not matter."""
    values, y, w = canonical(score), y_true.astype(np.float64), weight.astype(float)
    # Sorting by weight within a score makes the float sums independent of row order.
    order = np.lexsort((y, w, values))
    values, y, w = values[order], y[order], w[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return Sums(
        values[starts],
        np.add.reduceat(w, starts),
        np.add.reduceat(w * y, starts),
        np.add.reduceat(w * w, starts),
        np.add.reduceat(w * w * y, starts),
        np.diff(np.r_[starts, len(values)]).astype(np.int64),
    )


def merge(parts: list[Sums]) -> Sums:
    """Return the sums of several groups of rows together.

    A group without weights joins weighted ones as rows of weight 1.
    """
    if any(p.n_sq is not None for p in parts):
        parts = [_as_weighted(p) for p in parts]
    score = np.concatenate([p.score for p in parts])
    order = np.argsort(score, kind="stable")
    score = score[order]
    starts = np.flatnonzero(np.r_[True, score[1:] != score[:-1]])

    def total(field: str) -> Any:
        columns = [getattr(p, field) for p in parts]
        if columns[0] is None:
            return None
        return np.add.reduceat(np.concatenate(columns)[order], starts)

    names = ("n", "events", "n_sq", "events_sq", "rows")
    return Sums(score[starts], *(total(name) for name in names))


def _as_weighted(part: Sums) -> Sums:
    if part.n_sq is not None:
        return part
    n, events = part.n.astype(np.float64), part.events.astype(np.float64)
    return Sums(part.score, n, events, n, events, part.n.astype(np.int64))
