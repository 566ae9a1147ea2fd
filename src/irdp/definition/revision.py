"""The next version of a scoring, as a plain tree: new operations, bands, record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from irdp.definition.calibration_block import exact_numbers
from irdp.definition.digest import content_digest
from irdp.definition.tree import tree
from irdp.errors import CallError
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from irdp.definition.scoring import Scoring

Tree = dict[str, Any]
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_INHERITED = ("title", "direction", "level", "outcome", "horizon", "population")
_BY_OP = {"logistic": _INHERITED}
_ANY = ("direction", "level")
_SAID = {"id", "title", "note", "unit", "outcome", "label", "source"}


def revised(
    old: Scoring,
    *,
    version: str,
    status: str,
    operations: Iterable[Mapping[str, Any]] = (),
    bands: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    calibration: Mapping[str, Any] | None = None,
) -> Tree:
    """Return the tree of the next version; see `Scoring.revise`."""
    made: Tree = tree(old)
    match = _VERSION.fullmatch(version)
    if match is None or tuple(map(int, match.groups())) <= old.number:
        raise CallError(diagnose("IRDP-K092", name=old.reference, version=version))
    made["version"], made["status"] = version, status
    made["derived_from"] = {
        "id": old.id,
        "version": old.version,
        "digest": content_digest([old]),
    }
    made.pop("effective", None)  # the old range is not that of another version
    operations = tuple(operations)
    _operate(made, [exact_numbers(dict(one)) for one in operations])
    for name, listed in (bands or {}).items():
        _cut(made, name, [exact_numbers(dict(band)) for band in listed])
    made.pop("calibration", None)
    if calibration is not None:
        record = exact_numbers(dict(calibration))
        record["lineage"] = _lineage(old, record.get("lineage", []))
        stays = {"outcome", "applicability"}
        stays |= set() if operations else {"uncertainty"}
        stays |= set() if bands else {"bands_from"}
        stays |= set() if operations else {"performance"}
        before = _said_before(old, stays)
        if "performance" in before:
            found = record.get("performance", {})
            record["performance"] = {**before["performance"], **found}
        made["calibration"] = {**before, **record}
    return made


def _operate(made: Tree, operations: list[Tree]) -> None:
    """Put each operation in the place of the score of its id, or after the last."""
    scores = made["scores"]
    for one in operations:
        at = [i for i, score in enumerate(scores) if score["id"] == one["id"]]
        if at:
            before = scores[at[0]]
            keep = _BY_OP.get(one["op"], _ANY)
            kept = {k: before[k] for k in keep if k in before}
            if before.get("report"):
                kept["report"] = before["report"]
            scores[at[0]] = {**kept, **one}
        else:
            scores.append({**_from_source(scores, one), **one})
    made["scores"] = _in_order(scores)


def _from_source(scores: list[Tree], one: Tree) -> Tree:
    """Return the direction and the level of the score that an operation reads."""
    source = next((s for s in scores if s["id"] == one.get("of")), {})
    return {key: source[key] for key in _ANY if key in source}


def _in_order(scores: list[Tree]) -> list[Tree]:
    """Move a score below those that it reads: a new operation may stand further down."""
    ids = {score["id"] for score in scores}
    out: list[Tree] = []
    todo = list(scores)
    while todo:
        done = {score["id"] for score in out}
        ready = [s for s in todo if not (_named(s, ids) - done - {s["id"]})]
        chosen = ready[0] if ready else todo[0]  # a circle: the loader says so
        out.append(chosen)
        todo.remove(chosen)
    return out


def _named(part: Any, ids: set[str]) -> set[str]:
    """Return the scores that a part of a tree names."""
    if isinstance(part, dict):
        inner = (v for k, v in part.items() if k not in _SAID)
        return set().union(*(_named(v, ids) for v in inner))
    if isinstance(part, list):
        return set().union(*(_named(v, ids) for v in part))
    return {part} & ids if isinstance(part, str) else set()


def _cut(made: Tree, name: str, listed: list[Tree]) -> None:
    """Give a band score other cut-offs; what is said of a band by its id stays."""
    known = [s["id"] for s in made["scores"] if s["op"] == "band"]
    if name not in known:
        raise CallError(diagnose("IRDP-K093", name=name, known=known))
    score = next(s for s in made["scores"] if s["id"] == name)
    said = {band["id"]: band for band in score["bands"]}
    stays = {"label", "detected"}  # a source is that of the old cut-off
    score["bands"] = [
        {
            **band,
            **{k: v for k, v in said.get(band.get("id"), {}).items() if k in stays},
        }
        for band in listed
    ]


def _said_before(old: Scoring, stays: set[str]) -> Tree:
    """Return what the block of the old version says that the change leaves true."""
    before: Tree = tree(old.calibration) if old.calibration is not None else {}
    kept = {key: value for key, value in before.items() if key in stays}
    if "applicability" in kept:
        kept["applicability"].pop("valid_until", None)  # the author says until when
    return kept


def _lineage(old: Scoring, steps: list[Tree]) -> list[Tree]:
    """Return the steps of the old version, then the new ones."""
    if steps and steps[0].get("step") == "derive":
        return steps
    before = old.calibration.lineage if old.calibration is not None else ()
    known = tree(before) if before else [{"step": "derive", "version": old.version}]
    return [*known, *steps]
