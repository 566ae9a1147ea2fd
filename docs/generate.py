"""Writes the pages and schemas that are generated: ``make pages``."""

from __future__ import annotations

from pathlib import Path

import irdp
from irdp.cli.reference import reference_page
from irdp.report.rules import rules_markdown
from irdp.review.diagnostics_page import diagnostics_page
from irdp.review.schema import write_schemas

DOCS = Path(__file__).parent
RULES = {"regles_pdp.md": "pdp@0.1.0", "regles_pdp_droits.md": "pdp_droits@1.0.0"}


def main() -> None:
    """Write every generated file of the documentation."""
    pages = {"diagnostics.md": diagnostics_page(), "cli.md": reference_page()}
    for name, reference in RULES.items():
        pages[name] = rules_markdown(irdp.load(reference).definition, "fr")
    for name, text in pages.items():
        (DOCS / name).write_text(text, encoding="utf-8")
    write_schemas(DOCS / "schema")


if __name__ == "__main__":
    main()
