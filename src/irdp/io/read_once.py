"""What files of rows share, however they are written: each is read once, then closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Self

from irdp.errors import CallError, Place
from irdp.io.chunks import Counts
from irdp.io.open import open_input
from irdp.messages import diagnose

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from irdp.errors import Diagnostic


class ReadOnce:
    """A file of rows that is read once; it closes what it opened.

    Parameters
    ----------
    source
        A path, ``"-"`` for the standard input, or a stream of bytes.
    rows
        The most rows to give at a time.

    Attributes
    ----------
    name
        What messages call the file.
    size
        The number of bytes of the file, None for a stream.
    counts
        How many rows were given on, faulty or blank so far.

    Raises
    ------
    CallError
        ``IRDP-F018`` where `rows` is below 1.
    FileError
        Where the file cannot be opened.
    """

    def __init__(self, source: str | Path | BinaryIO, rows: int) -> None:
        if rows < 1:
            raise CallError(diagnose("IRDP-F018"))
        self._rows = rows
        self._started = False
        self._owned = not hasattr(source, "read") and source != "-"
        self.counts = Counts()
        self._stream, self.name, self.size = open_input(source)

    def _start(self) -> None:
        """Refuse to be read again (IRDP-F016)."""
        if self._started:
            raise CallError(diagnose("IRDP-F016", Place(self.name)))
        self._started = True

    def warnings(self) -> list[Diagnostic]:
        """Return what is worth saying once the file was read (IRDP-D002)."""
        if self.counts.read:
            return []
        return [diagnose("IRDP-D002", Place(self.name))]

    def close(self) -> None:
        """Close the file, where this source opened it."""
        if self._owned:
            self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
