"""The four tables of events, read column by column into numpy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import CallError, ColumnsError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.indicators.draft import Mask

YES = frozenset({"oui", "true", "vrai", "1", "yes"})
NO = frozenset({"non", "false", "faux", "0", "no"})
UNKNOWN = frozenset({"", "inconnu", "nan", "none", "nat", "<na>", "null"})
_SEPARATORS = str.maketrans({";": "|", ",": "|"})
_DAY = 10  # characters of YYYY-MM-DD


class Absent(Exception):  # noqa: N818 - not an error: the indicator says so in its row
    """A table or a column that an indicator needs is not there."""

    def __init__(self, table: str, column: str = "") -> None:
        super().__init__(table, column)
        self.table = table
        self.column = column


class Lists:
    """A column whose cells hold several codes."""

    def __init__(self, rows: list[int], codes: list[str], n: int) -> None:
        self.rows = np.array(rows, dtype=np.intp)
        self.codes = np.array(codes, dtype=object)
        self.n = n

    def having(self, code: str) -> Mask:
        """Tell which rows have `code` among theirs."""
        mask = np.zeros(self.n, dtype=np.bool_)
        mask[self.rows[self.codes == code]] = True
        return mask

    def empty(self) -> Mask:
        """Tell which rows have no code."""
        mask = np.ones(self.n, dtype=np.bool_)
        mask[self.rows] = False
        return mask


class Table:
    """One table: its name, its length, its columns as numpy arrays."""

    def __init__(self, name: str, columns: Mapping[str, Any]) -> None:
        self.name = name
        self._columns = columns
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise ColumnsError(diagnose("IRDP-N021", table=name))
        self.n = lengths.pop() if lengths else 0
        self._read: dict[tuple[str, str], Any] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._columns)

    def has(self, column: str) -> bool:
        """Tell whether there is such a column."""
        return column in self._columns

    def raw(self, column: str) -> list[Any] | np.ndarray:
        """Return a column as it came; raise `Absent` where there is none."""
        if column not in self._columns:
            raise Absent(self.name, column)
        return self._columns[column]  # type: ignore[no-any-return]

    def text(self, column: str) -> np.ndarray:
        """Return a column as text, "" where unknown: ndarray of object."""
        key = ("text", column)
        if key not in self._read:
            values = [_text(value) for value in _plain(self.raw(column))]
            self._read[key] = np.array(values, dtype=object)
        texts: np.ndarray = self._read[key]
        return texts

    def codes(self, column: str) -> np.ndarray:
        """Return a column of codes in lower case, "inconnu" where unknown."""
        key = ("codes", column)
        if key not in self._read:
            texts = (value.lower() for value in self.text(column))
            found = ["inconnu" if text in UNKNOWN else text for text in texts]
            self._read[key] = np.array(found, dtype=object)
        codes: np.ndarray = self._read[key]
        return codes

    def dates(self, column: str) -> np.ndarray:
        """Return a column of days: ndarray of datetime64[D], NaT where unknown."""
        key = ("dates", column)
        if key not in self._read:
            raw = self.raw(column)
            if not (isinstance(raw, np.ndarray) and raw.dtype.kind == "M"):
                days_read = [day_of(value) for value in _plain(raw)]
                raw = np.array(days_read, dtype="datetime64[D]")
            self._read[key] = raw.astype("datetime64[D]")
        days: np.ndarray = self._read[key]
        return days

    def numbers(self, column: str) -> np.ndarray:
        """Return a column of numbers: float64, NaN where unknown."""
        raw = self.raw(column)
        if isinstance(raw, np.ndarray) and raw.dtype.kind in "iuf":
            return raw.astype(np.float64)
        return np.array([_number(v) for v in _plain(raw)], np.float64)

    def truths(self, column: str) -> np.ndarray:
        """Return a column of yes, no, unknown: int8 1, 0, -1."""
        codes = self.codes(column)
        yes = np.isin(codes, list(YES))
        no = np.isin(codes, list(NO))
        return np.where(yes, 1, np.where(no, 0, -1)).astype(np.int8)

    def lists(self, column: str) -> Lists:
        """Return a column of lists of codes ("a|b", or real lists)."""
        rows: list[int] = []
        codes: list[str] = []
        for row, value in enumerate(_plain(self.raw(column))):
            for code in _codes(value):
                rows.append(row)
                codes.append(code)
        return Lists(rows, codes, self.n)

    def positions(self, column: str) -> list[list[Any]]:
        """Return a column of lists, places kept: "a||b" is ["a", "", "b"]."""
        return [_items(value) for value in _plain(self.raw(column))]


def read_table(name: str, data: Any) -> Table | None:
    """Read a mapping of arrays or any eager dataframe; None stays None."""
    if data is None:
        return None
    if isinstance(data, Mapping):
        return Table(name, {str(key): _column(data[key]) for key in data})
    import narwhals as nw  # noqa: PLC0415 - only where a dataframe is given

    try:
        frame = nw.from_native(data, eager_only=True)
    except TypeError as error:
        raise CallError(diagnose("IRDP-N022", table=name)) from error
    return Table(name, {key: frame[key].to_list() for key in frame.columns})


def _column(values: Any) -> list[Any] | np.ndarray:
    return values if isinstance(values, np.ndarray) else list(values)


def _plain(values: list[Any] | np.ndarray) -> Iterable[Any]:
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        return values.astype("datetime64[D]").tolist()  # type: ignore[no-any-return]
    return values.tolist() if isinstance(values, np.ndarray) else values


def _is_unknown(value: Any) -> bool:
    """Tell whether a value is None, NaN, NaT or a dataframe's own NA."""
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    number = isinstance(value, float | np.floating | np.datetime64)
    return number and bool(value != value)  # noqa: PLR0124 - NaN


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if _is_unknown(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _number(value: Any) -> float:
    try:
        return float("nan" if _is_unknown(value) else value)
    except (TypeError, ValueError):
        return float("nan")


def day_of(value: Any) -> np.datetime64:
    """Return a value as a day, NaT where it is none (ISO text, date, datetime)."""
    if _is_unknown(value):
        return np.datetime64("NaT", "D")
    if isinstance(value, datetime | date):
        return np.datetime64(value.isoformat()[:_DAY], "D")
    try:
        return np.datetime64(date.fromisoformat(_text(value)[:_DAY]), "D")
    except ValueError:
        return np.datetime64("NaT", "D")


def _items(value: Any) -> list[Any]:
    if isinstance(value, str):
        return value.translate(_SEPARATORS).split("|")
    if _is_unknown(value) or not hasattr(value, "__iter__"):
        return []
    return list(value)


def _codes(value: Any) -> list[str]:
    codes = (_text(item).lower() for item in _items(value))
    return list(dict.fromkeys(code for code in codes if code not in UNKNOWN))
