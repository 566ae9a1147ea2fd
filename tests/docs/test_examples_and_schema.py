"""An editor that knows the schema accepts every example of the docs."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from irdp.definition.read import MODELS
from irdp.review.schema import json_schema
from irdp.source.reader import read_text

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```yaml\n(# file: .*?)^```$", re.MULTILINE | re.DOTALL)
VALIDATORS = {k: jsonschema.Draft202012Validator(json_schema(k)) for k in MODELS}
WRONG = "revers:"  # what `ecrire_un_instrument.md` shows being refused
EXAMPLES = [
    pytest.param(text, id=f"{page.stem}-{text.partition(chr(10))[0][8:]}")
    for page in sorted(DOCS.rglob("*.md"))
    for text in BLOCK.findall(page.read_text(encoding="utf-8"))
    if WRONG not in text
]


def plain(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_accepted_by_the_schema(text):
    found = plain(read_text(text, "example").value)
    kind = found["format"].split("/")[1]
    assert [e.message for e in VALIDATORS[kind].iter_errors(found)] == []
