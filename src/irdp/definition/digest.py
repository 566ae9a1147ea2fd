"""Digests of the canonical form of documents.

The scoring digest covers what decides numbers and proposals; the content digest covers
everything. Both are SHA-256 of JSON with sorted keys, numbers in canonical decimal
text, and values that are the default left out, so that a new optional key of the
language changes no digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from irdp.ops.grammar import Frozen, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    "migration",
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
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
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
    return _decisive(document, plain, _IDENTITY)


def _decisive(part: Any, plain: Any, left_out: Collection[str] = ()) -> Any:
    """Keep of `plain` what decides; `part` tells the keys of the language from names.

    An option may be called `note` or `fr`: only a key of the language is said for
    people only.
    """
    if isinstance(part, Frozen) and isinstance(plain, dict):
        fields = {f.alias or n: n for n, f in type(part).model_fields.items()}
        return {
            key: _decisive(getattr(part, fields[key]), inner)
            for key, inner in plain.items()
            if key not in left_out and not only_said(key, getattr(part, fields[key]))
        }
    if isinstance(part, Mapping) and isinstance(plain, dict):
        pairs = zip(part.values(), plain.items(), strict=True)
        return {k: _decisive(v, inner) for v, (k, inner) in pairs if not _worded(v)}
    if isinstance(part, (tuple, list)) and isinstance(plain, list):
        return [_decisive(a, b) for a, b in zip(part, plain, strict=True)]
    return plain


def only_said(key: str, value: Any) -> bool:
    """Return whether a key of the language is there for people only."""
    if key in _SAID:
        return True
    if key == "source":
        return value not in _ORIGINS
    return _worded(value)


def _worded(value: Any) -> bool:
    return isinstance(value, Wording)
