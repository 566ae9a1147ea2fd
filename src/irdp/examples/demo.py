"""The demonstration: a made-up file of visits, scored, explained, turned into proposals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from irdp.catalogue import Catalog
from irdp.errors import FileError, Place, UnknownReferenceError
from irdp.examples.export import write_export
from irdp.examples.visits import Visits, fictitious_visits
from irdp.io.atomic import atomic_writer
from irdp.io.score_file import score_file
from irdp.io.system import system_error
from irdp.loading import load
from irdp.messages import diagnose
from irdp.text import Text

if TYPE_CHECKING:
    from irdp.io.progress import Watch
    from irdp.io.report import Report
    from irdp.scorer import Scorer
    from irdp.text import Lang

POLICIES = ("pdp@0.1.0", "demo_pdp@0.1.0")
VISITS = 5_000
SEED = 20261121
FAULTS = 0.01
NAMES = {"age": "âge", "WAI1": "capacité_travail"}
_SHOWN = "cellule_pdp"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demonstration made.

    Parameters
    ----------
    report
        What became of the file.
    explanation
        The result of one visit in words.
    files
        The files written, and what each is.
    """

    report: Report
    explanation: str
    files: tuple[tuple[Path, Text], ...]

    def render(self, lang: Lang = "fr") -> str:
        """Return the summary, the explanation and the files as text."""
        head = Text("Une visite expliquée", "One visit explained").get(lang)
        wrote = Text("Fichiers écrits", "Files written").get(lang)
        lines = [self.report.render(lang), "", head, "", self.explanation, "", wrote]
        lines += [f"  {path}  {what.get(lang)}" for path, what in self.files]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "report": self.report.to_dict(),
            "explanation": self.explanation,
            "files": [str(path) for path, _ in self.files],
        }


def demonstrate(
    folder: str | Path,
    *,
    n: int = VISITS,
    lang: Lang = "fr",
    progress: Watch | None = None,
) -> Demo:
    """Make up a French export of visits, score it, and explain one visit.

    Run again, it writes the same visits and finds the scores already there.

    Parameters
    ----------
    folder
        Where the files go; made where it does not exist.
    n
        How many visits.

    Raises
    ------
    FileError
        Where the folder cannot be written to.
    """
    where = _folder(folder)
    scorer = _policy()
    visits = fictitious_visits(scorer, n, seed=SEED)
    source, table = where / "visites.csv", where / "correspondance.csv"
    output, rejects = where / "scores.csv", where / "rejets.csv"
    names = {item: name for item, name in NAMES.items() if item in visits.columns}
    write_export(
        visits, source, scorer, rename=names, faults=FAULTS, seed=SEED, overwrite=True
    )
    pairs = "".join(f"{name};{item}\r\n" for item, name in names.items())
    with atomic_writer(table, overwrite=True) as stream:
        stream.write(f"colonne;item\r\n{pairs}".encode())
    report = score_file(
        source,
        output,
        scorer,
        rejects=rejects,
        rename={name: item for item, name in names.items()},
        overwrite=True,
        progress=progress,
        lang=lang,
    )
    files = (
        (source, Text("les visites, inventées", "the visits, made up")),
        (table, Text("la correspondance des colonnes", "the map of the columns")),
        (output, Text("les scores et propositions", "the scores and proposals")),
        (rejects, Text("les lignes rejetées et pourquoi", "rejected rows and why")),
        (Path(f"{output}.provenance.json"), Text("la provenance", "the provenance")),
        (Path(f"{output}.manifest.json"), Text("le manifeste", "the manifest")),
    )
    return Demo(report, _explained(scorer, visits, lang), files)


def _folder(folder: str | Path) -> Path:
    where = Path(folder)
    try:
        where.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        fault = FileError(diagnose("IRDP-F034", Place(str(folder))))
    except OSError as error:
        fault = system_error(error, str(folder))
    else:
        return where
    raise fault


def _policy() -> Scorer:
    """Return the policy that the demonstration shows."""
    catalog = Catalog()
    for reference in POLICIES:
        try:
            catalog.entry(reference)
        except UnknownReferenceError:
            continue
        return load(reference, catalog=catalog)
    return load(POLICIES[-1], catalog=catalog)


def _explained(scorer: Scorer, visits: Visits, lang: Lang) -> str:
    """Return the explanation of the first visit with the proposal to show."""
    columns = {n: c[:500] for n, c in visits.columns.items() if n != "id_visite"}
    proposals = scorer.score(columns).decisions("orientation").tolist()
    row = proposals.index(_SHOWN) if _SHOWN in proposals else 0
    return scorer.assess(visits.row(row)).explain(lang)
