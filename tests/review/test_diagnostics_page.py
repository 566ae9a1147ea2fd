"""The page of codes says what the catalogue of messages says."""

from __future__ import annotations

from pathlib import Path

from irdp.messages import CATALOGUE
from irdp.review.diagnostics_page import _FAMILIES, diagnostics_page

PAGE = Path(__file__).parents[2] / "docs" / "diagnostics.md"


AGAIN = """write it again:
python -c "from irdp.review.diagnostics_page import diagnostics_page as page
import pathlib; pathlib.Path('docs/diagnostics.md').write_text(page(), 'utf-8')"
"""


def test_the_page_equals_what_is_generated():
    assert PAGE.read_text(encoding="utf-8") == diagnostics_page(), AGAIN


def test_every_family_of_codes_is_named_and_exists():
    assert set(_FAMILIES) == {code[5] for code in CATALOGUE}
