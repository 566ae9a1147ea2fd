"""The pages of the rules: made from the definitions, and equal to what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import irdp
from irdp.report.rules import rules_markdown

DOCS = Path(__file__).parents[2] / "docs"
POLICIES = ("pdp_droits@1.0.0", "pdp@0.1.0")


@pytest.mark.parametrize("reference", POLICIES)
def test_the_page_is_what_the_definition_says(reference):
    page = DOCS / f"regles_{reference.partition('@')[0]}.md"
    made = rules_markdown(irdp.load(reference).definition, "fr")
    assert page.read_text(encoding="utf-8") == made


@pytest.mark.parametrize("reference", POLICIES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_rule_stands_with_its_article_mark_and_reason(reference, lang):
    policy = irdp.load(reference).definition
    page = rules_markdown(policy, lang)
    rules = page.partition("## " + {"fr": "Faits lus", "en": "Facts read"}[lang])[0]
    rows = {line.split(" | ")[0]: line for line in rules.splitlines() if "| `" in line}
    for rule in (r for d in policy.decisions for r in d.rules):
        cells = rows[f"| `{rule.id}`"].strip("| ").split(" | ")
        assert cells[1] == f"`{rule.propose}`"
        mark = rule.law.mark if rule.law else "–"
        assert mark in cells
        assert rule.reason.text.get(lang) in page
        if rule.law:
            assert rule.law.ref in cells[3]
            assert rule.law.note is None or rule.law.note.text.get(lang) in page


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("temps_partiel_therapeutique", "`projet_temps_partiel` = oui"),
        ("prereprise", "`arret_en_cours_jours` > 30 et non (`arret_motif` sans objet)"),
        ("rendez_vous_liaison", "(`reprise_effective_le` sans objet ou"),
        ("reprise_arret_prolonge", "`arret_prolonge_le` ≥ 2026-06-15"),
    ],
)
def test_a_condition_in_words(rule, said):
    page = rules_markdown(irdp.load("pdp_droits@1.0.0").definition)
    row = next(line for line in page.splitlines() if line.startswith(f"| `{rule}`"))
    assert said in row
