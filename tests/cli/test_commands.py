"""Every command: what it writes where, its exit code, its two languages."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import pytest

import irdp
from irdp.cli.app import COMMANDS, run
from irdp.examples.export import write_export
from irdp.examples.visits import fictitious_visits

CANARY = "SecretDeSante4711"


@pytest.fixture
def irdp_(capsys, monkeypatch, tmp_path):
    """Run a command; return its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        code = run([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def typed(monkeypatch, text):
    stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)


@pytest.fixture
def visits(tmp_path):
    path = tmp_path / "v.csv"
    path.write_text("id_visite;WAI1\nA;4\nB;11\nC;\n")
    return path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages_and_json(irdp_, name):
    code, french, err = irdp_(name, "--help")
    assert (code, err) == (0, "")
    code, english, _ = irdp_(name, "--help", "--lang", "en")
    assert code == 0
    assert "Utilisation :" in french
    assert "Usage:" in english
    assert french != english
    for text in (french, english):
        assert "--json" in text
        assert "--lang" in text
        assert "\x1f" not in text
    for word in ("Show this", "required", "Options:", "Arguments:"):
        assert word not in french


def test_the_program_says_its_commands_and_its_version(irdp_):
    code, out, _ = irdp_("--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)
    assert irdp_("--version")[1] == "irdp 0.1.0\n"
    assert json.loads(irdp_("--json", "--version")[1])["version"] == "irdp 0.1.0"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["foo"], 2, "IRDP-U001"),
        (["score"], 2, "IRDP-U003"),
        (["score", "v.csv", "-d", "was@1.0.0"], 2, "IRDP-U003"),
        (["list", "--bla"], 2, "IRDP-U002"),
        (["list", "trop"], 2, "IRDP-U004"),
        (["list", "--catalog"], 2, "IRDP-U004"),
        (["list", "--lang", "de"], 2, "IRDP-U008"),
        (["show", "epice@1.0.0"], 2, "IRDP-C001"),
        (["show", "epices"], 2, "IRDP-C002"),
        (["show", "no.yaml"], 3, "IRDP-Y04"),
        (["list", "--catalog", "no"], 2, "IRDP-C010"),
        (["score", "no.csv", "-d", "was@1.0.0", "-o", "o.csv"], 3, "IRDP-F001"),
        (["score", "v.csv", "-d", "was@1.0.0", "-o", "v.csv"], 3, "IRDP-F007"),
        (["score", "v.csv", "-d", "epices@1.0.0", "-o", "o.csv"], 2, "IRDP-C024"),
        (["assess", "no.json", "-d", "was@1.0.0"], 3, "IRDP-F001"),
        (["explain-code", "D999"], 2, "IRDP-U005"),
        (["schema", "poem"], 2, "IRDP-U008"),
        (["cases", "was@1.0.0", "--generate", "x"], 2, "IRDP-U008"),
        (["verify", "v.csv"], 3, "IRDP-F030"),
        (["check", "no"], 2, "IRDP-C010"),
        (["lock", "no"], 2, "IRDP-C010"),
        (["diff", "was@1.0.0", "epices@1.0.0"], 2, "IRDP-Q112"),
        (["indicators", "v.csv", "--period", "hier"], 2, "IRDP-N"),
        (["indicators", "v.csv", "--period", "2026", "-k", "onze"], 2, "IRDP-U008"),
    ],
)
@pytest.mark.usefixtures("visits")
def test_a_mistake_is_said_with_its_code_and_never_as_a_traceback(
    irdp_, arguments, code, said
):
    found, out, err = irdp_(*arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err
    found, out, err = irdp_(arguments[0], "--json", *arguments[1:])
    assert (found, out) == (code, "")
    assert json.loads(err)["diagnostics"][0]["code"].startswith(said)


def test_score_writes_data_remarks_and_the_balance(irdp_, visits, tmp_path):
    arguments = [
        "score",
        visits,
        "-d",
        "was@1.0.0",
        "-o",
        "o.csv",
        "--rejects",
        "r.csv",
    ]
    code, out, err = irdp_(*arguments)
    assert (code, out) == (1, "")
    assert err.rstrip().endswith("lues 3 = notées 2 + rejetées 1")
    assert "poor 1" in err
    assert "IRDP-D028" in err
    text = (tmp_path / "o.csv").read_text()
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [r["id_visite"] for r in rows] == ["A", "C"]
    code, _, err = irdp_(*arguments)
    assert code == 0
    assert "Rien à faire" in err
    code, _, err = irdp_(*arguments, "--lang", "en")
    assert "IRDP-F006" in err
    assert code == 3
    code, out, err = irdp_(*arguments, "--lang", "en", "--overwrite", "--json")
    assert (code, err) == (1, "")
    plain = json.loads(out)
    assert (plain["read"], plain["scored"], plain["rejected"]) == (3, 2, 1)
    assert irdp_("verify", "o.csv")[0] == 0
    (tmp_path / "o.csv").write_text("autre")
    code, out, _ = irdp_("verify", "o.csv", "--json")
    assert (code, json.loads(out)["ok"]) == (1, False)


def test_all_scored_exits_with_0_and_dash_is_a_stream(irdp_, tmp_path):
    path = tmp_path / "v.csv"
    path.write_text("id_visite;WAI1\nA;4\n")
    run_ = [sys.executable, "-m", "irdp.cli", "score", "-", "-d", "was@1.0.0"]
    done = subprocess.run(  # noqa: S603 - our own program
        [*run_, "-o", "-"], input=path.read_bytes(), capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[1].startswith("A;4;poor;ok;1;")
    assert "lues 1 = notées 1 + rejetées 0" in done.stderr.decode()
    assert irdp_("score", path, "-d", "was@1.0.0", "-o", "o.csv")[0] == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.csv", "colonne;item\ncapacité;WAI1\n"),
        ("m.csv", "capacité,WAI1\n"),
        ("m.yaml", "capacité: WAI1\n"),
    ],
)
def test_a_map_renames_columns(irdp_, tmp_path, name, text):
    (tmp_path / "v.csv").write_bytes("n°;capacité\n7;4\n".encode("cp1252"))
    (tmp_path / name).write_text(text, encoding="utf-8")
    arguments = ["score", "v.csv", "-d", "was@1.0.0", "-o", "o.csv", "--map", name]
    assert irdp_(*arguments, "--key", "n°")[0] == 0
    assert (tmp_path / "o.csv").read_text().splitlines()[1].startswith("7;4;")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("m.csv", "a;b;c\n", "IRDP-U006"),
        ("m.csv", "colonne;item\nx;\n", "IRDP-U006"),
        ("m.csv", "colonne;item\nx;WAI1\ny;WAI1\n", "IRDP-U007"),
        ("m.yaml", "- x\n", "IRDP-Y002"),
        ("m.yaml", "x: [a]\n", "IRDP-U006"),
        ("m.yaml", "x: 'a\n", "IRDP-Y007"),
    ],
)
def test_a_map_that_is_none_is_refused(irdp_, visits, tmp_path, name, text, code):
    (tmp_path / name).write_text(text, encoding="utf-8")
    found, _, err = irdp_(
        "score", visits, "-d", "was@1.0.0", "-o", "o.csv", "--map", name
    )
    assert found == 2
    assert code in err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"WAI1": 4, "WAI1": 5}', 3),
        ('{"WAI1": NaN}', 3),
        ('{"WAI1": Infinity}', 3),
        ('{"WAI1": 4} {"WAI1": 5}', 3),
        ('{"WAI1": 4', 3),
        ("", 3),
        ("[" * 10_000, 3),
        ('{"WAI1": ' + "[" * 50 + "]" * 50 + "}", 3),
        ('{"WAI1": ' + "9" * 6000 + "}", 3),
        ("[4]", 2),
        ("4", 2),
        ('{"WAI1": 11}', 1),
        ('{"WAI1": 4}', 0),
        ("{}", 0),
    ],
)
def test_one_visit_in_one_result_out(irdp_, monkeypatch, text, code):
    typed(monkeypatch, text)
    found, out, err = irdp_("assess", "-", "-d", "was@1.0.0")
    assert found == code
    assert bool(out) == (code < 2)
    if code == 3:
        assert "IRDP-D043" in err
    if out:
        plain = json.loads(out)
        assert plain["rejected"] == bool(code)
        assert plain["validation"] == "to_be_validated"


def test_explain_speaks_both_languages(irdp_, tmp_path):
    (tmp_path / "v.json").write_text('{"WAI1": 4}')
    code, french, _ = irdp_("explain", "v.json", "-d", "was@1.0.0")
    assert code == 0
    assert "À valider par un professionnel de santé" in french
    english = irdp_("explain", "v.json", "-d", "was@1.0.0", "--lang=en")[1]
    assert "To be validated by a professional" in english
    plain = json.loads(irdp_("explain", "v.json", "-d", "was@1.0.0", "--json")[1])
    assert plain["text"] == french.rstrip("\n")


def test_the_template_is_read_back_and_says_what_it_accepts(irdp_, tmp_path):
    code, out, _ = irdp_("template", "phq2@1.0.0")
    assert (code, out) == (0, "id_visite;PHQ1;PHQ2\r\n")
    values = irdp_("template", "phq2@1.0.0", "--values")[1]
    assert "0 = Jamais, 1 = Plusieurs jours" in values
    assert irdp_("template", "pdp_droits@1.0.0", "-o", "m.csv")[0] == 0
    assert (tmp_path / "m.valeurs.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert irdp_("template", "pdp_droits@1.0.0", "-o", "m.csv")[0] == 3
    code, _, err = irdp_("score", "m.csv", "-d", "pdp_droits@1.0.0", "-o", "o.csv")
    assert code == 0
    assert "lues 0 = notées 0 + rejetées 0" in err


def test_list_show_and_the_review_commands(irdp_):
    assert "epices@1.0.0" in irdp_("list")[1]
    assert {"id", "status"} <= set(json.loads(irdp_("list", "--json")[1])[0])
    shown = irdp_("show", "epices@1.0.0")[1]
    digest = irdp.load("epices@1.0.0").provenance.scoring_digest
    assert digest in shown
    assert "75,14" in shown
    plain = json.loads(irdp_("show", "demo_irdp@0.1.0", "--json")[1])
    assert plain["provenance"]["status"] == "illustrative"
    notice = irdp_("show", "demo_irdp@0.1.0")[1]
    assert "Interdit d'usage sur des personnes réelles" in notice
    assert "prereprise" in irdp_("show", "demo_pdp@0.1.0")[1]
    assert irdp_("diff", "was@1.0.0", "was@1.0.0")[0] == 0
    assert irdp_("cases", "was@1.0.0")[:2] == (0, "7 cas, 0 écarts\n")
    made = irdp_("cases", "was@1.0.0", "--generate", "boundaries")[1]
    assert made.startswith("# yaml-language-server")
    assert irdp_("unverified", "phq9@1.0.0")[0] == 0
    assert json.loads(irdp_("schema", "cases")[1])["type"] == "object"
    assert "IRDP-D021" in irdp_("explain-code", "d021")[1]
    assert len(json.loads(irdp_("explain-code", "--json")[1])) > 100


def test_check_tells_faults_warnings_and_clean_apart(irdp_, tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    text = (
        "format: irdp/questionnaire/1\nid: petit\nversion: 0.1.0\nstatus: draft\n"
        "title: {fr: Petit, en: Small}\nitems:\n"
        "  - {id: q1, type: boolean, label: {fr: Un, en: One}}\n"
    )
    path = pack / "questionnaire-petit-0.1.0.yaml"
    path.write_text(text)
    scoring = (
        "format: irdp/scoring/1\nid: petit\nversion: 0.1.0\nstatus: draft\n"
        "questionnaire: petit@0.1.0\ntitle: {fr: Petit, en: Small}\nscores:\n"
        "  - {id: s, op: sum, of: [q1], missing: none_allowed, direction: none}\n"
    )
    (pack / "scoring-petit-0.1.0.yaml").write_text(scoring)
    code, out, _ = irdp_("check", pack)
    assert (code, "IRDP-Q109" in out) == (1, True)
    assert irdp_("show", "petit@0.1.0", "--catalog", pack)[0] == 0
    assert "petit@0.1.0" in irdp_("list", "--catalog", pack)[1]
    path.write_text(text.replace("boolean", "boolien"))
    code, out, _ = irdp_("check", pack, "--json")
    assert (code, json.loads(out)["errors"] > 0) == (2, True)
    code, out, err = irdp_("show", "petit@0.1.0", "--catalog", pack)
    assert (code, out) == (2, "")
    assert "questionnaire-petit-0.1.0.yaml:7" in err


def test_lock_refuses_to_freeze_again_what_has_changed(irdp_, tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    path = pack / "questionnaire-petit-1.0.0.yaml"
    text = (
        "format: irdp/questionnaire/1\nid: petit\nversion: 1.0.0\nstatus: research\n"
        "title: {fr: Petit, en: Small}\nitems:\n"
        "  - {id: q1, type: boolean, label: {fr: Un, en: One}}\n"
    )
    path.write_text(text)
    code, out, _ = irdp_("lock", pack)
    assert (code, "questionnaire petit@1.0.0 sha256:" in out) == (0, True)
    kept = (pack / "LOCK").read_text()
    assert irdp_("lock", pack)[0] == 0
    path.write_text(text.replace("One", "Two"))
    code, out, err = irdp_("lock", pack)
    assert (code, out) == (2, "")
    assert "IRDP-Q060" in err
    assert (pack / "LOCK").read_text() == kept
    assert irdp_("lock", pack, "--overwrite")[0] == 0
    assert (pack / "LOCK").read_text() != kept


def test_impact_counts_a_file_and_names_what_it_leaves_out(irdp_, tmp_path):
    (tmp_path / "v.csv").write_text("id_visite;WAI1\nA;4\nB;9\nTotal;2\n")
    code, out, err = irdp_("impact", "was@1.0.0", "was@1.0.0", "v.csv", "--json")
    assert (code, json.loads(out)["n"]) == (1, 2)
    assert "IRDP-D012" in err


def test_indicators_come_from_tables(irdp_, tmp_path):
    rows = "".join(f"{i};s{i};05/03/2026;mi_carriere\n" for i in range(40))
    (tmp_path / "t.csv").write_text(f"id_visite;cle_salarie;date;type\n{rows}")
    code, out, _ = irdp_("indicators", "t.csv", "--period", "2026")
    assert code == 0
    found = {(r["id"], r["variant"]): r for r in json.loads(out)["rows"]}
    assert found["I03", "salaries"]["value"] == 40
    assert irdp_("indicators", "t.csv", "--period", "2026", "-o", "i.csv")[0] == 0
    assert (tmp_path / "i.csv").exists()
    assert irdp_("indicators", "t.csv", "--period", "2026", "-o", "i.pdf")[0] == 2


def test_the_demonstration_may_be_run_twice(irdp_, tmp_path):
    code, out, _ = irdp_("demo", "--out", "d")
    assert code == 0
    assert "= notées" in out
    assert "À valider par un professionnel" in out
    names = {p.name for p in (tmp_path / "d").iterdir()}
    assert {"visites.csv", "scores.csv", "rejets.csv", "correspondance.csv"} <= names
    before = (tmp_path / "d" / "scores.csv").read_bytes()
    code, out, _ = irdp_("demo", "--out", "d", "--lang", "en")
    assert code == 0
    assert (tmp_path / "d" / "scores.csv").read_bytes() == before
    (tmp_path / "f").write_text("")
    assert irdp_("demo", "--out", "f")[0] == 3


def test_no_answer_reaches_a_stream_a_reason_or_a_manifest(irdp_, tmp_path):
    scorer = irdp.load("demo_pdp@0.1.0")
    visits = fictitious_visits(scorer, 400, seed=1)
    for name in scorer.items:
        visits.columns[name][len(name)] = CANARY
    write_export(visits, tmp_path / "v.csv", scorer, faults=0.3)
    text = (tmp_path / "v.csv").read_bytes().decode("cp1252")
    text += f'{CANARY};"{CANARY}"x;{CANARY}\r\nX;{CANARY}\r\n'
    (tmp_path / "v.csv").write_bytes(text.encode("cp1252"))
    arguments = ["score", "v.csv", "-d", "demo_pdp@0.1.0", "-o", "o.csv"]
    code, out, err = irdp_(*arguments, "--rejects", "r.csv")
    assert code == 1
    (tmp_path / "v.json").write_text(json.dumps({"WAI1": CANARY, "age": CANARY}))
    said = [out, err]
    said += irdp_("assess", "v.json", "-d", "demo_pdp@0.1.0")[1:]
    said += irdp_("explain", "v.json", "-d", "demo_pdp@0.1.0")[1:]
    said += irdp_("impact", "demo_pdp@0.1.0", "demo_pdp@0.1.0", "v.csv")[1:]
    said.append((tmp_path / "o.csv").read_text())
    said.append((tmp_path / "o.csv.manifest.json").read_text())
    with (tmp_path / "r.csv").open(newline="", encoding="utf-8") as file:
        said += [row["irdp_raison"] for row in csv.DictReader(file, delimiter=";")]
    assert not [text for text in said if CANARY in text]


def test_a_fault_of_the_program_quotes_nothing(irdp_, visits, monkeypatch):
    def broken(*_, **__):
        raise ValueError(CANARY)

    monkeypatch.setattr("irdp.results.table.ScoreTable.coded_columns", broken)
    code, out, err = irdp_("score", visits, "-d", "was@1.0.0", "-o", "o.csv")
    assert (code, out) == (4, "")
    assert "IRDP-U009" in err
    assert CANARY not in err


def test_an_interruption_is_quiet_and_leaves_nothing(
    irdp_, visits, monkeypatch, tmp_path
):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("irdp.results.table.ScoreTable.coded_columns", stopped)
    code, out, err = irdp_("score", visits, "-d", "was@1.0.0", "-o", "o.csv")
    assert (code, out) == (130, "")
    assert "IRDP-U010" in err
    assert [p.name for p in tmp_path.iterdir()] == ["v.csv"]


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_reader_that_leaves_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "-m", "irdp.cli", "explain-code"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.read(1)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() in {0, 141}
    assert err == b""


def test_starting_is_light():
    code = "import sys; from irdp.cli.app import run; run(['--version']); print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"numpy", "pydantic", "pandas", "polars", "pyarrow", "sklearn", "rich"}
    assert not heavy & set(done.stdout.split())
