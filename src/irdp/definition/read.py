"""From a parsed file to a model, or to all that is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from irdp.definition.cases import Cases
from irdp.definition.questionnaire import Questionnaire
from irdp.definition.referral import Referral
from irdp.definition.scoring import Scoring
from irdp.definition.texts import Texts
from irdp.errors import DefinitionError
from irdp.messages import CATALOGUE, diagnose
from irdp.ops.grammar import Frozen
from irdp.ops.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from irdp.errors import Diagnostic
    from irdp.source import Source

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=Frozen)
MODELS: dict[str, type[Frozen]] = {
    "questionnaire": Questionnaire,
    "scoring": Scoring,
    "referral": Referral,
    "cases": Cases,
    "texts": Texts,
}


def kind_of(source: Source) -> str:
    """Return which of the five documents a file says it is.

    Raises
    ------
    DefinitionError
        If its `format` names none of them.
    """
    tree = source.value if isinstance(source.value, dict) else {}
    parts = str(tree.get("format", "")).split("/")
    if len(parts) == 3 and parts[0] == "irdp" and parts[1] in MODELS:  # noqa: PLR2004
        return parts[1]
    place = source.place(("format",))
    raise DefinitionError(diagnose("IRDP-Q021", place, expected=" | ".join(MODELS)))


def parse(source: Source, model: type[Model]) -> Model:
    """Return the model that a file says.

    Raises
    ------
    DefinitionError
        With every structural fault of the file, each at its place.
    """
    empty = [
        diagnose("IRDP-Q031", source.place(path))
        for path in _empties(source.value, ())
        if not (model is Cases and set(path) & _MAY_BE_NULL)
    ]
    try:
        found = model.model_validate(source.value)
    except ValidationError as error:
        known = {(d.code, d.place) for d in empty}
        faults = [d for d in _faults(error, source) if (d.code, d.place) not in known]
        raise DefinitionError(*empty, *faults) from None
    if empty:
        raise DefinitionError(*empty)
    return found


_MAY_BE_NULL = {"answers", "expect"}


def _empties(tree: Any, path: Path) -> Iterator[Path]:
    """Yield the paths of the values that are not written: `points:` and nothing."""
    if tree is None:
        yield path
    elif isinstance(tree, dict):
        for key, inner in tree.items():
            yield from _empties(inner, (*path, key))
    elif isinstance(tree, list):
        for i, inner in enumerate(tree):
            yield from _empties(inner, (*path, i))


def _faults(error: ValidationError, source: Source) -> list[Diagnostic]:
    found: dict[tuple[Path, str], Diagnostic] = {}
    raw = error.errors(include_url=False, include_input=False)
    entries = [(_real_path(e["loc"], source.value), e) for e in raw]
    for path, entry in entries:
        if _shadowed(path, entry, entries):
            continue
        diagnostic = _diagnostic(path, entry, source)
        found.setdefault((path, diagnostic.code), diagnostic)
    return list(found.values())


def _real_path(loc: tuple[str | int, ...], tree: Any) -> Path:
    """Return a pydantic location without the tags of unions that it goes through."""
    path: list[str | int] = []
    at = tree
    for i, part in enumerate(loc):
        if _holds(at, part):
            at = at[part]
        elif i < len(loc) - 1 or not isinstance(part, str) or not _is_key(part):
            continue
        path.append(part)
    return tuple(path)


def _holds(tree: Any, part: str | int) -> bool:
    if isinstance(tree, list):
        return isinstance(part, int) and part < len(tree)
    return isinstance(tree, dict) and part in tree


def _is_key(part: str) -> bool:
    return part.isidentifier() and part not in OPERATIONS and part[0].islower()


def _shadowed(path: Path, entry: Any, entries: list[tuple[Path, Any]]) -> bool:
    """Return whether a member of a union did not fit while another went deeper."""
    if entry["type"] not in _UNFIT:
        return False
    deeper = any(len(p) > len(path) and p[: len(path)] == path for p, _ in entries)
    beside = {e["type"] for p, e in entries if p == path and e is not entry}
    told = entry["type"] != "literal_error" and "literal_error" in beside
    return deeper or told or bool(beside - _UNFIT)


_UNFIT = {
    "literal_error",
    "model_type",
    "dict_type",
    "string_type",
    "bool_type",
    "tuple_type",
    "too_short",
    "model_attributes_type",
    "bool_parsing",
    "none_required",
}
_SHAPES = {
    "model_type": "IRDP-Q024",
    "model_attributes_type": "IRDP-Q024",
    "dict_type": "IRDP-Q024",
    "tuple_type": "IRDP-Q025",
    "list_type": "IRDP-Q025",
    "bool_type": "IRDP-Q026",
    "bool_parsing": "IRDP-Q026",
    "string_type": "IRDP-Q013",
    "too_short": "IRDP-Q031",
    "greater_than": "IRDP-Q034",
    "greater_than_equal": "IRDP-Q034",
    "less_than_equal": "IRDP-Q034",
}
"""What a value that is not of the expected shape is refused as."""


def _diagnostic(path: Path, entry: Mapping[str, Any], source: Source) -> Diagnostic:
    kind, context = entry["type"], dict(entry.get("ctx") or {})
    place = source.place(path)
    if kind in CATALOGUE:
        return diagnose(kind, place, **context)
    if _at(source.value, path) is None and kind != "missing":
        return diagnose("IRDP-Q031", place)
    if kind in _SHAPES:
        return diagnose(_SHAPES[kind], place)
    if kind == "extra_forbidden":
        place = source.keys.get(path, place)
        known = _known_keys(source.value, path)
        return diagnose("IRDP-Q030", place, name=path[-1], known=known)
    if kind == "union_tag_invalid":
        name = str(_at(source.value, (*path, "op")))
        at = source.place((*path, "op"))
        return diagnose("IRDP-Q023", at, name=name, known=OPERATIONS)
    if kind in {"missing", "union_tag_not_found"}:
        named = kind == "missing"
        at = source.place(path[:-1] if named else path)
        return diagnose("IRDP-Q029", at, name=path[-1] if named else "op")
    if kind in {"literal_error", "enum"}:
        expected = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return diagnose("IRDP-Q032", place, expected=expected)
    return diagnose("IRDP-Q099", place, detail=kind.replace("_", " "))


def _at(tree: Any, path: Path) -> Any:
    for part in path:
        try:
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            return ""
    return tree


def _known_keys(tree: Any, path: Path) -> list[str]:
    """Return the keys that the model holding a key would take."""
    kind = str(_at(tree, ("format",))).split("/")
    models = [MODELS[kind[1]]] if len(kind) > 1 and kind[1] in MODELS else []
    holder = tree
    for part in path[:-1]:
        holder = _at(holder, (part,))
        if isinstance(part, str):
            fields = [f for m in models for f in _fields_named(m, part)]
            models = [m for f in fields for m in _models_in(f.annotation)]
        models = _fitting(models, holder)
    return sorted(
        {f.alias or name for m in models for name, f in m.model_fields.items()}
    )


def _fields_named(model: type[Frozen], key: str) -> list[Any]:
    return [f for n, f in model.model_fields.items() if key in {n, f.alias}]


def _fitting(models: list[type[Frozen]], holder: Any) -> list[type[Frozen]]:
    """Return which models of a union a mapping is meant for: those it shares keys with."""
    if not isinstance(holder, dict):
        return models
    operation = OPERATIONS.get(str(holder.get("op")))
    if operation in models:
        return [operation]
    keys = set(holder)
    shared = {
        m: len(keys & {f.alias or n for n, f in m.model_fields.items()}) for m in models
    }
    most = max(shared.values(), default=0)
    return [m for m in models if shared[m] == most]


def _models_in(annotation: Any) -> list[type[Frozen]]:
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return [annotation]
    inner = getattr(annotation, "__args__", ())
    return [m for part in inner for m in _models_in(part)]
