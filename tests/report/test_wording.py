"""Every word that a report asks for exists in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from irdp.calibration.capacity import TIES
from irdp.report.remarks import REMARKS
from irdp.report.wording import CONVENTIONS, METHODS, WORDS

FOLDER = Path(__file__).parents[2] / "src" / "irdp" / "report"
TEXTS = [p.read_text(encoding="utf-8") for p in sorted(FOLDER.glob("*.py"))]
TEMPLATE = (FOLDER / "document.html.jinja").read_text(encoding="utf-8")
ASKED = {
    key
    for text in [TEMPLATE, *(t for t in TEXTS if "irdp.report.wording import" in t)]
    for key in re.findall(r"\bword\(\"(\w+)\"", text)
}
RULES = ("capacity", "cost_ratio", "min_sensitivity", "risk_threshold", "youden")


def test_literal_words_exist():
    assert len(ASKED) > 40
    assert ASKED - set(WORDS) == set()


@pytest.mark.parametrize(
    "key", [*(f"rule_{r}" for r in RULES), *(f"ties_{t}" for t in TIES)]
)
def test_composed_words_exist(key):
    assert key in WORDS


@pytest.mark.parametrize("table", [WORDS, REMARKS, METHODS, CONVENTIONS])
def test_both_languages_are_there(table):
    assert all(text.fr and text.en for text in table.values())
