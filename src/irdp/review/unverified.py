"""What must be verified before publication: numbers, and sources without numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irdp.errors import Place
from irdp.ops.grammar import Frozen, Wording
from irdp.ops.score import Score
from irdp.review.walk import shown
from irdp.text import Lang, Text

if TYPE_CHECKING:
    from irdp.definition.document import Document
    from irdp.source import Source

_ORIGINS = {"asked", "record", "derived"}
_NO_NUMBERS = {"sources", "effective", "version", "title", "description", "decimals"}


@dataclass(frozen=True, slots=True)
class ToVerify:
    """One thing to verify in one definition.

    Parameters
    ----------
    reference
        The definition.
    source
        The source to open; empty where a number names none.
    citation
        What the source is.
    place
        Where the number, or the part that names the source, stands.
    path
        The same as keys and ids.
    numbers
        The numbers to verify there, as written; empty for a source without numbers.
    """

    reference: str
    source: str
    citation: str
    place: Place
    path: tuple[str, ...]
    numbers: tuple[str, ...]

    def render(self, lang: Lang = "fr") -> str:
        """Return the entry as one line."""
        words = Text("sans nombre", "without numbers")
        if self.path[0] == "sources":
            words = Text("source que rien ne nomme", "source that nothing names")
        none = words.get(lang)
        numbers = ", ".join(self.numbers) or none
        where = " › ".join(self.path)
        colon = " : " if lang == "fr" else ": "
        return f"{self.place}  {self.reference} {where}{colon}{numbers} [{self.source or '—'}]"

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "reference": self.reference,
            "source": self.source or None,
            "citation": self.citation or None,
            "file": self.place.file,
            "line": self.place.line,
            "path": list(self.path),
            "numbers": list(self.numbers),
        }


def unverified(document: Document, source: Source) -> tuple[ToVerify, ...]:
    """Return what of a document must be verified before it is published.

    Every part whose source is not verified, with its numbers; the numbers of a score
    that name no source; then the unverified sources that nothing names. A number
    takes the source of the nearest part around it that names one.

    Examples
    --------
    >>> from irdp.catalogue import Catalog
    >>> catalog = Catalog()
    >>> entry = catalog.entry("phq9@1.0.0", ("scoring",))
    >>> found = unverified(catalog.document(entry), catalog.source(entry.path))
    >>> [(v.source, v.path) for v in found]
    [('prorata', ('scores', 'score_prorated'))]
    """
    known = {s.id: s for s in document.sources}
    out: list[ToVerify] = []
    named: set[str] = set()
    for path, said, name, numbers in _parts(document, (), (), ""):
        cited = known.get(name)
        if (cited is None and name) or (cited is not None and cited.verified):
            continue
        place = source.place(path)
        entry = ToVerify(
            document.reference,
            name,
            "" if cited is None else cited.citation,
            place,
            said,
            tuple(numbers),
        )
        out.append(entry)
        named.add(name)
    for i, cited in enumerate(document.sources):
        if not cited.verified and cited.id not in named:
            place = source.place(("sources", i))
            said = ("sources", cited.id)
            out.append(
                ToVerify(document.reference, cited.id, cited.citation, place, said, ())
            )
    return tuple(out)


Part = tuple[tuple[str | int, ...], tuple[str, ...], str, list[str]]


def _parts(
    part: Frozen, path: tuple[str | int, ...], said: tuple[str, ...], name: str
) -> Iterator[Part]:
    """Yield every part that names a source, with the numbers that are its own."""
    inner: list[Part] = []
    numbers: list[str] = []
    todo: list[tuple[Any, tuple[str | int, ...], tuple[str, ...]]] = [
        (part, path, said)
    ]
    while todo:
        value, at, words = todo.pop(0)
        if value is not part and (isinstance(value, Score) or _source(value)):
            inner += _parts(value, at, words, _source(value))
            continue
        children = list(_children(value, at, words))
        todo = children + todo
        if not children and (number := _number(value, at)):
            numbers.append(number)
    if name or (numbers and isinstance(part, Score)):
        yield path, said, name, numbers
    yield from inner


def _source(part: object) -> str:
    value = getattr(part, "source", None)
    return value if isinstance(value, str) and value not in _ORIGINS else ""


def _children(
    value: Any, at: tuple[str | int, ...], said: tuple[str, ...]
) -> Iterator[tuple[Any, tuple[str | int, ...], tuple[str, ...]]]:
    if isinstance(value, Wording):
        return
    if isinstance(value, Frozen):
        for field, inner in value:
            key = type(value).model_fields[field].alias or field
            if key not in _NO_NUMBERS and field in value.model_fields_set:
                yield inner, (*at, key), (*said, key)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield inner, (*at, key), (*said, str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for i, inner in enumerate(value):
            name = getattr(inner, "id", None) or getattr(inner, "target", None)
            yield inner, (*at, i), (*said, str(name or i + 1))


def _number(value: Any, path: tuple[str | int, ...]) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        return ""
    key = next((p for p in reversed(path) if isinstance(p, str)), "")
    return f"{key} = {shown(value)}"
