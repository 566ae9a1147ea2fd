"""A plain tree as the text of a definition: readable, and read back as it was."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.source import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 120
_SCHEMA = "# yaml-language-server: $schema=../../docs/schema/{kind}.schema.json\n"
_PLAIN_KEY = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STR, _MAP, _SEQ = (f"tag:yaml.org,2002:{t}" for t in ("str", "map", "seq"))


def definition_text(tree: Mapping[str, Any]) -> str:
    """Return the YAML of a document given as a plain tree.

    Numbers are written as exact decimals, every other scalar so that the reader gives
    it back; short mappings and lists stand on one line.

    Raises
    ------
    CallError
        ``IRDP-K091`` if the reader would not give the same tree back.

    Examples
    --------
    >>> print(definition_text({"format": "irdp/scoring/1", "range": [Decimal("0.10")]}))
    # yaml-language-server: $schema=../../docs/schema/scoring.schema.json
    format: irdp/scoring/1
    range: [0.10]
    <BLANKLINE>
    """
    kind = str(tree["format"]).split("/")[1]
    body = yaml.serialize(
        _node(tree, top=True), Dumper=_Dumper, allow_unicode=True, width=WIDTH
    )
    text = _SCHEMA.format(kind=kind) + body
    if read_text(text, "").value != tree:
        raise CallError(diagnose("IRDP-K091"))
    return text


class _Dumper(yaml.SafeDumper):
    """A dumper that sets lists in under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - the name that yaml calls
        super().increase_indent(flow, indentless=False)


def _node(value: Any, *, top: bool = False) -> yaml.Node:
    if isinstance(value, dict):
        pairs = [(_scalar(k, key=True), _node(v)) for k, v in value.items()]
        flow = not top and _short(value)
        return yaml.MappingNode(_MAP, pairs, flow_style=flow)
    if isinstance(value, list):
        items = [_node(v) for v in value]
        return yaml.SequenceNode(_SEQ, items, flow_style=_short(value))
    return _scalar(value)


def _scalar(value: Any, *, key: bool = False) -> yaml.ScalarNode:
    if value is None:
        return _unquoted("null")
    if isinstance(value, bool):
        return _unquoted(str(value).lower())
    if isinstance(value, Decimal):
        return _unquoted(f"{value:f}")
    if _DAY.fullmatch(value) or (key and _PLAIN_KEY.fullmatch(value)):
        return _unquoted(value)
    return yaml.ScalarNode(_STR, value)


def _unquoted(text: str) -> yaml.ScalarNode:
    """Return a scalar with the tag that yaml guesses, so that it writes no quotes."""
    kind = {"null": "null", "true": "bool", "false": "bool"}.get(text)
    if kind is None and _DAY.fullmatch(text):
        kind = "timestamp"
    return yaml.ScalarNode(
        f"tag:yaml.org,2002:{kind or ('float' if '.' in text else 'int')}", text
    )


def _short(value: Any) -> bool:
    """Return whether a mapping or a list is written on one line."""
    flat = _one_line(value)
    return flat is not None and len(flat) <= WIDTH - 20


def _one_line(value: Any) -> str | None:
    if isinstance(value, dict):
        parts = [(k, _one_line(v)) for k, v in value.items()]
        if any(v is None for _, v in parts):
            return None
        return "{" + ", ".join(f"{k}: {v}" for k, v in parts) + "}"
    if isinstance(value, list):
        items = [_one_line(v) for v in value]
        if any(v is None for v in items):
            return None
        return "[" + ", ".join(str(v) for v in items) + "]"
    return None if "\n" in str(value) else str(value)
