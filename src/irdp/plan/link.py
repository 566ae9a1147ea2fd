"""Compiling a bundle, and placing every fault in the file it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irdp.definition.bundle import Filed
from irdp.definition.document import RANK
from irdp.definition.referral import Referral
from irdp.definition.scoring import Scoring
from irdp.messages import diagnose
from irdp.ops.scope import Fault
from irdp.plan.provenance import scoring_faults
from irdp.plan.referral import compile_referral
from irdp.plan.scoring import compile_questionnaire, compile_scoring
from irdp.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from irdp.definition.bundle import Bundle
    from irdp.definition.questionnaire import Questionnaire
    from irdp.errors import Diagnostic
    from irdp.plan.program import Program
    from irdp.source import Source


def link(bundle: Bundle) -> tuple[Program | None, list[Diagnostic]]:
    """Return the program of a bundle and every fault of its documents.

    A scoring whose questionnaire is not in the bundle (its file has faults of its own)
    is not compiled; the program is then None.
    """
    root = bundle.root.document
    if isinstance(root, Scoring):
        scorings = {"": Filed(root, bundle.root.source)}
        programs, found = _link_all(scorings, bundle.questionnaires)
        return programs.get(""), found
    programs, found = _link_all(bundle.scorings, bundle.questionnaires)
    if set(programs) != set(root.scorings):
        return None, found
    found += placed(_ranks(root, bundle), bundle.root.source)
    program, faults = compile_referral(root, programs)
    return program, found + placed(faults, bundle.root.source)


def link_inner(
    scorings: Mapping[str, Filed[Scoring]],
    questionnaires: Mapping[str, Filed[Questionnaire]],
) -> list[Diagnostic]:
    """Return the faults of what a document reads, where it cannot be compiled itself."""
    return _link_all(scorings, questionnaires)[1]


def _link_all(
    scorings: Mapping[str, Filed[Scoring]],
    questionnaires: Mapping[str, Filed[Questionnaire]],
) -> tuple[dict[str, Program], list[Diagnostic]]:
    found: list[Diagnostic] = []
    programs: dict[str, Program] = {}
    for asked in questionnaires.values():
        found += placed(compile_questionnaire(asked.document), asked.source)
    for alias, filed in scorings.items():
        scoring = filed.document
        questionnaire = questionnaires.get(scoring.questionnaire)
        if questionnaire is None:
            continue
        program, faults = compile_scoring(scoring, questionnaire.document)
        found += placed(faults + scoring_faults(scoring), filed.source)
        programs[alias] = program
    return programs, found


def _ranks(policy: Referral, bundle: Bundle) -> list[Fault]:
    """Refuse a policy that is surer than a scoring that it reads."""
    return [
        Fault("IRDP-Q066", ("status",), {"name": filed.document.reference})
        for filed in bundle.scorings.values()
        if RANK[policy.status] > RANK[filed.document.status]
    ]


def placed(faults: Iterable[Fault], source: Source) -> list[Diagnostic]:
    """Return faults as diagnostics, each at its place in a file."""
    out: dict[tuple[object, ...], Diagnostic] = {}
    for fault in faults:
        place = source.place(fault.path)
        params = dict(fault.params)
        if fault.code == "IRDP-Q010":
            params["already"] = _already(fault, source)
        diagnostic = diagnose(fault.code, place, **params)
        out.setdefault((fault.code, place, diagnostic.message.fr), diagnostic)
    return list(out.values())


def _already(fault: Fault, source: Source) -> Text:
    """Return where the sibling that has the same name stands, if it is in this file."""
    *above, at, key = fault.path
    siblings: Any = source.value
    try:
        for part in above:
            siblings = siblings[part]
        wanted = siblings[at][key]
    except (KeyError, IndexError, TypeError):
        return Text("")
    for i, sibling in enumerate(siblings[: int(at)]):
        if isinstance(sibling, dict) and sibling.get(key) == wanted:
            line = source.place((*above, i, key)).line
            return Text(f" (déjà ligne {line})", f" (already on line {line})")
    return Text("")
