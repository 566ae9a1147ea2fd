"""Every example of the README and of the docs runs, in the order it is read."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SET_UP = {"make demo", "make test"}
BIN = Path(sys.executable).parent


def blocks(page: Path) -> list[tuple[str, str, str]]:
    text = page.read_text(encoding="utf-8")
    return [(m[1], m[2].strip(), m[3]) for m in FENCE.finditer(text)]


def run_python(code: str, names: dict[str, object], page: Path) -> None:
    if ">>>" in code:
        test = doctest.DocTestParser().get_doctest(code, names, page.name, None, 0)
        runner = doctest.DocTestRunner(
            optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
        )
        runner.run(test, clear_globs=False)
        names.update(test.globs)
        assert runner.failures == 0, page.name
    else:
        exec(compile(code, page.name, "exec"), names)  # noqa: S102 - our own docs


def run_console(code: str, folder: Path) -> None:
    for line in code.splitlines():
        if not line.startswith("$ "):
            continue
        command, _, remark = line[2:].partition("  # ")
        if command.strip() in SET_UP:
            continue
        expected = int(remark.split()[1]) if remark.startswith("exit ") else 0
        words = shlex.split(command)
        done = subprocess.run(  # noqa: S603 - our own docs
            [str(BIN / words[0]), *words[1:]],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == expected, (command, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_block_of_a_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__main__"}
    for language, info, code in blocks(page):
        first = code.partition("\n")[0]
        if first.startswith("# file: "):
            target = tmp_path / first.removeprefix("# file: ").strip()
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(code, encoding="utf-8")
        elif info == "not-run":
            continue
        elif language == "python":
            run_python(code, names, page)
        elif language == "console":
            run_console(code, tmp_path)
        else:
            assert language in {"yaml", "text", "csv", "json", "html"}, (
                f"{page.name}: a block of {language or 'no language'} cannot be run"
            )
