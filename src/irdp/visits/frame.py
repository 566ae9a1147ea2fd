"""Visits as the engine reads them: a column of codes for each item, and the issues."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.visits.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from irdp.errors import Diagnostic
    from irdp.ops.lanes import Bools, Codes, Domain, Ints


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Frame:
    """Encoded visits: encode once, score as often as wanted.

    Parameters
    ----------
    n
        How many visits.
    codes
        Item id to its codes, shape (n,), in the unsigned type of the item's domain:
        a `State` below 5, a value of the domain from 5 on. Read-only.
    issues
        What is wrong with single answers.
    rejected
        bool, shape (n,): the visits with an issue of severity error.
    backend
        Where the visits came from: ``mapping``, ``numpy``, ``pandas``, ``polars``,
        ``pyarrow`` or another library that narwhals reads.
    notes
        What is to be said once for the whole table (never about one answer).
    index
        The index of a pandas table, kept for the results; else None.
    domains
        Item id to what its codes stand for, where that is known.
    """

    n: int
    codes: Mapping[str, Codes]
    issues: Issues
    rejected: Bools
    backend: str
    notes: tuple[Diagnostic, ...] = ()
    index: object = None
    domains: Mapping[str, Domain] = field(default_factory=dict)

    @classmethod
    def build(  # noqa: PLR0913 - a frame has that many parts
        cls,
        codes: Mapping[str, Codes],
        issues: Issues,
        *,
        n: int,
        backend: str,
        notes: tuple[Diagnostic, ...] = (),
        index: object = None,
        domains: Mapping[str, Domain] | None = None,
    ) -> Frame:
        """Return a frame whose arrays are read-only and whose rejects are counted."""
        rejected = issues.rejected(n)
        for array in (*codes.values(), rejected):
            array.setflags(write=False)
        kept = MappingProxyType(dict(codes))
        known = dict(domains or {})
        return cls(n, kept, issues, rejected, backend, notes, index, known)

    def __len__(self) -> int:
        return self.n

    def __repr__(self) -> str:
        return (
            f"Frame({self.n} visits, {len(self.codes)} items, "
            f"{int(np.count_nonzero(self.rejected))} rejected, {self.backend})"
        )

    def __reduce__(self) -> tuple[Callable[..., Frame], tuple[object, ...]]:
        # A mapping proxy cannot be pickled, and arrays come back writable.
        rebuild = partial(
            Frame.build,
            n=self.n,
            backend=self.backend,
            notes=self.notes,
            index=self.index,
            domains=self.domains,
        )
        return rebuild, (dict(self.codes), self.issues)

    def with_issues(self, more: Issues) -> Frame:
        """Return the frame with further issues, and the visits they reject."""
        issues = Issues.concat([self.issues, more], [0, 0])
        return self._like(self.codes, issues, n=self.n, index=self.index)

    def slice(self, start: int, stop: int | None = None) -> Frame:
        """Return the visits ``start <= row < stop``; codes are views, not copies."""
        start, stop, _ = slice(start, stop).indices(self.n)
        stop = max(start, stop)
        part = {name: array[start:stop] for name, array in self.codes.items()}
        index = None if self.index is None else self.index[start:stop]  # type: ignore[index]
        issues = self.issues.slice(start, stop)
        return self._like(part, issues, n=stop - start, index=index)

    def take(self, rows: Ints | Bools) -> Frame:
        """Return the visits at `rows` (from 0, in any order, repeats allowed).

        A mask, bool of shape (n,), takes the visits where it is true.

        Raises
        ------
        CallError
            If a row is beyond the visits, or a mask has another length.
        """
        places = np.asarray(rows)
        masked = places.dtype == np.bool_
        if masked and places.shape == (self.n,):
            places, masked = np.flatnonzero(places), False
        beyond = len(places) and not -self.n <= places.min() <= places.max() < self.n
        if masked or beyond:
            raise CallError(diagnose("IRDP-C033", n=self.n))
        return self._take(places.astype(np.int64))

    def _take(self, rows: Ints) -> Frame:
        part = {name: array.take(rows) for name, array in self.codes.items()}
        rows = np.where(rows < 0, rows + self.n, rows)
        index = None if self.index is None else self.index[rows]  # type: ignore[index]
        return self._like(part, self.issues.take(rows), n=len(rows), index=index)

    def _like(
        self, codes: Mapping[str, Codes], issues: Issues, *, n: int, index: object
    ) -> Frame:
        return Frame.build(
            codes,
            issues,
            n=n,
            backend=self.backend,
            notes=self.notes,
            index=index,
            domains=self.domains,
        )
