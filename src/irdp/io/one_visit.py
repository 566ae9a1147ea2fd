"""One visit as JSON text: strict, so that nothing is read that was not meant."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from irdp.errors import CallError, FileError, Place
from irdp.io.system import system_error
from irdp.messages import diagnose

LIMIT = 1 << 20
_DEEPEST = 8


def read_visit(path: str | Path) -> Mapping[str, Any]:
    """Return the visit that a JSON file holds; ``-`` reads the standard input.

    Raises
    ------
    FileError
        Where the file cannot be read, or is not JSON as it must be: one object, each
        key once, no NaN, nothing after its end (IRDP-D043).
    CallError
        Where it holds something else than an object (IRDP-C029).
    """
    name = "<stdin>" if str(path) == "-" else str(path)
    return parse_visit(_read(path, name), name)


def parse_visit(data: bytes, name: str = "<text>") -> Mapping[str, Any]:
    """Return the visit of a JSON text.

    Examples
    --------
    >>> parse_visit(b'{"WAI1": 7}')
    {'WAI1': 7}
    """
    place = Place(name)
    found: Any = None
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
        wrong = _depth(found) > _DEEPEST
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        wrong = True
    except (ValueError, RecursionError):
        wrong = True
    if wrong or len(data) > LIMIT:
        raise FileError(diagnose("IRDP-D043", place))
    if not isinstance(found, dict):
        raise CallError(diagnose("IRDP-C029", place, kind=type(found).__name__))
    return found


def _read(path: str | Path, name: str) -> bytes:
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(LIMIT + 1)
        with Path(path).open("rb") as stream:
            return stream.read(LIMIT + 1)
    except OSError as error:
        fault: FileError = system_error(error, name)
    except ValueError:
        fault = FileError(diagnose("IRDP-F001", Place(name)))
    raise fault


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(_: str) -> Any:
    raise ValueError


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
