"""The log of released tables, and the guard against differences between them.

Two tables that are each safe may betray a few persons together: the figures of
January to December less those of January to November, or the same table with
another cell hidden. The log keeps what was released (never what was hidden) and
refuses a release that differs from an earlier one by fewer than k persons.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from irdp.disclosure.attack import intervals
from irdp.disclosure.equations import Sum, components
from irdp.errors import CallError, FileError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

FORMAT = "irdp/releases/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One table as it was, or is to be, released.

    Parameters
    ----------
    name
        What the table is about; tables of one name are compared with each other.
    start, end
        The period it covers, both days included.
    cells
        Each number by name, None where it is hidden.
    sums
        The sums that bind the cells.
    latent
        Names of the cells that nobody publishes and that are not secret as such:
        they follow by subtraction, and must not turn out small.
    """

    name: str
    start: date
    end: date
    cells: Mapping[str, float | None]
    sums: tuple[Sum, ...] = ()
    latent: frozenset[str] = frozenset()

    def part(self, names: Collection[str]) -> Release:
        """Return the release of some of its cells, with the sums between them."""
        cells = {name: self.cells[name] for name in names if name in self.cells}
        kept = tuple(s for s in self.sums if all(name in cells for name in s.cells))
        return replace(self, cells=cells, sums=kept)

    def overlaps(self, other: Release) -> bool:
        """Tell whether both cover a common day of the same subject."""
        same = self.name == other.name
        return same and self.start <= other.end and other.start <= self.end

    def to_dict(self) -> dict[str, Any]:
        """Return the release as plain values."""
        return {
            "name": self.name,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "cells": dict(self.cells),
            "sums": [[s.total, *s.parts] for s in self.sums],
            "latent": sorted(self.latent),
        }

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> Self:
        """Return the release that `to_dict` wrote."""
        return cls(
            name=tree["name"],
            start=date.fromisoformat(tree["start"]),
            end=date.fromisoformat(tree["end"]),
            cells=dict(tree["cells"]),
            sums=tuple(Sum(total, tuple(parts)) for total, *parts in tree["sums"]),
            latent=frozenset(tree["latent"]),
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """The releases made so far.

    Examples
    --------
    >>> year = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    >>> log = Manifest().add(Release(name="cpom", cells={"I03": 400}, **year), k=11)
    >>> later = Release(name="cpom", cells={"I03": 402}, **year)
    >>> set(betrayed(log.releases[0], later, k=11))
    {'I03'}
    """

    releases: tuple[Release, ...] = field(default=())

    def add(self, release: Release, *, k: int) -> Manifest:
        """Return the log with one more release.

        Raises
        ------
        CallError
            Where an earlier release and this one differ by 1 to k - 1 persons, or
            where together they reveal what either hides.
        """
        for earlier in self.releases:
            if not earlier.overlaps(release) or earlier == release:
                continue
            cell = next(betrayed(earlier, release, k), None)
            if cell is not None:
                raise CallError(
                    diagnose(
                        "IRDP-N011",
                        cell=cell,
                        k=k,
                        start=earlier.start,
                        end=earlier.end,
                    )
                )
        return Manifest((*self.releases, release))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the log as JSON, in one step, readable by its owner only."""
        target = Path(path)
        draft = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        tree = {"format": FORMAT, "releases": [r.to_dict() for r in self.releases]}
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(tree, file, ensure_ascii=False, indent=1)
            draft.replace(target)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise FileError(diagnose("IRDP-N012", path=path)) from error

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a log; a file that does not exist yet is an empty log.

        Raises
        ------
        FileError
            Where the file cannot be read or is no log of releases.
        """
        source = Path(path)
        if not source.exists():
            return cls()
        try:
            tree = json.loads(source.read_text(encoding="utf-8"))
            if tree["format"] != FORMAT:
                raise FileError(diagnose("IRDP-N013", path=path))
            return cls(tuple(Release.from_dict(r) for r in tree["releases"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FileError(diagnose("IRDP-N013", path=path)) from error


def betrayed(earlier: Release, later: Release, k: int) -> Iterator[str]:
    """Yield the names of the cells that two releases give away together.

    Parameters
    ----------
    earlier, later
        Two releases of one subject whose periods overlap.
    k
        The threshold: a difference of 1 to k - 1 persons is too small.
    """
    both = _changes(earlier, later)
    yield from (name for name, change in both.items() if 0 < abs(change) < k)
    yield from _small_rests(earlier, both, k)
    links = [equation.cells for equation in (*earlier.sums, *later.sums)]
    for names, _ in components({**earlier.cells, **later.cells}, links):
        changes = [both[name] for name in names if name in both]
        old, new = earlier.part(names), later.part(names)
        if all(change >= 0 for change in changes):
            yield from _joint(old, new, k)
        elif all(change <= 0 for change in changes):
            yield from _joint(new, old, k)


def _changes(earlier: Release, later: Release) -> dict[str, float]:
    """Return the difference of each cell that both releases publish."""
    changes = {}
    for name, before in earlier.cells.items():
        after = later.cells.get(name)
        if before is not None and after is not None:
            changes[name] = after - before
    return changes


def _small_rests(earlier: Release, both: Mapping[str, float], k: int) -> Iterator[str]:
    """Yield the totals whose hidden parts together moved by fewer than k."""
    for total, parts in earlier.sums:
        if total in both and not all(part in both for part in parts):
            rest = both[total] - sum(both.get(part, 0.0) for part in parts)
            if 0 < abs(rest) < k:
                yield total


def _joint(inner: Release, outer: Release, k: int) -> Iterator[str]:
    """Yield what follows if `outer` counts everybody of `inner`, and some more."""
    common = [name for name in inner.cells if name in outer.cells]
    cells: dict[str, float | None] = {}
    sums: list[Sum] = []
    for label, release in (("inner", inner), ("outer", outer)):
        cells |= {f"{label} {name}": n for name, n in release.cells.items()}
        sums += _labelled(release.sums, label)
    for name in common:
        few, many = inner.cells[name], outer.cells[name]
        both = few is not None and many is not None
        cells[f"more {name}"] = many - few if both else None  # type: ignore[operator]
        sums.append(Sum(f"outer {name}", (f"inner {name}", f"more {name}")))
    sums += [
        s for s in _labelled(inner.sums, "more") if all(n in cells for n in s.cells)
    ]
    loose = {f"more {name}" for name in common}
    loose |= {f"inner {name}" for name in inner.latent}
    loose |= {f"outer {name}" for name in outer.latent}
    try:
        found = intervals(cells, sums)
    except CallError:  # nobody can add `more` people to get there: not nested
        return
    for name, interval in found.items():
        small = interval.low > 0 and interval.reveals(k) and interval.high < k
        if small or (name not in loose and interval.reveals(k)):
            yield name.split(" ", 1)[1]


def _labelled(sums: tuple[Sum, ...], label: str) -> list[Sum]:
    return [
        Sum(f"{label} {s.total}", tuple(f"{label} {p}" for p in s.parts)) for s in sums
    ]
