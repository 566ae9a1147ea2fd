"""Whole files: each row counted once, whole or absent, the same as in memory."""

from __future__ import annotations

import csv
import io
import json
import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import irdp
from irdp.errors import CallError, ColumnsError, FileError
from irdp.examples.export import FAULTS, write_export
from irdp.examples.visits import fictitious_visits
from irdp.io.manifest import sealed
from irdp.io.verify import verify

ROWS = 20_000
WHY = {
    "outside": "IRDP-D021",
    "label": "IRDP-D022",
    "too_short": "IRDP-D011",
    "too_long": "IRDP-D011",
    "stray_quote": "IRDP-D014",
    "control": "IRDP-D015",
    "repeated_id": "IRDP-D035",
    "header_again": "IRDP-D012",
    "total": "IRDP-D012",
}


@pytest.fixture(scope="module")
def scorer():
    return irdp.load("epices@1.0.0")


@pytest.fixture(scope="module")
def visits(scorer):
    return fictitious_visits(scorer, ROWS, seed=5)


@pytest.fixture(scope="module")
def export(scorer, visits, tmp_path_factory):
    """A French export of 20 000 rows, its counts, and what became of it."""
    folder = tmp_path_factory.mktemp("export")
    counts = write_export(
        visits, folder / "visites.csv", scorer, rename={"age": "âge"}, faults=0.05
    )
    report = irdp.score_file(
        folder / "visites.csv",
        folder / "scores.csv",
        scorer,
        rejects=folder / "rejets.csv",
        rename={"âge": "age"},
    )
    return folder, counts, report


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def small(folder, text, name="v.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_every_row_of_a_faulty_export_is_counted_once_with_its_reason(export):
    folder, counts, report = export
    counts = dict(counts)
    good = counts.pop("good")
    assert set(counts) == {*FAULTS, "total"}
    assert (report.read, report.scored) == (ROWS + 1, good)
    assert report.rejected == sum(counts.values())
    assert report.balance.fr.replace("\u202f", "") == (
        f"lues {ROWS + 1} = notées {good} + rejetées {report.rejected}"
    )
    found = {}
    for (_, code), n in report.faults.items():
        found[code] = found.get(code, 0) + n
    expected = {}
    for kind, n in counts.items():
        expected[WHY[kind]] = expected.get(WHY[kind], 0) + n
    assert found == expected
    assert len(rows_of(folder / "scores.csv")) == good
    assert len(rows_of(folder / "rejets.csv")) == report.rejected


def test_a_file_gives_the_numbers_that_memory_gives(export, scorer, visits):
    folder, _, report = export
    table = scorer.score({n: visits.columns[n] for n in scorer.items})
    place = {key: i for i, key in enumerate(visits.columns["id_visite"])}
    plain, share = table.to_dict(), table.completeness("score")
    for row in rows_of(folder / "scores.csv"):
        i = place[row["id_visite"]]
        text = row["score"].replace(",", ".")
        assert (float(text) if text else None) == plain["score"][i]
        assert (row["quintile"] or None) == plain["quintile"][i]
        assert row["score.status"] == plain["score.status"][i]
        assert float(row["score.completeness"].replace(",", ".")) == share[i]
    counted = sum(report.statuses["score"].values())
    assert counted == report.scored
    ages = report.items["age"]
    assert ages.total == report.read - sum(
        n for (_, code), n in report.faults.items() if code < "IRDP-D020"
    )


def corrected(path, good):
    """The reject file with each visit put right; titles and totals removed."""
    text = path.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    head, out = rows[0], [rows[0]]
    width = len(head) - 5
    for number, found in enumerate(rows[1:]):
        row = found
        code, raw = row[-3], row[-1]
        if code == "IRDP-D012":
            continue
        if code == "IRDP-D035":
            row[0] = f"{row[0]}-{number}"
        if raw:
            cells = raw.replace('"1"2', "1").split(";")
            row = ["" for _ in head]
            row[-1] = ";".join([*cells[: width - 2], "", ""][:width])
            if len(cells) > width:
                row[-1] = ";".join([*cells[: width - 1], ""])
        else:
            row[1] = good[row[0]] if row[0] in good else row[1]
        out.append(row)
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(out)
    return stream.getvalue()


def test_the_reject_file_once_corrected_is_read_as_it_is(export, scorer, visits):
    folder, counts, _ = export
    first = dict(zip(visits.columns["id_visite"], visits.columns["EPI01"], strict=True))
    good = {key: "" if value is None else value for key, value in first.items()}
    again = small(folder, corrected(folder / "rejets.csv", good), "corriges.csv")
    report = irdp.score_file(
        again, folder / "encore.csv", scorer, rename={"âge": "age"}
    )
    whole = sum(n for kind, n in counts.items() if kind in FAULTS)
    assert report.rejected == 0, report.faults
    assert report.scored == whole - counts["header_again"]


def test_the_same_job_again_does_nothing_and_another_is_refused(tmp_path):
    was = irdp.load("was@1.0.0")
    source = small(tmp_path, "id_visite;WAI1\n1;4\n2;12\n")
    out, rejects = tmp_path / "o.csv", tmp_path / "r.csv"
    first = irdp.score_file(source, out, was, rejects=rejects)
    stamp = out.stat().st_mtime_ns
    again = irdp.score_file(source, out, was, rejects=rejects)
    assert again.skipped
    assert (again.read, again.rejected) == (first.read, first.rejected)
    assert again.faults == first.faults
    assert out.stat().st_mtime_ns == stamp
    with pytest.raises(FileError, match="IRDP-F006"):
        irdp.score_file(source, out, was, rejects=rejects, carry=["WAI1"])
    source.write_text("id_visite;WAI1\n1;5\n")
    with pytest.raises(FileError, match="IRDP-F006"):
        irdp.score_file(source, out, was, rejects=rejects)
    replaced = irdp.score_file(source, out, was, rejects=rejects, overwrite=True)
    assert (replaced.read, replaced.skipped) == (1, False)
    out.unlink()
    assert not irdp.score_file(source, out, was, rejects=rejects).skipped


def test_verify_sees_a_change_of_output_input_or_definition(tmp_path):
    was = irdp.load("was@1.0.0")
    source = small(tmp_path, "id_visite;WAI1\n1;4\n2;12\n")
    out = tmp_path / "o.csv"
    irdp.score_file(source, out, was)
    assert verify(out).ok
    whole, manifest = out.read_bytes(), tmp_path / "o.csv.manifest.json"
    out.write_bytes(whole.replace(b"poor", b"good"))
    assert [d.code for d in verify(out).diagnostics] == ["IRDP-F031"]
    out.write_bytes(whole)
    kept = manifest.read_text(encoding="utf-8")
    plain = json.loads(kept)
    plain["job"]["definitions"][0]["scoring_digest"] = "sha256:0"
    manifest.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(FileError, match="IRDP-F025"):
        verify(out)
    manifest.write_text(json.dumps(sealed(plain)), encoding="utf-8")
    assert [d.code for d in verify(out).diagnostics] == ["IRDP-F032"]
    plain = json.loads(kept)
    plain["job"]["options"]["key"] = "WAI1"
    manifest.write_text(json.dumps(sealed(plain)), encoding="utf-8")
    assert [d.code for d in verify(out).diagnostics] == ["IRDP-F033"]
    manifest.write_text(kept, encoding="utf-8")
    source.write_text("id_visite;WAI1\n1;5\n")
    assert [d.code for d in verify(out).diagnostics] == ["IRDP-F031"]
    manifest.write_text("{", encoding="utf-8")
    with pytest.raises(FileError, match="IRDP-F025"):
        verify(out)
    manifest.unlink()
    with pytest.raises(FileError, match="IRDP-F030"):
        verify(out)


def test_several_scorings_prefix_their_columns_and_reject_together(tmp_path):
    scorers = [irdp.load("was@1.0.0"), irdp.load("phq2@1.0.0")]
    source = small(
        tmp_path,
        "nom;WAI1;PHQ1;PHQ2\na;4;0;1\nb;12;0;1\nc;4;9;1\nd;5;1;1\n",
    )
    out, rejects = tmp_path / "o.csv", tmp_path / "r.csv"
    report = irdp.score_file(source, out, scorers, rejects=rejects, carry=["nom"])
    rows = rows_of(out)
    assert [(row["ligne"], row["nom"]) for row in rows] == [("2", "a"), ("5", "d")]
    assert list(rows[0])[:4] == ["ligne", "nom", "was.score", "was.score.band"]
    assert [row["phq2.score"] for row in rows] == ["1", "2"]
    assert (report.scored, report.rejected) == (2, 2)
    assert [row["irdp_colonne"] for row in rows_of(rejects)] == ["WAI1", "PHQ1"]
    with pytest.raises(CallError, match="IRDP-F024"):
        irdp.score_file(source, tmp_path / "p.csv", [scorers[0], scorers[0]])


def test_several_files_of_one_header_make_one_output(tmp_path):
    was = irdp.load("was@1.0.0")
    one = small(tmp_path, "WAI1;site\n4;A\n\n5;B\n", "one.csv")
    two = small(tmp_path, "WAI1;site\n9;C\n", "two.csv")
    out = tmp_path / "o.csv"
    report = irdp.score_file([one, two], out, was)
    assert [(r["fichier"], r["ligne"]) for r in rows_of(out)] == [
        ("one.csv", "2"),
        ("one.csv", "4"),
        ("two.csv", "2"),
    ]
    assert (report.read, report.blank) == (3, 1)
    other = small(tmp_path, "site;WAI1\nC;9\n", "other.csv")
    with pytest.raises(FileError, match="IRDP-F026"):
        irdp.score_file([one, other], tmp_path / "p.csv", was)
    assert not list(tmp_path.glob("p.csv*"))


def test_an_id_that_stands_twice_is_rejected_with_the_line_of_the_first(tmp_path):
    was = irdp.load("was@1.0.0")
    ids = [f"visite-{i:05d}" for i in range(3_000)]
    ids[2_900] = ids[17]
    lines = "".join(f"{key};4\n" for key in [*ids, "", "", ids[0]])
    source = small(tmp_path, f"id_visite;WAI1\n{lines}")
    rejects = tmp_path / "r.csv"
    report = irdp.score_file(source, tmp_path / "o.csv", was, rejects=rejects)
    assert report.faults == {("id_visite", "IRDP-D035"): 2}
    found = [(row["irdp_ligne"], row["irdp_raison"]) for row in rows_of(rejects)]
    assert [line for line, _ in found] == ["2902", "3004"]
    assert [
        words.endswith(end) for (_, words), end in zip(found, ("19", "2"), strict=True)
    ]
    keyed = irdp.score_file(source, tmp_path / "k.csv", was, key="WAI1")
    assert keyed.rejected == 0


def test_a_row_that_names_another_version_is_rejected(tmp_path):
    was = irdp.load("was@1.0.0")
    lines = "1;4;1.0.0\n2;4;was@1.0.0\n3;4;\n4;4;0.9.0\n"
    source = small(tmp_path, f"id_visite;WAI1;version_questionnaire\n{lines}")
    report = irdp.score_file(source, tmp_path / "o.csv", was)
    assert report.faults == {("version_questionnaire", "IRDP-D040"): 1}
    assert (report.scored, report.rejected) == (3, 1)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("255081416802538", {"IRDP-D036"}),
        ("2 55 08 14 168 025 38", {"IRDP-D036"}),
        ("255081416802539", set()),
        ("a.b@example.org", {"IRDP-D036"}),
        ("06 12 34 56 78", {"IRDP-D036"}),
        ("1,234568e+16", {"IRDP-D037"}),
        ("V1", set()),
    ],
)
def test_columns_that_identify_persons_are_named_and_not_quoted(tmp_path, cell, codes):
    was = irdp.load("was@1.0.0")
    rows = "".join(f"{cell};{i}\n" for i in range(5))
    source = small(tmp_path, f"dossier;WAI1\n{rows}")
    report = irdp.score_file(source, tmp_path / "o.csv", was, key="dossier")
    found = [n for n in report.notes if n.code in {"IRDP-D036", "IRDP-D037"}]
    assert {note.code for note in found} == codes
    assert cell not in report.render("fr")


@pytest.mark.parametrize("kind", ["parquet", "arrow", "csv"])
@pytest.mark.parametrize("written", ["parquet", "csv"])
def test_formats_hold_the_same_results(tmp_path, kind, written):
    was = irdp.load("was@1.0.0")
    answers = [4, None, 11, 8, 0]
    table = pa.table({"id_visite": [f"v{i}" for i in range(5)], "WAI1": answers})
    source = tmp_path / f"v.{kind}"
    if kind == "parquet":
        pq.write_table(table, source)
    elif kind == "arrow":
        with pa.ipc.new_file(source, table.schema) as writer:
            writer.write_table(table)
    else:
        cells = ["" if a is None else a for a in answers]
        text = "".join(f"v{i};{cell}\n" for i, cell in enumerate(cells))
        source.write_text(f"id_visite;WAI1\n{text}")
    out = tmp_path / f"o.{written}"
    report = irdp.score_file(source, out, was, rejects=tmp_path / "r.csv")
    assert (report.read, report.scored, report.rejected) == (5, 4, 1)
    assert verify(out).ok
    if written == "csv":
        rows = rows_of(out)
        found = [(r["id_visite"], r["score"], r["category"]) for r in rows]
        assert found == [
            ("v0", "4", "poor"),
            ("v1", "", ""),
            ("v3", "8", "good_excellent"),
            ("v4", "0", "poor"),
        ]
        return
    found = pq.read_table(out)
    assert found.column("score").to_pylist() == [4.0, None, 8.0, 0.0]
    assert found.column("score.band").to_pylist()[1] is None
    metadata = json.loads(pq.read_schema(out).metadata[b"irdp"])
    assert metadata["results"][0]["scoring_digest"] == was.provenance.scoring_digest
    rejected = rows_of(tmp_path / "r.csv")
    assert [(r["id_visite"], r["irdp_code"]) for r in rejected] == [("v2", "IRDP-D028")]


def test_collected_decisions_and_reasons_are_lists_in_parquet(tmp_path):
    scorer = irdp.load("pdp_droits@1.0.0")
    visits = fictitious_visits(scorer, 300, seed=2)
    write_export(visits, tmp_path / "v.csv", scorer, faults=0)
    irdp.score_file(tmp_path / "v.csv", tmp_path / "o.parquet", scorer)
    found = pq.read_table(tmp_path / "o.parquet")
    keys = found.column("id_visite").to_pylist()
    table = scorer.score({n: visits.columns[n] for n in scorer.items})
    (name,) = table.verdicts
    assert keys == visits.columns["id_visite"]
    assert [tuple(v) for v in found.column(name).to_pylist()] == list(
        table.decisions(name)
    )
    assert [tuple(v) for v in found.column(f"{name}.reasons").to_pylist()] == list(
        table.reasons(name)
    )


def test_what_cannot_work_is_refused_before_anything_is_written(tmp_path):
    was, epices = irdp.load("was@1.0.0"), irdp.load("epices@1.0.0")
    source = small(tmp_path, "id_visite;WAI1;score\n1;4;x\n")
    out = tmp_path / "o.csv"
    before = set(tmp_path.iterdir())
    faults = [
        (FileError, "IRDP-F007", {"output": source}),
        (FileError, "IRDP-F007", {"output": out, "rejects": out}),
        (FileError, "IRDP-F001", {"source": tmp_path / "no.csv"}),
        (FileError, "IRDP-F009", {"output": tmp_path / "no" / "o.csv"}),
        (CallError, "IRDP-F020", {"output": tmp_path / "o.xlsx"}),
        (CallError, "IRDP-F021", {"key": "cle"}),
        (CallError, "IRDP-F027", {"carry": ["score"]}),
        (CallError, "IRDP-F028", {"scorer": []}),
        (CallError, "IRDP-C027", {"absent": ["nope"]}),
        (CallError, "IRDP-F015", {"rename": {"nope": "WAI1"}}),
        (ColumnsError, "IRDP-C024", {"scorer": epices}),
        (FileError, "IRDP-F011", {"encoding": "klingon"}),
    ]
    for kind, code, wrong in faults:
        given = {"source": source, "output": out, "scorer": was, **wrong}
        with pytest.raises(kind, match=code):
            irdp.score_file(
                given.pop("source"), given.pop("output"), given.pop("scorer"), **given
            )
        assert set(tmp_path.iterdir()) == before, code


def test_absent_items_and_other_languages(tmp_path):
    source = small(tmp_path, "id,WAI1,PHQ1\n1,4.0,9\n", encoding="utf-8")
    phq2, rejects = irdp.load("phq2@1.0.0"), tmp_path / "r.csv"
    report = irdp.score_file(
        source, tmp_path / "o.csv", phq2, absent=["PHQ2"], rejects=rejects, lang="en"
    )
    assert report.rejected == 1
    assert "value" in rejects.read_text(encoding="utf-8")
    assert report.render("en").splitlines()[-1] == "read 1 = scored 0 + rejected 1"


def test_a_header_without_rows_gives_an_empty_output(tmp_path):
    source = small(tmp_path, "id_visite;WAI1\n")
    was = irdp.load("was@1.0.0")
    report = irdp.score_file(source, tmp_path / "o.csv", was)
    assert (report.read, report.scored, report.rejected) == (0, 0, 0)
    assert "IRDP-D002" in {note.code for note in report.notes}
    assert len((tmp_path / "o.csv").read_text().splitlines()) == 1
    irdp.score_file(source, tmp_path / "o.parquet", was)
    assert pq.read_table(tmp_path / "o.parquet").num_rows == 0


def test_a_column_is_said_to_be_empty_only_where_all_of_it_is(tmp_path):
    was = irdp.load("was@1.0.0")
    rows = "".join(f"{i};\n" for i in range(40_000))
    source = small(tmp_path, f"id_visite;WAI1\n{rows}x;4\n")
    report = irdp.score_file(source, tmp_path / "o.csv", was)
    assert "IRDP-D063" not in {note.code for note in report.notes}
    assert report.items["WAI1"].answered == 1
    empty = small(tmp_path, f"id_visite;WAI1\n{rows}", "empty.csv")
    report = irdp.score_file(empty, tmp_path / "p.csv", was)
    assert "IRDP-D063" in {note.code for note in report.notes}


def test_progress_ends_near_the_whole_and_says_no_answer(tmp_path, monkeypatch):
    monkeypatch.setattr("irdp.io.progress._LEAST", 0.0)
    was = irdp.load("was@1.0.0")
    source = small(tmp_path, "WAI1\n" + "4\n11\n" * 60_000)
    seen = []
    irdp.score_file(source, tmp_path / "o.csv", was, progress=seen.append)
    shares = [p.share for p in seen]
    assert shares == sorted(shares)
    assert math.isclose(shares[-1], 1.0, abs_tol=0.2)
    assert seen[-1].read <= 120_000
    assert "lignes/s" in seen[-1].render("fr")


@pytest.mark.parametrize("reference", ["epices@1.0.0", "wai@1.0.0", "demo_pdp@0.1.1"])
def test_files_are_the_same_by_the_kernels_and_by_the_tables(
    reference, tmp_path, monkeypatch
):
    source = tmp_path / "visites.csv"
    scorer = irdp.load(reference)
    made = fictitious_visits(scorer, 4000, seed=8)
    write_export(made, source, scorer, faults=0.02)
    found = {}
    for worth in (1 << 60, 0):
        monkeypatch.setattr("irdp.plan.engine.WORTH", worth)
        scorer = irdp.load(reference)
        text, table = tmp_path / f"{worth}.csv", tmp_path / f"{worth}.parquet"
        told = irdp.score_file(source, text, scorer).to_dict()
        irdp.score_file(source, table, scorer)
        counts = {k: told[k] for k in ("statuses", "bands", "proposals", "items")}
        found[worth] = (text.read_bytes(), pq.read_table(table), counts)
    assert found[0] == found[1 << 60]
    assert found[0][0].count(b"\n") > 3000


@pytest.mark.parametrize("first", ["1937;canari", "7;canari;0", "canari;oui"])
def test_a_first_visit_in_place_of_a_header_is_not_quoted(first, tmp_path):
    source = tmp_path / "visites.csv"
    source.write_text(f"{first}\n{first}\n", encoding="utf-8")
    scorer = irdp.load("was@1.0.0")
    for more in ({}, {"rename": {"colonne": "WAI1"}}):
        with pytest.raises((ColumnsError, CallError)) as error:
            irdp.score_file(source, tmp_path / "x.csv", scorer, **more)
        assert "canari" not in str(error.value)
        assert "1937" not in str(error.value)
    row = {key: [1] for key in first.split(";")}
    notes = scorer.encode(row, absent=["WAI1"]).notes
    assert notes
    assert "canari" not in "".join(str(note) for note in notes)
