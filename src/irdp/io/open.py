"""Inputs opened: a path, the standard input, or a stream that is open already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from irdp.errors import FileError, Place
from irdp.io.system import system_error
from irdp.messages import diagnose

ROWS = 65_536
"""The most rows that are given on at once."""


def open_input(source: str | Path | BinaryIO) -> tuple[BinaryIO, str, int | None]:
    """Return a stream of bytes, its name for messages, and its size where known.

    Raises
    ------
    FileError
        Where the file cannot be opened (IRDP-F001 to F004).
    """
    if not isinstance(source, str | Path):
        return source, "<stream>", None
    if source == "-":
        return sys.stdin.buffer, "<stdin>", None
    try:
        path = Path(source)
        stream = path.open("rb")
        return stream, str(source), path.stat().st_size
    except OSError as error:
        fault = system_error(error, str(source))
    except ValueError:
        fault = FileError(diagnose("IRDP-F001", Place(str(source))))
    raise fault
