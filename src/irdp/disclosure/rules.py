"""When a number counts too few persons to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    import numpy.typing as npt

LOWEST_K = 5
DEFAULT_K = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of small-cell suppression.

    Parameters
    ----------
    k
        A cell that counts fewer than `k` persons is hidden; 11 by default, never
        below 5, and below 11 for internal steering only.
    dominance
        A cell of which one unit (an establishment, a file) makes up this share or
        more is hidden, in (0.5, 1].
    zero_is_safe
        Whether a zero may be shown. It is not safe by default: that nobody of a
        small group has something says that everybody of it has not.

    Raises
    ------
    CallError
        Where `k` is below 5 or `dominance` outside its range.

    Examples
    --------
    >>> Rules().k, Rules(k=5).dominance
    (11, 0.85)
    """

    k: int = DEFAULT_K
    dominance: float = 0.85
    zero_is_safe: bool = False

    def __post_init__(self) -> None:
        if self.k < LOWEST_K:
            raise CallError(diagnose("IRDP-N001", k=self.k, lowest=LOWEST_K))
        if not 0.5 < self.dominance <= 1:  # noqa: PLR2004 - half: nobody dominates
            raise CallError(diagnose("IRDP-N002", dominance=self.dominance))

    def primary(
        self,
        persons: npt.ArrayLike,
        *,
        shares: npt.ArrayLike | None = None,
        zero_is_safe: npt.ArrayLike | None = None,
    ) -> npt.NDArray[np.bool_]:
        """Tell which cells may not be shown for their own sake.

        Parameters
        ----------
        persons
            Number of persons behind each cell, any shape.
        shares
            Share of the largest unit in each cell, in [0, 1], same shape.
        zero_is_safe
            Cells whose zero may be shown, same shape; `self.zero_is_safe` if None.

        Returns
        -------
        ndarray of bool, same shape

        Examples
        --------
        >>> Rules().primary([0, 3, 11, 40], shares=[0, 1, 0.2, 0.9]).tolist()
        [True, True, False, True]
        """
        counts = np.asarray(persons)
        safe = self.zero_is_safe if zero_is_safe is None else np.asarray(zero_is_safe)
        hidden: npt.NDArray[np.bool_] = (counts < self.k) & ~((counts == 0) & safe)
        if shares is not None:
            hidden = hidden | ((counts > 0) & (np.asarray(shares) >= self.dominance))
        return hidden

    def quantile_is_safe(self, n_persons: int, level: float) -> bool:
        """Tell whether a quantile has at least `k` persons on both sides.

        The minimum (level 0) and the maximum (level 1) never are safe.

        Examples
        --------
        >>> Rules().quantile_is_safe(22, 0.5), Rules().quantile_is_safe(21, 0.5)
        (True, False)
        """
        tolerance = 1e-9
        return min(level, 1 - level) * n_persons + tolerance >= self.k


def wanted_change(values: npt.NDArray[np.float64], k: int) -> npt.NDArray[np.float64]:
    """Return by how much each hidden value must be able to be larger.

    A small cell must be able to reach `k`, so that nobody can tell that it is
    small; a cell hidden for another reason must be able to be 15 % larger.

    Examples
    --------
    >>> wanted_change(np.array([0.0, 9.0, 40.0]), 11).tolist()
    [11.0, 2.0, 6.0]
    """
    relative = np.ceil(0.15 * values)
    return np.maximum(np.maximum(k - values, relative), 1.0)
