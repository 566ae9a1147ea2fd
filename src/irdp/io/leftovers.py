"""Temporary files of killed runs: told from those in use by a lock, and removed."""

from __future__ import annotations

import contextlib
import glob
from pathlib import Path

SUFFIX, UNHELD = ".tmp", ".new"
_RANDOM = "????????"  # what mkstemp puts between prefix and suffix


def prefix_of(final: Path) -> str:
    """Return how the temporary files of an output begin.

    Examples
    --------
    >>> prefix_of(Path("scores.csv"))
    '.scores.csv.'
    """
    return f".{final.name[:60]}."


def hold(number: int, path: str) -> str:
    """Lock an open temporary file for as long as this process lives; return its name.

    It has a name that `sweep` looks at only once it is locked; where it cannot be
    locked, it keeps its first one.
    """
    with contextlib.suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415 - POSIX alone has it

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = Path(path).with_suffix(SUFFIX)
        return str(Path(path).rename(held))
    return path


def sweep(final: Path) -> None:
    """Remove the temporary files of an output that no living process holds.

    They hold results on health; nobody else would look for them.
    """
    pattern = glob.escape(prefix_of(final)) + _RANDOM + SUFFIX
    with contextlib.suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415 - POSIX alone has it

        for path in final.parent.glob(pattern):
            with path.open("rb") as stream:
                try:
                    fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
                path.unlink(missing_ok=True)
