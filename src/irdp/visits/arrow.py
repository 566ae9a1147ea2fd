"""Columns of Arrow, read from their buffers: no library between them and their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.visits.dense import Bitmap, Integers
from irdp.visits.distinct import Column, Faults, encode_list, gather

if TYPE_CHECKING:
    from irdp.visits.parse import Parser

_TEXTS = {"string", "large_string"}
_INTEGERS = {
    name: np.dtype(name)
    for bits in (8, 16, 32, 64)
    for name in (f"int{bits}", f"uint{bits}")
}


def is_table(data: object) -> bool:
    """Return whether something is a table of Arrow; pyarrow is not imported for it."""
    return type(data).__module__ == "pyarrow.lib" and type(data).__name__ == "Table"


class ArrowIntegers:
    """A column of Arrow that holds integers, in chunks."""

    __slots__ = ("_kind", "native")

    def __init__(self, native: Any, kind: np.dtype[Any]) -> None:
        self.native = native
        self._kind = kind

    @classmethod
    def of(cls, column: Any) -> ArrowIntegers | None:
        """Return a column of Arrow, if it is one, in chunks, that holds integers."""
        if type(column).__name__ != "ChunkedArray":
            return None
        kind = _INTEGERS.get(str(column.type))
        return None if kind is None else cls(column, kind)

    def __len__(self) -> int:
        return len(self.native)

    def parts(self) -> list[Integers]:
        """Return the integers of each chunk, and where there is one."""
        kind = self._kind
        parts = []
        for chunk in self.native.chunks:
            bits, data = chunk.buffers()
            offset, n = chunk.offset, len(chunk)
            values = np.frombuffer(data, kind, n, offset * kind.itemsize)
            valid = None
            if bits is not None and chunk.null_count:
                valid = Bitmap(np.frombuffer(bits, np.uint8), offset)
            parts.append(Integers(values, valid))
        return parts


def encode_words(column: Any, parser: Parser) -> Column | None:
    """Return the codes of a column of Arrow of texts or of categories."""
    if str(column.type) == "string_view":
        return None
    if str(column.type) in _TEXTS:
        column = column.dictionary_encode()
    parts = [_encode_dictionary(chunk, parser) for chunk in column.chunks]
    if not parts:
        return encode_list([], parser)
    codes = np.concatenate([p.codes for p in parts])
    starts = np.cumsum([0, *(len(p.codes) for p in parts)]).tolist()
    faults = [
        None if p.faults is None else p.faults._replace(rows=p.faults.rows + start)
        for p, start in zip(parts, starts, strict=False)
    ]
    return Column(codes, Faults.joined(faults), any(p.lenient for p in parts))


def _encode_dictionary(chunk: Any, parser: Parser) -> Column:
    values = chunk.dictionary.to_pylist()
    index = chunk.indices.fill_null(len(values)) if chunk.null_count else chunk.indices
    return gather(parser, [*values, None], np.asarray(index, dtype=np.int64))
