"""Outputs that are whole or absent, and never replace anything unasked."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from irdp.errors import FileError, IrdpError, Place
from irdp.io.leftovers import UNHELD, hold, prefix_of, sweep
from irdp.io.system import system_error
from irdp.messages import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WRITE_FAULTS = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EIO,
    errno.EROFS,
}


@contextmanager
def atomic_writer(
    path: str | Path, overwrite: bool = False, *, inputs: Iterable[str | Path] = ()
) -> Iterator[BinaryIO]:
    """Give a stream of bytes that becomes the file `path` when all went well.

    The bytes go to a temporary file of the same folder, readable by its owner only
    (a file that is replaced keeps its permissions). It is forced to the disk and
    takes its name at the end; whatever is raised before that, Ctrl-C included,
    removes it. A killed process can leave a ``.<name>.*.tmp`` behind, never a file
    under the final name; the next writer of that name removes it.

    Parameters
    ----------
    path
        The name of the output.
    overwrite
        Whether a file of that name may be replaced.
    inputs
        The files that are read meanwhile; none of them may be the output.

    Raises
    ------
    FileError
        Where the output exists (IRDP-F006), is an input (IRDP-F007), is not an
        ordinary file (IRDP-F002, IRDP-F008), has no folder (IRDP-F009), or the
        system refuses: permissions, full disk (IRDP-F003 to F005).
    """
    name = str(path)
    final = Path(os.path.realpath(path))
    check_output(path, overwrite=overwrite, inputs=inputs)
    sweep(final)
    number, temporary = _temporary(final, name)
    fault: FileError | None = None
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _publish(Path(temporary), final, overwrite=overwrite, name=name)
    except IrdpError:
        raise
    except OSError as error:
        if error.errno not in _WRITE_FAULTS:
            raise
        fault = system_error(error, name)
    finally:
        with contextlib.suppress(OSError):
            Path(temporary).unlink(missing_ok=True)
    if fault:
        raise fault
    _sync_folder(final.parent)


def check_output(
    path: str | Path, *, overwrite: bool = False, inputs: Iterable[str | Path] = ()
) -> None:
    """Raise the `FileError` that `atomic_writer` would raise before it writes."""
    place = Place(str(path))
    final = Path(os.path.realpath(path))
    if any(_same(final, Path(source)) for source in inputs):
        raise FileError(diagnose("IRDP-F007", place))
    code = ""
    fault: FileError | None = None
    try:
        mode = final.stat().st_mode
        if stat.S_ISDIR(mode):
            code = "IRDP-F002"
        elif not stat.S_ISREG(mode):
            code = "IRDP-F008"
        elif not overwrite:
            code = "IRDP-F006"
    except FileNotFoundError:
        code = "" if final.parent.is_dir() else "IRDP-F009"
    except NotADirectoryError:
        code = "IRDP-F009"
    except OSError as error:
        fault = system_error(error, str(path))
    if code or fault:
        raise fault or FileError(diagnose(code, place))


def _same(output: Path, source: Path) -> bool:
    try:
        return output.samefile(source)
    except OSError:
        return output == Path(os.path.realpath(source))


def _temporary(final: Path, name: str) -> tuple[int, str]:
    try:
        number, temporary = tempfile.mkstemp(
            dir=final.parent, prefix=prefix_of(final), suffix=UNHELD
        )
    except OSError as error:
        fault = system_error(error, name)
        raise fault from None
    temporary = hold(number, temporary)
    with contextlib.suppress(OSError):
        Path(temporary).chmod(stat.S_IMODE(final.stat().st_mode))
    return number, temporary


def _publish(temporary: Path, final: Path, *, overwrite: bool, name: str) -> None:
    """Give the temporary file its name; two runs at once cannot both succeed."""
    taken = False
    fault: FileError | None = None
    try:
        if not overwrite:
            taken = not _link(temporary, final)
        if overwrite or (not taken and not final.exists()):
            temporary.replace(final)
    except OSError as error:
        fault = system_error(error, name)
    if taken:
        fault = FileError(diagnose("IRDP-F006", Place(name)))
    if fault:
        raise fault


def _link(temporary: Path, final: Path) -> bool:
    """Link the file to its name unless that is taken; some file systems cannot."""
    try:
        os.link(temporary, final)
    except FileExistsError:
        return False
    except OSError:
        return not final.exists()
    return True


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
