"""Reading a definition from a file: a regular one, small, and on this machine."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from irdp.errors import FileError, Place
from irdp.messages import diagnose
from irdp.source.characters import shown
from irdp.source.encoding import MAX_BYTES
from irdp.source.reader import read_text

if TYPE_CHECKING:
    from irdp.source.tree import Source

# A Path has one slash left of "https://"; one letter is a Windows drive.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[/\\]")
_CHUNK = 1 << 16


def read_file(path: str | Path, name: str | None = None) -> Source:
    """Return the tree of the definition in a file.

    Parameters
    ----------
    path
        A regular file of at most 1 MiB; an address, a folder, a pipe or a device is
        refused without being read.
    name
        The file name shown in places; the path as given where it is None.

    Returns
    -------
    Source
        The tree, its places, and the warnings.

    Raises
    ------
    FileError
        The file cannot be read (Y040 to Y044).
    DefinitionError
        What it says is refused, with every fault found.
    """
    label = str(path) if name is None else name
    return read_text(read_bytes(path), label)


def read_bytes(path: str | Path) -> bytes:
    """Return the bytes of a regular file, one more than 1 MiB at most.

    Raises
    ------
    FileError
        The file cannot be read (Y040 to Y044).
    """
    if _ADDRESS.match(str(path)):
        raise _error("IRDP-Y043", path)
    try:
        _refuse_special(path, os.stat(path))  # noqa: PTH116 - one rule for str and Path
        # Not to hang if a pipe takes the place of the file in between.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags)
        try:
            _refuse_special(path, os.fstat(descriptor))
            return _read(descriptor)
        finally:
            os.close(descriptor)
    except FileError:
        raise
    except (FileNotFoundError, NotADirectoryError):
        raise _error("IRDP-Y040", path) from None
    except OSError as error:
        raise _error("IRDP-Y044", path, reason=error.strerror or "OSError") from None
    except ValueError as error:
        raise _error("IRDP-Y044", path, reason=type(error).__name__) from None


def _refuse_special(path: str | Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _error("IRDP-Y041", path)
    if not stat.S_ISREG(status.st_mode):
        raise _error("IRDP-Y042", path)


def _read(descriptor: int) -> bytes:
    parts: list[bytes] = []
    left = MAX_BYTES + 1
    while left > 0 and (part := os.read(descriptor, min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _error(code: str, path: str | Path, **params: str) -> FileError:
    name = shown(str(path), 200)
    return FileError(diagnose(code, Place(name), name=name, **params))
