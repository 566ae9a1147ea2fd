"""The manifest beside an output: what it was made from, so that it can be made again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from irdp.definition.digest import sha256
from irdp.errors import FileError, Place
from irdp.io.atomic import atomic_writer
from irdp.io.system import system_error
from irdp.messages import diagnose
from irdp.results.provenance import ENGINE, INTENDED_USE, VALIDATION

if TYPE_CHECKING:
    from irdp.io.report import Report
    from irdp.scorer import Scorer

SCHEMA = "irdp/manifest/1"
MANIFEST = ".manifest.json"
SIDECAR = ".provenance.json"


class Digested:
    """A stream of bytes to write to that also computes their SHA-256.

    Parameters
    ----------
    stream
        Where the bytes go; nowhere where it is None.
    """

    closed = False

    def __init__(self, stream: BinaryIO | None) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        view = memoryview(data)
        self._hash.update(view)
        self.size += view.nbytes
        if self._stream is not None:
            self._stream.write(view)
        return view.nbytes

    def flush(self) -> None:
        """Send on what is held back."""
        if self._stream is not None:
            self._stream.flush()

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self.size

    def writable(self) -> bool:
        """Return True."""
        return True

    def readable(self) -> bool:
        """Return False."""
        return False

    def seekable(self) -> bool:
        """Return False."""
        return False

    def close(self) -> None:
        """Leave the stream open: whoever opened it closes it."""

    @property
    def digest(self) -> str:
        """The digest of everything written, as ``sha256:…``."""
        return f"sha256:{self._hash.hexdigest()}"


def file_digest(path: str | Path) -> str:
    """Return the SHA-256 of a file, as ``sha256:…``.

    Raises
    ------
    FileError
        Where it cannot be read.
    """
    try:
        with Path(path).open("rb") as stream:
            return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
    except OSError as error:
        fault = system_error(error, str(path))
    raise fault


def beside(output: str | Path, suffix: str) -> Path:
    """Return the file that goes with an output.

    Examples
    --------
    >>> beside("scores.csv", MANIFEST).name
    'scores.csv.manifest.json'
    """
    path = Path(output)
    return path.with_name(path.name + suffix)


def job_of(
    inputs: Sequence[str],
    output: str | Path,
    scorers: Sequence[Scorer],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what decides the bytes of an output, as plain values.

    The inputs stand by their place as seen from the folder of the output.
    """
    folder = Path(os.path.realpath(output)).parent
    return {
        "inputs": [
            {"path": _relative(path, folder), "digest": file_digest(path)}
            for path in inputs
        ],
        "definitions": [
            {
                "reference": s.provenance.reference,
                "scoring_digest": s.provenance.scoring_digest,
                "content_digest": s.provenance.content_digest,
            }
            for s in scorers
        ],
        "options": dict(options),
        "engine": ENGINE,
    }


def _relative(path: str, folder: Path) -> str:
    real = os.path.realpath(path)
    try:
        return Path(os.path.relpath(real, folder)).as_posix()
    except ValueError:  # another drive
        return Path(real).as_posix()


def provenance_of(scorers: Sequence[Scorer]) -> dict[str, Any]:
    """Return where results come from, as plain values."""
    return {
        "schema": "irdp/provenance/1",
        "results": [s.provenance.to_dict() for s in scorers],
        "validation": VALIDATION,
        "intended_use": {"fr": INTENDED_USE.fr, "en": INTENDED_USE.en},
    }


def manifest_of(
    job: Mapping[str, Any], report: Report, files: Mapping[str, Digested]
) -> dict[str, Any]:
    """Return the manifest of a run that went well.

    Parameters
    ----------
    files
        ``output``, and ``rejects`` where there are some, each wholly written.
    """
    written = {n: {"digest": f.digest, "size": f.size} for n, f in files.items()}
    plain = report.to_dict()
    counts = {name: plain[name] for name in ("read", "scored", "rejected", "blank")}
    return sealed(
        {
            "schema": SCHEMA,
            "job": dict(job),
            "files": written,
            "counts": counts,
            "report": plain,
        }
    )


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest with the digest of all else that it says.

    Examples
    --------
    >>> once = sealed({"schema": "x"})
    >>> sealed(once) == once
    True
    """
    rest = {name: value for name, value in content.items() if name != "digest"}
    return {**rest, "digest": sha256(rest)}


def write_json(path: Path, content: Mapping[str, Any], *, overwrite: bool) -> None:
    """Write plain values as a JSON file, whole or not at all."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    with atomic_writer(path, overwrite) as stream:
        stream.write(f"{text}\n".encode())


def read_manifest(output: str | Path) -> dict[str, Any] | None:
    """Return the manifest beside an output, or None where there is none.

    Raises
    ------
    FileError
        Where it is not one of this library, or was changed (IRDP-F025).
    """
    path = beside(output, MANIFEST)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        text = ""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict) and found.get("schema") == SCHEMA:
        whole: dict[str, Any] = found
        if sealed(whole) == whole:
            return whole
    raise FileError(diagnose("IRDP-F025", Place(str(path))))


def is_done(
    manifest: Mapping[str, Any] | None,
    job: Mapping[str, Any],
    files: Mapping[str, str | Path | None],
) -> bool:
    """Return whether the files of a job are all there, just as it wrote them."""
    if manifest is None or manifest.get("job") != job:
        return False
    written = manifest["files"]
    if set(written) != {name for name, path in files.items() if path is not None}:
        return False
    for name, path in files.items():
        if path is not None and not _same_file(path, written[name]):
            return False
    return True


def _same_file(path: str | Path, written: Mapping[str, Any]) -> bool:
    try:
        size = Path(path).stat().st_size
    except OSError:
        return False
    return bool(size == written["size"] and file_digest(path) == written["digest"])
