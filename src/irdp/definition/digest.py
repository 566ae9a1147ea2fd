"""Digests of the canonical form of documents.

The scoring digest covers what decides numbers and proposals; the content digest covers
everything. Both are SHA-256 of JSON with sorted keys, numbers in canonical decimal
text, and values that are the default left out, so that a new optional key of the
language changes no digest.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from irdp.ops.grammar import Frozen

_IDENTITY = {"format", "id", "version", "status"}
_SAID = {
    "title",
    "description",
    "notice",
    "licence",
    "effective",
    "sources",
    "note",
    "unit",
    "direction",
    "report",
    "outcome",
    "horizon",
    "detected",
    "message",
    "reason",
    "basis",
    "law",
    "dmst",
    "derived_from",
    "calibration",
    "level",
    "range",
}
_ORIGINS = {"asked", "record", "derived"}


def canonical(document: Frozen) -> dict[str, Any]:
    """Return a document as plain values, defaults left out."""
    plain: dict[str, Any] = document.model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    return plain


def sha256(*parts: Any) -> str:
    """Return the SHA-256 of plain values, as ``sha256:…``.

    Examples
    --------
    >>> sha256({"b": 1, "a": 2}) == sha256({"a": 2, "b": 1})
    True
    """
    text = json.dumps(
        parts, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def content_digest(documents: Iterable[Frozen]) -> str:
    """Return the digest of everything that some documents say."""
    return sha256(*(canonical(d) for d in documents))


def scoring_digest(documents: Iterable[Frozen]) -> str:
    """Return the digest of what decides numbers and proposals."""
    return sha256(*(decisive(d) for d in documents))


def decisive(document: Frozen) -> Any:
    """Return what of a document decides numbers, as plain values."""
    plain = canonical(document)
    return _decisive({k: v for k, v in plain.items() if k not in _IDENTITY})


def _decisive(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _decisive(inner)
            for key, inner in value.items()
            if not _only_said(key, inner)
        }
    if isinstance(value, list):
        return [_decisive(inner) for inner in value]
    return value


def _only_said(key: str, value: Any) -> bool:
    """Return whether an entry is there for people only."""
    if key in _SAID:
        return True
    if key == "source":
        return value not in _ORIGINS
    wording = isinstance(value, dict) and "fr" in value and set(value) <= {"fr", "en"}
    return wording and isinstance(value["fr"], str)
