"""A small questionnaire, and scorings of it in one line each, for the oracle's tests."""

from __future__ import annotations

import textwrap

import yaml

from . import assess

ITEMS = """
id: q
version: 1.0.0
codes: {refused: [REFUS], unknown: [NSP, 99], not_applicable: [NC]}
items:
  - {id: A, type: integer, min: 0, max: 10}
  - {id: B, type: integer, min: 0, max: 10}
  - {id: C, type: integer, min: 0, max: 10}
  - {id: D, type: choice, options: [{code: 0, aliases: [Non], label: {fr: Jamais}}, {code: 1, aliases: [Oui]}, {code: 2}]}
  - {id: T, type: choice, options: [{code: physical}, {code: mental}]}
  - {id: M, type: multiple, options: [{code: a}, {code: b}, {code: c}, {code: none, exclusive: true}]}
  - {id: V, type: boolean, aliases: {true: [oui, 1], false: [non, 0]}}
  - {id: E, type: decimal, min: -5, max: 5, decimals: 1}
  - {id: birth, type: date, source: record}
  - {id: visit_date, type: date, source: record}
  - {id: S, type: integer, min: 0, max: 3, shown_if: {item: V, eq: true}}
"""


def tree(text):
    return yaml.load(textwrap.dedent(text), Loader=yaml.BaseLoader)  # noqa: S506


def scoring(*scores, **more):
    specs = [tree(f"{{id: s{i}, {s}}}") for i, s in enumerate(scores, 1)]
    return {
        "id": "x",
        "version": "1.0.0",
        "questionnaire": "q@1.0.0",
        "scores": specs,
    } | more


def outcomes(*scores, answers, **more):
    result = assess([tree(ITEMS)], scoring(*scores, **more), answers)
    return [(o.value, o.status) for o in result.scores.values()]


def last(*scores, **answers):
    return outcomes(*scores, answers=answers)[-1]
