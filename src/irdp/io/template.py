"""An empty file of visits for a definition, and what each of its columns accepts."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from irdp.io.atomic import atomic_writer, check_output
from irdp.ops.lanes import ItemType
from irdp.text import Text
from irdp.visits.expected import expected

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Item
    from irdp.scorer import Scorer
    from irdp.text import Lang

KEY = "id_visite"
_KEY_LABEL = Text("Identifiant de la visite", "Id of the visit")
_KEY_VALUES = Text("un texte, différent à chaque ligne", "a text, another in each row")
_HEADS = (
    Text("colonne", "column"),
    Text("libelle", "label"),
    Text("valeurs_acceptees", "accepted_values"),
    Text("colonne_obligatoire", "column_required"),
    Text("unite", "unit"),
)
_YES, _NO = Text("oui", "yes"), Text("non", "no")
_TRUTHS = Text("oui ou non", "oui (yes) or non (no)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its label, what it accepts."""

    name: str
    label: Text
    values: Text
    required: bool
    unit: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "column": self.name,
            "label": {"fr": self.label.fr, "en": self.label.en},
            "values": {"fr": self.values.fr, "en": self.values.en},
            "required": self.required,
            "unit": self.unit or None,
        }


@dataclass(frozen=True, slots=True)
class Template:
    """The columns of a file of visits, the key first."""

    columns: tuple[Column, ...]

    def header(self) -> str:
        """Return the file: its header alone, as CSV with semicolons."""
        return ";".join(column.name for column in self.columns) + "\r\n"

    def values(self, lang: Lang = "fr") -> str:
        """Return what each column accepts, as CSV with semicolons."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow([head.get(lang) for head in _HEADS])
        for column in self.columns:
            needed = (_YES if column.required else _NO).get(lang)
            texts = (column.label.get(lang), column.values.get(lang), needed)
            writer.writerow([column.name, *texts, column.unit])
        return out.getvalue()

    def write(
        self, path: str | Path, *, lang: Lang = "fr", overwrite: bool = False
    ) -> tuple[Path, Path]:
        """Write the empty file, and beside it what its columns accept.

        The second opens in a spreadsheet as it is (UTF-8 with a byte order mark).
        """
        first = Path(path)
        second = first.with_suffix(".valeurs.csv")
        check_output(second, overwrite=overwrite)
        with atomic_writer(first, overwrite) as stream:
            stream.write(self.header().encode())
        with atomic_writer(second, overwrite) as stream:
            stream.write(codecs.BOM_UTF8 + self.values(lang).encode())
        return first, second

    def to_dict(self) -> list[dict[str, object]]:
        """Return plain values."""
        return [column.to_dict() for column in self.columns]


def template(scorer: Scorer) -> Template:
    """Return the columns that a definition reads, in order, and what each accepts.

    Examples
    --------
    >>> import irdp
    >>> template(irdp.load("was@1.0.0")).header().strip()
    'id_visite;WAI1'
    """
    known = items_of(scorer)
    columns = [Column(KEY, _KEY_LABEL, _KEY_VALUES, required=False)]
    for name, spec in scorer.compiled.program.items.items():
        item = known.get(name)
        columns.append(
            Column(
                name,
                item.label.text if item else Text(name),
                accepted(item, spec) if item else expected(spec),
                required=not spec.optional,
                unit=(item.unit or "") if item else "",
            )
        )
    return Template(tuple(columns))


def items_of(scorer: Scorer) -> dict[str, Item]:
    """Return the items and facts that a definition can read, by id."""
    bundle = scorer.compiled.bundle
    found = {
        item.id: item
        for filed in bundle.questionnaires.values()
        for item in filed.document.items
    }
    found |= {fact.id: fact for fact in getattr(scorer.definition, "facts", ())}
    return found


def accepted(item: Item, spec: object) -> Text:
    """Return what an item accepts: options with their labels, else a range."""
    text = expected(spec)  # type: ignore[arg-type]
    states = _after(text)
    kind = ItemType(item.type)
    if kind in {ItemType.CHOICE, ItemType.MULTIPLE}:
        fr, en = (
            ", ".join(f"{o.code} = {o.label.text.get(lang)}" for o in item.options)
            for lang in ("fr", "en")
        )
        many = kind is ItemType.MULTIPLE
        joined = Text(" (plusieurs : a|b)", " (several: a|b)") if many else Text("")
        return Text(f"{fr}{joined.fr}{states.fr}", f"{en}{joined.en}{states.en}")
    if kind is ItemType.BOOLEAN and item.aliases and "oui" in item.aliases.true:
        return Text(f"{_TRUTHS.fr}{states.fr}", f"{_TRUTHS.en}{states.en}")
    return text


def _after(text: Text) -> Text:
    """Return what `expected` says of codes for no answer."""
    fr, en = text.fr.rpartition(", ou "), text.en.rpartition(", or ")
    return Text(f", ou {fr[2]}" if fr[1] else "", f", or {en[2]}" if en[1] else "")
