"""Indicators from files: tables read, computed, written as a page or as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from irdp.errors import CallError
from irdp.indicators import IndicatorTable, compute
from irdp.io.whole import Whole, read_whole
from irdp.messages import diagnose
from irdp.report.cpom import write_cpom

if TYPE_CHECKING:
    from collections.abc import Mapping

    from irdp.text import Lang


def activity(
    visites: str | Path,
    others: Mapping[str, str | Path | None],
    *,
    period: str,
    audience: str,
    k: str,
) -> tuple[IndicatorTable, tuple[Whole, ...]]:
    """Return the indicators of a period from the files of a service, and the files.

    Parameters
    ----------
    visites
        The table of visits.
    others
        The tables `orientations`, `suivis` and `dossiers`; None where there is none.
    period
        As `irdp.indicators.compute`, two days as ``DAY/DAY``.
    k
        The least number of persons of a cell that is shown, as text.

    Raises
    ------
    FileError
        Where a file cannot be read.
    CallError
        Where the period, the audience or k is wrong.
    """
    if not k.isascii() or not k.isdigit():
        raise CallError(
            diagnose(
                "IRDP-U008", name=k, option="-k", values=">= 5", command="indicators "
            )
        )
    tables = {
        name: None if path is None else read_whole(path)
        for name, path in others.items()
    }
    known = {"visites": read_whole(visites), **tables}
    columns = {n: None if t is None else t.with_iso_days() for n, t in known.items()}
    first, _, last = period.partition("/")
    days = (first, last) if last else period
    table = compute(
        columns["visites"],
        columns.get("orientations"),
        columns.get("suivis"),
        columns.get("dossiers"),
        period=days,
        audience=audience,
        k=int(k),
    )
    return table, tuple(t for t in known.values() if t is not None)


def write_activity(
    table: IndicatorTable, path: str | Path, *, lang: Lang = "fr"
) -> None:
    """Write indicators as a page (.html) or as a table (.csv).

    Raises
    ------
    CallError
        Where the suffix is neither (IRDP-F020).
    FileError
        Where the file cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".html":
        write_cpom(table, path)
    elif suffix == ".csv":
        table.to_csv(path, lang)
    else:
        raise CallError(diagnose("IRDP-F020", formats=".html, .csv"))
