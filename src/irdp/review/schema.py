"""JSON Schema of the five documents, for editors: made from the models.

What a model cannot say of itself in JSON Schema is written here: the short forms (a
bare name, a single entry for a list), exactly one of several keys, and what an item
type asks for.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.definition.read import MODELS
from irdp.ops.conditions import COMPARATORS
from irdp.ops.grammar import NAME

if TYPE_CHECKING:
    from pydantic.json_schema import GenerateJsonSchema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOTTED = r"^([a-z][a-z0-9_]*\.)?[A-Za-z][A-Za-z0-9_]{0,62}$"
_TEXT = {"type": "string", "minLength": 1}
_NAME = {"type": "string", "pattern": NAME}
_REF = {"type": "string", "pattern": DOTTED}
_OPERAND = {
    "type": "object",
    "properties": {"item": _NAME, "score": _REF, "date": _NAME},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}
_VALUE = {"anyOf": [{"type": ["number", "string", "boolean"]}, _OPERAND]}
_SHARED = "x-shared"
_COMPARED = [key.rstrip("_") for key in COMPARATORS]


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one of the five documents.

    Parameters
    ----------
    kind
        ``questionnaire``, ``scoring``, ``referral``, ``cases`` or ``texts``.

    Examples
    --------
    >>> json_schema("cases")["required"]
    ['format', 'for', 'cases']
    """
    schema = MODELS[kind].model_json_schema(
        by_alias=True, schema_generator=_generator(), mode="validation"
    )
    definitions = schema.get("$defs", {})
    for name, change in _CHANGES.items():
        if name in definitions:
            change(definitions[name])
    if kind == "cases":
        schema["$defs"]["Case"]["properties"]["answers"]["additionalProperties"] = True
    head = {
        "$schema": DIALECT,
        "$id": f"https://irdp.invalid/schema/{kind}.schema.json",
        "title": f"irdp/{kind}/1",
    }
    schema.pop("title", None)
    shared: dict[str, Any] = {}
    found: dict[str, Any] = {**head, **_sharing(_without_titles(schema), shared)}
    found["$defs"] = dict(sorted({**found.get("$defs", {}), **shared}.items()))
    return found


def _sharing(schema: Any, shared: dict[str, Any]) -> Any:
    """Write once, under a name, what many places take."""
    if isinstance(schema, list):
        return [_sharing(inner, shared) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    out = {k: _sharing(v, shared) for k, v in schema.items() if k != _SHARED}
    if "anyOf" in out and "minLength" in out:
        # A least length that pydantic could not place on a list in a short form.
        least = out.pop("minLength")
        lists = [part for part in out["anyOf"] if part.get("type") == "array"]
        for part in lists:
            part["minItems"] = least
    if _SHARED not in schema:
        return out
    shared.setdefault(schema[_SHARED], out)
    return {"$ref": f"#/$defs/{schema[_SHARED]}"}


def schema_text(kind: str) -> str:
    """Return the text of the schema file of one of the five documents."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=1) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of each document, ``<document>.schema.json``; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for kind in MODELS:
        path = folder / f"{kind}.schema.json"
        path.write_text(schema_text(kind), encoding="utf-8", newline="\n")
        out.append(path)
    return out


@cache
def _generator() -> type[GenerateJsonSchema]:
    """Return the generator that knows the short forms of the language."""
    from pydantic.json_schema import GenerateJsonSchema  # noqa: PLC0415 - a light start

    class Generator(GenerateJsonSchema):
        def function_before_schema(self, schema: Any) -> dict[str, Any]:
            inner: dict[str, Any] = self.generate_inner(schema["schema"])
            function = schema["function"]["function"]
            name = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"
            short = _SHORT.get(name)
            return short(inner) if short is not None else inner

        def nullable_schema(self, schema: Any) -> dict[str, Any]:
            inner: dict[str, Any] = self.generate_inner(schema["schema"])
            return inner

        def default_schema(self, schema: Any) -> dict[str, Any]:
            inner: dict[str, Any] = self.generate_inner(schema["schema"])
            return inner

        def tagged_union_schema(self, schema: Any) -> dict[str, Any]:
            inner: dict[str, Any] = super().tagged_union_schema(schema)
            if schema["discriminator"] == "op":
                return _by_operation(inner["discriminator"]["mapping"])
            return _by_subject(schema["choices"], inner["oneOf"])

    return Generator


def _by_operation(mapping: dict[str, str]) -> dict[str, Any]:
    """Tell operations apart by their `op`, so that an editor speaks of one only."""
    ways = [
        {"if": {"properties": {"op": {"const": op}}}, "then": {"$ref": reference}}
        for op, reference in mapping.items()
    ]
    known = {"op": {"enum": list(mapping)}}
    return {"type": "object", "required": ["op"], "properties": known, "allOf": ways}


def _by_subject(subjects: Any, forms: list[Any]) -> dict[str, Any]:
    """Tell conditions apart by their subject; exactly one is written."""
    pairs = list(zip(subjects, forms, strict=True))
    return {
        "type": "object",
        "oneOf": [{"required": [subject]} for subject, _ in pairs],
        "allOf": [{"if": {"required": [s]}, "then": form} for s, form in pairs],
    }


def _or_text(inner: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [_TEXT, inner], _SHARED: "WordingForm"}


def _any_term(inner: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [_REF, inner], _SHARED: "TermForm"}


def _any_condition(inner: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [_REF, inner], _SHARED: "ConditionForm"}


def _or_reference(inner: dict[str, Any]) -> dict[str, Any]:
    pattern = r"^[a-z][a-z0-9_]*@\d+\.\d+\.\d+$"
    return {"anyOf": [{"type": "string", "pattern": pattern}, inner]}


def _or_one(inner: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [inner["items"], inner]} if "items" in inner else inner


def _texts(inner: dict[str, Any]) -> dict[str, Any]:
    one = {"type": ["string", "number"]}
    return {"anyOf": [one, {**inner, "items": one}]}


def _count_of(inner: dict[str, Any]) -> dict[str, Any]:
    lists = [part["items"] for part in inner["anyOf"] if "items" in part]
    return {"anyOf": [*inner["anyOf"], *lists]}


def _value(_: dict[str, Any]) -> dict[str, Any]:
    return _VALUE


_SHORT = {
    "grammar._wording": _or_text,
    "grammar.one_or_many": _or_one,
    "term._term": _any_term,
    "conditions._condition": _any_condition,
    "conditions._value": _value,
    "referral._reading": _or_reference,
    "questionnaire._text": lambda _: {"type": ["string", "number", "boolean"]},
    "questionnaire._texts": _texts,
    "count._of": _count_of,
}
"""By the validator that reads a short form: the schema that allows it too."""


def _exactly_one(*names: str) -> Any:
    def change(schema: dict[str, Any]) -> None:
        schema["oneOf"] = [{"required": [name]} for name in names]

    return change


def _at_most_one(schema: dict[str, Any], names: list[str]) -> None:
    pairs = [[a, b] for i, a in enumerate(names) for b in names[i + 1 :]]
    schema["not"] = {"anyOf": [{"required": pair} for pair in pairs]}


def _term(schema: dict[str, Any]) -> None:
    schema["properties"].pop("name")
    _exactly_one("item", "score")(schema)
    _at_most_one(schema, ["points", "reverse", "recode", "recode_intervals"])


def _item(schema: dict[str, Any]) -> None:
    """Say what each type of item asks for, and what it refuses."""
    numeric = {"required": ["min", "max"]}
    options = {"required": ["options"]}
    rules: list[dict[str, Any]] = []
    for kind, then in (
        ("choice", {**options, "properties": {"options": {"minItems": 2}}}),
        ("multiple", {**options, "properties": {"options": {"minItems": 1}}}),
        ("integer", numeric),
        ("decimal", {"required": ["min", "max", "decimals"]}),
    ):
        test = {"properties": {"type": {"const": kind}}, "required": ["type"]}
        rules.append({"if": test, "then": then})
    of_options = {"properties": {"type": {"enum": ["choice", "multiple"]}}}
    rules.append({"if": options, "then": of_options})
    schema["allOf"] = rules


def _table(schema: dict[str, Any]) -> None:
    """Allow rows written by the names of the key columns."""
    rows = schema["properties"]["rows"]
    named = {
        "type": "object",
        "required": ["value"],
        "properties": {"value": {"type": "number"}},
        "additionalProperties": {"type": ["number", "string", "boolean"]},
        "minProperties": 2,
        "not": {"required": ["key"]},
    }
    rows["items"] = {"anyOf": [rows["items"], named]}


def _row(schema: dict[str, Any]) -> None:
    cell = {"type": ["number", "string", "boolean"]}
    schema["properties"]["key"] = {
        "anyOf": [cell, {"type": "array", "items": cell, "minItems": 1}]
    }


_CHANGES: dict[str, Any] = {
    "Term": _term,
    "Item": _item,
    "Table": _table,
    "Row": _row,
    "ItemCondition": _exactly_one("state", *_COMPARED),
    "DateCondition": _exactly_one("state", *_COMPARED),
    "ScoreCondition": _exactly_one("status", *_COMPARED),
    "Compare": _exactly_one(*_COMPARED),
    "Result": _exactly_one("value", "score", "item", "label"),
    "MissingRule": _exactly_one("max_missing", "min_answered"),
}
"""By model: what its validators ask for and its fields cannot say."""


def _without_titles(schema: Any) -> Any:
    """Drop the titles that pydantic makes of names: they say nothing."""
    if isinstance(schema, dict):
        return {
            key: _named(inner)
            if key in {"properties", "$defs"}
            else _without_titles(inner)
            for key, inner in schema.items()
            if key != "title"
        }
    if isinstance(schema, list):
        return [_without_titles(inner) for inner in schema]
    return schema


def _named(members: dict[str, Any]) -> dict[str, Any]:
    return {name: _without_titles(inner) for name, inner in members.items()}
