"""The page of what the documents name: every row has a state, and its tests pass."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "couverture.md"
STATES = ("works", "partly", "not yet", "context")
KINDS = ("calcul", "donnée", "document", "saisie", "contexte")
LAST = {"A": 14, "B": 15, "C": 15, "D": 13, "E": 14, "F": 8, "G": 14, "H": 24}
LAST |= {"L": 13, "J": 13, "K": 11}
ALL = [f"{letter}{n:02}" for letter, last in LAST.items() for n in range(1, last + 1)]
CELL = re.compile(r"(?<!\\)\|")


class Row(NamedTuple):
    """One row of the page."""

    id: str
    named: str
    seed: str
    quote: str
    kind: str
    state: str
    tests: str
    how: str

    def nodes(self):
        return re.findall(r"`([^`]+)`", self.tests)

    def pages(self):
        return re.findall(r"\]\(([^)#]+)", self.how)


def rows_of(text):
    for line in text.splitlines():
        if re.match(r"\| [A-Z]\d\d \|", line):
            cells = [cell.strip() for cell in CELL.split(line)[1:-1]]
            yield Row(*(cell.strip("`") if n in {4, 5} else cell
                        for n, cell in enumerate(cells)))  # fmt: skip


ROWS = list(rows_of(PAGE.read_text(encoding="utf-8")))


def run(*arguments):
    return subprocess.run(  # noqa: S603 - pytest on our own tests
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def test_every_row_of_the_documents_is_there_once():
    assert [row.id for row in ROWS] == ALL
    assert len(ROWS) == 154


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_has_its_state_and_what_goes_with_it(row):
    assert row.state in STATES
    assert row.kind in KINDS
    assert re.fullmatch(r"« .+ »", row.quote)
    assert re.fullmatch(r"`(ara|spst|apst37|occ|eose)`", row.seed)
    assert (row.state == "context") == (row.kind == "contexte")
    said = re.sub(r"→ \[.*", "", row.how).strip()
    assert said.endswith(".")
    if row.state == "works":
        assert row.nodes()
        assert row.pages()
    assert all((PAGE.parent / page).is_file() for page in row.pages())


def test_the_state_of_a_row_is_needed():
    line = "| A01 | x | `ara` | « x » | `calcul` |  | – | x. |"
    [row] = rows_of(line)
    with pytest.raises(AssertionError):
        test_a_row_has_its_state_and_what_goes_with_it(row)


def test_the_tests_named_exist_and_pass(capsys):
    named = sorted({node for row in ROWS for node in row.nodes()})
    done = run(*named)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    summary = done.stdout.splitlines()[-1]
    assert "skipped" not in summary
    counts = Counter(row.state for row in ROWS)
    with capsys.disabled():
        said = ", ".join(f"{state} {counts[state]}" for state in STATES)
        sys.stdout.write(f"\ncouverture: {said}\n")


def test_a_test_that_does_not_exist_is_noticed():
    done = run("tests/indicators/test_named.py::test_that_nobody_wrote")
    assert done.returncode != 0
