"""The `calibration:` block held against the scores and the bands that it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irdp.ops.band import Band
from irdp.ops.conditions import AllCondition, Comparison, DateCondition
from irdp.ops.scope import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.definition.calibration_block import CalibrationBlock
    from irdp.definition.scoring import Scoring

AGE = "age"


def block_faults(scoring: Scoring) -> list[Fault]:
    """Return where the block disagrees with the scoring."""
    block = scoring.calibration
    if block is None:
        return []
    return [*_names(scoring, block), *_bands(scoring, block), *_ages(scoring, block)]


def _names(scoring: Scoring, block: CalibrationBlock) -> Iterator[Fault]:
    known = [score.id for score in scoring.scores]
    for key in ("score", "counted_score"):
        name = getattr(block, key)
        if name is not None and name not in known:
            params = {"name": name, "expected": "score", "known": known}
            yield Fault("IRDP-Q120", ("calibration", key), params)


def _bands(scoring: Scoring, block: CalibrationBlock) -> Iterator[Fault]:
    """Hold `bands_from` against the bands of the counted score, else of all."""
    cut = [s for s in scoring.scores if isinstance(s, Band)]
    own = [s for s in cut if s.of.target in {block.counted_score, block.score}]
    starts: dict[str, set[Any]] = {}
    for score in own or cut:
        for band in score.bands:
            starts.setdefault(band.id, set()).add(band.from_)
    for name, rule in block.bands_from.items():
        at = ("calibration", "bands_from", name)
        if name not in starts:
            params = {"name": name, "expected": "band", "known": list(starts)}
            yield Fault("IRDP-Q120", at, params)
        elif rule.from_ is not None and rule.from_ not in starts[name]:
            yield Fault("IRDP-Q121", (*at, "from"), {"name": name})


def _ages(scoring: Scoring, block: CalibrationBlock) -> Iterator[Fault]:
    """Hold the ages said against those that decide `out_of_population`."""
    if block.applicability is None or block.score is None:
        return
    risk = next((s for s in scoring.scores if s.id == block.score), None)
    if risk is None:
        return
    decided = set(_between(risk.population)) if risk.population is not None else set()
    said = block.applicability.age
    if decided != (set() if said is None else {said}):
        at = ("calibration", "applicability")
        yield Fault("IRDP-Q122", at, {"name": risk.id})


def _between(condition: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the ages that a condition asks for."""
    if isinstance(condition, AllCondition):
        for member in condition.all:
            yield from _between(member)
    elif isinstance(condition, Comparison) and not isinstance(condition, DateCondition):
        name = getattr(condition, "item", None) or getattr(condition, "score", None)
        if name == AGE and condition.between is not None:
            yield tuple(condition.between)
