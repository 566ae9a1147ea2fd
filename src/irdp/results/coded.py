"""A column of results as indices of its entries: what repeats is made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.plan.once import Once

if TYPE_CHECKING:
    from irdp.ops.lanes import Codes, Ints

_PIECE = 65_536


class Entries:
    """The entries of a column, and what was made of them: texts, Arrow arrays.

    Parameters
    ----------
    values
        float64, bool or object, shape (n_entries,).

    Examples
    --------
    >>> import numpy as np
    >>> entries = Entries(np.array([0.5, 2.0]))
    >>> entries.made.get("texts", lambda: [str(v) for v in entries.values.tolist()])
    ['0.5', '2.0']
    """

    __slots__ = ("made", "values")

    def __init__(self, values: Any) -> None:
        self.values = values
        self.made = Once()

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Coded:
    """A column: row i is ``entries.values[index[i]]``.

    Examples
    --------
    >>> import numpy as np
    >>> column = Coded(np.array([1, 0, 1]), Entries(np.array([0.5, 2.0])))
    >>> len(column), column.plain().tolist()
    (3, [2.0, 0.5, 2.0])
    """

    index: Codes | Ints
    entries: Entries

    def __len__(self) -> int:
        return len(self.index)

    def plain(self, out: Any | None = None) -> Any:
        """Return the column itself, shape (n_visits,), in `out` if it is given."""
        return gather(self.entries.values, self.index, out)


def gather(entries: Any, index: Codes | Ints, out: Any | None = None) -> Any:
    """Return the entry of each index; none is beyond the entries.

    Places are made for a piece at a time: those of all rows would leave the near cache.
    """
    if out is None:
        out = np.empty(len(index), entries.dtype)
    places = np.empty(min(len(index), _PIECE), np.intp)
    for start in range(0, len(index), _PIECE):
        part = index[start : start + _PIECE]
        np.copyto(places[: len(part)], part)
        # "wrap" looks at no bounds and writes straight to `out`.
        entries.take(places[: len(part)], out=out[start : start + _PIECE], mode="wrap")
    return out


def array_of(column: Coded | Any) -> Any:
    """Return a column as an array, coded or not."""
    return column.plain() if isinstance(column, Coded) else column
