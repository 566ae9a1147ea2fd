"""Two working lists: who may have the mid-career visit, what became of the files.

Keys only: a list says of whom the record is to be opened, never what it holds. Both
are for the team of the worker; they propose, nothing is sent from them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.disclosure.audience import check_individual
from irdp.errors import CallError
from irdp.indicators.definitions import read_definitions
from irdp.indicators.period import add_months
from irdp.indicators.tables import Table as Columns
from irdp.indicators.tables import read_table
from irdp.io.atomic import atomic_writer
from irdp.messages import diagnose
from irdp.report.blocks import Document, KeyFigure, Paragraph, Section, Table
from irdp.report.html import to_html
from irdp.report.validation_report import typeset_document
from irdp.results.provenance import INTENDED_USE

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

MONTHS = (3, 6, 12)
LEGAL_AGE = 45
EARLY_YEARS = 2
_DUE, _EARLY = "echeance", "anticipation"
_GROUNDS = {
    _DUE: "année civile des 45 ans",
    _EARLY: "dans les deux ans qui précèdent, avec un autre examen du médecin",
}
_NOT_YET, _UNKNOWN = "a_venir", "inconnu"


@dataclass(frozen=True, slots=True)
class Eligible:
    """A worker who may have the mid-career visit in a year.

    Parameters
    ----------
    key
        The key of the worker in the tables.
    ground
        ``echeance``: the civil year of the 45th birthday; ``anticipation``: one of the
        two years before, only together with another examination by the physician.
    """

    key: str
    ground: str


@dataclass(frozen=True, slots=True)
class FileFollowUp:
    """What became of a PDP file, months after the referral.

    Parameters
    ----------
    key
        The key of the file.
    due
        The day to look at it, by number of months.
    situation
        By number of months: a code of situation, ``inconnu`` where nobody told,
        ``a_venir`` before the day.
    """

    key: str
    due: dict[int, dt.date]
    situation: dict[int, str]


def eligible_mi_carriere(
    suivis: Any, visites: Any, *, year: int, audience: str
) -> tuple[Eligible, ...]:
    """Return the workers followed in a year who may have the mid-career visit.

    The civil year of the 45th birthday or one of the two years before (L4624-2-2);
    those who had the visit in the year or before are left out, and so are those whose
    year of birth is unknown. A branch agreement may set another year: the tables do
    not know it.

    Parameters
    ----------
    suivis, visites
        The tables, as `irdp.indicators.compute` takes them.
    year
        The civil year.
    audience
        ``soignant`` or ``cellule_pdp``.

    Raises
    ------
    CallError
        If the audience gets no individual result, or a table lacks.

    Examples
    --------
    >>> suivis = {"cle_salarie": ["a", "b"], "annee_naissance": [1981, 1983],
    ...     "date_entree": ["2020-01-01"] * 2, "date_sortie": ["", ""]}
    >>> visites = {"cle_salarie": [], "type": [], "date": []}
    >>> eligible_mi_carriere(suivis, visites, year=2026, audience="soignant")
    (Eligible(key='a', ground='echeance'), Eligible(key='b', ground='anticipation'))
    """
    check_individual(audience)
    followed, seen = _table("suivis", suivis), _table("visites", visites)
    start, end = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year}-12-31")
    entry, leave = followed.dates("date_entree"), followed.dates("date_sortie")
    here = (entry <= end) & (np.isnat(leave) | (leave >= start))
    kinds = seen.lists("type").having("mi_carriere") & (seen.dates("date") <= end)
    done = set(seen.text("cle_salarie")[kinds])
    age = year - followed.numbers("annee_naissance")
    grounds: dict[str, str] = {}
    keys = followed.text("cle_salarie")
    for row in np.flatnonzero(here & (age <= LEGAL_AGE)):
        if keys[row] and keys[row] not in done and age[row] >= LEGAL_AGE - EARLY_YEARS:
            grounds[keys[row]] = _DUE if age[row] == LEGAL_AGE else _EARLY
    found = [Eligible(key, ground) for key, ground in grounds.items()]
    return tuple(sorted(found, key=lambda e: (e.ground != _DUE, e.key)))


def follow_up_files(
    dossiers: Any, *, on: dt.date, audience: str
) -> tuple[FileFollowUp, ...]:
    """Return what became of the files referred, 3, 6 and 12 months later.

    Parameters
    ----------
    dossiers
        The table of files, with `id_dossier`, `orientation_le` and the columns
        `situation_3m`, `situation_6m`, `situation_12m` (those that lack are unknown).
    on
        The day of the table: what is due later is ``a_venir``.
    audience
        ``soignant`` or ``cellule_pdp``.

    Raises
    ------
    CallError
        If the audience gets no individual result, or the table lacks.

    Examples
    --------
    >>> import datetime
    >>> dossiers = {"id_dossier": ["D1"], "orientation_le": ["2026-01-31"],
    ...     "situation_3m": ["formation"], "situation_6m": [""]}
    >>> row, = follow_up_files(dossiers, on=datetime.date(2026, 9, 1), audience="soignant")
    >>> row.situation
    {3: 'formation', 6: 'inconnu', 12: 'a_venir'}
    """
    check_individual(audience)
    table = _table("dossiers", dossiers)
    referred = table.dates("orientation_le")
    names = table.text("id_dossier")
    known = read_definitions().codes["situation"]
    due = {m: add_months(referred, m) for m in MONTHS}
    told = {m: _told(table, m) for m in MONTHS}
    found = []
    for row in np.flatnonzero(~np.isnat(referred)):
        days = {m: due[m][row].item() for m in MONTHS}
        codes = {
            m: _situation(str(told[m][row]), known, late=days[m] <= on) for m in MONTHS
        }
        found.append(FileFollowUp(str(names[row]), days, codes))
    return tuple(sorted(found, key=lambda f: f.key))


def _table(name: str, data: Any) -> Columns:
    table = read_table(name, data)
    if table is None:
        raise CallError(diagnose("IRDP-N022", table=name))
    return table


def _told(table: Columns, months: int) -> Any:
    column = f"situation_{months}m"
    if table.has(column):
        return table.codes(column)
    return np.full(table.n, _UNKNOWN, dtype=object)


def _situation(code: str, known: Any, *, late: bool) -> str:
    if code not in known:
        code = "autre"
    return _NOT_YET if code == _UNKNOWN and not late else code


def mi_carriere_page(rows: tuple[Eligible, ...], *, year: int) -> str:
    """Return the list of the mid-career visit as one HTML page in French."""
    counts = Counter(row.ground for row in rows)
    table = Table(
        f"Visite de mi-carrière, {year}",
        ("Clé du salarié", "Motif", "Suite"),
        tuple((row.key, _GROUNDS[row.ground], "☐ proposée ☐ faite") for row in rows),
    )
    said = Paragraph(
        "Propositions à examiner : la liste ne convoque personne. L'année fixée par un "
        "accord de branche n'est pas dans les tables.",
        "note",
    )
    keys = tuple(KeyFigure(_GROUNDS[g], str(counts[g]), "salariés") for g in _GROUNDS)
    return _page(
        f"Visite de mi-carrière {year} : salariés éligibles", keys, said, table
    )


def follow_up_page(rows: tuple[FileFollowUp, ...], *, on: dt.date) -> str:
    """Return the follow-up of the files as one HTML page in French."""
    labels = {c: t.fr for c, t in read_definitions().codes["situation"].items()}
    labels |= {_NOT_YET: "à venir"}
    cells = tuple(
        (
            row.key,
            *(f"{labels[row.situation[m]]} ({row.due[m]:%d/%m/%Y})" for m in MONTHS),
        )
        for row in rows
    )
    heads = ("Dossier", *(f"À {m} mois" for m in MONTHS))
    lost = {m: sum(row.situation[m] == _UNKNOWN for row in rows) for m in MONTHS}
    keys = tuple(
        KeyFigure(
            f"Sans nouvelle à {m} mois", str(lost[m]), f"sur {len(rows)} dossiers"
        )
        for m in MONTHS
    )
    said = Paragraph(
        "« inconnu » : la date est passée et personne n'a dit ce qu'il en est. Ces "
        "dossiers restent au dénominateur.",
        "note",
    )
    table = Table("Dossiers orientés, situation et échéance", heads, cells)
    return _page(f"Suivi des dossiers PDP au {on:%d/%m/%Y}", keys, said, table)


def _page(
    title: str, keys: tuple[KeyFigure, ...], said: Paragraph, table: Table
) -> str:
    section = Section("liste", "Liste", (), (said, table))
    document = Document(
        title=title,
        subtitle=f"Document interne à l'équipe. {INTENDED_USE.fr}",
        lang="fr",
        keys=keys,
        summary=None,
        sections=(section,),
    )
    return to_html(typeset_document(document))


def write_page(page: str, path: str | Path, *, overwrite: bool = False) -> None:
    """Write a page into a file that only its owner can read.

    Raises
    ------
    FileError
        Where the file exists or cannot be written.
    """
    with atomic_writer(path, overwrite=overwrite) as stream:
        stream.write(page.encode())
