"""The restricted YAML reader: a plain tree with places; it knows no model."""

from __future__ import annotations

from irdp.source.caret import caret
from irdp.source.characters import nfc, shown
from irdp.source.file import read_file
from irdp.source.reader import read_text
from irdp.source.scalars import boolean_trap, number_trap
from irdp.source.tree import Source

__all__ = [
    "Source",
    "boolean_trap",
    "caret",
    "nfc",
    "number_trap",
    "read_file",
    "read_text",
    "shown",
]
