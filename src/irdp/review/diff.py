"""What changed between two versions, and the smallest next number it allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from irdp.definition.entry import LOADABLE
from irdp.definition.questionnaire import Questionnaire
from irdp.definition.referral import Referral
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.review.classify import (
    Class,
    Judged,
    Level,
    View,
    judge_policy,
    judge_questionnaire,
    judge_said,
    judge_scoring,
)
from irdp.review.walk import pair, walk
from irdp.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from irdp.catalogue import Catalog, Definition
    from irdp.definition.document import Document

CLASSES = {
    Class.WORDING: Text("formulation", "wording"),
    Class.PROVENANCE: Text("provenance", "provenance"),
    Class.MEANING: Text("sens", "meaning"),
    Class.DECISION: Text("décision", "decision"),
    Class.OPTIONAL_SCORE: Text("score ajouté", "score added"),
    Class.SCORE: Text("score", "score"),
    Class.STRUCTURE: Text("structure", "structure"),
}
LEVELS = {
    Level.NONE: Text("aucun changement", "no change"),
    Level.PATCH: Text("correctif", "patch"),
    Level.MINOR: Text("mineur", "minor"),
    Level.MAJOR: Text("majeur", "major"),
}
_KINDS = {
    "added": Text("ajouté", "added"),
    "removed": Text("retiré", "removed"),
    "moved": Text("déplacé", "moved"),
}
EFFECTS = {
    Level.NONE: Text("rien ne change", "nothing changes"),
    Level.PATCH: Text("aucun effet sur les nombres", "no effect on numbers"),
    Level.MINOR: Text(
        "mêmes scores, autre décision, ou un score de plus",
        "same scores, another decision, or one more score",
    ),
    Level.MAJOR: Text(
        "les scores ne se comparent plus", "scores are no longer comparable"
    ),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two versions.

    Parameters
    ----------
    path
        Where: keys, ids and ranks from the top of the document.
    kind
        ``changed``, ``added``, ``removed`` or ``moved``.
    about
        Its class: wording, provenance, meaning, decision, optional_score, score,
        structure.
    level
        ``patch``, ``minor`` or ``major``: the bump that it asks for.
    before, after
        What stood and what stands there, as short texts.
    """

    path: tuple[str, ...]
    kind: str
    about: str
    level: str
    before: str
    after: str

    def render(self, lang: Lang = "fr") -> str:
        """Return the change as one line."""
        level = LEVELS[Level[self.level.upper()]].get(lang)
        about = CLASSES[Class(self.about)].get(lang)
        where = " › ".join(self.path)
        if self.kind == "changed":
            what = f"{self.before} → {self.after}"
        else:
            value = {"added": self.after, "removed": self.before}.get(self.kind, "")
            what = f"{_KINDS[self.kind].get(lang)} {value}".rstrip()
        colon = " : " if lang == "fr" else ": "
        return f"[{level}] {about}{colon}{where}{colon}{what}"

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "path": list(self.path),
            "kind": self.kind,
            "class": self.about,
            "level": self.level,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed from one version to another.

    Parameters
    ----------
    kind
        Which document: ``questionnaire``, ``scoring``, ``referral`` or ``texts``.
    before, after
        The two references.
    changes
        The changes, the weightiest first.
    """

    kind: str
    before: str
    after: str
    changes: tuple[Change, ...]

    @property
    def level(self) -> str:
        """The bump that the changes ask for: none, patch, minor or major."""
        return max(
            (Level[c.level.upper()] for c in self.changes), default=Level.NONE
        ).name.lower()

    @property
    def least(self) -> str:
        """The smallest version that may follow."""
        return least_version(self.before.partition("@")[2], Level[self.level.upper()])

    @property
    def enough(self) -> bool:
        """Whether the number of the later version is high enough."""
        return _number(self.after.partition("@")[2]) >= _number(self.least)

    def render(self, lang: Lang = "fr") -> str:
        """Return the changes and the bump in words, a line each."""
        level = Level[self.level.upper()]
        head = f"{self.kind} {self.before} → {self.after}"
        words = f"{LEVELS[level].get(lang)} ({EFFECTS[level].get(lang)})"
        least = {
            "fr": f"plus petit numéro permis : {self.least}",
            "en": f"smallest number allowed: {self.least}",
        }[lang]
        lines = [c.render(lang) for c in self.changes]
        return "\n".join([head, *("  " + line for line in lines), f"{words}, {least}"])

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "level": self.level,
            "least": self.least,
            "enough": self.enough,
            "changes": [c.to_dict() for c in self.changes],
        }


def least_version(before: str, level: Level) -> str:
    """Return the smallest version that may follow another.

    Below 1.0.0 a minor bump stands for a major one, a patch bump for the others.

    Examples
    --------
    >>> least_version("1.2.3", Level.MINOR), least_version("0.1.0", Level.MAJOR)
    ('1.3.0', '0.2.0')
    """
    major, minor, patch = _number(before)
    if major == 0:
        level = {Level.MAJOR: Level.MINOR}.get(level, Level.PATCH)
    if level is Level.MAJOR:
        return f"{major + 1}.0.0"
    if level is Level.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def compare(
    before: str, after: str, catalog: Catalog, *, kind: str | None = None
) -> Diff:
    """Return what changed between two references of a catalogue.

    Parameters
    ----------
    kind
        Which document: by default the scoring or the policy of that id.

    Raises
    ------
    UnknownReferenceError
        If one does not exist.
    DefinitionError
        With every fault of the two.

    Examples
    --------
    >>> from irdp.catalogue import Catalog
    >>> compare("was@1.0.0", "was@1.0.0", Catalog(), kind="questionnaire").changes
    ()
    """
    if kind is None or kind in LOADABLE:
        return diff(catalog.load(before), catalog.load(after))
    entries = [catalog.entry(reference, (kind,)) for reference in (before, after)]
    return diff_documents(*(catalog.document(e) for e in entries))


def diff(before: Definition, after: Definition) -> Diff:
    """Return what changed between two versions of a scoring or of a policy.

    The items that a scoring reads count with it: a new code of an item is minor for a
    scoring that treats it as before.

    Raises
    ------
    CallError
        If the two are not versions of one document.

    Examples
    --------
    >>> from irdp.catalogue import Catalog
    >>> was = Catalog().load("was@1.0.0")
    >>> diff(was, was).level
    'none'
    """
    a, b = before.document, after.document
    _comparable(a, b)
    if isinstance(a, Referral):
        inner = {
            alias: _level(judge_scoring(_view(before, alias), _view(after, alias)))
            for alias in a.scorings
            if alias in after.bundle.scorings
        }
        judged = judge_policy(_view(before, ""), _view(after, ""), inner)
    else:
        judged = judge_scoring(_view(before, ""), _view(after, ""))
    return _diff(a, b, judged)


def diff_documents(before: Document, after: Document) -> Diff:
    """Return what changed between two versions of a questionnaire or of texts.

    Raises
    ------
    CallError
        If the two are not versions of one such document.
    """
    _comparable(before, after)
    if isinstance(before, Questionnaire) and isinstance(after, Questionnaire):
        return _diff(before, after, judge_questionnaire(before, after))
    skip = {"id", "version", "format"}
    raws = (r for r in walk(before, after) if r.path[0] not in skip)
    return _diff(before, after, (judge_said(r) for r in raws))


def _diff(before: Document, after: Document, judged: Iterable[Judged]) -> Diff:
    changes = [
        Change(
            j.raw.path,
            j.raw.kind,
            str(j.about),
            j.level.name.lower(),
            *pair(j.raw.before, j.raw.after),
        )
        for j in sorted(judged, key=lambda j: -j.level)
    ]
    return Diff(_kind(before), before.reference, after.reference, tuple(changes))


def _view(definition: Definition, alias: str) -> View:
    bundle = definition.bundle
    root: Any = bundle.root.document
    document = bundle.scorings[alias].document if alias else root
    parts = {p.alias: p for p in definition.program.parts}
    nodes = {n.id: n for n in parts[alias].nodes} if alias in parts else {}
    asked = bundle.questionnaires.get(getattr(document, "questionnaire", ""))
    return View(document, nodes, None if asked is None else asked.document)


def _level(judged: Iterable[Judged]) -> Level:
    return max((j.level for j in judged), default=Level.PATCH)


def _kind(document: Any) -> str:
    return str(document.format).split("/")[1]


def related(before: Document, after: Document) -> bool:
    """Return whether two documents are versions of one, or one derived from the other."""
    origins = [getattr(d, "derived_from", None) for d in (before, after)]
    ids = {before.id, after.id}
    return len(ids) == 1 or any(o is not None and o.id in ids for o in origins)


def _comparable(before: Document, after: Document) -> None:
    if not related(before, after) or _kind(before) != _kind(after):
        raise CallError(
            diagnose("IRDP-Q112", name=before.reference, other=after.reference)
        )


def _number(version: str) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch
