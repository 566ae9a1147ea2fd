"""What a scoring says of itself, held against itself: sources, bands, main scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irdp.ops.band import Band
from irdp.ops.grammar import Frozen
from irdp.ops.scope import Fault
from irdp.plan.calibration_block import block_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.definition.scoring import Scoring

_ORIGINS = {"asked", "record", "derived"}


def scoring_faults(scoring: Scoring) -> list[Fault]:
    """Return the faults of a scoring that are not those of one operation."""
    return [
        *_sources(scoring),
        *_mains(scoring),
        *_detected(scoring),
        *block_faults(scoring),
    ]


def cited(part: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str]]:
    """Yield every place that names a source, with the source's id."""
    if isinstance(part, Frozen):
        for name, value in part:
            key = type(part).model_fields[name].alias or name
            if name == "source" and isinstance(value, str):
                if value not in _ORIGINS:
                    yield (*path, key), value
            else:
                yield from cited(value, (*path, key))
    elif isinstance(part, tuple):
        for i, inner in enumerate(part):
            yield from cited(inner, (*path, i))


def _sources(scoring: Scoring) -> list[Fault]:
    known = {s.id: s for s in scoring.sources}
    out = []
    for path, name in cited(scoring):
        if name not in known:
            out.append(Fault("IRDP-Q063", path, {"name": name, "known": known}))
    if scoring.status == "published":
        for i, source in enumerate(scoring.sources):
            if not source.verified:
                at = ("sources", i, "verified")
                out.append(Fault("IRDP-Q062", at, {"name": source.id}))
    return out


def _mains(scoring: Scoring) -> list[Fault]:
    seen: set[str] = set()
    out = []
    for i, score in enumerate(scoring.scores):
        if isinstance(score, Band) and score.main:
            if score.of.target in seen:
                out.append(Fault("IRDP-Q054", ("scores", i, "main"), {}))
            seen.add(score.of.target)
    return out


def _detected(scoring: Scoring) -> list[Fault]:
    """Ask that `detected` bands stand together at the unfavourable end."""
    directions = {s.id: s.direction for s in scoring.scores}
    out = []
    for i, score in enumerate(scoring.scores):
        if not isinstance(score, Band):
            continue
        marks = [b.detected for b in score.bands]
        direction = directions.get(score.of.target) or score.direction
        rising = marks == sorted(marks)
        falling = marks == sorted(marks, reverse=True)
        fits = {"higher_is_worse": rising, "higher_is_better": falling}
        if not fits.get(direction or "", rising or falling):
            out.append(Fault("IRDP-Q055", ("scores", i, "bands"), {}))
    return out
