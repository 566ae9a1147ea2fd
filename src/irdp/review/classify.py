"""What a difference between two versions means, and the bump that it asks for.

major: scores are no longer comparable; minor: same scores, another decision, or one
more score; patch: no numerical effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

from irdp.ops.lanes import Kind
from irdp.review.walk import Raw, walk

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Questionnaire
    from irdp.definition.referral import Referral
    from irdp.definition.scoring import Scoring
    from irdp.plan.program import Node


class Level(IntEnum):
    """How much a change asks of the number of the next version."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


class Class(StrEnum):
    """What a change is about."""

    WORDING = "wording"
    PROVENANCE = "provenance"
    MEANING = "meaning"
    DECISION = "decision"
    OPTIONAL_SCORE = "optional_score"
    SCORE = "score"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Judged:
    """A difference with its class and the bump that it asks for."""

    raw: Raw
    about: Class
    level: Level


@dataclass(frozen=True, slots=True)
class View:
    """One version of a scoring, or the own scores of a policy, as the judge sees it.

    Parameters
    ----------
    document
        The scoring or the policy.
    nodes
        Its nodes by their id in it.
    asked
        The questionnaire that it reads; None for a policy.
    """

    document: Scoring | Referral
    nodes: Mapping[str, Node]
    asked: Questionnaire | None = None


_MEANING = {"unit", "outcome", "horizon"}
_READ_BY_PEOPLE = {"direction", "level", "detected"}
_IDENTITY = {"id", "format"}


def judge_said(raw: Raw) -> Judged:
    """Return a difference that decides no number, with its class."""
    if raw.worded:
        return Judged(raw, Class.WORDING, Level.PATCH)
    keys = set(raw.path)
    if keys & {"description", "title", "note", "notice", "reason", "basis", "message"}:
        return Judged(raw, Class.WORDING, Level.PATCH)
    if raw.path[-1] in _READ_BY_PEOPLE:
        return Judged(raw, Class.DECISION, Level.MINOR)
    if raw.path[-1] == "report":
        gone = raw.after == "internal"
        level = Level.MAJOR if gone else Level.MINOR
        return Judged(raw, Class.STRUCTURE, level)
    if keys & _MEANING:
        return Judged(raw, Class.MEANING, Level.PATCH)
    return Judged(raw, Class.PROVENANCE, Level.PATCH)


def judge_questionnaire(
    before: Questionnaire, after: Questionnaire
) -> Iterator[Judged]:
    """Yield the judged differences of two versions of a questionnaire."""
    for raw in _differences(before, after, {"migration"}):
        yield _item_change(raw)


def _differences(
    before: Any, after: Any, left_out: Iterable[str] = ()
) -> Iterator[Raw]:
    skip = {*_IDENTITY, "version", *left_out}
    return (raw for raw in walk(before, after) if raw.path[0] not in skip)


_ITEM_PATH = 2


def _item_change(raw: Raw) -> Judged:
    if raw.path[0] == "status" or (raw.said and raw.path[-1] != "unit"):
        return judge_said(raw)
    return Judged(raw, Class.STRUCTURE, _item_level(raw))


def _item_level(raw: Raw) -> Level:
    if raw.kind == "moved":
        return Level.PATCH
    minor = raw.path[0] == "checks"
    if raw.path[0] in {"items", "facts"} and len(raw.path) == _ITEM_PATH:
        minor = raw.kind == "added" and raw.after.optional
    minor |= "aliases" in raw.path and raw.kind == "added"
    minor |= raw.path[-1] == "optional" and raw.after is True
    return Level.MINOR if minor else Level.MAJOR


def judge_scoring(before: View, after: View) -> Iterator[Judged]:
    """Yield the judged differences of two versions of a scoring."""
    for raw in _differences(before.document, after.document, {"questionnaire"}):
        yield _scoring_change(raw, before, after)
    if before.asked is not None and after.asked is not None:
        yield from _read_items(before, after)


def _scoring_change(raw: Raw, before: View, after: View) -> Judged:
    top = raw.path[0]
    if top == "scores":
        return _score_change(raw, before, after)
    if top == "status" or raw.said:
        return judge_said(raw)
    return Judged(raw, Class.SCORE, Level.MAJOR)


def _score_change(raw: Raw, before: View, after: View) -> Judged:
    if len(raw.path) == 1:
        return Judged(raw, Class.STRUCTURE, Level.PATCH)
    name = raw.path[1]
    if len(raw.path) == _ITEM_PATH:
        if raw.kind == "added":
            return Judged(raw, Class.OPTIONAL_SCORE, Level.MINOR)
        if raw.kind == "removed":
            inner = raw.before.report == "internal"
            return Judged(raw, Class.STRUCTURE, Level.PATCH if inner else Level.MAJOR)
    return judge_said(raw) if raw.said else _inside(raw, name, before, after)


def _inside(raw: Raw, name: str, before: View, after: View) -> Judged:
    """Judge what decides the values of a score that both versions have."""
    if raw.path[2:3] == ("range",):
        if _reversed(name, before) or _reversed(name, after):
            return Judged(raw, Class.SCORE, Level.MAJOR)
        return Judged(raw, Class.MEANING, Level.PATCH)
    if _names_new_option(raw, before):
        return Judged(raw, Class.STRUCTURE, Level.MINOR)
    if any(_decides_numbers(name, view) for view in (before, after)):
        return Judged(raw, Class.SCORE, Level.MAJOR)
    return Judged(raw, Class.DECISION, Level.MINOR)


def _decides_numbers(name: str, view: View) -> bool:
    """Return whether a score is a number, or is read by one."""
    todo, seen = [name], {name}
    while todo:
        at = todo.pop()
        node = view.nodes.get(at)
        if node is not None and node.signature.kind is Kind.NUMBER:
            return True
        readers = {n for n, k in view.nodes.items() if at in k.inputs} - seen
        seen |= readers
        todo += readers
    return False


def _reversed(name: str, view: View) -> bool:
    """Return whether a term reads a score reversed: its range then decides."""
    for score in view.document.scores:
        of = getattr(score, "of", ())
        for term in of if isinstance(of, tuple) else (of,):
            if getattr(term, "reverse", None) and term.target == name:
                return True
    return False


def _names_new_option(raw: Raw, before: View) -> bool:
    """Return whether a table of points only gained an option that is new."""
    if raw.kind != "added" or before.asked is None or "points" not in raw.path[:-1]:
        return False
    options = {
        str(o.code)
        for item in before.asked.items
        if item.id in raw.path
        for o in item.options
    }
    return bool(options) and raw.path[-1] not in options


def _read_items(before: View, after: View) -> Iterator[Judged]:
    """Yield what changed in the items that a scoring reads: it may treat it as before."""
    if before.asked is None or after.asked is None:
        return
    read = {n for view in (before, after) for k in view.nodes.values() for n in k.items}
    read |= {n for view in (before, after) for n in _shown_by(view.asked, read)}
    for raw in _differences(before.asked, after.asked, {"migration", "sources"}):
        place = Raw(
            ("questionnaire", *raw.path),
            raw.kind,
            raw.before,
            raw.after,
            raw.said,
            raw.worded,
        )
        judged = _item_change(raw)
        mine = raw.path[0] in {"codes", "checks"} or set(raw.path[1:2]) & read
        if not mine:
            level = min(judged.level, Level.PATCH)
            yield Judged(place, judged.about, level)
        elif judged.level is Level.MAJOR and _gained(raw):
            yield Judged(place, judged.about, Level.MINOR)
        else:
            yield Judged(place, judged.about, judged.level)


def _gained(raw: Raw) -> bool:
    """Return whether an item only gained a code or an option."""
    widened = "codes" in raw.path or "options" in raw.path
    return raw.kind == "added" and widened


def _shown_by(asked: Questionnaire | None, read: set[str]) -> set[str]:
    """Return the items that decide whether the items read are shown."""
    items = () if asked is None else asked.items
    found: set[str] = set()
    for item in items:
        if item.id in read and item.shown_if is not None:
            text = repr(item.shown_if)
            found |= {i.id for i in items if f"'{i.id}'" in text}
    return found


def judge_policy(
    before: View, after: View, inner: Mapping[str, Level]
) -> Iterator[Judged]:
    """Yield the judged differences of two versions of a policy.

    Parameters
    ----------
    inner
        By alias: what the change of a scoring that both read asks for.
    """
    for raw in _differences(before.document, after.document):
        top = raw.path[0]
        if top == "scores":
            yield _score_change(raw, before, after)
        elif top == "scorings":
            yield _reading_change(raw, inner)
        elif top in {"facts", "codes", "checks"}:
            yield _fact_change(raw)
        elif top == "decisions":
            yield _decision_change(raw)
        else:
            yield _scoring_change(raw, before, after)


def _reading_change(raw: Raw, inner: Mapping[str, Level]) -> Judged:
    alias = raw.path[1]
    if len(raw.path) == _ITEM_PATH:
        optional = raw.kind == "added" and raw.after.optional
        return Judged(raw, Class.STRUCTURE, Level.MINOR if optional else Level.MAJOR)
    if raw.path[-1] == "optional":
        level = Level.MINOR if raw.after else Level.MAJOR
        return Judged(raw, Class.STRUCTURE, level)
    return Judged(raw, Class.SCORE, inner.get(alias, Level.MAJOR))


def _fact_change(raw: Raw) -> Judged:
    judged = _item_change(raw)
    if raw.kind == "removed" and len(raw.path) == _ITEM_PATH:
        return Judged(raw, Class.STRUCTURE, Level.MINOR)
    if judged.level is Level.MAJOR and _gained(raw):
        return Judged(raw, Class.STRUCTURE, Level.MINOR)
    return judged


def _decision_change(raw: Raw) -> Judged:
    if raw.said:
        return judge_said(raw)
    if len(raw.path) == _ITEM_PATH and raw.kind == "removed":
        return Judged(raw, Class.STRUCTURE, Level.MAJOR)
    if len(raw.path) == 1 and raw.kind == "moved":
        return Judged(raw, Class.STRUCTURE, Level.PATCH)
    return Judged(raw, Class.DECISION, Level.MINOR)
