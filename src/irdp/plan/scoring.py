"""The program of a scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.plan.compile import (
    VISIT_DATE,
    compile_checks,
    compile_items,
    compile_scores,
    needed,
)
from irdp.plan.program import Part, Program

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Questionnaire
    from irdp.definition.scoring import Scoring
    from irdp.ops.scope import Fault


def compile_questionnaire(questionnaire: Questionnaire) -> list[Fault]:
    """Return the faults of a questionnaire taken alone."""
    specs = questionnaire.specs()
    _, faults = compile_items(questionnaire.items, specs)
    return faults + compile_checks(questionnaire.checks, specs)[1]


def compile_scoring(
    scoring: Scoring, questionnaire: Questionnaire, alias: str = ""
) -> tuple[Program, list[Fault]]:
    """Return the program of a scoring, and the faults of the scoring itself.

    The faults of its questionnaire are found by `compile_questionnaire`.
    """
    specs = questionnaire.specs()
    compiled = compile_scores(scoring.scores, specs, scoring.tables)
    gates, _ = compile_items(questionnaire.items, specs)
    read = [n for node in compiled.nodes for n in node.items]
    wanted = needed(read, {g.item: reads for g, reads in gates})
    checks, _ = compile_checks(questionnaire.checks, specs)
    items = {n: s for n, s in specs.items() if n in wanted}
    if "visit_date" in wanted and "visit_date" not in items:
        items["visit_date"] = VISIT_DATE
    part = Part(
        alias,
        tuple(compiled.nodes),
        asked=tuple(n for n, s in items.items() if s.asked),
    )
    program = Program(
        items=items,
        invalid=dict.fromkeys(items, scoring.invalid_answers),
        gates=tuple(g for g, _ in gates if g.item in wanted),
        checks=tuple(c for c, reads in checks if set(reads) <= wanted),
        parts=(part,),
    )
    return program, compiled.faults
