"""The CPOM sheet: a table of indicators as one self-contained page in French."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from irdp.errors import FileError
from irdp.messages import diagnose
from irdp.report.blocks import Document, KeyFigure, Paragraph, Section, Table
from irdp.report.cpom_sections import axis_section
from irdp.report.cpom_words import number, value
from irdp.report.html import to_html
from irdp.report.numbers import typeset

if TYPE_CHECKING:
    import os

    from irdp.indicators import IndicatorTable

KEYS = (
    ("I02", "complet"),
    ("I02", "au_moins_un"),
    ("I11", "traites"),
    ("I03", "salaries"),
    ("I06", "nombre"),
    ("I07", "nombre"),
    ("I17", "vers"),
    ("I26", "salaries"),
)
USE = (
    "Aide au repérage par les professionnels de santé au travail. Ne pose pas de "
    "diagnostic, ne vaut pas avis d'aptitude, ne décide rien seul, n'est jamais "
    "communiqué à l'employeur."
)
NOT_FOR_RELEASE = (
    "Chiffres sans suppression des petits effectifs : document interne au service, à ne "
    "pas diffuser."
)


def cpom_page(table: IndicatorTable, *, service: str = "") -> str:
    """Return the CPOM sheet as one HTML page: no script, nothing fetched.

    Parameters
    ----------
    table
        The indicators; what they hide stays hidden in tables, charts and their
        descriptions.
    service
        The name of the service, for the title.

    Returns
    -------
    str
        A complete page in French.
    """
    return to_html(cpom_document(table, service=service))


def write_cpom(
    table: IndicatorTable, path: str | os.PathLike[str], *, service: str = ""
) -> None:
    """Write the CPOM sheet into a file.

    Raises
    ------
    FileError
        Where the file cannot be written.
    """
    try:
        Path(path).write_text(cpom_page(table, service=service), encoding="utf-8")
    except OSError as error:
        raise FileError(diagnose("IRDP-N029", path=path)) from error


def cpom_document(table: IndicatorTable, *, service: str = "") -> Document:
    """Return the parts of the CPOM sheet, before they become HTML."""
    start, end = table.period.start, table.period.end
    head = f"Prévention de la désinsertion professionnelle – {service}".rstrip(" –")
    axes = [
        axis_section(table, axis, label.fr)
        for axis, label in table.definitions.axes.items()
    ]
    return Document(
        title=typeset(f"{head} : indicateurs CPOM", "fr"),
        subtitle=typeset(
            f"Du {start:%d/%m/%Y} au {end:%d/%m/%Y}, bornes comprises. Public : "
            f"{table.audience}. Définition {table.definitions.reference}.",
            "fr",
        ),
        lang="fr",
        keys=_keys(table),
        summary=None,
        sections=(_reading(table), *axes, _definitions(table)),
    )


def _keys(table: IndicatorTable) -> tuple[KeyFigure, ...]:
    found = []
    for row in table.rows:
        wanted = (row.id, row.variant) in KEYS and not row.category
        if wanted and row.kind != "absent":
            note = " · ".join(filter(None, (row.variant_label.fr, row.instrument)))
            found.append(KeyFigure(typeset(row.label.fr, "fr"), value(row), note))
    return tuple(found)


def _reading(table: IndicatorTable) -> Section:
    """Return how to read the page: what is hidden, what could not be used."""
    if table.k is None:
        first = Paragraph(typeset(NOT_FOR_RELEASE, "fr"), "warning")
    else:
        text = (
            f"« supprimé » : moins de {table.k} personnes, ou un nombre dont un tel "
            "effectif se déduirait. Un nombre supprimé n'est ni nul ni manquant."
        )
        first = Paragraph(typeset(text, "fr"), "note")
    rows = [
        (name, number(n))
        for name, n in (
            (table.definitions.label("raison", reason).fr, n)
            for reason, n in table.quality.items()
        )
    ]
    named = [(name, what) for name, what in table.instruments.items()]
    blocks = [first, Paragraph(typeset(USE, "fr"))]
    tables = []
    if rows:
        caption = "Lignes de la table « visites » qu'aucun indicateur n'utilise"
        tables.append(Table(typeset(caption, "fr"), ("Raison", "Lignes"), tuple(rows)))
    if named:
        tables.append(Table("Instruments", ("Instrument", "Définition"), tuple(named)))
    return Section("lecture", "Lecture", (), (*blocks, *tables))


def _definitions(table: IndicatorTable) -> Section:
    """Return what each indicator counts, in words."""
    rows = tuple(
        tuple(typeset(text, "fr") for text in (i.id, f"« {i.quote} »{_aim(i.in_seed)}",
              i.numerator.fr, i.denominator.fr, i.traps.fr))
        for i in table.definitions.indicators.values()
    )  # fmt: skip
    columns = (
        "Indicateur",
        "Mots du document",
        "Numérateur",
        "Dénominateur",
        "À savoir",
    )
    text = (
        "Les documents cités ne donnent ni numérateur, ni dénominateur, ni période : "
        "tout le reste est une proposition, « définition irdp v1 »."
    )
    return Section(
        "definitions",
        "Définitions",
        (),
        (
            Paragraph(typeset(text, "fr"), "note"),
            Table("Ce que chaque indicateur compte", columns, rows),
        ),
    )


def _aim(in_seed: bool) -> str:
    return "" if in_seed else " (un but, pas un indicateur du document)"
