"""One visit through one scoring: items in order, then scores in order."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

import yaml

from . import items as answers_of
from . import names
from .conditions import holds
from .exact import Real, rounded
from .items import listed
from .operations import OPERATIONS
from .sheet import (
    DEPENDS,
    INVALID_INPUT,
    NOT_APPLICABLE,
    OUTSIDE,
    PRORATED,
    STATUSES,
    Answer,
    Outcome,
    Sheet,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

VISIT_DATE = {"id": "visit_date", "type": "date", "source": "record"}


@dataclasses.dataclass
class Result:
    """What one visit gives."""

    scores: dict[str, Outcome]
    items: dict[str, Answer]
    rejected: bool
    issues: set[tuple[str, str]]
    sheet: Sheet
    decisions: dict = dataclasses.field(default_factory=dict)


def load_raw(path) -> dict:
    """Read a YAML file with every scalar as text."""
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123 - any path-like
        return yaml.load(stream, Loader=yaml.BaseLoader)  # noqa: S506 - texts only


def assess(
    questionnaires: list[dict], scoring: dict, answers: Mapping, *, flat=False
) -> Result:
    """Score one visit."""
    read = [n for spec in scoring["scores"] for n in names.in_score(spec)]
    known = [
        q for q in questionnaires if reference(q) in listed(scoring["questionnaire"])
    ]
    page = answer_all(known, read, answers, flat)
    sheet = Sheet(page.definitions, page.answers, tables=tables_of(scoring))
    rejected = page.contradicted or (
        page.invalid and scoring.get("invalid_answers", "reject") == "reject"
    )
    score_all(sheet, scoring["scores"])
    if rejected:
        sheet.scores = dict.fromkeys(sheet.scores, Outcome(None, INVALID_INPUT))
    return Result(sheet.scores, sheet.answers, rejected, page.issues, sheet)


def reference(document: dict) -> str:
    return f"{document['id']}@{document['version']}"


def tables_of(document: dict) -> dict[str, dict]:
    return {table["id"]: table for table in document.get("tables") or []}


# --- items ---------------------------------------------------------------------------


@dataclasses.dataclass
class Page:
    """The items that a scoring reads, as answered."""

    definitions: dict[str, dict]
    answers: dict[str, Answer]
    issues: set[tuple[str, str]]
    contradicted: bool = False

    @property
    def invalid(self) -> bool:
        return any(a.state == "invalid" for a in self.answers.values())


def answer_all(
    questionnaires: list[dict], read: list[str], raw: Mapping, flat: bool
) -> Page:
    """Read the answers of the items named, and of those their display depends on."""
    definitions, codes = {}, {}
    for questionnaire in questionnaires:
        for item in questionnaire.get("items", questionnaire.get("facts", [])):
            definitions.setdefault(item["id"], item)
            codes.setdefault(item["id"], answers_of.codes_of(item, questionnaire))
    if "visit_date" in read:
        definitions.setdefault("visit_date", VISIT_DATE)
    wanted = needed(definitions, read)
    page = Page({n: d for n, d in definitions.items() if n in wanted}, {}, set())
    sheet = Sheet(page.definitions, page.answers)
    for name, item in page.definitions.items():
        given = raw.get(name)
        state, value, code = answers_of.read(item, codes.get(name, {}), given, flat)
        if "shown_if" in item and skipped(holds(sheet, item["shown_if"])):
            code = "D030" if state in ("answered", "invalid") else None
            state, value = NOT_APPLICABLE, None
        page.answers[name] = Answer(state, value)
        if code:
            page.issues.add((name, code))
    for check in [c for q in questionnaires for c in q.get("checks") or []]:
        if set(names.in_condition(check["never"])) <= wanted:
            broken = holds(sheet, check["never"])
            if broken.known and broken.value:
                page.issues.add((check["id"], "D031"))
                page.contradicted |= check.get("as") == "reject"
    return page


def skipped(shown: Outcome) -> bool:
    """An item is skipped if its condition is false or not_applicable."""
    return shown.value is False or shown.status == NOT_APPLICABLE


def needed(definitions: dict[str, dict], read: list[str]) -> set[str]:
    wanted, todo = set(), [n for n in read if n in definitions]
    while todo:
        name = todo.pop()
        if name not in wanted:
            wanted.add(name)
            todo += names.in_condition(definitions[name].get("shown_if", []))
    return wanted


# --- scores --------------------------------------------------------------------------


def score_all(sheet: Sheet, specs: list[dict]) -> None:
    """Evaluate the scores in written order, each seeing those above."""
    for spec in specs:
        sheet.scores[spec["id"]] = score(sheet, spec)
        sheet.specs[spec["id"]] = spec


def score(sheet: Sheet, spec: dict) -> Outcome:
    own = names.in_operation(spec)
    alone = own[0] if len(own) == 1 and own[0] in sheet.scores else None
    aggregates = ("sum", "mean", "min", "max", "count", "n_answered", "argmax")
    reader = dataclasses.replace(
        sheet, sole=None if spec["op"] in aggregates else alone
    )
    found = OPERATIONS[spec["op"]](reader, spec)
    causes = gates(sheet, spec)
    if not found.known:
        causes.append(found.status)
    if causes:
        return Outcome(None, min(causes, key=STATUSES.index))
    read = [sheet.scores[name] for name in names.in_score(spec) if name in sheet.scores]
    inherited = any(o.status == PRORATED for o in read)
    return Outcome(settled(found.value, spec), PRORATED if inherited else found.status)


def gates(sheet: Sheet, spec: dict) -> list[str]:
    """Return why the score must not be given, whatever its operation says."""
    causes = []
    for key, otherwise in (("applies_if", NOT_APPLICABLE), ("population", OUTSIDE)):
        if key in spec:
            held = holds(sheet, spec[key])
            if skipped(held):
                causes.append(otherwise)
            elif not held.known:
                causes.append(DEPENDS)
    required = [sheet.name(name) for name in listed(spec.get("requires"))]
    return causes + [seen.status for seen in required if not seen.known]


def settled(value: object, spec: dict) -> object:
    """Round as declared; what is only known approximately must be rounded."""
    if isinstance(value, bool) or not isinstance(value, Fraction | Real):
        return value
    if "decimals" in spec:
        return rounded(value, int(spec["decimals"]), spec.get("rounding", "half_up"))
    if isinstance(value, Real):
        raise TypeError(f"{spec['id']} needs decimals")
    return value
