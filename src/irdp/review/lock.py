"""LOCK: computing it, writing it, and holding a catalogue against it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.definition.digest import content_digest
from irdp.definition.lock import NAME, Lock, case_digest, read_lock
from irdp.errors import DefinitionError, Diagnostic, Place
from irdp.messages import diagnose

if TYPE_CHECKING:
    from irdp.catalogue import Catalog
    from irdp.definition.entry import Entry
    from irdp.source import Source

_LINE = re.compile(
    r"((questionnaire|scoring|referral|texts) [a-z]\w*@[\d.]+|case [a-z]\w*@[\d.]+/.+)"
    r" sha256:[0-9a-f]{64}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of LOCK as it should be, and the place of what it freezes."""

    key: str
    digest: str
    place: Place
    draft: bool


def lines_of(catalog: Catalog, folder: Path) -> list[Line]:
    """Return the lines of the LOCK of one folder of a catalogue, drafts marked.

    A file that cannot be read gives no line: its faults are said elsewhere.
    """
    drafts: set[str] = set()
    out: list[Line] = []
    mine = [e for e in catalog.entries if e.folder == folder]
    for entry in sorted(mine, key=lambda e: e.kind == "cases"):
        try:
            document: Any = catalog.document(entry)
            source = catalog.source(entry.path)
        except DefinitionError:
            continue
        if entry.kind == "cases":
            out += _case_lines(document, source, draft=document.for_ in drafts)
            continue
        draft = document.status == "draft"
        if draft and entry.kind in {"scoring", "referral"}:
            drafts.add(document.reference)
        key = f"{entry.kind} {document.reference}"
        place = source.place(("version",))
        out.append(Line(key, content_digest([document]), place, draft=draft))
    return out


def _case_lines(document: Any, source: Source, *, draft: bool) -> Iterator[Line]:
    for i, case in enumerate(document.cases):
        key = f"case {document.for_}/{case.id}"
        place = source.place(("cases", i))
        yield Line(key, case_digest(case), place, draft=draft)


def compute_lock(
    catalog: Catalog, folder: Path, *, leave_out: Collection[str] = ()
) -> Lock:
    """Return the LOCK of one folder of a catalogue.

    Parameters
    ----------
    leave_out
        Ids of documents to leave out, with their cases: still being written.

    Examples
    --------
    >>> from irdp.catalogue import Catalog
    >>> from irdp.shipped import shipped_folder
    >>> lock = compute_lock(Catalog(), shipped_folder())
    >>> lock.digests["scoring was@1.0.0"][:7]
    'sha256:'
    """
    digests = {
        line.key: line.digest
        for line in lines_of(catalog, folder)
        if not line.draft and _id(line.key) not in leave_out
    }
    return Lock(digests)


def _id(key: str) -> str:
    return key.split(" ", 1)[1].partition("@")[0]


def write_lock(
    catalog: Catalog, folder: Path, *, leave_out: Collection[str] = ()
) -> Lock:
    """Compute the LOCK of a folder and write it there, whole or not at all."""
    lock = compute_lock(catalog, folder, leave_out=leave_out)
    target = folder / NAME
    beside = folder / f".{NAME}.new"
    beside.write_text(lock.render(), encoding="utf-8", newline="\n")
    beside.replace(target)
    return lock


def check_lock(catalog: Catalog, folder: Path) -> list[Diagnostic]:
    """Return what of a folder differs from its LOCK, lacks in it, or is gone.

    A folder without LOCK has released nothing; a new case is free until it is locked.
    """
    path = folder / NAME
    if not path.is_file():
        return []
    frozen = read_lock(folder).digests
    found = _bad_lines(path)
    lines = lines_of(catalog, folder)
    for line in lines:
        known = frozen.get(line.key)
        if known is not None and known != line.digest:
            found.append(diagnose("IRDP-Q060", line.place, name=line.key))
        elif known is None and not line.draft and not line.key.startswith("case "):
            found.append(diagnose("IRDP-Q061", line.place, name=line.key))
    broken = {f"{e.kind} {e.reference}" for e in _unread(catalog, folder)}
    present = {line.key for line in lines} | broken
    for number, key in enumerate(frozen, start=1):
        whole = key.partition("/")[0].replace("case ", "cases ", 1)
        if key not in present and whole not in broken:
            place = Place(f"{folder.name}/{NAME}", _line(path, key, number))
            found.append(diagnose("IRDP-Q103", place, name=key))
    return found


def _bad_lines(path: Path) -> list[Diagnostic]:
    out = []
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if line and not line.startswith("#") and not _LINE.fullmatch(line):
            place = Place(f"{path.parent.name}/{NAME}", number)
            out.append(diagnose("IRDP-Q116", place))
    return out


def _line(path: Path, key: str, otherwise: int) -> int:
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(key + " "):
            return number
    return otherwise


def _unread(catalog: Catalog, folder: Path) -> Iterator[Entry]:
    """Yield the entries whose file cannot be read: their lines are not gone."""
    for entry in catalog.entries:
        if entry.folder == folder:
            try:
                catalog.document(entry)
            except DefinitionError:
                yield entry
