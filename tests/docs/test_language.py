"""Every operation and every status has a worked example in the guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from irdp.ops.lanes import Status
from irdp.ops.operations import OPERATIONS

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = "\n".join(
    page.read_text(encoding="utf-8")
    for page in sorted((DOCS / "language").glob("*.md"))
)


@pytest.mark.parametrize("op", sorted(OPERATIONS))
def test_every_operation_has_an_example_and_a_line_in_the_reference(op):
    assert f"op: {op}\n" in GUIDE or f"op: {op}," in GUIDE
    reference = (DOCS / "definition_language.md").read_text(encoding="utf-8")
    assert f"`{op}`" in reference


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.NO_VERSION])
def test_every_status_comes_out_of_an_example(status):
    assert f"({status.label})" in GUIDE
