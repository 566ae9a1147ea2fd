"""What every result of a calculation can do: become plain values, JSON, a frame."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from enum import Enum
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping


def plain(value: object) -> Any:
    """Return `value` as JSON values; what is not a finite number becomes null.

    Examples
    --------
    >>> plain({"a": np.array([1.0, np.nan]), "b": (np.int64(2), True)})
    {'a': [1.0, None], 'b': [2, True]}
    """
    if isinstance(value, Result):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _plain_container(value)


def _plain_container(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def frame(columns: Mapping[str, Any], backend: Any = "pandas") -> Any:
    """Return `columns` as a frame of the library `backend`."""
    import narwhals  # noqa: PLC0415

    made = narwhals.from_dict(dict(columns), backend=backend)
    return made.to_native()


class Result:
    """The shared surface of results: `to_dict`, `to_json`, `_repr_html_`."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON values; NaN and infinities become null."""
        return {
            f.name: plain(getattr(self, f.name))
            for f in fields(self)  # type: ignore[arg-type]
            if not f.name.startswith("_")
        }

    def to_json(self) -> str:
        """Return the result as one line of JSON, keys in a fixed order."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"
