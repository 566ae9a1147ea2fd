"""`load`, `load_file` and `catalog`: the doors of the library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

from irdp.catalogue import Catalog
from irdp.dated import BY, DatedScorer
from irdp.errors import CallError
from irdp.messages import diagnose
from irdp.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from irdp.text import Lang


@overload
def load(
    reference: str, *, on: dt.date | None = None, catalog: Catalog | None = None
) -> Scorer: ...


@overload
def load(
    reference: str, *, by: Literal["visit_date"], catalog: Catalog | None = None
) -> DatedScorer: ...


def load(
    reference: str,
    *,
    on: dt.date | None = None,
    by: str | None = None,
    catalog: Catalog | None = None,
) -> Scorer | DatedScorer:
    """Return the scorer of a scoring or a policy.

    Parameters
    ----------
    reference
        ``id@X.Y.Z``, or ``id@latest`` written out; with `on` or `by`, the id alone.
    on
        A day: the version in force on it is taken.
    by
        ``"visit_date"``: each visit is scored by the version in force on its day.
    catalog
        Where to look; by default the definitions of the library.

    Raises
    ------
    UnknownReferenceError
        If there is no such definition or version: the message lists what exists.
    NoVersionError
        If no version is in force on the day.
    DefinitionError
        With every fault of the definition.

    Examples
    --------
    >>> load("epices@1.0.0")
    Scorer(epices@1.0.0, research)
    """
    where = catalog if catalog is not None else Catalog()
    if on is None and by is None:
        return Scorer(where.load(reference))
    if "@" in reference or (on is not None and by is not None):
        raise CallError(diagnose("IRDP-C008", name=reference))
    if by is not None:
        if by != BY:
            raise CallError(diagnose("IRDP-C014", name=by))
        return DatedScorer(reference, where)
    day = on if on is not None else dt.date.min
    return Scorer(where.load(where.in_force(reference, day).reference))


def load_file(path: str | Path, *, catalog: Catalog | None = None) -> Scorer:
    """Return the scorer of the scoring or the policy in a file.

    What it reads is looked for beside the file, then in the catalogue.

    Raises
    ------
    FileError
        If the file cannot be read.
    DefinitionError
        With every fault of the definition.
    """
    where = catalog if catalog is not None else Catalog()
    return Scorer(where.load_path(Path(path)))


@dataclass(frozen=True, slots=True)
class Listed:
    """One definition of a catalogue."""

    id: str
    version: str
    kind: str
    status: str
    title_fr: str
    title_en: str

    @property
    def reference(self) -> str:
        """The definition as ``id@X.Y.Z``."""
        return f"{self.id}@{self.version}"

    def title(self, lang: Lang = "fr") -> str:
        """Return the title in a language."""
        return self.title_en if lang == "en" else self.title_fr

    def to_dict(self) -> dict[str, str]:
        """Return plain values."""
        return {
            "id": self.id,
            "version": self.version,
            "reference": self.reference,
            "kind": self.kind,
            "status": self.status,
            "title_fr": self.title_fr,
            "title_en": self.title_en,
        }


class Listing(tuple[Listed, ...]):
    """The definitions of a catalogue, in order."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Listing({len(self)} definitions)"

    def __str__(self) -> str:
        return "\n".join(f"{d.reference:28} {d.status:13} {d.title()}" for d in self)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(d.reference)}</td><td>{escape(d.status)}</td>"
            f"<td>{escape(d.title())}</td></tr>"
            for d in self
        )
        return f"<table><tbody>{rows}</tbody></table>"

    def to_dict(self) -> list[dict[str, str]]:
        """Return plain values."""
        return [d.to_dict() for d in self]


def catalog(*, catalog: Catalog | None = None) -> Listing:
    """Return what can be loaded: ids, versions, status, title.

    Examples
    --------
    >>> "epices@1.0.0" in [d.reference for d in catalog()]
    True
    """
    where = catalog if catalog is not None else Catalog()
    return Listing(_listed(where))


def _listed(where: Catalog) -> Iterator[Listed]:
    for entry in where.list():
        document = where.document(entry)
        title = document.title.text
        yield Listed(
            document.id,
            document.version,
            entry.kind,
            document.status,
            title.get("fr"),
            title.get("en"),
        )
