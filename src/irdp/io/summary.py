"""The report of a scored file in words: tables of counts, faults, what is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.messages import diagnose
from irdp.results.explain import STATUS_WORDS
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from irdp.io.report import Report
    from irdp.text import Lang

_STATUSES = Text("Visites par statut", "Visits per status")
_BANDS = Text("Visites par bande", "Visits per band")
_PROPOSALS = Text("Propositions", "Proposals")
_ITEMS = Text("Réponses par item", "Answers per item")
_HEADS = (
    Text("répondu", "answered"),
    Text("manquant", "missing"),
    Text("invalide", "invalid"),
    Text("autre", "other"),
)
_FAULTS = Text("Lignes rejetées, par motif", "Rejected rows, per reason")
_REMARKS = Text("Remarques, par motif", "Remarks, per reason")
_SKIPPED = Text(
    "Rien à faire : la sortie est déjà là, de ces mêmes fichiers et définitions.",
    "Nothing to do: the output is there, of these same files and definitions.",
)
_LOST = Text(
    "Les lignes rejetées ne sont dans aucun fichier : `--rejects FICHIER` les garde.",
    "The rejected rows are in no file: `--rejects FILE` keeps them.",
)


def summary(report: Report, lang: Lang = "fr") -> str:
    """Return a report as lines of text; the last is its balance."""
    return "\n".join(_lines(report, lang))


def _lines(report: Report, lang: Lang) -> Iterator[str]:
    for note in report.notes:
        yield note.render(lang)
    statuses = {
        name: {STATUS_WORDS[s].get(lang): n for s, n in found.items()}
        for name, found in report.statuses.items()
    }
    for title, counts in (
        (_STATUSES, statuses),
        (_BANDS, {name: found for name, found in report.bands.items() if found}),
        (_PROPOSALS, report.proposals),
    ):
        if any(counts.values()):
            yield _title(title, lang)
            yield from _counts(counts, lang)
    if report.items:
        yield _title(_ITEMS, lang)
        yield from _items(report, lang)
    for title, faults in ((_FAULTS, report.faults), (_REMARKS, report.remarks)):
        if faults:
            yield _title(title, lang)
            for (column, code), n in faults.items():
                yield f"  {number(n, lang):>12}  {code}  {_short(code, column, lang)}"
    if report.rejected and report.rejects is None:
        yield _LOST.get(lang)
    if report.skipped:
        yield _SKIPPED.get(lang)
    yield report.balance.get(lang)


def number(n: int, lang: Lang) -> str:
    """Return a count as people read it.

    Examples
    --------
    >>> number(12345, "en")
    '12,345'
    """
    text = f"{n:,}"
    return text.replace(",", "\u202f") if lang == "fr" else text


def _title(text: Text, lang: Lang) -> str:
    return f"{text.get(lang)} :" if lang == "fr" else f"{text.get(lang)}:"


def _counts(counts: Mapping[str, Mapping[str, int]], lang: Lang) -> Iterator[str]:
    width = max(map(len, counts), default=0)
    for name, found in counts.items():
        listed = ", ".join(f"{label} {number(n, lang)}" for label, n in found.items())
        yield f"  {name:{width}}  {listed}"


def _items(report: Report, lang: Lang) -> Iterator[str]:
    rows: list[Sequence[str]] = [["", *(head.get(lang) for head in _HEADS)]]
    for name, counts in report.items.items():
        other = counts.refused + counts.unknown + counts.not_applicable
        kinds = (counts.answered, counts.missing, counts.invalid, other)
        rows.append([name, *(number(n, lang) for n in kinds)])
    widths = [max(len(row[k]) for row in rows) for k in range(len(_HEADS) + 1)]
    for row in rows:
        cells = [f"{cell:>{w}}" for cell, w in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join(["", f"{row[0]:{widths[0]}}", *cells])


def _short(code: str, column: str, lang: Lang) -> str:
    """Return what a code says of a whole column: the numbers of single rows left out."""
    message = diagnose(code, None, item=column, column=column, **_UNSAID).message
    return message.get(lang)


_UNSAID = {"found": "…", "expected": "…", "limit": "…", "first": "…"}
