import copy as copying
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from irdp.catalogue import Catalog
from irdp.definition.read import MODELS
from irdp.review.schema import json_schema, schema_text

DOCS = Path(__file__).parents[2] / "docs" / "schema"
CATALOG = Catalog()
VALIDATORS = {k: jsonschema.Draft202012Validator(json_schema(k)) for k in MODELS}


def plain(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


def tree(kind, name):
    entry = next(e for e in CATALOG.list((kind,)) if e.id == name)
    return copying.deepcopy(plain(CATALOG.source(entry.path).value))


@pytest.mark.parametrize("kind", MODELS)
def test_the_files_in_docs_are_those_of_the_models(kind):
    path = DOCS / f"{kind}.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(kind)
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))


def test_every_shipped_file_is_accepted_and_names_its_schema():
    for entry in CATALOG.entries:
        errors = VALIDATORS[entry.kind].iter_errors(
            plain(CATALOG.source(entry.path).value)
        )
        assert [e.message for e in errors] == [], entry.path.name
        first = entry.path.read_text(encoding="utf-8").splitlines()[0]
        assert first.endswith(f"$schema=../../docs/schema/{entry.kind}.schema.json")


def put(path, value):
    def change(root):
        at = root
        for key in path[:-1]:
            at = at[key]
        if value is ...:
            del at[path[-1]]
        else:
            at[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("kind", "name", "path", "value"),
    [
        ("scoring", "was", ("scores",), ...),
        ("scoring", "was", ("scores",), []),
        ("scoring", "was", ("version",), 1.1),
        ("scoring", "was", ("status",), "final"),
        ("scoring", "was", ("scors",), []),
        ("scoring", "was", ("scores", 0, "op"), "summ"),
        ("scoring", "was", ("scores", 0, "op"), ...),
        ("scoring", "was", ("scores", 0, "range"), [0]),
        ("scoring", "was", ("scores", 0, "decimals"), "two"),
        ("scoring", "was", ("scores", 0, "missing"), {"max_missing": 1, "min_answered": 2, "then": "prorate"}),
        ("scoring", "was", ("scores", 0, "of"), []),
        ("scoring", "was", ("scores", 0, "of", 0), {"item": "WAI1", "points": {"1": 1}, "reverse": True}),
        ("scoring", "was", ("scores", 0, "of", 0), {"item": "WAI1", "score": "x"}),
        ("scoring", "was", ("scores", 0, "of", 0), {"item": "WAI1", "weight": "a lot"}),
        ("scoring", "was", ("scores", 0, "applies_if"), {"item": "WAI1"}),
        ("scoring", "was", ("scores", 0, "applies_if"), {"item": "WAI1", "ge": 1, "le": 2}),
        ("scoring", "was", ("scores", 0, "applies_if"), {"item": "WAI1", "score": "score", "ge": 1}),
        ("scoring", "was", ("scores", 0, "applies_if"), {"all": {"item": "WAI1", "ge": 1}}),
        ("scoring", "was", ("scores", 0, "applies_if"), {"not": {"band": "category"}}),
        ("scoring", "was", ("scores", 1, "bands", 0, "from"), "0"),
        ("scoring", "was", ("scores", 1, "bands", 0, "form"), 0),
        ("scoring", "phq9", ("scores", 6, "else"), ...),
        ("scoring", "phq9", ("scores", 6, "else"), {"label": "a", "value": 1}),
        ("questionnaire", "was", ("items", 0, "type"), "number"),
        ("questionnaire", "was", ("items", 0, "max"), ...),
        ("questionnaire", "was", ("items", 0, "label"), ...),
        ("questionnaire", "epices", ("items", 0, "options"), ...),
        ("questionnaire", "epices", ("items", 0, "options", 0, "code"), "a-b"),
        ("referral", "demo_pdp", ("decisions", 0, "default"), ...),
        ("referral", "demo_pdp", ("decisions", 0, "rules", 0, "when"), ...),
        ("referral", "demo_pdp", ("decisions", 0, "rules", 0, "unknown"), "drop"),
        ("cases", "was", ("for",), "was"),
        ("cases", "was", ("cases", 0, "source"), ...),
    ],
)  # fmt: skip
def test_structural_faults_are_refused(kind, name, path, value):
    root = tree(kind, name)
    assert VALIDATORS[kind].is_valid(root)
    put(path, value)(root)
    assert not VALIDATORS[kind].is_valid(root)


@pytest.mark.parametrize(
    "condition",
    [
        "positive",
        {"truth": "positive"},
        {"item": "WAI1", "in": [1, 2]},
        {"item": "WAI1", "between": [1, 2]},
        {"item": "WAI1", "state": ["missing"]},
        {"date": "d", "ge": "2026-06-15"},
        {"score": "a", "lt": {"score": "b"}},
        {"band": "alias.b", "is": "x"},
        {"any": [{"not": "t"}, {"all": ["t", {"truth": "u"}]}]},
    ],
)
def test_every_form_of_condition_is_accepted(condition):
    root = tree("scoring", "was")
    root["scores"][0]["applies_if"] = condition
    assert VALIDATORS["scoring"].is_valid(root)
