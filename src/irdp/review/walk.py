"""Two documents walked side by side: every place where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from typing import Any

from irdp.definition.calibration_block import Record
from irdp.definition.digest import only_said
from irdp.ops.grammar import Frozen, Wording, decimal_text
from irdp.ops.tables import Row
from irdp.ops.term import Term

Path = tuple[str, ...]
_MOST_SHOWN = 60
_CONTEXT = 15


@dataclass(frozen=True, slots=True)
class Raw:
    """One difference.

    Parameters
    ----------
    path
        Keys, ids and ranks from the top of the document.
    kind
        ``changed``, ``added``, ``removed`` or ``moved``.
    before, after
        What stands there, None where nothing does.
    said
        Whether it is there for people only: it decides no number.
    worded
        Whether it is a wording.
    """

    path: Path
    kind: str
    before: Any
    after: Any
    said: bool
    worded: bool


def walk(
    before: Any, after: Any, path: Path = (), *, said: bool = False
) -> Iterator[Raw]:
    """Yield every difference of two parts of documents, the deepest place of each.

    Lists whose entries have an id, a code, a key or a target are matched by it; else
    by rank.
    """
    same = type(before) is type(after) and not isinstance(before, Record)
    if isinstance(before, Frozen) and same:
        yield from _models(before, after, path, said=said)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _keyed(before, after, path, said=said)
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _lists(before, after, path, said=said)
    elif _plain(before) != _plain(after):
        kind = "changed"
        if before is None or after is None:
            kind = "added" if before is None else "removed"
        worded = isinstance(before, Wording) or isinstance(after, Wording)
        yield Raw(path, kind, before, after, said or worded, worded)


def _models(before: Frozen, after: Frozen, path: Path, *, said: bool) -> Iterator[Raw]:
    worded = isinstance(before, Wording)
    for name, field in type(before).model_fields.items():
        key = field.alias or name
        a, b = getattr(before, name), getattr(after, name)
        only = said or worded or only_said(key, b if a is None else a)
        for raw in walk(a, b, (*path, key), said=only):
            yield Raw(
                raw.path,
                raw.kind,
                raw.before,
                raw.after,
                raw.said,
                raw.worded or worded,
            )


def _keyed(
    before: Mapping[str, Any], after: Mapping[str, Any], path: Path, *, said: bool
) -> Iterator[Raw]:
    for key in dict.fromkeys([*before, *after]):
        yield from walk(before.get(key), after.get(key), (*path, str(key)), said=said)


def _lists(
    before: Sequence[Any], after: Sequence[Any], path: Path, *, said: bool
) -> Iterator[Raw]:
    if all(isinstance(v, str) for v in (*before, *after)):
        yield from _plain_lists(before, after, path, said=said)
        return
    if not any(isinstance(v, Frozen) for v in (*before, *after)):
        if before != after:
            yield Raw(path, "changed", before, after, said, worded=False)
        return
    left, right = _by_key(before), _by_key(after)
    if left is None or right is None:
        left = {str(i + 1): v for i, v in enumerate(before)}
        right = {str(i + 1): v for i, v in enumerate(after)}
    yield from _keyed(left, right, path, said=said)
    common = [k for k in left if k in right]
    if common != [k for k in right if k in left]:
        yield Raw(path, "moved", tuple(left), tuple(right), said, worded=False)


def _plain_lists(
    before: Sequence[Any], after: Sequence[Any], path: Path, *, said: bool
) -> Iterator[Raw]:
    for value in before:
        if value not in after:
            yield Raw((*path, shown(value)), "removed", value, None, said, worded=False)
    for value in after:
        if value not in before:
            yield Raw((*path, shown(value)), "added", None, value, said, worded=False)
    if sorted(map(str, before)) == sorted(map(str, after)) and before != after:
        yield Raw(path, "moved", before, after, said, worded=False)


def _by_key(entries: Sequence[Any]) -> dict[str, Any] | None:
    keys = [_key(e) for e in entries]
    if None in keys or len(set(keys)) != len(keys):
        return None
    return dict(zip(keys, entries, strict=True))  # type: ignore[arg-type]


def _key(entry: Any) -> str | None:
    if isinstance(entry, Term):
        return entry.target
    if isinstance(entry, Row):
        return ", ".join(map(shown, entry.key))
    for name in ("id", "code"):
        value = getattr(entry, name, None)
        if isinstance(value, str):
            return value
    return None


def _plain(value: Any) -> Any:
    # True and 1 are equal in Python, not in a definition.
    return (type(value), value) if isinstance(value, bool) else value


def pair(before: Any, after: Any) -> tuple[str, str]:
    """Return two values as short texts that show where they differ.

    Examples
    --------
    >>> pair("a" * 80 + "b", "a" * 80 + "c")
    ('…aaaaaaaaaaaaaaab', '…aaaaaaaaaaaaaaac')
    """
    one, other = _whole(before), _whole(after)
    start = 0
    if max(len(one), len(other)) > _MOST_SHOWN and before is not None:
        same = takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))
        start = max(0, len(list(same)) - _CONTEXT)
    cut = "…" if start else ""
    return _short(cut + one[start:]), _short(cut + other[start:])


def shown(value: Any) -> str:
    """Return a value of a document as a short text.

    Examples
    --------
    >>> shown(Fraction(3017, 100)), shown(True), shown(("a", "b"))
    ('30.17', 'true', '[a, b]')
    """
    return _short(_whole(value))


def _whole(value: Any) -> str:
    if isinstance(value, Frozen) and not isinstance(value, Wording):
        fields = value.model_fields_set
        named = {k: getattr(value, k) for k in type(value).model_fields if k in fields}
        return _whole(named)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(map(_whole, value)) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_whole(v)}" for k, v in value.items()) + "}"
    return _scalar(value)


def _scalar(value: Any) -> str:
    words = {None: "—", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"« {value.fr} »" if isinstance(value, Wording) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
