"""Compiling a term: columns in, lane of points out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.ops.lanes import ItemType, Signature
from irdp.ops.read_item import read_item, read_options
from irdp.ops.read_score import read_score
from irdp.ops.term import Term

if TYPE_CHECKING:
    from irdp.ops.reading import Reading
    from irdp.ops.scope import Scope


def read_term(term: Term, scope: Scope, *at: str | int, fold: str = "sum") -> Reading:
    """Compile a term; `fold` says how the chosen options of a `multiple` combine."""
    if term.item is not None:
        return read_item(term, scope.item(term.item, *at, "item"), scope, at, fold)
    if term.score is not None:
        return read_score(term, scope.score(term.score, *at, "score"), scope, at)
    found = scope.either(term.target, *at)
    if isinstance(found, Signature):
        return read_score(term, found, scope, at)
    return read_item(term, found, scope, at, fold)


def read_name(name: str, scope: Scope, *at: str | int) -> Reading:
    """Compile a bare name; an item without numbers reads as its option codes."""
    found = scope.either(name, *at)
    term = Term(name=name)
    if isinstance(found, Signature):
        return read_score(term, found, scope, at)
    if found.domain.kind is ItemType.CHOICE and not found.domain.numeric:
        return read_options(found)
    return read_item(term, found, scope, at, "sum")
