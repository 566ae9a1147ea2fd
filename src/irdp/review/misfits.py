"""In what a migration does not fit the two questionnaires it joins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from irdp.messages import diagnose
from irdp.ops.lanes import FIRST, ItemType

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Item, Migration, Questionnaire
    from irdp.errors import Diagnostic
    from irdp.source import Source

_MOST_LISTED = 1000


def migration_faults(
    before: Questionnaire, after: Questionnaire, source: Source | None = None
) -> list[Diagnostic]:
    """Return every name and code in which a migration does not fit."""
    migration = after.migration
    if migration is None:
        return []
    found = []
    for path, name, known in _misfits(before, after, migration):
        place = None if source is None else source.place(("migration", *path))
        found.append(diagnose("IRDP-Q110", place, name=name, known=known))
    return found


Misfit = tuple[tuple[str | int, ...], str, Sequence[str]]


def _misfits(
    before: Questionnaire, after: Questionnaire, migration: Migration
) -> Iterator[Misfit]:
    old, new = ({i.id: i for i in q.items} for q in (before, after))
    for name, target in migration.rename.items():
        if name not in old:
            yield ("rename", name), name, list(old)
        if target not in new or (target in old and target not in migration.rename):
            yield ("rename", name), target, list(new)
    for i, name in enumerate(migration.drop):
        if name not in old or name in new:
            yield ("drop", i), name, list(old)
    back = {migration.rename.get(name, name): name for name in old}
    for name, codes in migration.recode.items():
        if name not in new or back.get(name) not in old:
            yield ("recode", name), name, list(new)
            continue
        for path, code, known in _code_misfits(codes, old[back[name]], new[name]):
            yield ("recode", name, path), f"{name} {code}", known
    for name in old:
        target = migration.rename.get(name, name)
        if name in migration.drop:
            continue
        if target not in new:
            yield (), name, [*new]
        elif not _fits(old[name], new[target], migration.recode.get(target, {})):
            yield ("recode",), target, ()


def _code_misfits(
    codes: Mapping[str, str], old: Item, new: Item
) -> Iterator[tuple[str, str, Sequence[str]]]:
    known, images = values_of(old), values_of(new)
    states = set(_states(old)) | set(_states(new))
    for code, image in codes.items():
        if known is not None and code not in known and code not in states:
            yield code, code, known
        if images is not None and image not in images and image not in states:
            yield code, image, images


def _fits(old: Item, new: Item, codes: Mapping[str, str]) -> bool:
    """Return whether every old code has a place in the newer item.

    A number outside of narrower bounds is a loss, not a misfit.
    """
    if {old.type, new.type} <= {"integer", "decimal"}:
        return True
    known, images = values_of(old), values_of(new)
    if known is None or images is None:
        return old.type == new.type
    return all(codes.get(code, code) in images for code in known)


def values_of(item: Item) -> list[str] | None:
    """Return the codes of an item as texts; None where they are not a short list."""
    domain = item.domain
    if domain.options:
        return list(domain.options)
    if domain.kind is ItemType.BOOLEAN:
        return ["false", "true"]
    if domain.kind is ItemType.INTEGER and domain.size <= _MOST_LISTED:
        return [str(domain.number(FIRST + i)) for i in range(domain.size)]
    return None


def _states(item: Item) -> list[str]:
    return [*item.codes.refused, *item.codes.unknown, *item.codes.not_applicable]
