"""The shipped policies as the tests read them: cases, scorers and the oracle."""

from __future__ import annotations

import functools
import importlib.util
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import irdp
from irdp.catalogue import Catalog
from irdp.definition.cases import Cases
from irdp.definition.read import parse
from irdp.source import read_file

TESTS = Path(__file__).parents[1]
CATALOGUE = TESTS.parent / "questionnaires"
RIGHTS, REFERRAL = "pdp_droits@1.0.0", "pdp@0.1.0"
RETIRED = ("demo_pdp@0.1.0", "demo_pdp@0.1.1")
POLICIES = (RIGHTS, REFERRAL)


@functools.cache
def scorer(reference: str) -> irdp.Scorer:
    return irdp.load(reference)


def policy(reference: str) -> Any:
    return scorer(reference).definition


@functools.cache
def cases(reference: str) -> tuple[Any, ...]:
    entry = Catalog().entry(reference, ("cases",))
    return parse(read_file(entry.path, entry.path.name), Cases).cases


def answers(case: Any) -> dict[str, Any]:
    """Return the answers of a case as a caller would give them."""
    return {name: plain(value) for name, value in case.answers.items()}


@functools.cache
def assessed(reference: str) -> dict[str, Any]:
    """Return the assessment of every case of a policy, by the case's id."""
    found = scorer(reference)
    return {c.id: found.assess(answers(c)) for c in cases(reference)}


def plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return int(Fraction(value))


def oracle() -> Any:
    """Return the naive program of the language, a package beside this one."""
    name = "referral_oracle"
    if name not in sys.modules:
        folder = TESTS / "oracle"
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@functools.cache
def trees() -> dict[str, dict[str, Any]]:
    """Return every document of the catalogue as the oracle reads it."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(CATALOGUE.glob("*/*.yaml")):
        kind = path.name.split("-")[0]
        if kind in {"questionnaire", "scoring", "referral"}:
            tree = oracle().load_raw(path)
            found.setdefault(kind, {})[f"{tree['id']}@{tree['version']}"] = tree
    return found


def by_hand(reference: str, visit: dict[str, Any]) -> Any:
    """Assess one visit with the oracle."""
    documents = trees()
    tree = documents["referral"][reference]
    read = {
        alias: documents["scoring"][s["ref"] if isinstance(s, dict) else s]
        for alias, s in tree.get("scorings", {}).items()
    }
    asked = list(documents["questionnaire"].values())
    return oracle().assess_policy(asked, read, tree, visit)
