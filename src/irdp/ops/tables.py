"""Tables of published values, looked up by one key or several."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from irdp.ops.grammar import (
    Frozen,
    Name,
    Number,
    SourceId,
    Version,
    decimal_text,
    fault,
)

Key = Fraction | str


def _key(value: Any) -> Key:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, Fraction)):
        return value
    if isinstance(value, (int, Decimal)):
        return Fraction(value)
    raise fault("IRDP-Q016")


Cell = Annotated[
    Any,
    BeforeValidator(_key),
    PlainSerializer(lambda v: v if isinstance(v, str) else decimal_text(v)),
    WithJsonSchema({"type": ["number", "string", "boolean"]}),
]


class Row(Frozen):
    """One row: a key per key column, and its value."""

    key: Annotated[
        tuple[Cell, ...],
        BeforeValidator(lambda v: v if isinstance(v, (list, tuple)) else [v]),
    ]
    value: Number


class Table(Frozen):
    """A table of a scoring: part of what decides its numbers."""

    id: Name
    version: Version | None = None
    source: SourceId | None = None
    keys: Annotated[tuple[Name, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _columns(cls, data: Any) -> Any:
        """Accept rows written by the names of the key columns."""
        if not isinstance(data, dict) or not isinstance(data.get("rows"), list):
            return data
        keys = data.get("keys")
        if not isinstance(keys, list):
            return data
        rows = [
            {
                "key": [r[k] for k in keys if k in r],
                **{k: v for k, v in r.items() if k not in keys},
            }
            if isinstance(r, dict) and "key" not in r
            else r
            for r in data["rows"]
        ]
        return {**data, "rows": rows}

    @model_validator(mode="after")
    def _shape(self) -> Table:
        seen = set()
        for row in self.rows:
            if len(row.key) != len(self.keys):
                raise fault("IRDP-Q082", table=self.id)
            if row.key in seen:
                raise fault("IRDP-Q083", table=self.id)
            seen.add(row.key)
        return self
