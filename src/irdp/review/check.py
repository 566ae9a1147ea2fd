"""`check`: everything that can be said of a folder of definitions, in one run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.catalogue import Catalog
from irdp.definition.bundle import Filed
from irdp.definition.cases import Cases
from irdp.definition.entry import LOADABLE, Entry, scan
from irdp.definition.questionnaire import Questionnaire
from irdp.errors import CallError, Diagnostic, IrdpError, Place
from irdp.messages import diagnose
from irdp.plan.link import link_inner
from irdp.review.cases import run_cases
from irdp.review.diff import Change, Diff, diff, diff_documents
from irdp.review.files import check_file
from irdp.review.lock import check_lock
from irdp.review.misfits import migration_faults
from irdp.review.outcome import Report
from irdp.review.proofs import refutations
from irdp.review.ranges import check_ranges
from irdp.review.shared import check_shared, check_together
from irdp.scorer import Scorer
from irdp.shipped import shipped_folder
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.catalogue import Definition
    from irdp.source import Source


def check(
    paths: Sequence[str | Path] | str | Path, *, catalog: Catalog | None = None
) -> Report:
    """Return all diagnostics of some files or folders of definitions.

    File names, faults of every file, LOCK, cases, items shared by questionnaires,
    holes and overlaps of versions in force, the bump between versions that follow
    each other, numbers not verified under status `published`.

    Parameters
    ----------
    paths
        Files or folders; what they read is looked for in them, then in the library's
        own definitions.
    catalog
        Where to look instead.

    Raises
    ------
    CallError
        If a path does not exist.

    Examples
    --------
    >>> from irdp.shipped import shipped_folder
    >>> check(shipped_folder() / "was").errors
    ()
    """
    many = [paths] if isinstance(paths, (str, Path)) else paths
    asked = [Path(p) for p in many]
    for path in asked:
        if not path.exists():
            raise CallError(diagnose("IRDP-C010", name=path.name))
    where, found = (catalog, []) if catalog is not None else _catalog(asked)
    work = _Work(where, asked, found)
    work.run()
    seen: dict[tuple[str, Place | None, str], Diagnostic] = {}
    for one in work.found:
        seen.setdefault((one.code, one.place, one.message.fr), one)
    ordered = sorted(seen.values(), key=lambda d: d.place or Place())
    return Report(tuple(ordered), work.n_files, work.n_definitions, work.n_cases)


def _catalog(asked: Sequence[Path]) -> tuple[Catalog, list[Diagnostic]]:
    """Return the catalogue to check in: the paths, and the library's own beside them.

    A whole copy of the library's own definitions stands in for them.
    """
    own = shipped_folder()
    folders = list(dict.fromkeys(p if p.is_dir() else p.parent for p in asked))
    outside = [f for f in folders if not f.resolve().is_relative_to(own)]
    if not outside:
        return Catalog(), []
    if any(own.is_relative_to(f.resolve()) for f in outside):
        return Catalog(outside, shipped=False), []
    catalog = Catalog(outside)
    try:
        _ = catalog.entries
    except CallError as error:
        ids = {e.id for f in outside for e in scan(f)}
        copied = {e.id for e in scan(own)} <= ids
        alone = Catalog(outside, shipped=False)
        return alone, [] if copied else list(error.diagnostics)
    return catalog, []


@dataclass
class _Work:
    """One run of `check`: the catalogue, what is asked for, what is found."""

    catalog: Catalog
    asked: Sequence[Path]
    found: list[Diagnostic]
    n_files: int = 0
    n_definitions: int = 0
    n_cases: int = 0
    loaded: dict[str, Definition] = field(default_factory=dict)

    def run(self) -> None:
        """Run every check, the files first."""
        known = {e.path.resolve(): e.path for e in self.catalog.entries}
        files = {f.resolve(): f for p in self.asked for f in _files(p)}
        self.n_files = len(files)
        for real in sorted(files):
            # By the name that the catalogue gives it, a file is read once.
            self.found += check_file(self.catalog, known.get(real, files[real]))
        entries = [e for e in self.catalog.entries if self._mine(e)]
        for entry in entries:
            if entry.kind in LOADABLE:
                self._load(entry)
        for entry in entries:
            if entry.kind == "cases":
                self._cases(entry)
        self._uncased(entries)
        self._questionnaires(entries)
        self._versions(entries)
        for folder in self.catalog.folders:
            if any(_is_in(folder, p) for p in self.asked):
                self.found += check_lock(self.catalog, folder)

    def _mine(self, entry: Entry) -> bool:
        return any(_is_in(entry.path, path) for path in self.asked)

    def _load(self, entry: Entry) -> None:
        try:
            definition = self.catalog.load_path(entry.path)
        except IrdpError as error:
            self.found += error.diagnostics
            return
        self.n_definitions += 1
        self.loaded[entry.reference] = definition
        self.found += definition.warnings
        self.found += check_together(definition.bundle)
        self.found += refutations(definition)

    def _cases(self, entry: Entry) -> None:
        document: Any = self._document(entry)
        if not isinstance(document, Cases):
            return
        source = self.catalog.source(entry.path)
        try:
            self.catalog.entry(document.for_)
        except IrdpError as error:
            place, hint = source.place(("for",)), error.diagnostics[0].hint
            self.found.append(
                diagnose("IRDP-Q048", place, name=document.for_, detail=hint)
            )
            return
        definition = self.loaded.get(document.for_) or self._elsewhere(document.for_)
        if definition is not None:
            result = run_cases(Scorer(definition), document, source)
            self.n_cases += result.n
            self.found += result.diagnostics

    def _elsewhere(self, reference: str) -> Definition | None:
        """Return a definition that is not among the files asked for."""
        try:
            return self.catalog.load(reference)
        except IrdpError as error:
            self.found += error.diagnostics
            return None

    def _uncased(self, entries: Iterable[Entry]) -> None:
        cased = {e.reference for e in self.catalog.list(("cases",))}
        for entry in entries:
            if entry.kind in LOADABLE and entry.reference not in cased:
                place = Place(self._shown(entry))
                name = f"cases-{entry.id}-{entry.version}.yaml"
                self.found.append(
                    diagnose("IRDP-Q109", place, name=entry.reference, expected=name)
                )

    def _shown(self, entry: Entry) -> str:
        return str(Path(entry.folder.name) / entry.path.relative_to(entry.folder))

    def _questionnaires(self, entries: Iterable[Entry]) -> None:
        filed = []
        for entry in entries:
            if entry.kind == "questionnaire":
                document = self._document(entry)
                if isinstance(document, Questionnaire):
                    filed.append((document, self.catalog.source(entry.path)))
        for document, source in filed:
            alone = {document.reference: Filed(document, source)}
            self.found += link_inner({}, alone)
            self.found += self._migration(document, source)
        self.found += check_shared(filed)

    def _migration(self, after: Questionnaire, source: Source) -> list[Diagnostic]:
        if after.migration is None:
            return []
        reference = f"{after.id}@{after.migration.from_}"
        try:
            entry = self.catalog.entry(reference, ("questionnaire",))
        except IrdpError as error:
            place, hint = source.place(("migration", "from")), error.diagnostics[0].hint
            return [diagnose("IRDP-Q048", place, name=reference, detail=hint)]
        before = self._document(entry)
        return [] if before is None else migration_faults(before, after, source)

    def _versions(self, entries: Iterable[Entry]) -> None:
        spaces = {"scoring": LOADABLE, "referral": LOADABLE}
        ids = {
            (spaces.get(e.kind, (e.kind,)), e.id) for e in entries if e.kind != "cases"
        }
        for kinds, name in sorted(ids):
            versions = (e for e in self.catalog.list(kinds) if e.id == name)
            read = [(e, self._document(e)) for e in versions]
            known = [(e, d) for e, d in read if d is not None]
            if kinds == LOADABLE:
                self.found += check_ranges(
                    [(d, self.catalog.source(e.path)) for e, d in known]
                )
            released = [(e, d) for e, d in known if d.status != "draft"]
            for (a, before), (b, after) in pairwise(released):
                if a.kind == b.kind:
                    self.found += self._bump(self._diff(before, after), b)

    def _diff(self, before: Any, after: Any) -> Diff | None:
        if before.format.split("/")[1] not in LOADABLE:
            return diff_documents(before, after)
        try:
            loaded = [
                self.loaded.get(d.reference) or self.catalog.load(d.reference)
                for d in (before, after)
            ]
        except IrdpError:
            return None
        return diff(*loaded)

    def _bump(self, found: Diff | None, entry: Entry) -> Iterator[Diagnostic]:
        if found is None or found.enough:
            return
        place = self.catalog.source(entry.path).place(("version",))
        weightiest = found.changes[0]
        yield diagnose(
            "IRDP-Q104",
            place,
            name=f"{entry.kind} {entry.reference}",
            before=found.before,
            least=found.least,
            detail=_said(weightiest),
        )

    def _document(self, entry: Entry) -> Any:
        try:
            return self.catalog.document(entry)
        except IrdpError as error:
            self.found += error.diagnostics
            return None


def _said(change: Change) -> Text:
    return Text(change.render("fr"), change.render("en"))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in path.rglob("*"):
        if file.suffix.lower() in {".yaml", ".yml"}:
            yield file


def _is_in(path: Path, asked: Path) -> bool:
    return path.resolve().is_relative_to(asked.resolve())
