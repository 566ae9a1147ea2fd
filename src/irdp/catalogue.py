"""From a reference to a definition: what exists, what is in force, what is frozen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from irdp.definition.bundle import Bundle
from irdp.definition.entry import LOADABLE, Entry, scan
from irdp.definition.lock import Lock, read_lock
from irdp.definition.read import MODELS, parse
from irdp.definition.referral import Referral
from irdp.definition.scoring import Scoring
from irdp.errors import (
    CallError,
    DefinitionError,
    NoVersionError,
    Severity,
    UnknownReferenceError,
)
from irdp.gathering import Gatherer
from irdp.messages import diagnose
from irdp.plan.link import link
from irdp.shipped import shipped_folder
from irdp.source import read_file

if TYPE_CHECKING:
    from irdp.definition.document import Document
    from irdp.errors import Diagnostic
    from irdp.plan.program import Program
    from irdp.source import Source

_REFERENCE = re.compile(r"([a-z][a-z0-9_]*)@(\d+\.\d+\.\d+|latest)")


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition ready to score: its documents and its program."""

    bundle: Bundle
    program: Program
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def document(self) -> Scoring | Referral:
        """The scoring or the policy."""
        return self.bundle.root.document


@dataclass(frozen=True)
class Catalog:
    """The definitions that come with the library, and those of further folders.

    Parameters
    ----------
    paths
        Folders of a service's own definitions; an id that exists twice is an error.
    shipped
        Whether the definitions of the library are part of it.

    Examples
    --------
    >>> "epices@1.0.0" in [entry.reference for entry in Catalog().list()]
    True
    """

    paths: Sequence[str | Path] = ()
    shipped: bool = True
    _sources: dict[Path, Source] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """The folders, the library's first."""
        own = tuple(Path(p) for p in self.paths)
        for folder in own:
            if not folder.is_dir():
                raise CallError(diagnose("IRDP-C010", name=folder.name))
        return (shipped_folder(), *own) if self.shipped else own

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every definition file, by id, version and kind."""
        found = sorted(e for folder in self.folders for e in scan(folder))
        seen: dict[tuple[object, ...], Entry] = {}
        for entry in found:
            space = "score" if entry.kind in LOADABLE else entry.kind
            other = seen.setdefault((space, entry.id), entry)
            if other.folder != entry.folder:
                raise CallError(diagnose("IRDP-C011", name=entry.id))
        return tuple(found)

    @cached_property
    def locks(self) -> dict[Path, Lock]:
        """What is frozen, by folder."""
        return {folder: read_lock(folder) for folder in self.folders}

    def list(self, kinds: Sequence[str] = LOADABLE) -> tuple[Entry, ...]:
        """Return the entries of some kinds: by default what can be loaded."""
        return tuple(e for e in self.entries if e.kind in kinds)

    def versions(self, name: str, kinds: Sequence[str] = LOADABLE) -> tuple[Entry, ...]:
        """Return the versions of an id, the lowest first."""
        return tuple(e for e in self.list(kinds) if e.id == name)

    def entry(self, reference: str, kinds: Sequence[str] = LOADABLE) -> Entry:
        """Return the entry of an exact reference, or of ``id@latest``.

        Raises
        ------
        UnknownReferenceError
            If it does not exist, or names no version: the message lists what exists.
        """
        match = _REFERENCE.fullmatch(reference)
        name = reference.partition("@")[0]
        versions = self.versions(name, kinds)
        if not versions:
            known = sorted({e.reference for e in self.list(kinds)})
            raise UnknownReferenceError(
                diagnose("IRDP-C001", name=reference, known=known)
            )
        exact = [e for e in versions if e.reference == reference]
        if match and match[2] == "latest":
            exact = [versions[-1]]
        if not exact:
            known = [e.reference for e in versions]
            code = "IRDP-C001" if match else "IRDP-C002"
            raise UnknownReferenceError(
                diagnose(code, name=reference, known=[*known, f"{name}@latest"])
            )
        return exact[0]

    def in_force(self, name: str, day: dt.date) -> Entry:
        """Return the version of an id in force on a day.

        Among the versions whose range holds the day (drafts left out): the one with
        the latest beginning, then the highest number; if that one is retired, none.

        Raises
        ------
        NoVersionError
            If no version is in force on that day.
        """
        best = self.force_of(name, day)
        if best is None:
            raise NoVersionError(diagnose("IRDP-C003", name=name, day=day.isoformat()))
        return best

    def force_of(self, name: str, day: dt.date) -> Entry | None:
        """Return the version in force on a day, or None."""
        if not self.versions(name):
            self.entry(name)
        found = []
        for entry in self.versions(name):
            document = self.document(entry)
            if document.status != "draft" and document.in_force(day):
                start = document.effective.from_ if document.effective else None
                found.append((start or dt.date.min, entry.number, entry, document))
        if not found:
            return None
        _, _, entry, document = max(found, key=lambda f: f[:2])
        return None if document.status == "retired" else entry

    def document(self, entry: Entry) -> Document:
        """Return the document of an entry, without what it reads."""
        return parse(self.source(entry.path), MODELS[entry.kind])  # type: ignore[return-value]

    def source(self, path: Path) -> Source:
        """Return a parsed file."""
        if path not in self._sources:
            self._sources[path] = read_file(path, self._shown(path))
        return self._sources[path]

    def _shown(self, path: Path) -> str:
        for folder in self.folders:
            if path.is_relative_to(folder):
                return str(Path(folder.name) / path.relative_to(folder))
        return path.name

    def load(self, reference: str) -> Definition:
        """Return a scoring or a policy by its reference, compiled.

        Raises
        ------
        UnknownReferenceError
            If it does not exist.
        DefinitionError
            With every fault of the definition and of all that it reads.
        """
        return self.load_path(self.entry(reference).path)

    def load_path(self, path: Path) -> Definition:
        """Return the scoring or the policy that a file says, compiled."""
        reader = Gatherer(self.source, self.entry, path.parent)
        bundle = reader.bundle(path)
        program, found = (None, []) if bundle is None else link(bundle)
        found = [*reader.faults, *found]
        if bundle is not None:
            found += self._frozen(bundle)
        errors = [d for d in found if d.severity is Severity.ERROR]
        if errors or bundle is None or program is None:
            raise DefinitionError(*found)
        warnings = tuple(d for d in found if d.severity is Severity.WARNING)
        return Definition(bundle, program, warnings)

    def _frozen(self, bundle: Bundle) -> Iterator[Diagnostic]:
        """Say of each document whether it differs from what LOCK froze."""
        filed = [
            bundle.root,
            *bundle.scorings.values(),
            *bundle.questionnaires.values(),
        ]
        for one in filed:
            for lock in self.locks.values():
                kind = one.document.format.split("/")[1]
                if lock.differs(kind, one.document):
                    name = f"{kind} {one.document.reference}"
                    place = one.source.place(("version",))
                    yield diagnose("IRDP-Q060", place, name=name)
