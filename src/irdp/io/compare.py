"""`impact` on a file of visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.io.whole import Whole, read_whole
from irdp.review.impact import Impact, impact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from irdp.scorer import Scorer


def impact_on_file(
    before: Scorer,
    after: Scorer,
    path: str | Path,
    *,
    rename: Mapping[str, str] | None = None,
) -> tuple[Impact, Whole]:
    """Return who of a file changes band or proposal between two versions.

    A visit is named by its `id_visite` where there is one, else by its line.

    Raises
    ------
    FileError
        Where the file cannot be read.
    CallError
        As `irdp.review.impact.impact`.
    """
    whole = read_whole(path, rename=rename)
    keys = whole.columns.get("id_visite") or whole.lines.tolist()
    found = impact(before, after, whole.columns, keys=keys, flat=whole.flat)
    return found, whole
