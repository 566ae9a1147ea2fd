"""What the operating system refuses, said as a `FileError`."""

from __future__ import annotations

import errno
import os

from irdp.errors import FileError, Place
from irdp.messages import diagnose

_CODES = {
    errno.ENOENT: "IRDP-F001",
    errno.EISDIR: "IRDP-F002",
    errno.EACCES: "IRDP-F003",
    errno.EPERM: "IRDP-F003",
    errno.EROFS: "IRDP-F003",
    errno.ENOSPC: "IRDP-F005",
    errno.EDQUOT: "IRDP-F005",
    errno.EFBIG: "IRDP-F005",
}


def system_error(error: OSError, name: str) -> FileError:
    """Return the `FileError` that says what the system refused about a file.

    Examples
    --------
    >>> system_error(FileNotFoundError(errno.ENOENT, ""), "a.csv").diagnostics[0].code
    'IRDP-F001'
    """
    number = error.errno or 0
    code = _CODES.get(number, "IRDP-F004")
    reason = os.strerror(number) if number else type(error).__name__
    return FileError(diagnose(code, Place(name), system=reason))
