"""Referral policies: several scorings, facts, rules and decisions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from . import names
from .conditions import holds
from .run import Result, answer_all, assess, score_all, tables_of
from .sheet import INVALID_INPUT, NOT_APPLICABLE, NOT_ASKED, Outcome, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping


class Decision(NamedTuple):
    """What one decision proposes, and why."""

    proposal: str | tuple[str, ...]
    provisional: bool = False
    reasons: tuple[str, ...] = ()
    unknown: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - never written to
    skipped: tuple[str, ...] = ()
    not_administered: tuple[str, ...] = ()


def assess_policy(
    questionnaires: list[dict],
    scorings: dict[str, dict],
    policy: dict,
    answers: Mapping,
    *,
    flat=False,
) -> Result:
    """Assess one visit by a policy; scores are named `alias.score`."""
    read = [n for spec in policy.get("scores") or [] for n in names.in_score(spec)]
    rules = [rule for decision in policy["decisions"] for rule in decision["rules"]]
    read += [n for rule in rules for n in read_by(rule)]
    page = answer_all([policy], read, answers, flat)
    sheet = Sheet(page.definitions, page.answers, tables=tables_of(policy))
    rejected = page.contradicted or (
        page.invalid and policy.get("invalid_answers", "reject") == "reject"
    )
    issues, absent, seen = set(page.issues), [], dict(page.answers)
    for alias, scoring in scorings.items():
        result = assess(questionnaires, scoring, answers, flat=flat)
        rejected |= result.rejected
        issues |= result.issues
        seen = {**result.items, **seen}
        outcomes = result.scores
        if optional(policy, alias) and not administered(result):
            absent.append(alias)
            outcomes = dict.fromkeys(outcomes, NOT_ASKED)
        for spec in scoring["scores"]:
            sheet.scores[f"{alias}.{spec['id']}"] = outcomes[spec["id"]]
            sheet.specs[f"{alias}.{spec['id']}"] = spec
    score_all(sheet, policy.get("scores") or [])
    if rejected:
        sheet.scores = dict.fromkeys(sheet.scores, Outcome(None, INVALID_INPUT))
    result = Result(sheet.scores, seen, rejected, issues, sheet)
    for decision in policy["decisions"]:
        result.decisions[decision["id"]] = (
            refused(decision) if rejected else decide(sheet, policy, decision, absent)
        )
    return result


def optional(policy: dict, alias: str) -> bool:
    entry = policy["scorings"][alias]
    return isinstance(entry, dict) and entry.get("optional") == "true"


def administered(result: Result) -> bool:
    """Whether one of the asked items that the scoring reads has an answer."""
    asked = [
        n for n, d in result.sheet.items.items() if d.get("source", "asked") == "asked"
    ]
    return not asked or any(result.items[n].state == "answered" for n in asked)


def read_by(rule: dict) -> list[str]:
    fact = [rule["valid"]["fact"]] if "valid" in rule else []
    return names.unique([*fact, *names.in_condition(rule["when"])])


def several(decision: dict) -> bool:
    return decision.get("hit", "first") == "collect"


def refused(decision: dict) -> Decision:
    none = decision["undetermined"]
    return Decision((none,) if several(decision) else none)


def decide(sheet: Sheet, policy: dict, decision: dict, absent: list[str]) -> Decision:
    true, unknown, skipped, held = [], {}, [], []
    provisional = False
    for rule in decision["rules"]:
        verdict, lacks = fires(sheet, rule)
        if verdict is True:
            provisional |= bool(held) and not true
            true.append(rule)
        elif verdict is None:
            unknown[rule["id"]] = lacks
            (skipped if rule.get("unknown") == "skip" else held).append(rule["id"])
    if several(decision):
        provisional = bool(true and held)
        told = {rule["propose"] for rule in true}  # in the written order of the rules
        found = names.unique(
            r["propose"] for r in decision["rules"] if r["propose"] in told
        )
    else:
        found = [rule["propose"] for rule in true[:1]]
    if not found:
        found = [decision["undetermined" if held else "default"]]
    return Decision(
        tuple(found) if several(decision) else found[0],
        provisional,
        tuple(rule["id"] for rule in true),
        unknown,
        tuple(skipped),
        tuple(a for a in absent if a in aliases_of(policy, decision)),
    )


def aliases_of(policy: dict, decision: dict) -> set[str]:
    """Return the scorings that a decision reads, itself or through the policy's scores."""
    own = {spec["id"]: spec for spec in policy.get("scores") or []}
    found, todo = set(), [n for rule in decision["rules"] for n in read_by(rule)]
    while todo:
        name = todo.pop()
        if name in own:
            todo += names.in_score(own[name])
        elif "." in name:
            found.add(name.split(".")[0])
    return found


def fires(sheet: Sheet, rule: dict) -> tuple[bool | None, tuple[str, ...]]:
    """Return whether a rule is true, false or unknown, and then the names it lacks."""
    if "valid" in rule:
        fact = sheet.answers[rule["valid"]["fact"]]
        if fact.state == NOT_APPLICABLE:
            return False, ()
        if fact.state != "answered":
            return None, names.unique_tuple(
                [rule["valid"]["fact"], *lacked(sheet, rule["when"])]
            )
        if not within(rule["valid"], fact.value):
            return False, ()
    held = holds(sheet, rule["when"])
    if held.known:
        return held.value, ()
    if held.status == NOT_APPLICABLE:
        return False, ()
    return None, names.unique_tuple(lacked(sheet, rule["when"]))


def within(valid: dict, day: dt.date) -> bool:
    since, until = valid.get("from"), valid.get("until")
    return (not since or day >= dt.date.fromisoformat(since)) and (
        not until or day <= dt.date.fromisoformat(until)
    )


def lacked(sheet: Sheet, condition: object) -> list[str]:
    """Return the names whose lack of value leaves a condition unknown."""
    held = holds(sheet, condition)
    if held.known or held.status == NOT_APPLICABLE:
        return []
    for key in ("all", "any"):
        if isinstance(condition, dict) and key in condition:
            return [n for part in condition[key] for n in lacked(sheet, part)]
    if isinstance(condition, dict) and "not" in condition:
        return lacked(sheet, condition["not"])
    read = [(n, sheet.name(n)) for n in names.in_condition(condition)]
    return [n for n, o in read if not o.known and o.status != NOT_APPLICABLE]
