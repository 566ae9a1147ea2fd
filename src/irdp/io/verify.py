"""`verify`: an output of `score_file` made again from its manifest, and compared."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.errors import FileError, IrdpError, Place
from irdp.io import manifest as files
from irdp.io.score_file import remade
from irdp.loading import load
from irdp.messages import diagnose
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.catalogue import Catalog
    from irdp.errors import Diagnostic
    from irdp.io.progress import Watch
    from irdp.scorer import Scorer
    from irdp.text import Lang

_SAME = Text(
    "Vérifié : le calcul refait donne le même fichier, octet pour octet.",
    "Verified: the computation made again gives the same file, byte for byte.",
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of making an output again.

    Parameters
    ----------
    output
        The file.
    diagnostics
        What differs; empty where nothing does.
    """

    output: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.diagnostics

    def render(self, lang: Lang = "fr") -> str:
        """Return the outcome in words."""
        if self.ok:
            return _SAME.get(lang)
        return "\n".join(d.render(lang) for d in self.diagnostics)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "schema": "irdp/verification/1",
            "output": self.output,
            "ok": self.ok,
            "diagnostics": [d.to_dict() for d in self.diagnostics],
        }


def verify(
    output: str | Path,
    *,
    catalog: Catalog | None = None,
    progress: Watch | None = None,
) -> Verification:
    """Make an output of `score_file` again from its manifest and compare the bytes.

    Compared are the output, the input files, the digests of the definitions, then the
    bytes that the computation gives now.

    Parameters
    ----------
    output
        The file; its manifest stands beside it.
    catalog
        Where the definitions are; by default the library's own.
    progress
        Called with a `Progress` twice a second at the most.

    Raises
    ------
    FileError
        Where there is no manifest (IRDP-F030), or a file cannot be read.
    """
    manifest = files.read_manifest(output)
    if manifest is None:
        raise FileError(diagnose("IRDP-F030", Place(str(output))))
    folder = Path(os.path.realpath(output)).parent
    job: dict[str, Any] = manifest["job"]
    known = manifest["files"]["output"]["digest"]
    found = [] if files.file_digest(output) == known else [_differs("F031", output)]
    paths = [str(folder / given["path"]) for given in job["inputs"]]
    for path, given in zip(paths, job["inputs"], strict=True):
        if files.file_digest(path) != given["digest"]:
            found.append(_differs("F031", path))
    scorers = []
    for given in job["definitions"]:
        scorer = _scorer(given, catalog)
        if scorer is None:
            found.append(diagnose("IRDP-F032", name=given["reference"]))
        else:
            scorers.append(scorer)
    if not found and remade(job, paths, scorers, progress) != known:
        found.append(diagnose("IRDP-F033", Place(str(output)), engine=job["engine"]))
    return Verification(str(output), tuple(found))


def _differs(code: str, path: str | Path) -> Diagnostic:
    return diagnose(f"IRDP-{code}", Place(str(path)))


def _scorer(given: Mapping[str, Any], catalog: Catalog | None) -> Scorer | None:
    try:
        scorer = load(given["reference"], catalog=catalog)
    except IrdpError:
        return None
    same = scorer.provenance.scoring_digest == given["scoring_digest"]
    return scorer if same else None
