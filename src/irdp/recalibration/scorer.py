"""The scorer of a scoring that is not written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from irdp.catalogue import Definition
from irdp.definition.bundle import Bundle, Filed
from irdp.errors import CallError, DefinitionError, Severity
from irdp.messages import diagnose
from irdp.plan.link import link
from irdp.scorer import Scorer
from irdp.source import read_text

if TYPE_CHECKING:
    from irdp.definition.scoring import Scoring


def scorer_of(scoring: Scoring, *, like: Scorer) -> Scorer:
    """Return the scorer of a scoring that is not written yet.

    Parameters
    ----------
    scoring
        Such as `Scoring.revise` returns.
    like
        A scorer of the same questionnaire: that of the version before.

    Raises
    ------
    CallError
        ``IRDP-K016`` if the two read different questionnaires.
    DefinitionError
        With every fault of the scoring, placed in the text of its file.
    """
    asked = like.compiled.bundle.questionnaires
    if scoring.questionnaire not in asked:
        left = ", ".join(asked)
        raise CallError(diagnose("IRDP-K016", left=left, right=scoring.questionnaire))
    source = read_text(scoring.to_yaml(), scoring.file_name)
    bundle = Bundle(Filed(scoring, source), asked, {})
    program, found = link(bundle)
    if program is None or any(d.severity is Severity.ERROR for d in found):
        raise DefinitionError(*found)
    return Scorer(Definition(bundle, program, tuple(found)))
