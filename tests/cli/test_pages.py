"""The sheet and the blank form from the command line."""

import pytest

from irdp.cli.app import run


@pytest.fixture
def irdp_(capsys, monkeypatch, tmp_path):
    """Run a command in an empty folder; return exit code, output and remarks."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        code = run([str(a) for a in arguments])
        return (code, *capsys.readouterr())

    return command


def test_the_sheet_is_a_page_whose_cases_were_run(irdp_):
    code, out, err = irdp_("show", "epices@1.0.0", "--html")
    assert (code, err) == (0, "")
    assert out.startswith("<!DOCTYPE html>")
    assert "cas rejoués seuls" in out
    assert "run alone" in irdp_("--lang", "en", "show", "epices@1.0.0")[1]


def test_a_form_is_written_once(irdp_, tmp_path):
    code, out, err = irdp_("form", "phq9@1.0.0", "--auto", "-o", "f.html", "--html")
    assert (code, out) == (0, "")
    assert "f.html" in err
    page = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert "par vous-même" in page
    assert irdp_("form", "phq9@1.0.0", "-o", "f.html")[0] != 0
    assert irdp_("form", "phq9@1.0.0", "-o", "f.html", "--overwrite")[0] == 0


def test_a_form_of_a_policy_holds_its_questionnaires(irdp_):
    code, out, _ = irdp_("form", "demo_pdp@0.1.1")
    assert code == 0
    assert out.count("<form") > 1


def test_proofs_are_told(irdp_):
    from irdp.shipped import shipped_folder

    code, out, _ = irdp_("--lang", "en", "check", "--proofs", shipped_folder() / "was")
    assert code == 0
    assert "was@1.0.0  6 proved" in out
