"""Before a release: LOCK written without breaking what it froze, what to verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.catalogue import Catalog
from irdp.definition.entry import LOADABLE
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.review.lock import check_lock, write_lock
from irdp.review.unverified import unverified
from irdp.shipped import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from irdp.definition.lock import Lock
    from irdp.errors import Diagnostic
    from irdp.review.unverified import ToVerify

_BROKEN = {"IRDP-Q060", "IRDP-Q103", "IRDP-Q116"}


def lock_folder(
    folder: str | Path, *, overwrite: bool = False
) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """Write the LOCK of a folder; nothing is written where frozen documents changed.

    Parameters
    ----------
    overwrite
        Whether a document that is frozen may be frozen again with another content.

    Returns
    -------
    lock, broken
        What was written, or None and what of the frozen documents changed.

    Raises
    ------
    CallError
        If there is no such folder.
    """
    path = Path(folder)
    if not path.is_dir():
        raise CallError(diagnose("IRDP-C010", name=path.name))
    own = shipped_folder()
    inside = path.resolve() == own.resolve()
    catalog = Catalog() if inside else Catalog((path,))
    at = own if inside else path
    broken = tuple(d for d in check_lock(catalog, at) if d.code in _BROKEN)
    if broken and not overwrite:
        return None, broken
    return write_lock(catalog, at), ()


def unverified_in(catalog: Catalog, references: Sequence[str]) -> list[ToVerify]:
    """Return what is to verify in some definitions, in all of them without any.

    Raises
    ------
    UnknownReferenceError
        If a reference does not exist.
    """
    entries = [catalog.entry(name) for name in references] or catalog.list(LOADABLE)
    found: list[ToVerify] = []
    for entry in entries:
        document: Any = catalog.document(entry)
        found += unverified(document, catalog.source(entry.path))
    return found
