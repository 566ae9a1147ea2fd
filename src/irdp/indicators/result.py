"""The table of indicators and its forms: frame, dictionary, JSON, CSV, HTML."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from irdp.disclosure import Manifest
from irdp.errors import CallError, FileError
from irdp.indicators.row import SUPPRESSED, Row, Shown
from irdp.messages import diagnose

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from irdp.disclosure import Release
    from irdp.indicators.definitions import Definitions
    from irdp.indicators.period import Period
    from irdp.text import Lang

COLUMNS = (
    "id", "variant", "category", "instrument", "label", "variant_label",
    "category_label", "unit", "kind", "numerator", "denominator", "value", "low",
    "high", "display", "state", "suppressed", "excluded", "reason", "definition",
    "period_start", "period_end",
)  # fmt: skip
NUMBERS = ("numerator", "denominator", "value", "low", "high")


@dataclass(frozen=True, kw_only=True)
class IndicatorTable:
    """The indicators of one period, for one audience.

    Parameters
    ----------
    rows
        The rows, in the order of the indicators.
    period, audience
        What they cover and whom they are for.
    k
        The threshold that was applied; None where nothing is hidden.
    definitions
        The version of the definitions.
    instruments
        What each instrument is, as the caller named it.
    quality
        Rows of the tables that could not be used, by table and reason.
    published
        The published cells and the sums that bind them, for the log of releases;
        no hidden number is kept anywhere in the table.
    """

    rows: tuple[Row, ...]
    period: Period
    audience: str
    k: int | None
    definitions: Definitions
    instruments: Mapping[str, str]
    quality: Mapping[str, Shown]
    published: Release | None = field(default=None, repr=False)
    backend: Any = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        hidden = sum(row.suppressed for row in self.rows)
        return (
            f"IndicatorTable({self.period}, {self.audience}, {len(self)} rows, "
            f"{hidden} suppressed, {self.definitions.reference})"
        )

    def get(self, id: str, variant: str = "", **which: str) -> Row:  # noqa: A002
        """Return the one row of an indicator, variant, category and instrument.

        Raises
        ------
        CallError
            Where no row, or more than one, fits.
        """
        wanted = {"id": id} | ({"variant": variant} if variant else {}) | which
        found = [
            row
            for row in self.rows
            if all(getattr(row, name) == value for name, value in wanted.items())
        ]
        if len(found) != 1:
            name = " ".join(wanted.values())
            listed = sorted({f"{r.id} {r.variant}" for r in self.rows if r.id == id})
            known = ", ".join(listed)
            raise CallError(
                diagnose(
                    "IRDP-N028",
                    name=name,
                    option="get",
                    known=known,
                    known_en=known,
                )
            )
        return found[0]

    def to_dict(self, lang: Lang = "fr") -> dict[str, Any]:
        """Return everything as plain values; a hidden number is "supprime"."""
        return {
            "format": "irdp/indicator-table/1",
            "definition": {
                "id": self.definitions.id,
                "version": self.definitions.version,
                "sha256": self.definitions.digest,
            },
            "period": {
                "start": self.period.start.isoformat(),
                "end": self.period.end.isoformat(),
            },
            "audience": self.audience,
            "k": self.k,
            "instruments": dict(self.instruments),
            "quality": dict(self.quality),
            "rows": [row.to_dict(lang) for row in self.rows],
        }

    def to_json(self, lang: Lang = "fr") -> str:
        """Return `to_dict` as JSON text."""
        tree = self.to_dict(lang)
        return json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False)

    def to_columns(self, lang: Lang = "fr") -> dict[str, list[Any]]:
        """Return one list per column; hidden numbers are None, `display` says so."""
        records = [self._record(row, lang) for row in self.rows]
        for record in records:
            for name in NUMBERS:
                hidden = record[name] in (None, SUPPRESSED)
                record[name] = None if hidden else float(record[name])
        return {name: [record[name] for record in records] for name in COLUMNS}

    def to_frame(self, lang: Lang = "fr") -> Any:
        """Return a dataframe of the kind of `visites`, or columns for a mapping."""
        columns = self.to_columns(lang)
        if self.backend is None:
            return columns
        import narwhals as nw  # noqa: PLC0415 - only where a dataframe was given

        kinds = dict.fromkeys(NUMBERS, nw.Float64) | {"suppressed": nw.Boolean}
        schema = {name: kinds.get(name, nw.String) for name in COLUMNS}
        frame = nw.from_dict(columns, schema, backend=self.backend)
        return frame.to_native()

    def to_csv(self, path: str | os.PathLike[str], lang: Lang = "fr") -> None:
        """Write the rows as CSV (UTF-8, commas); a hidden number is "supprime".

        Raises
        ------
        FileError
            Where the file cannot be written.
        """
        records = [self._record(row, lang) for row in self.rows]
        try:
            with Path(path).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS)
                writer.writeheader()
                writer.writerows(records)
        except OSError as error:
            raise FileError(diagnose("IRDP-N029", path=path)) from error

    def _record(self, row: Row, lang: Lang) -> dict[str, Any]:
        plain = row.to_dict(lang)
        return {
            **{name: plain.get(name) for name in COLUMNS},
            "display": row.display(lang),
            "excluded": json.dumps(plain["excluded"], ensure_ascii=False),
            "definition": self.definitions.reference,
            "period_start": self.period.start.isoformat(),
            "period_end": self.period.end.isoformat(),
        }

    def _repr_html_(self) -> str:
        head = ("", "Indicateur", "Variante", "Catégorie", "Num.", "Dén.", "Valeur")
        cells = (
            (
                row.id,
                row.label.fr,
                " · ".join(filter(None, (row.variant_label.fr, row.instrument))),
                row.category_label.fr,
                show(row.numerator),
                show(row.denominator),
                row.display(),
            )
            for row in self.rows
        )
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in line) + "</tr>"
            for line in cells
        )
        top = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
        return (
            f"<table><caption>{escape(repr(self))}</caption>"
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        )

    def to_release(self, scope: str = "") -> Release:
        """Return what is published, for `irdp.disclosure.Manifest`.

        Parameters
        ----------
        scope
            What the tables are about where it is not the whole service; only
            releases of the same scope are compared.

        Raises
        ------
        CallError
            Where nothing was hidden: such a table is not for release.
        """
        if self.published is None:
            raise CallError(diagnose("IRDP-N030"))
        return replace(self.published, name=f"{self.definitions.id} {scope}".strip())

    def release(self, manifest: str | os.PathLike[str], scope: str = "") -> None:
        """Write this table down in the log of releases, or refuse it.

        Raises
        ------
        CallError
            Where an earlier release and this one give away fewer than k persons.
        """
        entry = self.to_release(scope)
        Manifest.load(manifest).add(entry, k=self.k or 0).save(manifest)


def show(number: Shown) -> str:
    """Return a number as French text, hidden ones as "supprime", none as "–"."""
    if number is None:
        return "–"
    if isinstance(number, str):
        return number
    text = f"{number:.0f}" if float(number).is_integer() else f"{number:.2f}"
    return text.replace(".", ",")
