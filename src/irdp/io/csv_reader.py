"""CSV files in chunks of rows: any dialect, line numbers, bounded memory, no row lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from irdp.errors import Place
from irdp.io import encoding as enc
from irdp.io.chunks import Chunk, chunks_of
from irdp.io.dialect import Dialect, detect_dialect
from irdp.io.header import Header, first_row, make_header
from irdp.io.kinds import refuse_other_kinds
from irdp.io.lines import LineBlock, LineReader, split_lines
from irdp.io.open import ROWS
from irdp.io.plain import split_plain
from irdp.io.read_once import ReadOnce
from irdp.io.records import RecordSplitter
from irdp.io.sift import RowSifter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from irdp.io.sift import Sifted

_TOP = 1 << 18  # characters among which the header is looked for first
_SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)


class CsvSource(ReadOnce):
    r"""A CSV file, read once, in chunks.

    Parameters
    ----------
    source
        A path, ``"-"`` for the standard input, or a stream of bytes.
    dialect
        How the file is written; detected where it is None.
    rename
        New names of columns by their names in the file.
    rows
        The most rows in a chunk; a wide file has fewer in each, for a chunk comes
        from one block of bytes.
    encoding, separator
        What the user says of the file, instead of detecting it.

    Attributes
    ----------
    dialect
        The dialect found, or the one given.
    header
        The columns of the file.
    counts
        How many rows were given on, faulty or blank so far.
    size
        The number of bytes of the file, None for a stream.

    Raises
    ------
    FileError
        Where the file cannot be read as a CSV file at all (IRDP-D001 to D007, D018,
        IRDP-F001 to F014), here or while it is read (IRDP-D004).

    Examples
    --------
    >>> import io
    >>> source = CsvSource(io.BytesIO(b"id;q1\n7;oui\n8;non;2\n"))
    >>> for chunk in source:
    ...     print(chunk, chunk.columns["q1"], chunk.bad[0].code)
    <Chunk: 2 columns, 1 rows, 1 bad> ['oui'] IRDP-D011
    >>> source.counts.read
    2
    """

    def __init__(
        self,
        source: str | Path | BinaryIO,
        dialect: Dialect | None = None,
        *,
        rename: Mapping[str, str] | None = None,
        rows: int = ROWS,
        encoding: str | None = None,
        separator: str | None = None,
    ) -> None:
        super().__init__(source, rows)
        try:
            self._begin(dialect, rename or {}, encoding, separator)
        except BaseException:
            self.close()
            raise

    def _begin(
        self,
        dialect: Dialect | None,
        rename: Mapping[str, str],
        encoding: str | None,
        separator: str | None,
    ) -> None:
        head = enc.read_block(self._stream, self.name)
        refuse_other_kinds(head, self.name)
        codec = dialect.encoding if dialect else self._encoding(head, encoding)
        parts = enc.blocks(self._stream, head, self.name)
        self._blocks = LineReader(parts, encoding=codec, name=self.name)
        block = next(iter(self._blocks), LineBlock(1, ""))
        top = block.text[:_TOP]
        lines = split_lines(top if top.strip() else block.text)
        sep_line = _SEP_LINE.fullmatch(lines[0]) if lines else None
        skipped = lines[:1] if sep_line else []
        lines = lines[len(skipped) :]
        if sep_line and separator is None:
            separator = sep_line[1]
        self.dialect = dialect or detect_dialect(
            head, lines, encoding=codec, separator=separator, name=self.name
        )
        first = 1 + len(skipped)
        cells, used = first_row(lines, self.dialect, name=self.name, first=first)
        place = Place(self.name, first + used - 1)
        self.header: Header = make_header(cells, rename, place=place)
        rest = block.text[sum(map(len, skipped + lines[:used])) :]
        self._first = LineBlock(first + used, rest, block.end, block.controls)

    def _encoding(self, head: bytes, asked: str | None) -> str:
        if asked is not None:
            return enc.known_encoding(asked)
        if not self._stream.seekable():
            return enc.UNDECIDED
        return enc.find_encoding(self._stream, head, self.name)

    def __iter__(self) -> Iterator[Chunk]:
        self._start()
        try:
            for sifted in self._sifted():
                self.counts.given += len(sifted.lines)
                self.counts.bad += len(sifted.bad)
                self.counts.blank += sifted.blank
                yield from chunks_of(sifted, self.header.columns, most=self._rows)
        finally:
            self.close()

    def _sifted(self) -> Iterator[Sifted]:
        splitter = RecordSplitter(self.dialect, width=self.header.width)
        sifter = RowSifter(self.header, self.dialect)
        controls, first = False, self._first.first
        for block in self._all_blocks():
            quick = None if splitter.waiting else self._quick(block, sifter)
            if quick:
                yield quick
                continue
            first = block.first - len(splitter.waiting)
            controls = block.controls or (controls and bool(splitter.waiting))
            split = splitter.split(block.lines(), last=False)
            yield sifter.sift(split, first=first, controls=controls)
            first += len(split.lines)
        split = splitter.split([], last=True)
        yield sifter.sift(split, first=first, controls=controls)

    def _quick(self, block: LineBlock, sifter: RowSifter) -> Sifted | None:
        if block.controls or len(self.header.kept) != self.header.width:
            return None
        mark, quote = self.dialect.separator, self.dialect.quotechar
        plain = split_plain(
            block.text, block.end, mark=mark, quote=quote, width=self.header.width
        )
        return sifter.sift_plain(plain, first=block.first) if plain else None

    def _all_blocks(self) -> Iterator[LineBlock]:
        yield self._first
        yield from self._blocks

    @property
    def position(self) -> int:
        """The number of bytes read so far."""
        return self._blocks.position

    def __repr__(self) -> str:
        return f"<CsvSource {self.name}: {len(self.header.columns)} columns>"
