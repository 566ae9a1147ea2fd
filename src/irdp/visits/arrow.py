"""Columns of Arrow, read from their buffers: no library between them and their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

import numpy as np

from irdp.visits.dense import BLOCK
from irdp.visits.distinct import Column, Faults, encode_list, gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.visits.dense import Piece
    from irdp.visits.parse import Parser

_TEXTS = {"string", "large_string"}
_INTEGERS = {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}


class Integers(Protocol):
    """A column of Arrow, in chunks."""

    chunks: list[Any]
    type: Any

    def __len__(self) -> int: ...


def is_table(data: object) -> bool:
    """Return whether something is a table of Arrow; pyarrow is not imported for it."""
    return _is_arrow(data) and type(data).__name__ == "Table"


def is_integers(column: Any) -> TypeGuard[Integers]:
    """Return whether something is a column of Arrow, in chunks, that holds integers."""
    return (
        _is_arrow(column)
        and type(column).__name__ == "ChunkedArray"
        and str(column.type) in _INTEGERS
    )


def _is_arrow(data: object) -> bool:
    return type(data).__module__ == "pyarrow.lib"


def arrow_pieces(column: Integers) -> Iterator[Piece]:
    """Yield the integers and the validity of a column of Arrow, piece by piece."""
    kind = np.dtype(str(column.type))
    for chunk in column.chunks:
        bits, data = chunk.buffers()
        offset, n = chunk.offset, len(chunk)
        values = np.frombuffer(data, kind, count=n, offset=offset * kind.itemsize)
        if bits is None or not chunk.null_count:
            yield values, None
            continue
        marks = np.frombuffer(bits, np.uint8)
        for start in range(0, n, BLOCK):
            stop = min(start + BLOCK, n)
            yield values[start:stop], _unpacked(marks, offset + start, offset + stop)


def _unpacked(marks: Any, start: int, stop: int) -> Any:
    """Return the bits ``start <= i < stop`` of a bitmap as bytes."""
    first = start // 8
    spread = np.unpackbits(marks[first : (stop + 7) // 8], bitorder="little")
    return spread[start - 8 * first :][: stop - start]


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
