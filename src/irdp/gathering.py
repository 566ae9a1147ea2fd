"""Reading a definition with all that it names, and gathering the faults of all files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.definition.bundle import Bundle, Filed
from irdp.definition.entry import LOADABLE, Entry, scan
from irdp.definition.questionnaire import Questionnaire
from irdp.definition.read import MODELS, kind_of, parse
from irdp.definition.referral import Referral
from irdp.definition.scoring import Scoring
from irdp.errors import DefinitionError, UnknownReferenceError
from irdp.messages import diagnose, suggest
from irdp.plan.link import link_inner

if TYPE_CHECKING:
    from irdp.errors import Diagnostic
    from irdp.source import Source


class Gatherer:
    """Reads one definition; `faults` holds what is wrong in the files it names.

    Parameters
    ----------
    read
        Gives the source of a file.
    find
        Gives the entry of a reference among documents of some kinds.
    beside
        The folder of the definition: what it names is looked for there first.
    """

    def __init__(
        self,
        read: Callable[[Path], Source],
        find: Callable[[str, tuple[str, ...]], Entry],
        beside: Path,
    ) -> None:
        self._read = read
        self._entry = find
        self._beside = {e.kind + e.reference: e for e in scan(beside)}
        self.faults: list[Diagnostic] = []

    def bundle(self, path: Path) -> Bundle | None:
        """Return a definition with all that it reads, or None where it cannot be had."""
        source = self._try(lambda: self._read(path))
        if source is None:
            return None
        kind = self._try(lambda: kind_of(source))
        if kind is None:
            return None
        if kind not in LOADABLE:
            place = source.place(("format",))
            self.faults.append(
                diagnose("IRDP-Q021", place, expected=" | ".join(LOADABLE))
            )
            return None
        document: Any = self._try(lambda: parse(source, MODELS[kind]))
        if isinstance(document, Scoring):
            filed = Filed(document, source)
            return Bundle(filed, self._questionnaires([filed]), {})
        wanted = self._wanted(document, source)
        scorings: dict[str, Filed[Scoring]] = {}
        for alias, (reference, at) in wanted.items():
            found = self._find("scoring", reference, source, at)
            if found is not None:
                scorings[alias] = found
        questionnaires = self._questionnaires(list(scorings.values()))
        if not isinstance(document, Referral):
            self._say_the_rest(scorings, questionnaires)
            return None
        return Bundle(Filed(document, source), questionnaires, scorings)

    def _wanted(self, document: Any, source: Source) -> dict[str, tuple[str, Any]]:
        """Return what a policy reads, also of one that has faults of its own."""
        if isinstance(document, Referral):
            return {
                alias: (reading.ref, ("scorings", alias))
                for alias, reading in document.scorings.items()
            }
        tree = source.value if isinstance(source.value, dict) else {}
        if kind_of(source) == "scoring":
            self._wanted_by("scoring", source)
            return {}
        listed = tree.get("scorings")
        out = {}
        for alias, value in listed.items() if isinstance(listed, dict) else ():
            reference = value.get("ref") if isinstance(value, dict) else value
            if isinstance(reference, str):
                out[str(alias)] = (reference, ("scorings", alias))
        return out

    def _wanted_by(self, kind: str, source: Source) -> None:
        """Gather the faults of the questionnaire of a scoring that has faults itself."""
        tree = source.value if isinstance(source.value, dict) else {}
        reference = tree.get("questionnaire")
        if kind == "scoring" and isinstance(reference, str):
            at = ("questionnaire",)
            found = self._find("questionnaire", reference, source, at)
            if found is not None:
                self._say_the_rest({}, {reference: found})

    def _say_the_rest(self, scorings: Any, questionnaires: Any) -> None:
        """Gather the faults of what a broken root reads."""
        self.faults += link_inner(scorings, questionnaires)

    def _questionnaires(
        self, scorings: list[Filed[Scoring]]
    ) -> dict[str, Filed[Questionnaire]]:
        out = {}
        for filed in scorings:
            reference = filed.document.questionnaire
            if reference not in out:
                at = ("questionnaire",)
                found = self._find("questionnaire", reference, filed.source, at)
                if found is not None:
                    out[reference] = found
        return out

    def _find(self, kind: str, reference: str, source: Source, at: Any) -> Any:
        entry = self._beside.get(kind + reference)
        if entry is None:
            try:
                entry = self._entry(reference, (kind,))
            except UnknownReferenceError as error:
                near = self._beside_of(kind, reference)
                detail = suggest(reference, near) if near else error.diagnostics[0].hint
                place = source.place(at)
                self.faults.append(
                    diagnose("IRDP-Q048", place, name=reference, detail=detail)
                )
                return None
        path = entry.path
        found = self._try(lambda: self._read(path))
        if found is None:
            return None
        document = self._try(lambda: parse(found, MODELS[kind]))
        if document is None:
            self._wanted_by(kind, found)
            return None
        return Filed(document, found)

    def _beside_of(self, kind: str, reference: str) -> list[str]:
        """Return the versions of a document that stand beside the definition."""
        name = reference.partition("@")[0]
        return [
            e.reference
            for e in self._beside.values()
            if e.kind == kind and e.id == name
        ]

    def _try(self, read: Any) -> Any:
        try:
            return read()
        except DefinitionError as error:
            self.faults += error.diagnostics
            return None
