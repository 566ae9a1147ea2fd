"""`ScoreCounts`: persons and events by distinct score, the sufficient statistic."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from irdp.calibration import aggregate, reading
from irdp.calibration.aggregate import Floats, Numbers, Sums
from irdp.calibration.result import Result, frame, plain
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.calibration.reading import Missing

_COLUMNS = ("score", "n", "events", "n_sq", "events_sq", "rows")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ScoreCounts(Result):
    """Persons and events at each distinct score, per service where known.

    Parameters
    ----------
    score
        Distinct canonical scores, increasing, shape (U,), float64.
    n, events
        Persons and events at each score, shape (U,): int64, or float64 sums of
        weights.
    n_sq, events_sq, rows
        Sums of squared weights and numbers of rows; `None` without weights.
    blocks
        The counts of each service, by name, whose sum the columns above are.
    dropped
        Rows left out because a value was missing.
    k
        The smallest count of events and of non-events that any cell was given by
        `suppress`; 0 where nothing was hidden.
    definition
        `id@version` of the scoring that gave the scores; empty where not known.

    Examples
    --------
    >>> a = ScoreCounts.from_rows([1, 2, 2, 3], [0, 0, 1, 1])
    >>> b = ScoreCounts.from_counts([2, 4], n=[3, 2], events=[1, 2])
    >>> (a + b).to_dict()["n"]
    [1, 5, 1, 2]
    """

    score: Floats
    n: Numbers
    events: Numbers
    n_sq: Floats | None = None
    events_sq: Floats | None = None
    rows: Numbers | None = None
    blocks: tuple[tuple[str, ScoreCounts], ...] = ()
    dropped: int = 0
    k: int = 0
    definition: str = ""

    def __post_init__(self) -> None:
        for name in _COLUMNS:
            column = getattr(self, name)
            if column is not None:
                column.flags.writeable = False

    @classmethod
    def from_rows(
        cls,
        score: object,
        y_true: object,
        *,
        sample_weight: object = None,
        service: object = None,
        missing: Missing = "raise",
    ) -> Self:
        """Count rows, one per person.

        Parameters
        ----------
        score
            One number per row; compared at 12 decimals.
        y_true
            The outcome of each row, 0 or 1.
        sample_weight
            Inverse sampling probability of each row; rows of weight 0 do not count.
        service
            The service of each row, to keep the counts apart.
        missing
            What to do with rows whose score, outcome or weight is missing.

        Raises
        ------
        CallError
            For an outcome that is not 0 or 1, an infinite score, a bad weight, a
            missing value, or no row.
        ColumnsError
            Where the columns differ in length.
        """
        rows = reading.read(
            score,
            y_true,
            sample_weight=sample_weight,
            service=service,
            missing=missing,
        )
        if rows.service is None:
            return cls(*rows.sums(), dropped=rows.dropped)
        blocks = {name: ScoreCounts(*sums) for name, sums in rows.by_service().items()}
        return replace(cls.from_services(blocks), dropped=rows.dropped)

    @classmethod
    def from_counts(
        cls, score: object, *, n: object, events: object, definition: str = ""
    ) -> Self:
        """Take over counts that were made elsewhere; equal scores are added up.

        Parameters
        ----------
        score, n, events
            One entry per score: the score, its persons, its events (integers).
        definition
            `id@version` of the scoring that gave the scores.

        Raises
        ------
        CallError
            Unless 0 ≤ events ≤ n, all of them whole, and somebody is counted.
        """
        s = aggregate.column(score, "score")
        columns = [aggregate.column(n, "n"), aggregate.column(events, "events")]
        aggregate.same_length(len(s), zip(("n", "events"), columns, strict=True))
        if s.dtype.kind == "f" and not np.isfinite(s).all():
            raise CallError(diagnose("IRDP-K008", name="score"))
        if not all(np.all(c == np.rint(c)) for c in columns):
            raise CallError(diagnose("IRDP-K010"))
        whole = [c.astype(np.int64) for c in columns]
        if bool(((whole[1] < 0) | (whole[1] > whole[0])).any()):
            raise CallError(diagnose("IRDP-K010"))
        used = whole[0] > 0
        if not used.any():
            raise CallError(diagnose("IRDP-K005"))
        given = Sums(aggregate.canonical(s[used]), whole[0][used], whole[1][used])
        return cls(*aggregate.merge([given]), definition=definition)

    @classmethod
    def from_services(cls, services: Mapping[str, ScoreCounts]) -> Self:
        """Put the counts of several services side by side, with their sum."""
        if not services:
            raise CallError(diagnose("IRDP-K005"))
        parts = [services[name] for name in sorted(services)]
        return cls(
            *aggregate.merge([p.sums for p in parts]),
            blocks=tuple((s, services[s].merge_services()) for s in sorted(services)),
            dropped=sum(p.dropped for p in parts),
            k=min(p.k for p in parts),
            definition=_common_definition(parts),
        )

    @property
    def sums(self) -> Sums:
        """The columns, without the services."""
        return Sums(*(getattr(self, name) for name in _COLUMNS))

    @property
    def weighted(self) -> bool:
        """Whether the counts are sums of weights."""
        return self.n_sq is not None

    @property
    def services(self) -> dict[str, ScoreCounts]:
        """The counts of each service, by name; empty where not known."""
        return dict(self.blocks)

    @property
    def total(self) -> float:
        """Persons in all: an integer, or the sum of weights."""
        return self.n.sum().item()  # type: ignore[no-any-return]

    @property
    def total_events(self) -> float:
        """Events in all: an integer, or a sum of weights."""
        return self.events.sum().item()  # type: ignore[no-any-return]

    @property
    def nonevents(self) -> Numbers:
        """Persons without the event at each score, shape (U,)."""
        return self.n - self.events

    def __add__(self, other: ScoreCounts) -> ScoreCounts:
        """Add the counts of other persons; services of one name are added up."""
        if bool(self.blocks) != bool(other.blocks):
            raise CallError(diagnose("IRDP-K013"))
        if self.blocks:
            mine, theirs = self.services, other.services
            both = {
                name: mine[name] + theirs[name]
                if name in mine and name in theirs
                else mine.get(name) or theirs[name]
                for name in mine.keys() | theirs.keys()
            }
            made = ScoreCounts.from_services(both)
            return replace(made, dropped=self.dropped + other.dropped)
        return replace(
            self,
            **aggregate.merge([self.sums, other.sums])._asdict(),
            dropped=self.dropped + other.dropped,
            k=min(self.k, other.k),
            definition=_common_definition([self, other]),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ScoreCounts):
            return NotImplemented
        return self.canonical() == other.canonical()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __len__(self) -> int:
        return len(self.score)

    def __repr__(self) -> str:
        services = f", {len(self.blocks)} services" if self.blocks else ""
        hidden = f", k={self.k}" if self.k else ""
        return (
            f"ScoreCounts({len(self)} scores, n={self.total:g}, "
            f"events={self.total_events:g}{services}{hidden})"
        )

    def merge_services(self) -> ScoreCounts:
        """Return the same counts without the services."""
        return replace(self, blocks=()) if self.blocks else self

    def of_definition(self, definition: str) -> ScoreCounts:
        """Return the same counts, marked as scores of `id@version`."""
        blocks = tuple((s, c.of_definition(definition)) for s, c in self.blocks)
        return replace(self, blocks=blocks, definition=definition)

    def suppress(self, k: int = 11) -> ScoreCounts:
        """Return counts in which every cell has `k` events and `k` non-events.

        Neighbouring scores are merged until both counts reach `k`; the score of a
        group is its median person's. Services that cannot reach `k` are pooled.

        Raises
        ------
        CallError
            Where all persons together do not reach `k`.
        """
        from irdp.calibration.suppression import suppressed  # noqa: PLC0415

        return suppressed(self, k)

    def canonical(self) -> dict[str, Any]:
        """Return what identifies the counts, as JSON values."""
        made = {name: plain(getattr(self, name)) for name in _COLUMNS}
        made["services"] = {name: c.canonical() for name, c in self.blocks}
        made["definition"] = self.definition
        return made

    @property
    def digest(self) -> str:
        """`sha256:` and the digest of the canonical form."""
        text = json.dumps(self.canonical(), sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    def to_dict(self) -> dict[str, Any]:
        """Return the canonical form with `dropped` and `k`."""
        return {**self.canonical(), "dropped": self.dropped, "k": self.k}

    def to_frame(self, backend: str = "pandas") -> Any:
        """Return one row per score (and service) as a frame of `backend`."""
        parts = self.blocks or (("", self),)
        names = [c for c in _COLUMNS if getattr(self, c) is not None]
        columns = {
            name: np.concatenate([getattr(c, name) for _, c in parts]) for name in names
        }
        if self.blocks:
            columns["service"] = np.repeat(
                [s for s, _ in parts], [len(c) for _, c in parts]
            )
        return frame(columns, backend)


def _common_definition(parts: list[ScoreCounts]) -> str:
    names = sorted({p.definition for p in parts})
    if len(names) > 1:
        left, right = (n or "?" for n in names[:2])
        raise CallError(diagnose("IRDP-K016", left=left, right=right))
    return names[0]
