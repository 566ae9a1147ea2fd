"""The page of the command line says what the commands say."""

from __future__ import annotations

from pathlib import Path

from irdp.cli.reference import reference_page

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
AGAIN = """write it again:
python -c "from irdp.cli.reference import reference_page as page
import pathlib; pathlib.Path('docs/cli.md').write_text(page(), 'utf-8')"
"""


def test_the_page_equals_what_is_generated(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    assert PAGE.read_text(encoding="utf-8") == reference_page(), AGAIN
